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

import numpy as np

TINY = 1e-30  # the squares that a sum of this size is made of are normal numbers, float32 too
SMALL, LARGE = 2.0**-60, 2.0**60  # products of two such numbers are normal float32


def standard_deviation(var, eps):
    """Return sqrt(var + eps), and inf for 0: a constant feature stays 0 and passes no gradient."""
    std = np.sqrt(var + eps)
    std[std == 0] = np.inf
    return std


def unsafe_squares(mean_square, eps):
    """Where a mean of squares has overflowed, or lost digits that `eps` does not cover."""
    return ~np.isfinite(mean_square) | ((mean_square <= TINY) & (eps <= TINY))


def exponents(size, eps):
    """Return the power of two that brings numbers up to `size`, and sqrt(eps), to size 1."""
    _, exponent = np.frexp(np.maximum(size, np.sqrt(eps)))
    exponent[~np.isfinite(size)] = 0
    return exponent


def wide_enough(dtype, *parameters, gradient=None):
    """Return `dtype`, or float64 where float32 would lose a number or its products."""
    if dtype == np.float64:
        return dtype
    given = [p for p in (*parameters, gradient) if p is not None and p.size]
    large = any(max(p.max(), -p.min()) > LARGE for p in map(np.asarray, given) if p.dtype != bool)
    small = any(
        (np.abs(p[p != 0]) < SMALL).any()
        for p in given
        if p is not gradient and p.dtype.itemsize > dtype.itemsize
    )
    return np.dtype(np.float64) if large or small else dtype
