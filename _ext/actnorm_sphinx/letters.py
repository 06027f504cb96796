"""Which letters a formula asks of which font: each font of the book has only those."""

import re
from collections import defaultdict
from xml.etree import ElementTree

# KaTeX's classes that choose a font, as its sheet has them: (family, bold, italic), None as it was.
FONTS = {
    "textbf": (None, True, None),
    "textit": (None, None, True),
    "textrm": ("Main", None, None),
    "textsf": ("SansSerif", None, None),
    "texttt": ("Typewriter", None, None),
    "mathnormal": ("Math", None, True),
    "mathit": ("Main", None, True),
    "mathrm": (None, None, False),
    "mathbf": ("Main", True, None),
    "boldsymbol": ("Math", True, True),
    **dict.fromkeys(("amsrm", "mathbb", "textbb"), ("AMS", None, None)),
    "mathcal": ("Caligraphic", None, None),
    **dict.fromkeys(("mathfrak", "textfrak"), ("Fraktur", None, None)),
    **dict.fromkeys(("mathboldfrak", "textboldfrak"), ("Fraktur", True, None)),
    "mathtt": ("Typewriter", None, None),
    **dict.fromkeys(("mathscr", "textscr"), ("Script", None, None)),
    "mathsf": ("SansSerif", None, None),
    **dict.fromkeys(("mathboldsf", "textboldsf"), ("SansSerif", True, None)),
    **dict.fromkeys(("mathitsf", "mathsfit", "textitsf"), ("SansSerif", None, True)),
    "mainrm": ("Main", None, False),
    "small-op": ("Size1", None, None),
    "large-op": ("Size2", None, None),
    "delim-size1": ("Size1", None, None),
    "delim-size4": ("Size4", None, None),
} | {f"delimsizing size{n}": (f"Size{n}", None, None) for n in (1, 2, 3, 4)}
SIZED = re.compile(r"\bdelimsizing size\d")


def letters_of(formulas, files):
    """Give the letters that formulas (HTML) ask for: name of a font's file → set of characters."""
    found = {name: set() for name in files}
    for asked, letters in asked_of(formulas).items():
        faces = [name for name in files if name.startswith(f"KaTeX_{asked[0]}-")]
        if faces:
            found[min(faces, key=lambda name: difference(name, asked))] |= letters
    return found


def difference(file, asked):
    """How far the face in a file is from the one that is asked for, slant before weight."""
    _, bold, italic = asked
    return 2 * (("Italic" in file) != italic) + (("Bold" in file) != bold)


def asked_of(formulas):
    """Give the letters of each (family, bold, italic)."""
    found = defaultdict(set)

    def look(element, font):
        names = element.get("class", "")
        for name in [*names.split(), *SIZED.findall(names)]:
            font = tuple(
                old if new is None else new
                for old, new in zip(font, FONTS.get(name, (None,) * 3), strict=True)
            )
        found[font] |= set(element.text or "")
        for child in element:
            if child.tag != "math":
                look(child, font)
            found[font] |= set(child.tail or "")

    for html in formulas:
        look(ElementTree.fromstring(html), ("Main", False, False))
    return found
