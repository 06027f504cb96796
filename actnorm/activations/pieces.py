"""What formulas are put together from: parts of a number, distances, dtypes wide enough."""

import numpy as np


def positive_part(x, out=None):
    """Return ``max(x, 0)``; NaN stays NaN."""
    return x.clip(0.0, np.inf, out=out)


def negative_part(x):
    """Return ``min(x, 0)``; NaN stays NaN."""
    return x.clip(-np.inf, 0.0)


def indicator(x, out=None):
    """Return 1 where ``x > 0`` and 0 where ``x <= 0``; NaN stays NaN, as in every function."""
    part = x.clip(0.0, 1.0, out=out)
    return np.ceil(part, out=part)  # NumPy's sign takes five times as long


def minus_root(x, root):
    """Return ``x - root``, where the root is a sum of three numbers: exact when `x` is near."""
    high, middle, low = root
    return x - high - middle - low


def widen(x, option):
    """Return `x` in a dtype in which a product with the option, or a quotient, keeps its digits.

    Float32 turns an option of 1e39 into inf, one of 1e-46 into 0, and ``inf * 0`` or ``0 / 0``
    into NaN.
    """
    if x.dtype == np.float64 or option == 0 or 2.0**-100 <= abs(option) <= 2.0**100:
        return x
    return x.astype(np.float64)


def patch(y, x, low, f, high=np.inf):
    """Write ``f(x)`` over `y` where ``x < low`` or ``x > high``, and return `y`.

    For the few numbers beyond the reach of a formula that is quicker than one which reaches all.
    Every value still depends on its own `x` only.
    """
    if not x.min(initial=0.0) >= low or (high < np.inf and x.max(initial=0.0) > high):
        beyond = (x < low) | (x > high)
        y[beyond] = f(x[beyond])
    return y
