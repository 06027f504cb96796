"""Sums of bent lines, their best fit, and what a KinksExplorer says of them.

`js/kinks_math.js` and `js/kinks_words.js` do the same; `tests/test_explorer_kinks.py` holds them
together.
"""

from typing import NamedTuple

import numpy as np

from actnorm.activations import identity, relu
from actnorm.explorers.words import fixed

__all__ = ["Digits", "Sum", "best_fit", "describe_kinks", "off_by", "value"]

_DEPENDENT = 1e-6  # a column of which less than this share is new adds nothing that can be told
_ENOUGH = 1.005  # within half a percent of the best there is nothing left to win


class Digits(NamedTuple):
    """Decimals of a place, a turn of the slope, and an error."""

    x: int
    turn: int
    error: int


class Sum(NamedTuple):
    """The curve y = level + Σ turns·relu(x − kinks), or without the bend."""

    kinks: tuple
    turns: tuple
    level: float
    bend: bool


def value(curve, x):
    """Return the curve's height at `x`."""
    x = np.asarray(x, dtype=float)
    return curve.level + _bent(x, curve.kinks, curve.bend) @ np.asarray(curve.turns, dtype=float)


def best_fit(kinks, bend, x, y):
    """Return the level and the turns with the smallest sum of squared errors, kinks given.

    A kink that adds nothing to those before it (two at one place, one at the right end, any but
    the first without the bend) gets the turn 0.
    """
    columns = np.column_stack([np.ones_like(x), _bent(x, kinks, bend)])
    kept, basis = [], np.empty((len(x), 0))
    for j, column in enumerate(columns.T):
        rest = column - basis @ (basis.T @ column)
        rest -= basis @ (basis.T @ rest)  # twice: what rounding left behind
        if np.linalg.norm(rest) > _DEPENDENT * np.linalg.norm(column):
            kept.append(j)
            basis = np.column_stack([basis, rest / np.linalg.norm(rest)])
    solution = np.zeros(columns.shape[1])
    size = np.linalg.norm(columns[:, kept], axis=0)  # so that x may be in any unit
    solution[kept] = np.linalg.lstsq(columns[:, kept] / size, y, rcond=None)[0] / size
    return float(solution[0]), tuple(solution[1:].tolist())


def off_by(curve, x, y):
    """Return the root mean square error, and the index of the largest."""
    error = np.abs(value(curve, x) - y)
    return float(np.sqrt(np.mean(error**2))), int(error.argmax())


def describe_kinks(curve, x, y, *, held, digits):
    """Say what a KinksExplorer shows, one sentence per line."""
    rms, worst = off_by(curve, x, y)
    largest = abs(float(value(curve, x[worst])) - float(y[worst]))
    level, turns = best_fit(curve.kinks, curve.bend, x, y)
    best, _ = off_by(curve._replace(level=level, turns=turns), x, y)
    done = rms <= _ENOUGH * best + 10.0 ** -(digits.error + 1)
    said = fixed(best, digits.error)
    first = "Off by nothing that shows: the curve meets the target everywhere."
    if largest >= 0.5 * 10.0**-digits.error:
        size, most = fixed(rms, digits.error), fixed(largest, digits.error)
        first = f"Off by {size} (rms), at most by {most}, at x = {fixed(x[worst], digits.x)}."
    if not curve.bend:
        slope, count = fixed(sum(curve.turns), digits.turn), len(curve.kinks)
        return [
            first,
            f"Without the bend, the {count} pieces add up to one straight line of slope {slope}.",
            "No straight line is better." if done else f"The best straight line: off by {said}.",
        ]
    place = curve.kinks[held]
    pairs = list(zip(curve.kinks, curve.turns, strict=True))
    before = fixed(sum(v for b, v in pairs if b < place), digits.turn)
    after = fixed(sum(v for b, v in pairs if b <= place), digits.turn)
    return [
        first,
        f"Kink {held + 1}, at x = {fixed(place, digits.x)}, turns the slope from {before} to "
        f"{after}.",
        "With kinks at these places, nothing is better."
        if done
        else f"The best that kinks at these places can do: off by {said}.",
    ]


def _bent(x, kinks, bend):
    return (relu if bend else identity)(np.subtract.outer(x, np.asarray(kinks, dtype=float)))
