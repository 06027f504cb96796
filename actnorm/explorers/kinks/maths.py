"""Sums of bent lines and their best fit; math.js does the same."""

from typing import NamedTuple

import numpy as np

from actnorm.activations import identity, relu

__all__ = ["Sum", "best_fit", "off_by", "value"]

_DEPENDENT = 1e-6  # a column of which less than this share is new adds nothing that can be told


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


def _bent(x, kinks, bend):
    return (relu if bend else identity)(np.subtract.outer(x, np.asarray(kinks, dtype=float)))
