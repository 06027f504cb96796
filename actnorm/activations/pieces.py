"""What formulas are put together from: parts of a number, distances, dtypes wide enough."""

import numpy as np


def positive_part(x, out=None):
    """Return ``max(x, 0)``; NaN stays NaN."""
    return x.clip(0.0, np.inf, out=out)


def negative_part(x):
    """Return ``min(x, 0)``; NaN stays NaN."""
    return x.clip(-np.inf, 0.0)


def indicator(x):
    """Return 1 where ``x > 0`` and 0 where ``x <= 0``; NaN stays NaN, as in every function."""
    return np.sign(positive_part(x))


def minus_root(x, root):
    """Return ``x - root``, where the root is a sum of three numbers: exact when `x` is near."""
    high, middle, low = root
    return x - high - middle - low


def widen(x, option):
    """Return `x` in a dtype in which a product with the option keeps its digits.

    Float32 turns an option of 1e39 into inf, one of 1e-46 into 0, and ``inf * 0`` or ``0 / 0``
    into NaN; and a large one brings to light the digits that a subnormal number has lost.
    """
    if x.dtype == np.float64 or option == 0 or 2.0**-100 <= abs(option) <= 4:
        return x
    return x.astype(np.float64)
