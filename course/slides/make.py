"""Make every deck: one of each chapter, the lecture, and a page that lists them."""

import html
import json

from . import lecture, write
from .compose import BOOK, deck
from .page import read

LECTURE = "lecture.html"


def decks(site, chapters=None):
    """Give the decks of a built book, {file: (title, slides)}, and the models of all figures.

    Of all chapters, or of some, to which those of the lecture must belong.
    """
    found = sorted((site / "chapters").glob("[0-9][0-9]_*.html"))
    if not found:
        raise FileNotFoundError(f"no built book in {site}: type `make book` first")
    wanted = [path for path in found if chapters is None or int(path.name[:2]) in chapters]
    pages = [read(path, _drawn(site, path.stem)) for path in wanted]
    made = {f"{page.stem}.html": (f"{page.chapter} · {page.title}", deck(page)) for page in pages}
    named = {each.name: each for _, slides in made.values() for each in slides}
    chosen = ("One lecture: 90 minutes, chapters 2, 3, 7 and 8", lecture.deck(named))
    models = {name: model for page in pages for name, model in page.models.items()}
    return {LECTURE: chosen} | made, models


def _drawn(site, stem):
    """Give the figures of a chapter as the build drew them for slides, {alt text: SVG}."""
    path = site.parent / f"slides/{stem}.json"
    if not path.is_file():
        raise FileNotFoundError(f"no {path}, which stands beside a built book: type `make book`")
    return json.loads(path.read_text("utf-8"))


def make(site, out, *, chapters=None):
    """Write the decks into `out`; give {file: number of slides} and the bytes of reveal.js."""
    made, models = decks(site, chapters)
    out.mkdir(parents=True, exist_ok=True)
    vendored = write.copy_files(site, out)
    for name, (title, slides) in made.items():
        (out / name).write_text(write.deck_page(title, slides, models), "utf-8")
    (out / "index.html").write_text(_index(made), "utf-8")
    return {name: len(slides) for name, (_, slides) in made.items()}, vendored


def _index(made):
    """List the decks, and say how one is held."""
    rows = (
        f'<li><a href="{name}">{html.escape(title)}</a>, {len(slides)} slides, '
        f'<a href="{name}?notes">notes</a>, <a href="{name}?print-pdf">to print</a></li>'
        for name, (title, slides) in made.items()
    )
    keys = (
        "<p>→ and ← turn the slides, F fills the screen, S opens the speaker’s notes, O shows all "
        "slides, ? all keys. A control that has the focus keeps its arrows until Esc.</p>"
    )
    body = f'<main class="list"><h1>{BOOK}: slides</h1><ul>{"".join(rows)}</ul>{keys}</main>'
    return write.page(f"{BOOK}: slides", body, sheets=("deck.css", "speaker.css"))
