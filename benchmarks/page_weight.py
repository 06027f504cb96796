"""Weigh the pages of the built book: what a first visit loads, in gzipped kilobytes, and its size.

    python benchmarks/page_weight.py [_build/html]

Everything a page refers to is counted, and all fonts of its sheet, as if it used each of them: an
upper bound that needs no browser. Beside it, the same page with the theme's assets as they come
(without MathJax, which the theme would fetch from another host). A browser loads less: of the fonts
only those that the page shows. The limits of `budget.json` are about that, and `make test` sees to
them (`tests/site/test_budget.py`).
"""

import gzip
import json
import re
import sys
from pathlib import Path
from urllib.parse import unquote

BUDGET = json.loads(Path(__file__).with_name("budget.json").read_text("utf-8"))
PACKED = {".woff2", ".png", ".jpg", ".gif"}  # packed already: gzip gains nothing
KINDS = {".html": "html", ".css": "style", ".js": "script", ".woff2": "font"}
# What every page of the untouched theme loads; its icon fonts come with the sheet.
THEME = (
    "styles/theme.css",
    "styles/pydata-sphinx-theme.css",
    "scripts/fontawesome.js",
    "scripts/bootstrap.js",
    "scripts/pydata-sphinx-theme.js",
    "vendor/fontawesome/webfonts/fa-solid-900.woff2",
    "vendor/fontawesome/webfonts/fa-brands-400.woff2",
)
PLOT = re.compile(r'<div class="an-figure">.*?</svg></div>', re.S)


def packed(body):
    """Kilobytes of a text on the wire."""
    return len(gzip.compress(body, 6)) / 1000


def weight(file):
    """Kilobytes of a file on the wire."""
    body = file.read_bytes()
    return len(body) / 1000 if file.suffix in PACKED else packed(body)


def loaded(page):
    """Files that a first visit to `page` loads, the page itself first."""
    html = re.sub("<template.*?</template>", "", page.read_text("utf-8"), flags=re.S)
    names = re.findall(r'<script[^>]*\ssrc="([^"?#]+)', html)
    names += re.findall(r'<link[^>]*rel="(?:stylesheet|icon)"[^>]*href="([^"?#]+)', html)
    lazy = r'<img(?![^>]*loading="lazy")[^>]*\ssrc="([^"?#]+)'
    names = [name for name in [*names, *re.findall(lazy, html)] if not name.startswith("data:")]
    files = [page, *dict.fromkeys((page.parent / unquote(name)).resolve() for name in names)]
    for sheet in [file for file in files if file.suffix == ".css"]:
        fonts = re.findall(r"url\(([\w-]+\.woff2)[?)]", sheet.read_text("utf-8"))
        files += dict.fromkeys(sheet.parent / name for name in fonts)
    return files


def measured(page, files=None):
    """Give what the budget is about: kilobytes (with the plots, and without), elements, styles.

    `files` are those that a browser loaded; else everything the page refers to is counted.
    """
    html = page.read_text("utf-8")
    parts = dict.fromkeys(("html", "style", "script", "font", "image"), 0.0)
    for file in files or loaded(page):
        parts[KINDS.get(file.suffix, "image")] += weight(file)
    total = sum(parts.values())
    text = packed(PLOT.sub("", html).encode())
    return parts | {
        "kB": total,
        "kB without plots": total - parts["html"] + text,
        "elements": len(re.findall(r"<[a-zA-Z]", html)),
        "inline styles": len(re.findall(r"<[^>]*\sstyle=", html)),
    }


def over(page, found):
    """Say what of a page is over its limits: the book's, or its own where it is known to be."""
    limits = BUDGET["every page"] | BUDGET["known to be over"].get(page.stem, {})
    return [
        f"{page.stem}: {found[name]:.1f} {name}, and {limit} are allowed"
        for name, limit in limits.items()
        if found[name] > limit
    ]


def pages(folder):
    """Pages of the built book."""
    return [
        page
        for page in sorted(folder.rglob("*.html"))
        if not {"_static", "_sources", "lite"} & set(page.relative_to(folder).parts)
    ]


def theme_weight():
    """Kilobytes of the assets that the theme loads on each page when nothing is done about it."""
    import pydata_sphinx_theme

    static = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
    return sum(weight(static / name) for name in THEME)


def main(folder):
    """Print the table."""
    plain = theme_weight()
    columns = ("html", "style", "script", "font", "image", "kB", "elements")
    print(f"{'page':<40}" + "".join(f"{name:>9}" for name in columns) + "   as it comes")
    for page in pages(folder):
        found = measured(page)
        cells = "".join(f"{found[name]:9.1f}" for name in columns[:-1]) + f"{found['elements']:9}"
        bare = found["html"] + found["image"] + plain
        name = page.relative_to(folder).as_posix()[-39:]
        print(f"{name:<40}{cells}   × {bare / found['kB']:.1f}")
    print(f"the theme alone brings {plain:.0f} kB")


if __name__ == "__main__":
    where = Path(sys.argv[1] if len(sys.argv) > 1 else "_build/html").resolve()
    if not (where / "index.html").is_file():
        sys.exit(f"no built book in {where}: type 'make book' first")
    main(where)
