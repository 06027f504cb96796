"""After the pages are written: one style sheet and small fonts, made from what the pages use.

The theme, Bootstrap, Font Awesome, KaTeX and five extensions bring 600 kB of CSS and 400 kB of
fonts, of which a page uses a twentieth. PurgeCSS keeps the rules that some page of the book can
match, fonttools the glyphs that some page shows, and what no page refers to is removed.
"""

import hashlib
import logging as python_logging
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.util import logging

from .explorers import home_of
from .letters import letters_of
from .node import PROJECT, run_node
from .theme import ICON_FONTS, SHEETS

logger = logging.getLogger(__name__)
python_logging.getLogger("fontTools").setLevel(python_logging.WARNING)  # else a line per table

KATEX = PROJECT / "node_modules/katex/dist"
OURS = Path(__file__).resolve().parents[1] / "static"
# Attributes that are text, or numbers.
WORDS = {"alt", "aria-label", "content", "d", "data-tex", "href", "src", "title"}
FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_URL = re.compile(
    r"url\(([^)]*?)([\w-]+)\.woff2\)(?: format\([^)]*\))?(?:,url\([^)]*\) format\([^)]*\))*"
)


def sources(static):
    """Style sheets of others, in the order in which they stand in the book's sheet."""
    return [
        *SHEETS,
        static / "pygments.css",
        *sorted(static.glob("mystnb.*.css")),
        static / "sphinx-design.min.css",
        static / "exercise.css",
        KATEX / "katex.min.css",
    ]


def their_rules(static):
    """Style sheets of others as one, without what stands in a file only once."""
    text = "\n".join(file.read_text("utf-8") for file in sources(static) if file.exists())
    return re.sub(r"@charset[^;]*;|/\*# sourceMappingURL=.*?\*/", "", text)


def our_rules(variables):
    """Give the palette and our own sheets."""
    sheets = [variables, *sorted(OURS.glob("*.css"))]
    return "\n".join(file.read_text("utf-8") for file in sheets)


def drop_faces(css):
    """Remove the font faces that no rule asks for (`font:` shorthands hide them from PurgeCSS)."""
    faces = FACE.findall(css)
    rules = FACE.sub("", css).replace("\\", "").replace('"', "")
    for face in faces:
        family = re.search(r"font-family:([^;}]*)", face)[1].replace("\\", "").strip("\"' ")
        if family not in rules:
            css = css.replace(face, "")
    return css


def icon_codes(css):
    """Characters of the icons that the sheet's rules can show (private use area)."""
    escaped = {chr(int(code, 16)) for code in re.findall(r"\\([ef][0-9a-f]{3})\b", css)}
    return escaped | {char for char in css if "\ue000" <= char <= "\uf8ff"}


def write_fonts(css, static, formulas):
    """Subset the fonts that the sheet names into `static`; return the sheet that names these."""
    homes = {
        "fa-": ICON_FONTS,
        "KaTeX_": KATEX / "fonts",
    }
    icons = icon_codes(css)
    letters = letters_of(formulas, {match[2] for match in FONT_URL.finditer(css)})

    def glyphs_of(name):
        return icons if name.startswith("fa-") else letters[name]

    def wanted(face):
        """Leave out a font without letters: browsers refuse the file, and another stands in."""
        named = FONT_URL.search(face[0])
        return face[0] if not named or glyphs_of(named[2]) else ""

    def publish(match):
        name = match[2]
        home = next(path for prefix, path in homes.items() if name.startswith(prefix))
        glyphs = glyphs_of(name)
        font = TTFont(home / f"{name}.woff2", recalcTimestamp=False)
        # Without instructions for coarse screens, which are half of a font.
        options = subset.Options(
            flavor="woff2", layout_features=["*"], hinting=False, name_IDs=[], notdef_glyph=True
        )
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(sorted(glyphs)))
        cutter.subset(font)
        target = static / f"{name}.woff2"
        subset.save_font(font, str(target), options)
        return f'url({target.name}?v={mark(target)}) format("woff2")'

    return FONT_URL.sub(publish, FACE.sub(wanted, css))


def mark(file):
    """Give a mark of what is in a file: its address changes with it, so it may be kept for ever."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]


def names_of(pages):
    """Give what rules can match in pages: names and attributes of elements, not the words."""
    found = set()
    for html in pages:
        for name, attributes in re.findall(r"<([a-zA-Z][\w-]*)([^>]*)>", html):
            found.add(name)
            for attribute, value in re.findall(r'([\w-]+)(?:="([^"]*)")?', attributes):
                found |= {attribute, *([] if attribute in WORDS else value.split())}
    return " ".join(sorted(found))


def minify(static):
    """Take comments and long names from the scripts that are ours; the figures' are small."""
    for script in OURS.glob("*.js"):
        if (target := static / script.name).exists():
            target.write_text(run_node("bundle.mjs", str(script))["js"], "utf-8")


def stamp(static, pages):
    """Write the mark of each file into the pages; Sphinx has marked what the sheet was before."""
    for page in pages:

        def marked(match):
            return f'{match[1]}?v={mark(static / match[2])}"'

        html = page.read_text("utf-8")
        stamped = re.sub(r'(_static/([^"?#]+\.(?:css|js)))(?:\?v=\w*)?"', marked, html)
        page.write_text(stamped, "utf-8")


def write_sheet(app, exception):
    """Make `book.css` and its fonts, then remove what nothing refers to."""
    if exception or app.builder.format != "html":
        return
    out, static = Path(app.outdir), Path(app.outdir) / "_static"
    ours = (page.relative_to(out) for page in out.rglob("*.html"))
    pages = sorted(out / page for page in ours if page.parts[0] not in ("_static", "lite"))
    variables = home_of(app.config.actnorm_explorers) / "static" / "palette.css"
    scripts = [*OURS.glob("*.js"), *static.glob("site-*.js")]
    css = run_node(
        "purge.mjs",
        {
            "theirs": their_rules(static),
            "ours": our_rules(variables) + app.builder.katex_styles.rules(),
            "content": [names_of(page.read_text("utf-8") for page in pages)]
            + [script.read_text("utf-8") for script in scripts if script.exists()],
        },
    )["css"]
    for old in static.glob("*.woff2"):
        old.unlink()
    css = write_fonts(drop_faces(css), static, app.builder.katex.values())
    (static / "book.css").write_text(css, "utf-8")
    minify(static)
    sweep(static, pages, css)
    stamp(static, pages)
    logger.info("assets: book.css %.0f kB", len(css) / 1000)


def sweep(static, pages, css):
    """Remove the static files that no page and no rule refers to."""
    used = set(re.findall(r"url\(([\w.-]+)[)?]", css))
    used |= {file.name for file in static.glob("data-*.css")}  # for which a figure may ask
    for page in pages:
        used |= set(re.findall(r'_static/([^"?#]+)', page.read_text("utf-8")))
    for file in sorted(static.rglob("*"), reverse=True):
        if file.is_dir():
            if not any(file.iterdir()):
                file.rmdir()
        elif file.relative_to(static).as_posix() not in used:
            file.unlink()


def setup(app):
    """Run last: some extensions copy their files at the very end."""
    app.connect("build-finished", write_sheet, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
