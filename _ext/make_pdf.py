"""The whole book as one PDF: `python -m _ext.make_pdf` after `make book`.

The built pages become one page, with every link inside the book leading to its place in it, and
Chromium prints that: contents, bookmarks and links work, explorers are vector figures as they were
drawn when the book was built. Solutions stand at the end, or are left out with `--no-solutions`.
"""

import argparse
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import sync_playwright

from tests.browser import launch

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
SHEET = """
@page { size: A4; margin: 18mm 16mm 20mm }
html { font-size: 11pt }
body { background: #fff }
article { break-before: page }
nav a { display: block; padding-left: calc((var(--level) - 1) * 1.5em) }
.an-figure, figure, table, .admonition { break-inside: avoid }
.headerlink, .an-share-place, .an-copy { display: none }
"""


def pages(site):
    """Give the pages of the book in its order, front page first: as the side bar lists them."""
    soup = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    links = [a["href"] for a in soup.select("#pst-primary-sidebar nav a[href]")]
    found = [href.partition("#")[0] for href in links]
    names = ["index.html", *(name for name in found if name.endswith(".html"))]
    return list(dict.fromkeys(names))


def prefix(name):
    """Prefix of all ids of a page, so that no two pages of the one page share one."""
    return re.sub(r"\W+", "-", name.removesuffix(".html")) + "--"


def article(site, name, names):
    """Take the text of a page, with ids and links that hold in the one page."""
    soup = BeautifulSoup((site / name).read_text("utf-8"), "html.parser")
    text = soup.select_one("article")
    for gone in text.select("script, form, .d-print-none"):
        gone.decompose()
    text["id"] = ""  # the place of the page itself
    for element in [text, *text.select("[id]")]:
        element["id"] = prefix(name) + element["id"]
    for holder in text.select("[for], [aria-labelledby], [aria-describedby]"):
        for key in ("for", "aria-labelledby", "aria-describedby"):
            if holder.get(key):
                holder[key] = prefix(name) + holder[key]
    for element in text.find_all(True):
        for key in ("clip-path", "xlink:href", "href", "fill", "style"):
            if isinstance(value := element.get(key), str) and "#" in value and element.name != "a":
                element[key] = re.sub(r"(url\(|^)#", rf"\1#{prefix(name)}", value)
    home = soup.select_one("link[rel=canonical]")["href"].removesuffix(name)
    for link in text.select("a[href]"):
        link["href"] = target(link["href"], name, names, home)
    for image in text.select("img[src]"):
        image["src"] = (site / urljoin(name, image["src"])).as_uri()
    for fold in text.select("details"):
        fold["open"] = ""
    return text


def target(href, name, names, home):
    """Where a link of a page leads: a place in the one page, or the web (the book's home, too)."""
    to = urlsplit(urljoin(name, href))
    path = unquote(to.path)
    if to.scheme or to.netloc:
        return href
    if path in names:
        return f"#{prefix(path)}{unquote(to.fragment)}"
    return urljoin(home, urljoin(name, href))


def one_page(site, names, *, solutions=True):
    """Give these pages of the book as the HTML of one page."""
    whole = BeautifulSoup("<!doctype html><html lang='en'></html>", "html.parser")
    body, contents, answers = whole.new_tag("body"), whole.new_tag("nav"), []
    for name in names:
        text = article(site, name, names)
        heading = text.select_one("h1")
        for solution in text.select("details.solution"):
            answers.append((heading.get_text(" ", strip=True).rstrip("# "), solution.extract()))
        entry = whole.new_tag("a", href=f"#{prefix(name)}")
        entry.string = heading.get_text(" ", strip=True).rstrip("# ")
        contents.append(entry)
        body.append(text)
    body.article.insert_after(contents)
    if solutions:
        end = whole.new_tag("article", id="solutions--")
        end.append(title(whole, "h1", "Solutions"))
        entry = whole.new_tag("a", href="#solutions--")
        entry.string = "Solutions"
        contents.append(entry)
        chapter = None
        for of, solution in answers:
            if of != chapter:
                end.append(title(whole, "h2", of))
            chapter = of
            end.append(solution)
        body.append(end)
    ids = {element["id"] for element in body.select("[id]")}
    for link in body.select("a[href^='#']"):
        if link["href"][1:] not in ids:
            del link["href"]  # it led to what is left out
    head = (
        f"<meta charset='utf-8'><title>Activation and normalization</title>"
        f"<link rel='stylesheet' href='{(site / '_static/book.css').as_uri()}'>"
        f"<link rel='stylesheet' href='{(site / '_static/all-pages.css').as_uri()}'>"
        f"<link rel='stylesheet' href='{(site / '_static/explorers.css').as_uri()}'>"
        f"<style>{SHEET}</style>"
    )
    return f"<!doctype html><html lang='en' data-theme='light'><head>{head}</head>{body}</html>"


def title(soup, tag, text):
    """Make a heading."""
    made = soup.new_tag(tag)
    made.string = text
    return made


def write_pdf(html, output):
    """Print the one page; beside the file for a moment, so that Chromium may read the book's."""
    source = output.with_suffix(".html")
    source.write_text(html, "utf-8")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.goto(source.as_uri())
        page.evaluate("document.fonts.ready.then(() => 0)")
        page.pdf(path=output, prefer_css_page_size=True, outline=True, tagged=True)
        browser.close()
    source.unlink()


def main():
    """Print the book."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-solutions", action="store_true")
    parser.add_argument("--output", type=Path, default=ROOT / "_build" / "actnorm.pdf")
    given = parser.parse_args()
    if not (SITE / "index.html").is_file():
        parser.error("there is no built book yet: type 'make book' first")
    html = one_page(SITE, pages(SITE), solutions=not given.no_solutions)
    write_pdf(html, given.output)
    print(f"{given.output} ({given.output.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
