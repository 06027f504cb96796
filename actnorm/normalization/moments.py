r"""Centring and scaling the rows of a matrix, accurate whatever the mean.

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

# Squares of float64 numbers beyond these powers of two overflow, or lose digits to underflow.
LARGEST, SMALLEST = 400, -400


class Rows(NamedTuple):
    """Rows with mean 0 and variance 1, and the columns (r, 1) of statistics that made them so."""

    x_hat: np.ndarray
    std: np.ndarray
    mean: np.ndarray
    var: np.ndarray


def centre(rows):
    """Return the rows (float64) minus their means, and the means.

    The mean of large numbers is rounded relative to *their* size, so what it left behind is
    taken off a second time, when all numbers are small.
    """
    first = rows[:, :1]
    mean = rows.mean(axis=1, keepdims=True)
    # The sum of n equal numbers is rounded, so their mean may not be that number. Where the
    # mean is the first number to within that rounding, start from the number itself:
    # a constant row centres to exact zeros, and for any other the second pass mends the rest.
    close = np.abs(mean - first) <= rows.shape[1] * 2.0**-52 * np.abs(first)
    mean = np.where(close, first, mean)
    centred = rows - mean
    rest = centred.mean(axis=1, keepdims=True)
    centred -= rest
    return centred, mean + rest


def normalize_rows(rows, eps):
    """Return `Rows` of a float64 matrix; a constant row gives zeros, also with ``eps=0``."""
    rows, eps, exponent = rescale(rows, eps)
    x_hat, mean = centre(rows)
    var = np.square(x_hat).mean(axis=1, keepdims=True)
    std = standard_deviation(var, eps)
    x_hat /= std
    if exponent is not None:
        mean, std, var = (
            np.ldexp(mean, exponent),
            np.ldexp(std, exponent),
            np.ldexp(var, 2 * exponent),
        )
    return Rows(x_hat, std, mean, var)


def standard_deviation(var, eps):
    """Return sqrt(var + eps), and inf for 0: a constant feature stays 0 and passes no gradient."""
    std = np.sqrt(var + eps)
    std[std == 0] = np.inf
    return std


def rescale(rows, eps):
    """Multiply rows that are too large or too small to be squared by an exact power of two.

    Returns the rows, `eps` to match, and the exponents taken off (None if there was nothing
    to do). Where `eps` is not tiny, small rows stay: eps decides there.
    """
    if rows.size == 0:
        return rows, eps, None
    size = np.maximum(rows.max(axis=1, keepdims=True), -rows.min(axis=1, keepdims=True))
    exponent = np.frexp(size)[1]
    small = (exponent < SMALLEST) & (eps < 2.0 ** (2 * SMALLEST)) & (size > 0)
    exponent = np.where(np.isfinite(size) & ((exponent > LARGEST) | small), exponent, 0)
    if not exponent.any():
        return rows, eps, None
    return np.ldexp(rows, -exponent), np.ldexp(eps, -2 * exponent), exponent
