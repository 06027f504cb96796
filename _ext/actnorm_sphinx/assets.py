"""After the pages are written: style sheets and small fonts, made from what the pages use.

The look is the book's own (`_ext/static`). The theme, Bootstrap and five extensions bring 600 kB of
CSS, of which a page used a twentieth, and nearly all of that to be overruled: none of it is taken.
Of KaTeX's rules PurgeCSS keeps what some page of the book can match, in `book.css`; what only some
pages need stands in a sheet of the page's own (`own.py`), and what no page refers to is removed.
`all-pages.css` has what any page has of its own but for explorers, for who shows several pages at
once: slides and the book on paper.
"""

import hashlib
import re
from pathlib import Path

from sphinx.util import logging

from .explorers import LATER, home_of, known_explorers
from .fonts import KATEX, faces_of_formulas, with_letters
from .node import run_node
from .own import write_own_sheets

logger = logging.getLogger(__name__)

OURS = Path(__file__).resolve().parents[1] / "static"
# Attributes that are text, or numbers.
WORDS = {"alt", "aria-label", "content", "d", "data-tex", "href", "src", "title"}


# In the order in which they stand in the book's sheet, each the last word on those before it.
SHEETS = ("base", "formulas", "frame", "text", "quiz", "share", "paper")
# Sheets of one page or two, each with the name by which such a page is known.
SOME = {
    "gallery": "an-gallery",
    "glossary": "glossary",
    "reference": "an-entry",
    "search": "search-results",
}


def their_rules():
    """Give the rules of formulas, without what stands in a file only once."""
    text = (KATEX / "katex.min.css").read_text("utf-8")
    return re.sub(r"@charset[^;]*;|/\*# sourceMappingURL=.*?\*/", "", text)


def our_rules(variables):
    """Give the palette and our own sheets."""
    return "\n".join([variables.read_text("utf-8"), *map(our_sheet, SHEETS)])


def our_sheet(name):
    """Give one of our own sheets."""
    return (OURS / f"{name}.css").read_text("utf-8")


def mark(file):
    """Give a mark of what is in a file: its address changes with it, so it may be kept for ever."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]


def names_of(pages):
    """Give what rules can match in pages: names and attributes of elements, not the words."""
    tags, classes, ids, names, values = set(), set(), set(), set(), set()
    for html in pages:
        for name, attributes in re.findall(r"<([a-zA-Z][\w-]*)([^>]*)>", html):
            tags.add(name)
            for attribute, value in re.findall(r'([\w-]+)(?:="([^"]*)")?', attributes):
                names.add(attribute)
                if attribute not in WORDS:
                    kind = {"class": classes, "id": ids}.get(attribute, values)
                    kind |= {value, *value.split()}
    found = {"tags": tags, "classes": classes, "ids": ids}
    found = {name: sorted(each) for name, each in found.items()}
    return found | {"attributes": {"names": sorted(names), "values": sorted(values)}}


def said_by(scripts):
    """Give the words of the strings of scripts that could be names: no sentences."""
    found = set()
    for script in scripts:
        for text in re.findall(r"""(["'`])([\w .#<>:\[\]="$-]*)\1""", script.read_text("utf-8")):
            found |= {*re.findall(r"[\w-]+", text[1])}
    return found


def minify(static):
    """Take comments and long names from the scripts that are ours; the figures' are small."""
    for script in OURS.glob("*.js"):
        if (target := static / script.name).exists():
            target.write_text(run_node("bundle.mjs", str(script))["js"], "utf-8")


def stamp(static, pages):
    """Write the mark of each file into the pages; Sphinx has marked what the sheet was before."""
    marks = {}

    def marked(match):
        if match[2] not in marks:
            marks[match[2]] = mark(static / match[2])
        return f'{match[1]}?v={marks[match[2]]}"'

    for page, html in pages.items():
        stamped = re.sub(r'(_static/([^"?#]+\.(?:css|js)))(?:\?v=\w*)?"', marked, html)
        page.write_text(stamped, "utf-8")


def write_sheets(app, exception):
    """Make the sheets and their fonts, then remove what nothing refers to."""
    if exception or app.builder.format != "html":
        return
    out, static = Path(app.outdir), Path(app.outdir) / "_static"
    ours = (page.relative_to(out) for page in out.rglob("*.html"))
    paths = sorted(out / page for page in ours if page.parts[0] not in ("_static", "lite"))
    pages = {path: path.read_text("utf-8") for path in paths}
    bundle = home_of(app.config.actnorm_explorers) / "static"
    minify(static)
    scripts = [*OURS.glob("*.js"), *bundle.glob("site-*.js"), static / "search.js"]
    scripts = [static / script.name for script in scripts if (static / script.name).exists()]
    made = run_node(
        "purge.mjs",
        {
            "theirs": their_rules(),
            "ours": our_rules(bundle / "palette.css"),
            "some": {name: our_sheet(name) for name in SOME},
            "pages": names_of(pages.values()),
            "said": sorted(said_by(scripts)),
        },
    )
    css, faces = faces_of_formulas(made["css"])
    (static / "book.css").write_text(css, "utf-8")
    styles = app.builder.katex_styles
    pages = write_own_sheets(
        pages,
        static,
        faces=faces,
        styles=styles,
        some={SOME[name]: sheet for name, sheet in made["some"].items()},
        figures=(bundle / "explorers.css").read_text("utf-8"),
        known=known_explorers(app.config.actnorm_explorers),
    )
    every = with_letters(faces, static, app.builder.katex.values()) + styles.rules(styles)
    (static / "all-pages.css").write_text(every + "".join(made["some"].values()), "utf-8")
    sweep(static, pages.values())
    stamp(static, pages)
    logger.info("assets: book.css %.0f kB", len(css) / 1000)


def sweep(static, pages):
    """Remove the static files that no page and no rule refers to."""
    used = {"all-pages.css", "explorers.css"}  # for slides and the PDF
    used |= {file.name for file in static.glob("data-*.css")}  # asked for later
    for html in pages:
        used |= set(re.findall(r'_static/([^"?#]+)', html))
        used |= {f"{LATER}/{name}.css" for name in re.findall(r'"\$later":"(\w+)"', html)}
    for sheet in [name for name in used if name.endswith(".css")]:
        file = static / sheet
        fonts = re.findall(r"url\(([\w.-]+)\)", file.read_text("utf-8"))
        used |= {(file.parent / font).relative_to(static).as_posix() for font in fonts}
    for file in sorted(static.rglob("*"), reverse=True):
        if file.is_dir():
            if not any(file.iterdir()):
                file.rmdir()
        elif file.relative_to(static).as_posix() not in used:
            file.unlink()


def setup(app):
    """Run last: some extensions copy their files at the very end."""
    app.connect("build-finished", write_sheets, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
