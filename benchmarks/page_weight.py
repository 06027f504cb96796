"""Weigh the pages of the built book: what a first visit loads, in gzipped kilobytes.

    python benchmarks/page_weight.py [_build/html]

Everything a page refers to is counted, and all fonts of its sheet, as if it used each of them: an
upper bound that needs no browser. Beside it, the same page with the theme's assets as they come
(without MathJax, which the theme would fetch from another host). Exit code 1 above 300 kB.
"""

import gzip
import re
import sys
from pathlib import Path
from urllib.parse import unquote

BUDGET = 300
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


def weight(file):
    """Kilobytes of a file on the wire."""
    body = file.read_bytes()
    return (len(body) if file.suffix in PACKED else len(gzip.compress(body, 6))) / 1000


def loaded(page):
    """Files that a first visit to `page` loads, the page itself first."""
    html = page.read_text("utf-8")
    names = re.findall(r'<script[^>]*\ssrc="([^"?#]+)', html)
    names += re.findall(r'<link[^>]*rel="(?:stylesheet|icon)"[^>]*href="([^"?#]+)', html)
    lazy = r'<img(?![^>]*loading="lazy")[^>]*\ssrc="([^"?#]+)'
    names += [name for name in re.findall(lazy, html) if not name.startswith("data:")]
    files = [page, *dict.fromkeys((page.parent / unquote(name)).resolve() for name in names)]
    for sheet in [file for file in files if file.suffix == ".css"]:
        fonts = re.findall(r"url\(([\w-]+\.woff2)\)", sheet.read_text("utf-8"))
        files += dict.fromkeys(sheet.parent / name for name in fonts)
    return files


def theme_weight():
    """Kilobytes of the assets that the theme loads on each page when nothing is done about it."""
    import pydata_sphinx_theme

    static = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
    return sum(weight(static / name) for name in THEME)


def main(folder):
    """Print the table; return the heaviest page's kilobytes."""
    plain = theme_weight()
    columns = ("html", "style", "script", "font", "image")
    print(f"{'page':<44}" + "".join(f"{name:>8}" for name in (*columns, "all")) + "   as it comes")
    worst = 0
    for page in sorted(folder.rglob("*.html")):
        if page.relative_to(folder).parts[0] in ("_static", "lite"):
            continue
        parts = dict.fromkeys(columns, 0.0)
        for file in loaded(page):
            parts[KINDS.get(file.suffix, "image")] += weight(file)
        total = sum(parts.values())
        worst = max(worst, total)
        cells = "".join(f"{value:8.1f}" for value in (*parts.values(), total))
        bare = parts["html"] + parts["image"] + plain
        print(f"{page.relative_to(folder).as_posix()[-43:]:<44}{cells}   × {bare / total:.1f}")
    print(f"heaviest page {worst:.0f} kB of {BUDGET} kB; the theme alone brings {plain:.0f} kB")
    return worst


if __name__ == "__main__":
    where = Path(sys.argv[1] if len(sys.argv) > 1 else "_build/html").resolve()
    if not (where / "index.html").is_file():
        sys.exit(f"no built book in {where}: type 'make book' first")
    sys.exit(main(where) > BUDGET)
