"""Activations as samples of f and f′, as few as a cubic between two of them allows.

What a page computes with is this: between neighbouring samples f is the cubic through both with
their slopes, and f′ that cubic's derivative. `Sampled` is the same function in Python.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from actnorm.activations import ACTIVATIONS
from actnorm.plots.sampling import Kink, sample

__all__ = ["REACH", "TOLERANCE", "Kink", "Sampled", "registered", "sampled", "through"]

REACH = 32  # samples lie from -REACH to REACH
TOLERANCE = 1e-6  # of f and f′ within that
_WIDE, _NARROW = 8.0, 2.0**-7  # the distances between samples are powers of two from here to there
_INSIDE = np.arange(1, 8) / 8  # where between two samples the error is looked at
_KEPT = 11  # digits that travel


class Sampled(NamedTuple):
    """A function as the page has it."""

    x: np.ndarray
    f: np.ndarray
    grad: np.ndarray
    kinks: tuple[Kink, ...]
    tails: tuple[float, float]
    """Slopes at -inf and inf."""

    def __call__(self, x):
        """Return f and f′ at an array of `x`."""
        x = np.asarray(x, dtype=float)
        f, grad = np.empty_like(x), np.empty_like(x)
        for left, right, ends in self._cells():
            inside = (x >= left) & (x <= right)
            f[inside], grad[inside] = _cubics(*ends, x[inside])
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
            "x": self.x.tolist(),
            "f": self.f.tolist(),
            "grad": self.grad.tolist(),
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
    (9, 259)
    >>> f, grad = tanh(np.linspace(-3, 3, 1001))
    >>> bool(abs(f - np.tanh(np.linspace(-3, 3, 1001))).max() < 1e-6)
    True
    """
    f, grad = activation.f, activation.grad
    kinks = sample(f, grad, kinks=activation.kinks, lo=-REACH, hi=REACH, per_unit=1).kinks
    return through(f, grad, kinks, tuple(float(end) for end in activation.limits[1]))


def through(f, grad, kinks, tails):
    """Return the samples of a function with those kinks and those slopes at -inf and inf."""
    knots = [-REACH]
    for right in [k.x for k in kinks] + [REACH]:
        knots += _knots(f, grad, knots[-1], right)
    x = np.array(knots, dtype=float)
    return Sampled(x, _rounded(f(x)), _rounded(grad(x)), kinks, tails)


def _knots(f, grad, left, right):
    """Return the samples after `left`, up to `right`, with no kink between."""
    width = min(_WIDE, 2.0 ** np.floor(np.log2(right - left)))
    edges = np.append(np.arange(left, right, width), right)
    found = []
    for a, b in pairwise(edges):
        found += _halved(f, grad, float(a), float(b))
    return found


def _halved(f, grad, a, b):
    inner = np.array([np.nextafter(a, b), np.nextafter(b, a)])  # of a kink, this side
    ends = np.array([a, b]), _rounded(f(inner)), _rounded(grad(inner))
    x = a + (b - a) * _INSIDE
    exact = f(x), grad(x)
    errors = [abs(ours - right).max() for ours, right in zip(_cubics(*ends, x), exact, strict=True)]
    if max(errors) < TOLERANCE / 2 or b - a <= _NARROW:
        return [b]
    middle = (a + b) / 2
    return _halved(f, grad, a, middle) + _halved(f, grad, middle, b)


def _cubics(at, f, grad, x):
    """Return the cubics through samples with their slopes, and their derivatives, at `x`."""
    k = np.clip(np.searchsorted(at, x, side="right") - 1, 0, len(at) - 2)
    h = at[k + 1] - at[k]
    rise = (f[k + 1] - f[k]) / h
    third = (grad[k] + grad[k + 1] - 2 * rise) / (h * h)
    second = (3 * rise - 2 * grad[k] - grad[k + 1]) / h
    t = x - at[k]
    return (
        f[k] + t * (grad[k] + t * (second + t * third)),
        grad[k] + t * (2 * second + 3 * t * third),
    )


def _rounded(values):
    return np.array([float(f"{v:.{_KEPT}g}") for v in np.asarray(values, dtype=float)])


def registered():
    """Return name → `Sampled` of the whole registry."""
    return {name: sampled(entry) for name, entry in ACTIVATIONS.items()}
