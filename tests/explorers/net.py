"""What an explorer's `about` module says of it, and the eyes that compare a picture with Python.

A picture is read as a reader reads it: the tick labels of its axes say which pixel is which value.
Nothing is compared with what the code under test has drawn before.
"""

import importlib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from actnorm import explorers

from .page import show

KINDS = sorted(getattr(explorers, name)._kind for name in explorers.__all__ if name != "Explorer")

TOLERANCE = 0.6  # px: attributes are written to a tenth


@dataclass
class Mark:
    """An element whose place has a meaning."""

    what: str
    css: str
    value: Callable  # model -> (x, y) in the axes' values, or None where it is hidden
    x: int | None = None  # which of the picture's axes tells x, and which y
    y: int | None = None
    at: str = (
        "centre"  # of its box; "start" or "end" of a path; "slope": y is dy/dx from end to end
    )
    nth: int = 0


@dataclass
class Handle:
    """A point that can be dragged along an axis, and what it sets."""

    trait: str  # "sample", or a part, "logits.0"
    axis: int
    surface: str | None = None  # css of what hears the pointer, if not the point itself


@dataclass
class Cell:
    """Something to click on: css and number, and the traits that a click on it sets."""

    css: str
    nth: int
    sets: dict


@dataclass
class About:
    """One explorer, as its tests must know it."""

    make: dict  # name of a state -> function that makes the explorer in it; "default" is a must
    marks: list
    buttons: dict = field(
        default_factory=dict
    )  # text -> (model -> traits after it), Reset left out
    handles: dict = field(default_factory=dict)  # accessible name -> Handle
    cells: list = field(default_factory=list)
    play: tuple | None = None  # text of the button, and the trait that it moves
    parts: dict = field(default_factory=dict)  # trait -> css of the part of the picture it changes
    # trait -> {value: text}, where Python sends keys that the page words
    words: dict = field(default_factory=dict)
    trained: tuple = ()  # states whose data a training made: they differ a little by machine
    # trait -> (model, position -> value), where a control's positions are not the trait's values
    stops: dict = field(default_factory=dict)


def about(kind):
    """Read what the tests know of a kind of explorer."""
    return importlib.import_module(f".about.{kind.replace('-', '_')}", __package__).ABOUT


PLACES = """([svg, css, nth, at]) => {
  const e = svg.querySelectorAll(css)[nth];
  if (!e) return null;
  const { visibility, display, opacity } = getComputedStyle(e);
  if (visibility === "hidden" || display === "none" || opacity === "0") return null;
  const box = svg.getBoundingClientRect();
  const scale = box.width / svg.viewBox.baseVal.width;
  const place = (x, y) => [(x - box.left) / scale, (y - box.top) / scale];
  if (at === "centre") {
    const { left, right, top, bottom } = e.getBoundingClientRect();
    return place((left + right) / 2, (top + bottom) / 2);
  }
  if (!e.getAttribute("d")) return null;
  const p = e.getPointAtLength(at === "start" ? 0 : e.getTotalLength());
  const { x, y } = p.matrixTransform(e.getScreenCTM());
  return place(x, y);
}"""
TICKS = """svg => [...svg.querySelectorAll(".actnorm-axis")].map(axis =>
  [...axis.querySelectorAll("text")].map(t => {
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    const m = t.getScreenCTM();
    const [x, y] = [+t.getAttribute("x") || 0, +t.getAttribute("y") || 0];
    const p = new DOMPoint(x, y).matrixTransform(m);
    return [t.textContent, (p.x - box.left) / scale, (p.y - box.top) / scale];
  }))"""
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def number(text):
    """Read a tick label: −0.5, 10⁻³; None if it is a word."""
    power = re.fullmatch(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", text)
    try:
        return int(power[1].translate(RAISED)) if power else float(text.replace("−", "-"))
    except ValueError:
        return None


def rulers(svg):
    """Give for each axis a function from a value to its pixel, from its first and last label."""
    found = []
    for labels in svg.evaluate(TICKS):
        ticks = [(number(text), x, y) for text, x, y in labels if number(text) is not None]
        if len(ticks) < 2:
            found.append(None)
            continue
        (v0, x0, y0), (v1, x1, y1) = ticks[0], ticks[-1]
        a, b = (x0, x1) if abs(x1 - x0) > abs(y1 - y0) else (y0, y1)
        found.append(lambda v, a=a, b=b, v0=v0, v1=v1: a + (v - v0) * (b - a) / (v1 - v0))
    return found


def place(svg, mark):
    """Give the place of a mark in the picture, or None if it is not to be seen."""
    return svg.evaluate(
        f"(svg, [css, nth, at]) => ({PLACES})([svg, css, nth, at])", [mark.css, mark.nth, mark.at]
    )


def slope(svg, mark, x, y, want):
    """Compare the direction of a line, in degrees on the screen."""
    start, end = (place(svg, replace(mark, at=at)) for at in ("start", "end"))
    right = math.degrees(math.atan2(want * (y(1) - y(0)), x(1) - x(0)))
    got = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
    assert abs(got - right) <= 1.5, f"{mark.what} rises at {-got:.1f}°, not {-right:.1f}°"


def agree(figure, explorer, marks):
    """Compare the picture with Python's model of the same state."""
    svg = figure.locator(".actnorm-picture:visible").first
    axes = rulers(svg)
    for mark in marks:
        want = mark.value(explorer)
        got = place(svg, replace(mark, at="start") if mark.at == "slope" else mark)
        if want is None:
            assert got is None, f"{mark.what} should be hidden in {explorer!r}"
            continue
        assert got is not None, f"{mark.what} is not to be seen in {explorer!r}"
        if mark.at == "slope":
            slope(svg, mark, axes[mark.x], axes[mark.y], want[1])
            continue
        for side, axis, value in ((0, mark.x, want[0]), (1, mark.y, want[1])):
            if axis is None or value is None:
                continue
            right = axes[axis](value)
            assert abs(got[side] - right) <= TOLERANCE, (
                f"{mark.what} is at {got[side]:.1f} and should be at {right:.1f} "
                f"({'xy'[side]} = {value:.6g}) in {explorer!r}"
            )


def traits(page, explorer):
    """Read from the page the traits that have a control."""
    pick = "names => Object.fromEntries(names.map(name => [name, state[name]]))"
    return page.evaluate(pick, list(explorer._controls))


def follow(page, explorer):
    """Bring Python's explorer into the state of the page; a wrong state raises."""
    with explorer.hold_trait_notifications():
        for name, value in traits(page, explorer).items():
            setattr(explorer, name, value)
    return explorer


def part(values, trait):
    """Give the value of a trait, or of a part of it: "logits.0"."""
    name, *index = trait.split(".")
    value = values[name]
    return value[int(index[0])] if index else value


def opened(page, kind, state="default", width=690):
    """Make an explorer, show it on the page, and give both and what is known of it."""
    known = about(kind)
    explorer = known.make[state]()
    return known, explorer, show(page, explorer, width)
