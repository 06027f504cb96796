"""Rectangles of a drawing that look alike, as one path: a figure of cells has hundreds.

The live figure that takes its place has a rectangle for each cell again, and every shade.
"""

import re

ALIKE = re.compile(r"(?:<rect [^>]*></rect>){4,}")
RECT = re.compile(r"<rect ([^>]*)></rect>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
PLACE = ("x", "y", "width", "height")
SHADES = 20  # of a colour that are told apart


def in_one_path(drawing):
    """Draw neighbouring rectangles that look alike as one path, where none covers another."""
    return ALIKE.sub(lambda run: as_paths(run[0]), drawing)


def as_paths(run):
    """Give the paths of a run of rectangles, or the run where its order is seen."""
    found = [dict(ATTRIBUTE.findall(rect)) for rect in RECT.findall(run)]
    boxes = [[float(rect.pop(name)) for name in PLACE] for rect in found]
    if covered(boxes):
        return run
    paths = {}
    for look, (x, y, width, height) in zip(found, boxes, strict=True):
        if "fill-opacity" in look:
            look["fill-opacity"] = f"{round(SHADES * float(look['fill-opacity'])) / SHADES:g}"
        said = "".join(f' {name}="{value}"' for name, value in sorted(look.items()))
        paths.setdefault(said, []).append(f"M{x:g} {y:g}h{width:g}v{height:g}h{-width:g}z")
    return "".join(f'<path{said} d="{"".join(all_)}"></path>' for said, all_ in paths.items())


def covered(boxes):
    """Whether any of some boxes lies on another."""
    boxes = sorted(boxes)
    for i, (x, y, width, height) in enumerate(boxes):
        for left, top, _, tall in boxes[i + 1 :]:
            if left >= x + width:
                break
            if top < y + height and y < top + tall:
                return True
    return False
