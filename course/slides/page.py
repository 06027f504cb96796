"""A chapter's built page as parts: title, goals, and sections of blocks, fit to stand elsewhere."""

import itertools
import json
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from bs4 import BeautifulSoup

STATE = "application/vnd.jupyter.widget-state+json"
LATER = "_static/later"  # what a page loads when it is chosen; a slide has it
# What only a page needs: links to its own places, buttons, what is checked. And what is folded,
# but for the answers.
NOT_ON_SLIDES = (
    ".headerlink, .an-copy, .an-share, .tag_claims, .tag_exercise, .tag_solution, .cell_input, "
    ".exercise, .toctree-wrapper, "
    "div.output.text_plain, div.output.stream, .an-protocol, script"
)
ANSWERS = "Compare with your predictions"


@dataclass
class Block:
    """Something that stands by itself: a paragraph, a formula, a figure, a list, a box."""

    kind: str
    tag: object


@dataclass
class Section:
    """A heading with what stands under it.

    `name` is that by which the book links to it; a part without one goes by what it is part of,
    whose name stays over editions, while the address of a heading changes with its words.
    """

    name: str
    title: str
    over: str = ""
    blocks: list[Block] = field(default_factory=list)
    lasts: bool = False


@dataclass
class Page:
    """A built chapter."""

    stem: str
    title: str
    subtitle: str
    opening: Section
    sections: list[Section]
    exercises: list[str]
    models: dict

    @property
    def chapter(self):
        """Its number."""
        return int(self.stem[:2])


def read(path, drawn=None):
    """Read the built page of a chapter; `drawn` has its figures as they stand on a slide."""
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    for svg in soup.select(".an-figure > svg"):
        if wide := (drawn or {}).get(svg.get("aria-label")):
            svg.replace_with(BeautifulSoup(wide, "html.parser"))
    prefix = f"c{path.name[:2]}-"
    models = {}
    for script in soup.find_all("script", type=STATE):
        embedded = json.loads(script.string)
        state = whole(embedded["state"], embedded.get("shared", ()), path.parents[1] / LATER)
        models |= {prefix + name: model for name, model in state.items()}
    article = soup.select_one("article")
    exercises = [_caption(title) for title in article.select(".exercise > .admonition-title")]
    folded = [f for f in article.select("details") if not f.summary.get_text().startswith(ANSWERS)]
    for gone in [*article.select(NOT_ON_SLIDES), *folded]:
        gone.decompose()
    _own_ids(article, prefix)
    for link in article.select("a"):
        _unlinked(link)
    for figure in article.select("[data-model]"):
        figure["data-model"] = prefix + figure["data-model"]
        del figure["data-embed"]
    for cell in article.select("svg a"):
        cell.unwrap()
    top = article.find("section")
    heading = top.find("h1").get_text(strip=True)
    title, _, subtitle = heading.partition(": ")
    opening = Section("start", title, blocks=_blocks(top))
    sections = [s for part in top.find_all("section", recursive=False) for s in _sections(part)]
    return Page(path.stem, title, subtitle, opening, sections, exercises, models)


def whole(value, shared=(), later=None):
    """Put back what a page has once for several models, or in a sheet of the folder `later`."""
    if isinstance(value, dict):
        if "$shared" in value:
            return whole(shared[value["$shared"]], shared, later)
        if "$later" in value:
            sheet = (later / f"{value['$later']}.css").read_text("utf-8")
            return whole(json.loads(unquote(sheet[sheet.index("'") + 1 : sheet.rindex("'")])))
        if "$steps" in value:
            return _climbed(*value["$steps"], but=value.get("but", {}))
        return {name: whole(each, shared, later) for name, each in value.items()}
    return [whole(each, shared, later) for each in value] if isinstance(value, list) else value


def _climbed(digits, order, *numbers, but):
    """Add up the steps of a curve (`state.steps`)."""
    for _ in range(order):
        numbers = itertools.accumulate(numbers)
    return [but.get(str(at), number / 10**digits) for at, number in enumerate(numbers)]


def _unlinked(link):
    """Leave a link's words; what stands in brackets only to be followed goes with its brackets."""
    before, after = link.previous_sibling, link.next_sibling
    bracketed = str(before or "").endswith("(") and str(after or "").startswith(")")
    if bracketed and link.select(".doc, .std-ref"):
        before.replace_with(str(before)[:-1].rstrip())
        after.replace_with(str(after)[1:])
        link.decompose()
    else:
        link.unwrap()


def _caption(title):
    """Give the words of an exercise's title: in brackets after its number."""
    return re.sub(r"^Exercise \d+\s*\(?|\)?$", "", " ".join(title.get_text().split()))


def _own_ids(article, prefix):
    """Let the figures of several chapters stand on one page: ids inside drawings get a prefix."""
    for element in article.select("svg [id]"):
        element["id"] = prefix + element["id"]
    for element in article.select("svg *"):
        for key in ("clip-path", "xlink:href", "href", "fill"):
            if isinstance(value := element.get(key), str) and "#" in value:
                element[key] = re.sub(r"(url\(|^)#", rf"\1#{prefix}", value)


def _sections(tag, over=None):
    heading = tag.find(["h2", "h3", "h4"], recursive=False)
    given = tag.find("span", id=True, recursive=False)
    name = given["id"] if given else over.name if over and over.lasts else tag["id"]
    lasts = bool(given or (over and over.lasts))
    title = heading.decode_contents().strip()
    made = Section(name, title, over.title if over else "", _blocks(tag), lasts)
    parts = tag.find_all("section", recursive=False)
    return [made, *(below for part in parts for below in _sections(part, made))]


def _blocks(tag):
    """Give the blocks directly under a section; cells and wrappers are opened."""
    found = []
    for child in tag.find_all(recursive=False):
        classes = child.get("class") or []
        if child.name == "p":
            found.append(Block("text", child))
        elif child.name in ("ul", "ol"):
            found.append(Block("list", child))
        elif child.name == "blockquote":
            found += _blocks(child)
        elif "math" in classes:
            found.append(Block("formula", child))
        elif "an-figure" in classes:
            found.append(Block("figure", child))
        elif "actnorm-slot" in classes:
            found.append(Block("explorer", child))
        elif "pst-scrollable-table-container" in classes:
            found.append(Block("table", child.table))
        elif "admonition" in classes:
            found.append(Block("box", child))
        elif child.name == "div":
            found += _blocks(child)
    return found
