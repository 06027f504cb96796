"""KaTeX's fonts with the letters that are shown, and no more."""

import hashlib
import logging as python_logging
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from .letters import letters_of
from .node import PROJECT

python_logging.getLogger("fontTools").setLevel(python_logging.WARNING)  # else a line per table

KATEX = PROJECT / "node_modules/katex/dist"
FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_URL = re.compile(
    r"url\(([^)]*?)([\w-]+)\.woff2\)(?: format\([^)]*\))?(?:,url\([^)]*\) format\([^)]*\))*"
)


def faces_of_formulas(css):
    """Take KaTeX's faces out of a sheet; give the sheet, and the faces."""
    faces = [face for face in FACE.findall(css) if "KaTeX_" in face]
    for face in faces:
        css = css.replace(face, "")
    return css, "".join(faces)


def with_letters(faces, folder, formulas):
    """Write KaTeX's fonts for some formulas (HTML); give the faces that are needed."""
    letters = letters_of(formulas, {match[2] for match in FONT_URL.finditer(faces)})
    return named(faces, folder, letters.__getitem__)


def named(css, folder, glyphs_of):
    """Cut the fonts of a sheet; leave out those without letters: a browser refuses such a file."""

    def wanted(face):
        font = FONT_URL.search(face[0])
        return face[0] if not font or glyphs_of(font[2]) else ""

    def cut(match):
        return f'url({cut_font(match[2], glyphs_of(match[2]), folder)}) format("woff2")'

    return FONT_URL.sub(cut, FACE.sub(wanted, css))


def cut_font(name, glyphs, folder):
    """Write a font with some glyphs, under a name that says what is in it; give the name."""
    source, text = KATEX / f"fonts/{name}.woff2", "".join(sorted(glyphs))
    made_of = source.read_bytes() + text.encode() + Path(__file__).read_bytes()
    target = folder / f"{name}-{hashlib.sha256(made_of).hexdigest()[:8]}.woff2"
    if not target.exists():  # the last build may have cut it: that takes a while
        font = TTFont(source, recalcTimestamp=False)
        # Without instructions for coarse screens, which are half of a font.
        options = subset.Options(
            flavor="woff2", layout_features=["*"], hinting=False, name_IDs=[], notdef_glyph=True
        )
        cutter = subset.Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(font)
        folder.mkdir(exist_ok=True)
        subset.save_font(font, str(target), options)
    return target.name
