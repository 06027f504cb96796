"""Activations as samples of f and f′.

What a page computes with is this: between neighbouring samples f is the cubic through both with
their slopes, and f′ that cubic's derivative. `Sampled` is the same function in Python. Many samples
lie on few curves: those travel (pieces.py).
"""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from actnorm.activations import ACTIVATIONS
from actnorm.explorers.playground.pieces import cubics, pieces, unpacked
from actnorm.plots.sampling import Kink, sample

__all__ = ["REACH", "TOLERANCE", "Kink", "Sampled", "registered", "sampled", "through"]

REACH = 32  # samples lie from -REACH to REACH
TOLERANCE = 1e-6  # of f and f′ within that


class Sampled(NamedTuple):
    """A function as the page has it."""

    x: np.ndarray
    f: np.ndarray
    grad: np.ndarray
    kinks: tuple[Kink, ...]
    tails: tuple[float, float]
    """Slopes at -inf and inf."""
    pieces: tuple[list, ...]
    """What travels: each from the end of the one before, the first from -REACH."""

    def __call__(self, x):
        """Return f and f′ at an array of `x`."""
        x = np.asarray(x, dtype=float)
        f, grad = np.empty_like(x), np.empty_like(x)
        for left, right, ends in self._cells():
            inside = (x >= left) & (x <= right)
            f[inside], grad[inside] = cubics(*ends, x[inside])
        for kink in self.kinks:
            f[x == kink.x], grad[x == kink.x] = kink.f, kink.grad
        for end, slope, beyond in ((0, self.tails[0], x < self.x[0]), (-1, self.tails[1], None)):
            beyond = x > self.x[-1] if beyond is None else beyond
            f[beyond], grad[beyond] = self._tail(end, slope, x[beyond])
        f[np.isnan(x)], grad[np.isnan(x)] = np.nan, np.nan
        return f, grad

    def _cells(self):
        """Yield for each stretch without a kink its ends, and the samples in it."""
        cuts = [-np.inf, *(k.x for k in self.kinks), np.inf]
        for i, (left, right) in enumerate(pairwise(cuts)):
            inside = (self.x > left) & (self.x < right)
            rows = [self.x[inside], self.f[inside], self.grad[inside]]
            if i > 0:
                k = self.kinks[i - 1]
                after = k.x, k.f_right, k.grad_right
                rows = [np.r_[v, row] for v, row in zip(after, rows, strict=True)]
            if i < len(self.kinks):
                k = self.kinks[i]
                before = k.x, k.f_left, k.grad_left
                rows = [np.r_[row, v] for v, row in zip(before, rows, strict=True)]
            yield rows[0][0], rows[0][-1], rows

    def _tail(self, end, slope, x):
        """Go on as slope * x + a + b / x, with the value and the slope of the last sample."""
        at = self.x[end]
        b = (slope - self.grad[end]) * at * at
        a = self.f[end] - slope * at - b / at
        along = slope * x if slope else 0.0  # 0 * inf is NaN
        return along + a + b / x, slope - b / (x * x)

    def shipped(self):
        """Return what travels to the page."""
        return {
            "pieces": list(self.pieces),
            "tails": list(self.tails),
            "kinks": [list(kink) for kink in self.kinks],
        }


def sampled(activation):
    """Return an entry of the registry as `Sampled`.

    Examples
    --------
    >>> from actnorm import ACTIVATIONS
    >>> relu, tanh = (sampled(ACTIVATIONS[name]) for name in ("relu", "tanh"))
    >>> len(relu.x), len(tanh.x)
    (4, 453)
    >>> f, grad = tanh(np.linspace(-3, 3, 1001))
    >>> bool(abs(f - np.tanh(np.linspace(-3, 3, 1001))).max() < 1e-6)
    True
    """
    f, grad = activation.f, activation.grad
    kinks = sample(f, grad, kinks=activation.kinks, lo=-REACH, hi=REACH, per_unit=1).kinks
    return through(f, grad, kinks, tuple(float(end) for end in activation.limits[1]))


def through(f, grad, kinks, tails):
    """Return the samples of a function with those kinks and those slopes at -inf and inf."""
    cuts = [-float(REACH), *(k.x for k in kinks), float(REACH)]
    told, rows, left = [], [], cuts[0]
    for ends in pairwise(cuts):
        told += pieces(f, grad, *ends, TOLERANCE / 2.5)
    for piece in told:
        rows.append(np.array(unpacked(left, piece)))
        left = piece[0]
    # Where a piece ends the next one begins; a kink has its own values.
    x, ours, slopes = np.concatenate([row[:, :-1] for row in rows] + [rows[-1][:, -1:]], axis=1)
    smooth = ~np.isin(x, cuts[1:-1])
    return Sampled(x[smooth], ours[smooth], slopes[smooth], kinks, tails, tuple(told))


@cache
def registered():
    """Return name → `Sampled` of the whole registry."""
    return {name: sampled(entry) for name, entry in ACTIVATIONS.items()}
