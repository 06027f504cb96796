"""A page that lists what anybody may have of a made course: slides, quizzes, worksheets.

The published site carries these three. Questions for a number and assignments come from the key of
whoever makes them, and are nobody else's.
"""

import html

from .book import pages, title_of
from .slides.compose import BOOK
from .slides.write import page

OWN = (
    "<p>Questions for a number and assignments are made from your own key, by "
    "<code>make course</code> in a clone of the repository. "
    "The page “For teachers” says how it all goes together.</p>"
)


def contents(out):
    """Give the page for what is in the folder `out` now."""
    parts = [f"<h1>{BOOK}: for a course</h1>"]
    parts += _part(out, "Slides", [("slides/index.html", "A deck of each chapter, and a lecture")])
    parts += _part(
        out,
        "Quizzes",
        [
            ("quizzes/moodle.xml", "All questions, Moodle XML"),
            *((f"quizzes/canvas/{path.stem}.txt", _named(path, "text2qti")) for path in pages()),
        ],
    )
    sheets = [
        (f"worksheets/{path.name[:2]}-{kind}.pdf", _named(path, said))
        for path in pages()
        for kind, said in (("sheet", "worksheet"), ("answers", "answers"))
    ]
    parts += _part(out, "Worksheets", [("worksheets/formulas.pdf", "Formulas, a page"), *sheets])
    sheets = ("deck.css", "speaker.css") if (out / "slides/files/deck.css").is_file() else ()
    body = f'<main class="list">{"".join(parts)}{OWN}</main>'
    return page(f"{BOOK}: for a course", body, sheets=sheets, files="slides/files")


def _named(path, what):
    return f"Chapter {int(path.name[:2])}, {title_of(path)}: {what}"


def _part(out, heading, files):
    found = [(name, said) for name, said in files if (out / name).is_file()]
    rows = (f'<li><a href="{name}">{html.escape(said)}</a></li>' for name, said in found)
    return [f"<h2>{heading}</h2><ul>", *rows, "</ul>"] if found else []
