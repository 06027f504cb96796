"""Make every deck: one of each chapter, the lecture, and a page that lists them."""

import html

from . import write
from .compose import BOOK, deck
from .page import read


def make(site, out):
    """Write the decks of the book built in `site` into the folder `out`; give their sizes."""
    found = sorted((site / "chapters").glob("[0-9][0-9]_*.html"))
    if not found:
        raise FileNotFoundError(f"no built book in {site}: type `make book` first")
    pages = {page.chapter: page for page in map(read, found)}
    decks = {}
    for page in pages.values():
        title = f"{page.chapter} · {page.title}"
        decks[f"{page.stem}.html"] = (title, deck(page), page.models)
    out.mkdir(parents=True, exist_ok=True)
    vendored = write.copy_files(site, out)
    for name, (title, slides, models) in decks.items():
        (out / name).write_text(write.deck_page(title, slides, models), "utf-8")
    (out / "index.html").write_text(_index(decks), "utf-8")
    return {name: len(slides) for name, (_, slides, _) in decks.items()}, vendored


def _index(decks):
    """List the decks."""
    rows = (
        f'<li><a href="{name}">{html.escape(title)}</a>, {len(slides)} slides</li>'
        for name, (title, slides, _) in decks.items()
    )
    body = f"<main><h1>{BOOK}: slides</h1><ul>{''.join(rows)}</ul></main>"
    return write.page(f"{BOOK}: slides", body, sheets=("deck.css",), scripts=())
