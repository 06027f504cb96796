"""Putting a data set on a common scale before training: three ways that are often mixed up."""

import numpy as np

from actnorm.dtypes import as_real
from actnorm.normalization.inputs import as_rows, check_axes, check_eps
from actnorm.normalization.moments import normalize_rows, rescale

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
    x, _, result = as_real(x)
    rows, undo = as_rows(x, check_axes(axis, x))
    eps = check_eps(eps)
    with np.errstate(all="ignore"):
        x_hat = normalize_rows(rows.astype(np.float64), eps).x_hat
        return undo(x_hat.astype(result))


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
    NaN makes its whole feature NaN, an infinity at least itself.

    Examples
    --------
    >>> min_max([2.0, 3.0, 6.0])
    array([0.  , 0.25, 1.  ])
    """
    x, _, result = as_real(x)
    rows, undo = as_rows(x, check_axes(axis, x))
    with np.errstate(all="ignore"):
        rows, _, _ = rescale(rows.astype(np.float64), 0.0)
        low = rows.min(axis=1, keepdims=True)
        y = rows - low
        width = y.max(axis=1, keepdims=True)
        return undo(_divide(y, width).astype(result))


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
    whole feature NaN; an infinity stays one as long as the quartiles are finite.

    Examples
    --------
    >>> robust_scale([1.0, 2.0, 3.0, 4.0, 1000.0])
    array([ -1. ,  -0.5,   0. ,   0.5, 498.5])
    """
    x, _, result = as_real(x)
    rows, undo = as_rows(x, check_axes(axis, x))
    with np.errstate(all="ignore"):
        rows, _, exponent = rescale(rows.astype(np.float64), 0.0)
        low, middle, high = (q[:, np.newaxis] for q in np.quantile(rows, [0.25, 0.5, 0.75], axis=1))
        same = high == low
        y = _divide(rows - middle, np.where(same, 1.0, high - low))
        # What was not divided is still on the other scale.
        return undo(np.where(same, np.ldexp(y, exponent), y).astype(result))


def _divide(y, width):
    """Return y / width, and 0 for 0/0."""
    width[width == 0] = 1.0
    y /= width
    return y
