"""Paths of a drawing in few letters: steps, and corners only where a line bends.

What an explorer draws stands where it stood, to within a tenth of a unit, which is a pixel or less;
matplotlib's plots (`svg`) ask for more.
"""

import re

from .cells import in_one_path

TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "a": 7, "c": 6, "q": 4, "z": 0}
FLAT = 0.06  # units by which a corner may be off the line that is drawn without it
PLACE = re.compile(r' (d|x|y|x1|x2|y1|y2|width|height|cx|cy|r|transform|fill-opacity)="([^"]*)"')
LONG = re.compile(r"-?\d+\.\d+(?![\d.]*[a-z%])")  # with a unit it is room on the page, to the pixel


def short_path(path, *, places=1, flat=FLAT):
    """Write a path with the letters and the decimals it needs."""
    unit = 10**places
    pieces = straightened(absolute(path), flat)
    out, at, begun, last = [], (0, 0), (0, 0), ""
    for letter, numbers in pieces:
        if letter == "z":
            out.append("z")
            last, at = "z", begun
            continue
        # Rounded before the step is taken: errors do not add up along the line.
        to = tuple(round(unit * number) for number in numbers[-2:])
        step = (to[0] - at[0], to[1] - at[1])
        if letter == "m":
            begun, name, said = to, "m", step
        elif letter == "l":
            if step == (0, 0) and last not in ("m", "z"):
                continue
            name = "h" if not step[1] else "v" if not step[0] else "l"
            said = (step[0],) if name == "h" else (step[1],) if name == "v" else step
        elif letter == "a":
            out.append("a" + spaced([*numbers[:5], *(n / unit for n in step)], places))
            last, at = "a", to
            continue
        else:
            ends = [round(unit * n) - at[i % 2] for i, n in enumerate(numbers)]
            name, said = letter, ends
        # Pairs after a move are lines by themselves, and no moves.
        bare = (name == last and name != "m") or (name == "l" and last == "m")
        text = spaced([n / unit for n in said], places)
        out.append(text if bare and text[0] == "-" else f" {text}" if bare else name + text)
        last, at = name, to
    return "".join(out)


def spaced(numbers, places):
    """Write numbers with a blank or a sign between them."""
    return " ".join(short_number(n, places) for n in numbers).replace(" -", "-")


def short_number(number, places):
    """Write a number without what says nothing: `-0.50` is `-.5`."""
    text = f"{number:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = re.sub(r"^(-?)0\.", r"\1.", text)
    return "0" if text in ("-0", "", "-") else text


def absolute(path):
    """Give the pieces of a path as (letter, absolute numbers): m, l, a, c, q or z."""
    tokens = TOKEN.findall(path)
    pieces, at, begun, letter, i = [], (0.0, 0.0), (0.0, 0.0), "", 0
    while i < len(tokens):
        if tokens[i].isalpha():
            letter, i = tokens[i], i + 1
        name, is_step = letter.lower(), letter.islower()
        numbers = [float(token) for token in tokens[i : i + TAKES[name]]]
        i += TAKES[name]
        if name == "z":
            pieces.append(("z", []))
            at = begun
            continue
        x, y = at if is_step else (0.0, 0.0)
        if name == "h":
            numbers = [numbers[0] + x, at[1]]
        elif name == "v":
            numbers = [at[0], numbers[0] + y]
        elif name == "a":
            numbers = [*numbers[:5], numbers[5] + x, numbers[6] + y]
        else:
            numbers = [number + (y if k % 2 else x) for k, number in enumerate(numbers)]
        at = (numbers[-2], numbers[-1])
        if name == "m":
            begun, letter = at, "l" if is_step else "L"
        pieces.append(("l" if name in "hv" else name, numbers))
    return pieces


def straightened(pieces, flat):
    """Leave out the corners at which a line hardly bends."""
    out, run = [], []
    for piece in [*pieces, ("end", [])]:
        if piece[0] == "l" and (run or (out and out[-1][0] == "m")):
            run = run or [tuple(out[-1][1])]
            run.append(tuple(piece[1]))
            continue
        if run:
            out += [("l", list(point)) for point in corners(run, flat)[1:]]
            run = []
        out.append(piece)
    return out[:-1]


def corners(line, flat):
    """Douglas and Peucker: the points that are needed to draw a line."""
    kept, parts = {0, len(line) - 1}, [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        between = range(first + 1, last)
        far, which = max((distance(line[k], line[first], line[last]), k) for k in between)
        if far > flat:
            kept.add(which)
            parts += [(first, which), (which, last)]
    return [line[k] for k in sorted(kept)]


def distance(point, start, end):
    """How far a point is from the stretch between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    px, py = point[0] - start[0], point[1] - start[1]
    length = dx * dx + dy * dy
    along = min(1, max(0, (px * dx + py * dy) / length)) if length else 0
    return ((px - along * dx) ** 2 + (py - along * dy) ** 2) ** 0.5


def short_drawing(html):
    """Write the places in a drawing (its HTML) in tenths of a unit, cells that look alike once."""

    def shortened(match):
        name, value = match.groups()
        if name == "d":
            return f' d="{short_path(value)}"'
        if name == "transform" and not value.startswith("translate"):
            return match[0]
        places = 2 if name == "fill-opacity" else 1
        return f' {name}="{LONG.sub(lambda m: short_number(float(m[0]), places), value)}"'

    return PLACE.sub(shortened, in_one_path(html))
