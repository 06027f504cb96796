"""What a link to a page looks like where it is shared: a card for each chapter, one for the rest.

The card is made from the page's title, in the book's colours; the point moves on along the curve
from chapter to chapter. Where nobody has said where the site is, a card would have no address, and
none is made.
"""

import re
import textwrap
from html import escape, unescape
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

import actnorm
from actnorm.plots import palette

WIDTH, HEIGHT = 1200, 630  # px, what the networks ask for
LEFT = 72
COLOURS = 48  # of the file's palette: text and curves keep their smooth edges
CHAPTER = re.compile(r"chapters/(\d\d)_")


def card(title, *, book, chapter=None, last=1):
    """Draw a card; give it as PNG."""
    ink = palette()
    head, _, tail = title.partition(": ")
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=ink["paper"])

    def write(x, y, text, size, colour, **how):
        place = {"ha": "left", "va": "top"} | how
        figure.text(x / WIDTH, 1 - y / HEIGHT, text, size=size * 0.72, color=ink[colour], **place)

    lines = textwrap.wrap(head, 27)
    write(LEFT, 64, "\n".join(lines), 62, "ink", weight="bold", linespacing=1.1)
    below = 64 + 75 * len(lines) + 14
    write(LEFT, below, "\n".join(textwrap.wrap(tail, 56)[:2]), 33, "muted", linespacing=1.25)
    named = book if chapter is None else f"{book} · chapter {chapter}"
    write(LEFT, HEIGHT - 34, named, 26, "muted", va="bottom")

    axes = figure.add_axes((LEFT / WIDTH, 96 / HEIGHT, 1 - 2 * LEFT / WIDTH, 200 / HEIGHT))
    axes.set_axis_off()
    x = np.linspace(-6, 6, 400)
    axes.set(xlim=(-6, 6), ylim=(-0.08, 1.08))
    for start in (-6, 3.5):
        axes.axvspan(start, start + 2.5, color=ink["band"])
    axes.plot(x, actnorm.sigmoid(x), color=ink["output"], lw=5)
    axes.plot(x, actnorm.sigmoid_grad(x), color=ink["gradient"], lw=5)
    at = 0.9 if chapter is None else -5 + 10 * chapter / last
    dot = {"color": ink["accent"], "mec": ink["paper"], "mew": 4, "clip_on": False}
    axes.plot(at, actnorm.sigmoid(at), "o", ms=22, **dot)

    drawn, file = BytesIO(), BytesIO()
    figure.savefig(drawn, format="png")
    image = Image.open(drawn).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def add_card(app, pagename, templatename, context, doctree):
    """Draw the card of a page, and tell `sphinxext.opengraph` where it is."""
    if doctree is None or app.builder.format != "html" or not app.config.html_baseurl:
        return
    chapter = CHAPTER.match(pagename)
    book = app.config.html_title
    title = f"{book}: an interactive book"
    if chapter:
        title = unescape(re.sub(r"<[^>]+>", "", context["title"]))
    number = int(chapter[1]) if chapter else None
    chapters = [int(each[1]) for each in map(CHAPTER.match, app.env.found_docs) if each]
    path = Path(app.outdir, "cards", f"{chapter[1] if chapter else 'book'}.png")
    if chapter or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(card(title, book=book, chapter=number, last=max(chapters, default=0) or 1))
    context["meta"] = dict(context["meta"] or {}) | {
        "og:image": f"cards/{path.name}",
        "og:image:alt": f"{escape(title)} (above a sigmoid and its slope)",
        "og:image:width": str(WIDTH),
        "og:image:height": str(HEIGHT),
    }
    context["metatags"] += '<meta name="twitter:card" content="summary_large_image" />\n'


def setup(app):
    """Connect before `sphinxext.opengraph` writes its tags."""
    app.connect("html-page-context", add_card, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
