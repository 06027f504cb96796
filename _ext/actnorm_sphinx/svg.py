"""Make matplotlib's SVG fit to stand in a page: themed, small, with ids of its own.

Matplotlib writes for a file of its own: six decimals, an id and a group for each artist, one
element with its own style for each point of a scatter. In a page all of this is weight.
"""

import re
from xml.etree import ElementTree

from sphinx.errors import ExtensionError

from .clips import drop_clips
from .lines import short_path

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+\.\d+")
MANY = 40  # points from which a scatter is worth one path instead of an element each
PRESENTATION = {
    *("fill", "fill-opacity", "fill-rule", "opacity", "stroke", "stroke-dasharray"),
    *("stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"),
    *("stroke-opacity", "stroke-width", "font-size", "font-style", "font-weight", "text-anchor"),
}

ElementTree.register_namespace("", SVG)


def themed(text, *, colours, alt, prefix):
    """SVG of matplotlib, ready for the page.

    Parameters
    ----------
    text : str
        The file as matplotlib wrote it.
    colours : dict
        Role → light colour, ``#rrggbb``; each becomes the CSS variable ``--an-<role>``.
    alt : str
        What the figure shows.
    prefix : str
        Put before each id, so that two figures of a page do not share one.
    """
    root = ElementTree.fromstring(text)
    for parent in root.iter():
        for child in list(parent):
            # The style is `*{…}`, which in a page would mean the page.
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
                parent.remove(child)
    merge_dots(root)
    own_ids(root, prefix)
    for element in root.iter():
        restyle(element, colours)
    share_styles(root)
    for element in root.iter():
        use_attributes(element)
    unwrap(root)
    drop_clips(root)
    _, _, width, height = map(float, root.get("viewBox").split())
    # Points to pixels: the figure keeps the size its author chose, as long as it fits.
    width, height = round(width * 4 / 3), round(height * 4 / 3)
    root.attrib = {
        "class": room(width, height),
        "viewBox": root.get("viewBox"),
        "width": str(width),
        "height": str(height),
        "role": "img",
        "aria-label": alt,
        "stroke-linejoin": "round",
    }
    return re.sub(r">\s+<", "><", ElementTree.tostring(root, "unicode")).strip()


def room(width, height):
    """Name the class of a figure's proportions; the page's own sheet has their rule (`own.py`)."""
    return f"an-room-{width}-{height}"


def merge_dots(root):
    """Draw a scatter of round, one-coloured points as one path of dots (lines of length 0)."""
    shapes = {element.get("id"): element for element in root.iter(f"{{{SVG}}}path")}
    for group in root.iter(f"{{{SVG}}}g"):
        points = group.findall(f"{{{SVG}}}use")
        if len(points) < MANY or len({(p.get(HREF), p.get("style")) for p in points}) > 1:
            continue
        radius = circle_radius(shapes.get(points[0].get(HREF, "")[1:]))
        style = declarations(points[0].get("style", ""))
        if radius is None or style.get("fill") != style.get("stroke"):
            continue
        for point in points:
            group.remove(point)
        width = 2 * radius + float(style.get("stroke-width", 1))
        style |= {"fill": "none", "stroke-width": f"{width:g}", "stroke-linecap": "round"}
        # A tenth of a point cannot be seen; points that fall together are drawn once.
        places = dict.fromkeys(f"{float(p.get('x')):.1f} {float(p.get('y')):.1f}" for p in points)
        dots = "".join(f"M{place}h0" for place in places)
        path = ElementTree.SubElement(group, f"{{{SVG}}}path", d=dots)
        path.set("style", written(style))


def circle_radius(path):
    """Radius of matplotlib's round marker (eight curves around the origin), else None."""
    found = re.match(r"M 0 ([\d.]+)\s", path.get("d", "")) if path is not None else None
    return float(found[1]) if found and path.get("d").count("C") == 8 else None


def declarations(style):
    """Split a style attribute into its declarations."""
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def written(style):
    """Write declarations as a style attribute."""
    return ";".join(f"{name}:{value}" for name, value in style.items())


def own_ids(root, prefix):
    """Keep the ids that the figure refers to, under names that no other figure has."""
    everything = " ".join(value for element in root.iter() for value in element.attrib.values())
    used = set(re.findall(r"#([\w.-]+)", everything))
    names = {name: f"{prefix}{number}" for number, name in enumerate(sorted(used))}
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in names:
            element.set("id", names[name])
        href = element.attrib.pop(HREF, None)
        if href:
            element.set("href", "#" + names.get(href[1:], href[1:]))
        clip = element.get("clip-path")
        if clip:
            element.set("clip-path", f"url(#{names[clip[5:-1]]})")


def restyle(element, colours):
    """Colours of the palette become variables, numbers short, and text takes the page's font."""
    for name, value in list(element.attrib.items()):
        if name in ("id", "href", "clip-path"):
            continue
        if name == "style":
            style = declarations(value)
            style.pop("font-family", None)
            value = written(style)
        if name == "d":
            value = short_path(value, places=2, flat=0.01)
        for role, colour in colours.items():
            value = re.sub(rf"{colour}\b", f"var(--an-{role})", value, flags=re.I)
        value = NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), value)
        value = re.sub(r"\s+", " ", value).strip()
        if value:
            element.set(name, value)
        else:
            del element.attrib[name]


def use_attributes(element):
    """Say as attributes what stands in a style: a strict policy forbids the other."""
    for name, value in declarations(element.attrib.pop("style", "")).items():
        if name not in PRESENTATION:
            raise ExtensionError(f"a figure has the style {name}: {value}, which is no attribute")
        element.set(name, value)


def share_styles(root):
    """Give a style that all children of a group have to the group."""
    for group in root.iter(f"{{{SVG}}}g"):
        styles = {child.get("style") for child in group}
        if len(group) > 1 and not group.get("style") and len(styles) == 1 and styles != {None}:
            group.set("style", styles.pop())
            for child in group:
                del child.attrib["style"]


def unwrap(parent):
    """Remove the groups that group nothing: without attributes, or around nothing."""
    children = []
    for child in parent:
        unwrap(child)
        if child.tag == f"{{{SVG}}}g" and not child.attrib:
            children.extend(child)
        elif len(child) or child.tag not in (f"{{{SVG}}}g", f"{{{SVG}}}defs"):
            children.append(child)
    parent[:] = children
