"""Putting a data set on a common scale before training: three ways that are often mixed up."""

import numpy as np

from actnorm.dtypes import as_real
from actnorm.normalization.blocks import blocks
from actnorm.normalization.inputs import as_rows, centred_integers, check_axes
from actnorm.normalization.moments import exponents
from actnorm.normalization.samples import along

__all__ = ["min_max", "robust_scale", "standardize"]


def standardize(x, *, axis=0, eps=0.0):
    r"""Shift and scale to mean 0 and variance 1, :math:`(x-\mu)/\sqrt{\sigma^2+\epsilon}`.

    Parameters
    ----------
    x : array_like of real numbers, at least one along `axis`
        One row per sample for the default `axis`: each feature is treated by itself.
    axis : int, tuple of int or None, default 0
        Axes to average over; None for all of them.
    eps : float, default 0.0
        Added to the variance; finite, at least 0.

    Returns
    -------
    ndarray, shape of `x`
        float16, float32 and float64 are kept, other numbers give float64. The range is *not*
        [0, 1] (see `min_max`): n numbers can reach :math:`\pm\sqrt{n-1}`.

    Raises
    ------
    TypeError
        If `x` is not real.
    ValueError
        If `axis` is out of range or has no values, or `eps` is negative or not finite.

    See Also
    --------
    batch_norm : the same inside a network, with a learnt scale and shift.

    Notes
    -----
    :math:`\sigma^2` divides by n (scikit-learn's ``StandardScaler`` too; ``torch.std`` and
    ``DataFrame.std`` divide by n - 1). A constant feature gives exactly 0, with ``eps=0`` too.
    NaN or an infinity makes its whole feature NaN.

    The mean is taken off first, twice, and the variance is the mean square of what is left:
    :math:`E[x^2]-\mu^2` loses all digits of a feature with a large mean [1]_.

    References
    ----------
    .. [1] Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115.

    Examples
    --------
    >>> standardize([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]]).round(4)
    array([[-1.2247,  0.    ],
           [ 0.    ,  0.    ],
           [ 1.2247,  0.    ]])
    """
    return along(x, None, None, axis=axis, eps=eps, statistic="mean and variance")


def min_max(x, *, axis=0):
    r"""Shift and scale to [0, 1], :math:`(x-\min x)/(\max x-\min x)`.

    Parameters
    ----------
    x : array_like of real numbers, at least one along `axis`
    axis : int, tuple of int or None, default 0
        Axes to search for the extremes; None for all of them.

    Returns
    -------
    ndarray, shape of `x`
        In [0, 1], both ends reached exactly. A constant feature gives 0.

    Raises
    ------
    TypeError, ValueError
        As `standardize`.

    Notes
    -----
    A single outlier squeezes all other values together: the extremes decide everything.
    NaN makes its whole feature NaN. An infinity gives the limit: itself 1 (or 0, where it is
    negative), and all finite values 0 (or 1). Beside two of them there is none, hence NaN.

    Examples
    --------
    >>> min_max([2.0, 3.0, 6.0])
    array([0.  , 0.25, 1.  ])
    """
    return _scaled(x, axis, _between_extremes)


def robust_scale(x, *, axis=0):
    r"""Shift by the median and scale by the quartiles, :math:`(x-q_{50})/(q_{75}-q_{25})`.

    Parameters
    ----------
    x : array_like of real numbers, at least one along `axis`
    axis : int, tuple of int or None, default 0
        Axes along which to rank; None for all of them.

    Returns
    -------
    ndarray, shape of `x`
        Median 0; where the quartiles differ, half of the values lie within a width of 1.

    Raises
    ------
    TypeError, ValueError
        As `standardize`.

    Notes
    -----
    Up to a quarter of the values may be arbitrarily wrong without moving the scale far.
    Quartiles interpolate linearly between order statistics, as ``np.quantile`` does. Where
    they coincide (a constant feature, or one with more than half of its values equal) the
    feature is shifted and not scaled, as scikit-learn's ``RobustScaler`` does. NaN makes its
    whole feature NaN; an infinity stays one, and moves nothing, as long as it lies outside the
    quartiles.

    Examples
    --------
    >>> robust_scale([1.0, 2.0, 3.0, 4.0, 1000.0])
    array([ -1. ,  -0.5,   0. ,   0.5, 498.5])
    """
    return _scaled(x, axis, _between_quartiles)


def _scaled(x, axis, statistics):
    """Subtract one statistic of each feature, and divide by another."""
    x, _, result = as_real(x)
    axes = check_axes(axis, x)
    with np.errstate(all="ignore"):
        x, _ = centred_integers(x, axes)
        rows, undo = as_rows(x, axes)
        y = np.empty(rows.shape, result)
        for block in blocks(len(rows), 8 * rows.shape[1]):
            part = rows[block]
            extremes = [
                f(part, axis=1, keepdims=True).astype(np.float64, copy=False)
                for f in (np.minimum.reduce, np.maximum.reduce)
            ]
            exponent = _exponent(part, extremes)
            finish = statistics(part, extremes, exponent)
            for columns in blocks(rows.shape[1], 8 * max(1, len(part))):
                values = np.ldexp(part[:, columns].astype(np.float64), -exponent)
                y[block, columns] = finish(values)
        return undo(y)


def _exponent(rows, extremes):
    """Return the column of exponents that keep differences of the finite numbers in range."""
    size = np.maximum(*map(np.abs, extremes))
    if np.isinf(size).any():
        which = {"where": np.isfinite(rows), "initial": 0}
        ends = (f(rows, axis=1, keepdims=True, **which).astype(float) for f in (np.max, np.min))
        size = np.maximum(*map(np.abs, ends))
    exponent = exponents(size, 0.0)
    exponent[np.abs(exponent) < 400] = 0
    return exponent


def _between_extremes(rows, extremes, exponent):
    low, high = (np.ldexp(end, -exponent) for end in extremes)
    width = high - low
    width[width == 0] = 1.0

    def finish(values):
        y = (values - low) / width
        if np.isinf(width).any():
            # The limits for extremes that go to infinity: they stay 0 and 1.
            y = np.where(np.isneginf(low) & np.isfinite(high), 1.0, y)
            y = np.where(np.isneginf(low) & (values == low), 0.0, y)
            y = np.where(np.isposinf(high) & (values == high) & (low < high), 1.0, y)
        return y

    return finish


def _between_quartiles(rows, extremes, exponent):
    n = rows.shape[1]
    below, share = zip(*(divmod((n - 1) * k, 4) for k in (1, 2, 3)), strict=True)
    above = [min(b + 1, n - 1) for b in below]
    ranked = np.array(rows, order="C")
    ranked.partition(sorted({*below, *above, n - 1}), axis=1)  # NaN would come last

    def order_statistic(i):
        return np.ldexp(ranked[:, i : i + 1].astype(np.float64), -exponent)

    low, middle, high = (
        _interpolate(order_statistic(b), order_statistic(a), s / 4)
        for b, a, s in zip(below, above, share, strict=True)
    )
    middle[np.isnan(order_statistic(n - 1))] = np.nan
    width = high - low
    same = width == 0
    width[same] = 1.0
    # What is not divided is put back on its own scale.
    back = np.where(same, exponent, 0)
    return lambda values: np.ldexp((values - middle) / width, back)


def _interpolate(a, b, t):
    """Return a + t (b - a); an infinity that takes no part, or stands on both sides, is no NaN."""
    between = a + (b - a) * t if t < 0.5 else b - (b - a) * (1 - t)
    return np.where((a == b) | (t == 0), a, np.where(np.isinf(a) | np.isinf(b), a + b, between))
