"""Write decks into a folder that works by double click: pages, reveal.js, the book's own files."""

import base64
import hashlib
import html
import json
import re
import shutil
from pathlib import Path

from ..book import ROOT
from .page import STATE

HERE = Path(__file__).parent / "static"
REVEAL = ROOT / "node_modules/reveal.js"
VENDORED = {
    "dist/reveal.js": "reveal.js",
    "dist/reveal.css": "reveal.css",
    "LICENSE": "reveal.LICENSE",
}
# The two sheets that reveal.js writes when it prints; no other inline style is let through.
PRINTED = (
    "@page{size:1280px 720px; margin: 0px;}",
    ".reveal section>img, .reveal section>video, .reveal section>iframe"
    "{max-width: 1280px; max-height:720px}",
)
PAGE = """\
<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<link rel="icon" href="{files}/logo.svg">
{sheets}
{scripts}
</head>
<body>
{body}
</body>
</html>
"""


def policy():
    """Say what a deck may load and run: the book's own policy, and the two sheets above."""
    marks = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in PRINTED)
    allowed = " ".join(f"'sha256-{mark}'" for mark in marks)
    return (
        f"default-src 'self'; style-src 'self' {allowed}; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'"
    )


def page(title, body, *, sheets, scripts=(), files="files"):
    """Give a whole page of HTML, which loads from the folder `files`."""
    links = (f'<link rel="stylesheet" href="{files}/{name}">' for name in sheets)
    loads = (f'<script src="{files}/{name}" defer></script>' for name in scripts)
    return PAGE.format(
        policy=policy(),
        files=files,
        title=html.escape(title),
        sheets="\n".join(links),
        scripts="\n".join(loads),
        body=body,
    )


def deck_page(title, slides, models):
    """Give the page of a deck, with the state of the figures that it shows."""
    body = "\n".join(each.html() for each in slides)
    shown = {name: models[name] for name in re.findall(r'data-model="([\w-]+)"', body)}
    kinds = sorted({model["state"]["_explorer"] for model in shown.values()})
    state = json.dumps({"state": shown}, sort_keys=True, separators=(",", ":"))
    state = state.replace("</", r"<\/")
    return page(
        title,
        f'<div class="reveal"><div class="slides">\n{body}\n</div></div>\n'
        f'<script type="{STATE}">{state}</script>',
        sheets=("reveal.css", "explorers.css", "deck.css", "live.css", "speaker.css"),
        scripts=("notes.js", *(f"site-{kind}.js" for kind in kinds), "reveal.js", "deck.js"),
    )


def copy_files(site, out):
    """Copy what the decks load: reveal.js, the book's sheets, fonts and figures, and our own."""
    if not REVEAL.is_dir():
        raise FileNotFoundError(f"no {REVEAL}: run `npm ci` (`make slides` does)")
    files = out / "files"
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    for name in VENDORED:
        shutil.copy(REVEAL / name, files / VENDORED[name])
    static = site / "_static"
    sheets = ("book.css", "all-pages.css", "explorers.css")
    for name in (*sheets, "logo.svg"):
        shutil.copy(static / name, files)
    for pattern in ("site-*.js", "KaTeX_*.woff2"):
        for path in static.glob(pattern):
            shutil.copy(path, files)
    for path in HERE.iterdir():
        shutil.copy(path, files)
    return sum((REVEAL / name).stat().st_size for name in VENDORED)
