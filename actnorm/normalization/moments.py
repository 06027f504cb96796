r"""What centring and scaling need to be accurate whatever the mean and the size.

Two textbook shortcuts are avoided everywhere. :math:`E[x^2]-m^2` subtracts two numbers of
size :math:`m^2` to get the variance, and has no correct digit left once
:math:`m/\sigma > 10^8` (in float32: :math:`10^4`). An affine map
:math:`x\cdot\mathtt{scale}+\mathtt{shift}` subtracts two numbers of size :math:`m/\sigma`
at the end. Centring first costs one subtraction and loses nothing: for x near m it is exact
[1]_, [2]_.

.. [1] Sterbenz (1974), Floating-Point Computation: x - m is exact if m/2 <= x <= 2m.
.. [2] Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115.
"""

from typing import NamedTuple

import numpy as np


class Statistic(NamedTuple):
    """What a norm measures."""

    centres: bool
    """Whether the mean is taken off."""
    squares: str
    """How the squares are added up: "mean" or "sum"."""


STATISTICS = {
    "mean and variance": Statistic(True, "mean"),
    "mean square": Statistic(False, "mean"),
    "sum of squares": Statistic(False, "sum"),
}
"""What a norm may measure, by name."""

TINY = 1e-30  # the squares that a sum of this size is made of are normal numbers, float32 too
SMALL, LARGE = 2.0**-60, 2.0**60  # products of two such numbers are normal float32
GIANT, ROOM = 2.0**400, 600  # their squares and products, and sums of these, are in reach


def standard_deviation(var, eps):
    """Return sqrt(var + eps), and inf for 0: a constant feature stays 0 and passes no gradient."""
    std = np.sqrt(var + eps)
    std[std == 0] = np.inf
    return std


def unsafe_squares(mean_square, eps):
    """Where a mean of squares has overflowed, or lost digits that `eps` does not cover.

    Returns the indices, and None if there are none and no `eps` of 0 could make some.
    """
    covered = eps > TINY
    if covered and np.isfinite(np.maximum.reduce(mean_square, axis=None, initial=0.0)):
        return None
    unsafe = ~np.isfinite(mean_square)
    if not covered:
        unsafe |= mean_square <= TINY
    return unsafe.nonzero()[0]


def exponents(size, eps):
    """Return the power of two that brings numbers up to `size`, and sqrt(eps), to size 1."""
    _, exponent = np.frexp(np.maximum(size, np.sqrt(eps)))
    exponent[~np.isfinite(size)] = 0
    return exponent


def wide_enough(dtype, *parameters, gradient=None):
    """Return `dtype`, or float64 where float32 would lose a number or its products."""
    if dtype == np.float64:
        return dtype
    too_large = gradient is not None and gradient.size and gradient.dtype.itemsize >= 4
    if too_large and max(gradient.max(), -gradient.min()) > LARGE:
        return np.dtype(np.float64)
    for parameter in parameters:
        if parameter is not None:
            size = np.abs(parameter)
            if ((size > LARGE) | (size < SMALL) & (size != 0)).any():
                return np.dtype(np.float64)
    return dtype


def within_reach(dy):
    """Return a gradient of which no square or sum overflows, and a function that undoes that.

    Everything that a backward pass returns is proportional to `dy`, so that a power of two,
    which is exact, can be taken out of it.
    """
    if dy.dtype != np.float64 or not dy.size:
        return dy, lambda *results: results
    size = max(np.maximum.reduce(dy, axis=None), -np.minimum.reduce(dy, axis=None))
    if not size <= GIANT:  # or there is NaN
        size = np.fmax.reduce(np.abs(dy), axis=None)
    if size <= GIANT or np.isnan(size):
        return dy, lambda *results: results
    return np.ldexp(dy, -ROOM), lambda *results: tuple(np.ldexp(r, ROOM) for r in results)
