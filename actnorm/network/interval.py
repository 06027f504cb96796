"""Student's t interval for a mean over few seeds."""

from math import atan, cos, pi, sin, sqrt

import numpy as np

__all__ = ["mean_interval"]


def mean_interval(values, *, confidence=0.95):
    r"""Student's t interval for the mean, :math:`\bar d \pm t_{n-1}\,s/\sqrt n`.

    Parameters
    ----------
    values : array_like, shape (n,)
        At least two independent numbers, such as one difference per seed.
    confidence : float, default 0.95
        Between 0 and 1.

    Returns
    -------
    low, high : float

    Raises
    ------
    ValueError
        If there are fewer than two values, or `confidence` is out of range.

    References
    ----------
    .. [1] Student (1908), doi:10.1093/biomet/6.1.1.

    Examples
    --------
    >>> low, high = mean_interval([1.0, 2.0, 3.0])
    >>> round(low, 3), round(high, 3)
    (-0.484, 4.484)
    """
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 1 or values.size < 2:
        raise ValueError(f"values must be two or more numbers; got shape {values.shape}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1; got {confidence!r}")
    half = _student(confidence, values.size - 1) * values.std(ddof=1) / sqrt(values.size)
    return float(values.mean() - half), float(values.mean() + half)


def _student(confidence, df):
    """Find the t for which |T| < t has that probability, by bisection."""
    low, high = 0.0, 1.0
    while _inside(high, df) < confidence:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _inside(middle, df) < confidence else (low, middle)
    return high


def _inside(t, df):
    """Probability of |T| < t, a finite sum for whole df (Abramowitz and Stegun, 26.7.3-4)."""
    angle = atan(t / sqrt(df))
    odd = df % 2
    term, total = cos(angle) if odd else 1.0, 0.0
    for k in range(2 + odd, df + 1 + odd, 2):
        total += term
        term *= cos(angle) ** 2 * (k - 1) / k
    total *= sin(angle)
    return 2 / pi * (angle + total) if odd else total
