"""Fewer clips in a figure: a browser composes each of them anew with every change of the page.

Matplotlib clips each line and each grid line to its axes, though hardly one reaches beyond.
"""

import re
from xml.etree import ElementTree

from .lines import absolute

SVG = "{http://www.w3.org/2000/svg}"
TOUCH = 0.05  # points: what lies on the edge lies within


def drop_clips(root):
    """Clip only what reaches beyond its axes, and neighbours with the same clip as one."""
    frames = {clip.get("id"): frame_of(clip) for clip in root.iter(f"{SVG}clipPath")}
    for element in root.iter():
        frame = frames.get(element.get("clip-path", "")[5:-1])
        drawn = box(element)
        if frame and drawn and inside(drawn, frame):
            del element.attrib["clip-path"]
    for parent in list(root.iter()):
        join(parent)
    used = {element.get("clip-path", "")[5:-1] for element in root.iter()}
    for parent in root.iter():
        for child in list(parent):
            if child.tag == f"{SVG}clipPath" and child.get("id") not in used:
                parent.remove(child)


def join(parent):
    """Put children that follow one another and have the same clip into a group that has it."""
    children = []
    for child in parent:
        clip = child.get("clip-path")
        last = children[-1] if children else None
        if clip and last is not None and last.get("clip-path") == clip:
            if last.tag != f"{SVG}g" or set(last.attrib) != {"clip-path"}:
                group = ElementTree.Element(f"{SVG}g", {"clip-path": clip})
                del last.attrib["clip-path"]
                group.append(last)
                children[-1] = last = group
            del child.attrib["clip-path"]
            last.append(child)
        else:
            children.append(child)
    parent[:] = children


def inside(drawn, frame):
    """Whether a box lies within another."""
    (left, top, right, bottom), (west, north, east, south) = drawn, frame
    return (
        left >= west - TOUCH
        and top >= north - TOUCH
        and right <= east + TOUCH
        and bottom <= south + TOUCH
    )


def frame_of(clip):
    """Left, top, right and bottom of a clip that is a rectangle, as axes are; None of all else."""
    shape = clip[0]
    if len(clip) > 1 or shape.tag != f"{SVG}rect":
        return None
    x, y, width, height = (float(shape.get(name, 0)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def box(element):
    """Left, top, right and bottom of a path of lines; None of all else."""
    path = element.get("d", "")
    if element.tag != f"{SVG}path" or element.get("transform"):
        return None
    # Of a curve the corners do not tell how far it reaches, and dots are wider than their line.
    if not {*re.findall("[A-Za-z]", path)} <= {*"MLHVZmlhvz"} or "h0" in path:
        return None
    points = [numbers for _, numbers in absolute(path) if numbers]
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
