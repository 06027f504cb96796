"""Icons of the bar above the text, drawn in the page: they ask for no font and are there at once.

They are letters of the theme's icon fonts (Font Awesome Free, CC BY 4.0), known by its classes.
"""

import re
from functools import cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from .lines import short_path
from .theme import ICON_FONTS, ICON_SHEET, demand

FONTS = {"fab": "fa-brands-400", "fas": "fa-solid-900", "fa-solid": "fa-solid-900"}


@cache
def drawn(names):
    """Give the drawing of an icon by the theme's classes, like `fas fa-rocket`: size and path."""
    kind, name = names.split()
    sheet = ICON_SHEET.read_text("utf-8") if ICON_SHEET.is_file() else ""
    found = re.search(rf"\.{name}:before[^{{}}]*\{{content:\"\\(\w+)\"", sheet)
    demand(set() if found and kind in FONTS else {names}, "the icon")
    font = TTFont(ICON_FONTS / f"{FONTS[kind]}.woff2")
    glyphs = font.getGlyphSet()
    glyph = glyphs[font.getBestCmap()[int(found[1], 16)]]
    pen = SVGPathPen(glyphs)
    # Fonts count upwards from the line, a page from the top.
    glyph.draw(TransformPen(pen, (1, 0, 0, -1, 0, font["hhea"].ascent)))
    path = short_path(pen.getCommands(), places=0, flat=1)
    return f"0 0 {glyph.width} {font['head'].unitsPerEm}", path


def icon(names, **attributes):
    """Give an icon as SVG, in the colour of the text and as high as its letters."""
    box, path = drawn(names)
    classes = " ".join(["an-icon", *attributes.pop("classes", "").split()])
    said = "".join(f' {name.replace("_", "-")}="{each}"' for name, each in attributes.items())
    return (
        f'<svg class="{classes}"{said} viewBox="{box}" aria-hidden="true">'
        f'<path d="{path}"></path></svg>'
    )


def give(app, pagename, templatename, context, doctree):
    """Let the templates draw icons."""
    context["icon"] = icon


def setup(app):
    """Lend the templates the function above."""
    app.connect("html-page-context", give)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
