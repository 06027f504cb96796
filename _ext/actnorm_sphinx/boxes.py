"""KaTeX's boxes in fewer elements, and hardly one that is positioned: each glyph in its place.

TeX stacks boxes, and KaTeX builds each stack as a table: twelve elements for one subscript, each
row a layer of its own, which a browser looks at again whenever anything on the page is pointed at
or painted. Here

- a stack is one column (`vlist-t`) with a row for each box, shifted by its margins;
- a subscript or a superscript alone is a piece of text that is raised or lowered;
- what gives a box or a row its height (a strut) is drawn before it, by the style sheet;
- a space is a margin of what stands before it;
- what neither looks nor stands differently from the text around it is text.

A stack's own height is left out: the strut of the whole formula has it already.
"""

import re

from sphinx.errors import ExtensionError

# What KaTeX calls things; no rule of its sheet asks for these.
NAMES = {"mord", "mop", "mbin", "mrel", "mopen", "mclose", "mpunct", "minner", "mtight"}
NAMES |= {"mathrm"}  # upright, as everything is that has no other font
DELIMITER = {"nulldelimiter"}
LINE = (0.85, 0.25)  # em: a line of text in the main font has more above and below
STRUT = 3  # em: of a row in formulas.css, and of most in KaTeX
SIZES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.44, 1.728, 2.074, 2.488)
SIZING = re.compile(r"reset-size(\d+) size(\d+)")
FONT = re.compile(r"(math|text)\w*|boldsymbol|amsrm")


def classes(element):
    """Names of the classes of an element."""
    return set(element.get("class", "").split())


def style(element):
    """Give the declarations of an element, in order."""
    return dict(part.split(":") for part in element.get("style", "").split(";") if part)


def ems(value):
    """Give the number of a length in em."""
    if not value.endswith("em"):
        raise ExtensionError(f"KaTeX has written the length {value}, which is not in em")
    return float(value[:-2])


def put(element, **lengths):
    """Add lengths in em to the style of an element; zeros go."""
    found = style(element)
    for name, value in lengths.items():
        name = name.replace("_", "-")
        found[name] = f"{round(value + ems(found.get(name, '0em')), 3):g}em"
    element.attrib.pop("style", None)
    if text := ";".join(f"{k}:{v}" for k, v in found.items() if v != "0em"):
        element.set("style", text)


def is_plain(element):
    """Whether an element looks like the text around it."""
    return classes(element) <= NAMES and not element.get("style") and element.tag == "span"


def is_text(element):
    """Whether an element is text in a line, with nothing that has a height of its own."""
    known = all(
        name in NAMES or FONT.fullmatch(name) or name == "an-script" for name in classes(element)
    )
    return known and element.tag == "span" and all(is_text(child) for child in element)


def tidy(element):
    """Make the boxes below an element lean, the innermost first."""
    for child in list(element):
        tidy(child)
    move_spaces(element)
    if "vlist-t" in classes(element):
        stack(element)
    if "katex-base" in classes(element):
        take_strut(element)
    if "msupsub" in classes(element):
        raise_script(element)
    if classes(element) and classes(element) <= {*NAMES, "katex-base", "an-strut"}:
        unwrap(element)


def is_space(element):
    """Whether an element is nothing but a space of some width."""
    lone = element.get("class") == "mspace" and not element.text
    return lone and set(style(element)) == {"margin-right"}


def move_spaces(parent):
    """Turn the spaces of a row into margins: of what is an element anyway, if there is one.

    The last space of a piece becomes the piece's own. Around a fraction there are two more, which
    KaTeX calls delimiters.
    """
    for space in [child for child in parent if is_space(child)]:
        at = list(parent).index(space)
        before = parent[at - 1] if at else None
        after = parent[at + 1] if at + 1 < len(parent) else None
        width = ems(style(space)["margin-right"])
        last = after is None and "katex-base" in classes(parent)
        if last and is_plain(before):
            put(parent, margin_right=width)
        elif movable(after) and (not movable(before) or is_text_only(before)):
            put(after, margin_left=width)
        elif movable(before):
            put(before, margin_right=width)
        else:
            continue
        parent.remove(space)
    for fraction in [child for child in parent if "mfrac" in classes(child)]:
        at = list(parent).index(fraction)
        around = list(parent)[at - 1 : at + 2]
        if at and [classes(each) & {"nulldelimiter"} for each in around[::2]] == [DELIMITER] * 2:
            put(fraction, margin_left=0.12, margin_right=0.12)
            parent.remove(around[0])
            parent.remove(around[2])


def movable(element):
    """Whether an element can have the space beside it as its margin."""
    no = {"katex-strut", "katex-sizing", "mspace", "katex-base", "nulldelimiter"}
    return element is not None and not classes(element) & no


def is_text_only(element):
    """Whether an element will be text, without an element."""
    return is_plain(element) and len(element) == 0


def take_strut(base):
    """Let the sheet draw the strut of a piece: its first element."""
    strut = base[0]
    lengths = style(strut)
    base.remove(strut)
    place = ems(lengths.get("vertical-align", "0em"))
    height = ems(lengths["height"])
    if height + place <= LINE[0] and -place <= LINE[1]:
        return  # a line of text is as high already
    base.set("class", "katex-base an-strut")
    put(base, strut_height=height, strut_place=place)


def stack(table):
    """Turn the table of a stack into a column: its first row is as high above the line as it is."""
    rows = list(table[0][0])
    shifts = []
    for row in rows:
        strut, *boxes = row
        if strut.get("class") != "pstrut":
            raise ExtensionError("KaTeX builds its stacks in another way: see boxes.py")
        lengths = style(row)
        shift = ems(lengths.pop("top")) if "top" in lengths else 0.0
        height = ems(style(strut)["height"])
        shifts.append(shift + height)
        row[:] = boxes
        if len(boxes) == 1 and is_plain(boxes[0]) and all(is_text(each) for each in boxes[0]):
            unwrap(row)
        row.set("style", ";".join(f"{name}:{value}" for name, value in lengths.items()))
        # What a row is moved by counts from its line, which is the strut's foot.
        put(row, row=shifts[-1] - max(height, STRUT), strut_height=height if height > STRUT else 0)
        if next(row.iter("svg"), None) is not None:
            row.set("class", f"{row.get('class', '')} an-ground".strip())
    table[:] = rows
    table.set("class", "vlist-t")
    if shifts:
        # A column stands on the line of its first row: which is above or below that of the stack.
        put(table, column=-shifts[0])


def factor(element):
    """By how much the letters of a box are smaller than those around it."""
    found = SIZING.search(element.get("class", ""))
    return SIZES[int(found[2]) - 1] / SIZES[int(found[1]) - 1] if found else 1.0


def raise_script(box):
    """Turn a subscript or a superscript that is alone into text above or below the line."""
    (column,) = box
    if len(column) != 1 or len(column[0]) != 1 or not (only := column[0][0]).get("class"):
        return merge(box, column)
    size = factor(only)
    if classes(only) - {"katex-sizing", "mtight"} and size == 1.0:
        return merge(box, column)
    inside = list(only)
    if only.get("style") or not all(is_text(each) for each in inside):
        return merge(box, column)
    lengths = style(column[0])
    up = ems(style(column).get("column", "0em"))
    box.attrib = {"class": "an-script"}
    margins = {
        name.replace("-", "_"): ems(lengths[name]) / size
        for name in ("margin-left", "margin-right")
        if name in lengths
    }
    if size != 1.0:
        margins["font_size"] = size
    box.text, box[:] = only.text, inside
    put(box, vertical_align=up / size, **margins)
    unwrap(box)
    if len(box) == 1 and not box.text and not box[0].tail and not box[0].get("style"):
        inner = box[0]
        box.set("class", f"an-script {inner.get('class', '')}".strip())
        box.text, box[:] = inner.text, list(inner)


def merge(box, column):
    """Let the box of two scripts be their column itself."""
    box.attrib = column.attrib | {"class": "msupsub vlist-t"}
    box[:] = list(column)


def unwrap(parent):
    """Put the text and the boxes of plain children in their place."""
    kept, parent_text = [], [parent.text or ""]

    def text(words):
        if not words:
            return
        if kept:
            kept[-1].tail = (kept[-1].tail or "") + words
        else:
            parent_text[0] += words

    for child in list(parent):
        tail, child.tail = child.tail, None
        if is_plain(child) and "vlist-t" not in classes(child):
            text(child.text)
            for each in list(child):
                after, each.tail = each.tail, None
                kept.append(each)
                text(after)
        else:
            kept.append(child)
        text(tail)
    parent.text = parent_text[0] or None
    parent[:] = kept
