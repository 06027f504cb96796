"""Softmax and its relatives: functions of a whole row of scores, with their backward passes."""

import math

import numpy as np

from actnorm.activations.pieces import widen
from actnorm.activations.rows import check_axes, map_rows
from actnorm.dtypes import check_finite

__all__ = ["log_softmax", "log_softmax_vjp", "logsumexp", "softmax", "softmax_vjp"]


def softmax(x, *, axis=-1, temperature=1.0):
    r"""Softmax, :math:`y_i = e^{x_i/T} / \sum_j e^{x_j/T}`: scores to probabilities.

    Parameters
    ----------
    x : array_like, any shape
        Scores (logits); -inf excludes a class. A 0-d score counts as a row of one.
    axis : int, tuple of int or None, default -1
        The axis or axes along which the probabilities add up to 1; None for all of them.
    temperature : float, default 1.0
        :math:`T`, finite and positive. A small one approaches the one-hot vector of the largest
        score, a large one the uniform distribution.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, 1]. A row of nothing but -inf gives NaN; a score of +inf takes everything,
        several share it.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers, or an option is none of the above.
    ValueError
        If `axis` is out of range or named twice, or `temperature` is not finite and positive.

    Notes
    -----
    Not elementwise: each value depends on the whole row. The largest score is subtracted
    first, which changes nothing (numerator and denominator share the factor) and keeps
    :math:`e^{x_i}` from overflowing at 710, in float32 at 89.

    References
    ----------
    .. [1] Bridle (1990), *Probabilistic interpretation of feedforward classification network
       outputs*, doi:10.1007/978-3-642-76153-9_28.
    .. [2] Blanchard, Higham and Higham (2021), doi:10.1093/imanum/draa038.

    Examples
    --------
    >>> softmax([1000.0, 1001.0, 1002.0]).round(3)
    array([0.09 , 0.245, 0.665])
    """
    temperature = check_finite("temperature", temperature, positive=True)
    return map_rows(lambda x, out: _probabilities(x, temperature, out), x, axis=axis)


def softmax_vjp(g, x, *, axis=-1, temperature=1.0):
    r"""Send a gradient back through softmax: :math:`y_i\,(g_i - \sum_j g_j y_j) / T`.

    Parameters
    ----------
    g : array_like, shape of `x`
        Gradient of the loss with respect to ``y = softmax(x)``.
    x : array_like, any shape
        Scores, not probabilities.
    axis : int, tuple of int or None, default -1
        As in `softmax`.
    temperature : float, default 1.0
        As in `softmax`.

    Returns
    -------
    ndarray, shape of `x`
        Gradient of the loss with respect to `x`: the product of `g` with the Jacobian
        :math:`\operatorname{diag}(y) - y y^\top`, which is never formed. Sums to 0 along `axis`.

    Raises
    ------
    TypeError
        If `g` or `x` is not an array of real numbers, or an option is none of the above.
    ValueError
        If the shapes differ, `axis` is out of range or named twice, or `temperature` is not
        finite and positive.

    Notes
    -----
    A constant added to `g` changes nothing; `g` at the largest score is subtracted first, so
    that a confident row keeps its small gradients instead of the rounding error of `g`.

    Examples
    --------
    >>> softmax_vjp([1.0, 0.0, 0.0], [0.0, 0.0, 0.0]).round(3)
    array([ 0.222, -0.111, -0.111])
    """
    temperature = check_finite("temperature", temperature, positive=True)

    def body(x, g, out):
        y = _probabilities(x, temperature)
        g, scale = _scaled_down(g)
        g = g - g[_largest(x)][:, np.newaxis]
        y *= g - (y * g).sum(axis=-1, keepdims=True)
        value = np.divide(widen(y, temperature), temperature, out=out)
        value /= scale
        return value

    return map_rows(body, x, g, axis=axis)


def log_softmax(x, *, axis=-1):
    r"""Logarithm of softmax, :math:`x_i - \log \sum_j e^{x_j}`.

    Parameters
    ----------
    x : array_like, any shape
        Scores (logits).
    axis : int, tuple of int or None, default -1
        As in `softmax`.

    Returns
    -------
    ndarray, shape of `x`
        Values in [-inf, 0].

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers or `axis` is none of the above.
    ValueError
        If `axis` is out of range or named twice.

    Notes
    -----
    With the largest score :math:`m` subtracted, its own term in the sum is 1, and
    :math:`\log(1 + s)` of the others is taken by `log1p`. Summed with the 1, an `s` below
    1e-16 is lost, and with it the loss of every confident row: it would be exactly 0.

    References
    ----------
    .. [1] Blanchard, Higham and Higham (2021), doi:10.1093/imanum/draa038.

    Examples
    --------
    >>> log_softmax([0.0, -40.0])
    array([-4.24835426e-18, -4.00000000e+01])
    """

    def body(x, out):
        below, largest = _subtract_largest(x, out)
        _, s = _others(below, largest)
        below -= np.log1p(s)
        return below

    return map_rows(body, x, axis=axis)


def log_softmax_vjp(g, x, *, axis=-1):
    r"""Send a gradient back through log-softmax: :math:`g_i - y_i \sum_j g_j`.

    Parameters
    ----------
    g : array_like, shape of `x`
        Gradient of the loss with respect to ``log_softmax(x)``.
    x : array_like, any shape
        Scores (logits).
    axis : int, tuple of int or None, default -1
        As in `softmax`.

    Returns
    -------
    ndarray, shape of `x`
        Gradient of the loss with respect to `x`, with ``y = softmax(x)``.

    Raises
    ------
    TypeError
        If `g` or `x` is not an array of real numbers, or `axis` is none of the above.
    ValueError
        If the shapes differ, or `axis` is out of range or named twice.

    Notes
    -----
    At the largest score, whose `y` may have rounded to 1, the two terms cancel. There the
    same number is computed as :math:`g_i (1 - y_i) - y_i \sum_{j \ne i} g_j`, with
    :math:`1 - y_i` from the sum of the others.

    Examples
    --------
    >>> log_softmax_vjp([1.0, 0.0], [40.0, 0.0])
    array([ 4.24835426e-18, -4.24835426e-18])
    """

    def body(x, g, out):
        below, largest = _subtract_largest(x)
        e, s = _others(below, largest)
        g, scale = _scaled_down(g)
        g_largest = g[largest][:, np.newaxis]
        g_others = g.copy()
        g_others[largest] = 0
        rest = g_others.sum(axis=-1, keepdims=True)
        dx = np.subtract(g, e * ((g_largest + rest) / (1 + s)), out=out)
        dx[largest] = ((g_largest * s - rest) / (1 + s))[:, 0]
        dx /= scale
        return dx

    return map_rows(body, x, g, axis=axis)


def logsumexp(x, *, axis=-1, keepdims=False):
    r"""Logarithm of a sum of exponentials, :math:`\log \sum_j e^{x_j}`: a smooth maximum.

    Parameters
    ----------
    x : array_like, any shape
        Scores (logits).
    axis : int, tuple of int or None, default -1
        The axis or axes to sum along; None for all of them.
    keepdims : bool, default False
        Whether to keep those axes, with length 1.

    Returns
    -------
    ndarray, shape of `x` without `axis`
        Between the largest score and that plus the logarithm of their number; -inf for a row
        of nothing but -inf, and for an empty one.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers or `axis` is none of the above.
    ValueError
        If `axis` is out of range or named twice.

    Notes
    -----
    Computed as :math:`m + \log(1 + s)` with the largest score :math:`m` and the sum :math:`s`
    of the other :math:`e^{x_j - m}`, none of which can overflow.

    References
    ----------
    .. [1] Blanchard, Higham and Higham (2021), doi:10.1093/imanum/draa038.

    Examples
    --------
    >>> logsumexp([[1000.0, 1000.0], [0.0, -40.0]])
    array([1.00069315e+03, 4.24835426e-18])
    """

    def body(x, out):
        below, largest = _subtract_largest(x)
        _, s = _others(below, largest)
        top = x[largest][:, np.newaxis]
        # Where the largest is -inf, so is the value, and there is nothing to add.
        return np.add(top, np.log1p(s), where=top != -np.inf, out=top)

    values = map_rows(body, x, axis=axis, columns=True)
    if keepdims or values.ndim == 0:
        return values
    return values.squeeze(check_axes(axis, values.ndim))[()]


def _probabilities(x, temperature, out=None):
    y, _ = _subtract_largest(x, out)
    if temperature != 1:
        np.divide(widen(y, temperature), temperature, out=y)
        if temperature > 1 and np.isneginf(y).any():
            # The difference may have overflown, although its quotient is an ordinary number.
            half = x / 2 - x[_largest(x)][:, np.newaxis] / 2
            np.divide(widen(half, temperature), temperature / 2, where=np.isneginf(y), out=y)
    np.exp(y, out=y)
    y /= y.sum(axis=-1, keepdims=True)
    return y


def _scaled_down(g):
    """Return `g` with its giant rows times a power of two, so that no sum overflows, and the power.

    Without a row that comes within a few of its lengths of the largest number, it is `g` and 1.
    """
    room = 2.0 ** -math.ceil(math.log2(4 * g.shape[-1]))
    peak = np.maximum(g.max(axis=-1, keepdims=True), -g.min(axis=-1, keepdims=True))
    giant = peak > np.finfo(g.dtype).max * room
    if not giant.any():
        return g, 1
    scale = np.where(giant, g.dtype.type(room), g.dtype.type(1))
    return g * scale, scale


def _largest(x):
    """Return the index of the largest score of every row: NaN, if there is one."""
    return np.arange(len(x)), x.argmax(axis=-1)


def _subtract_largest(x, out=None):
    """Return ``x - max(x)`` of every row, and where the largest score is."""
    largest = _largest(x)
    top = x[largest][:, np.newaxis]
    below = np.subtract(x, top, out=out)
    if not np.isfinite(top).all():
        # inf - inf: 0 (the limit) where the largest score is +inf, NaN in a row of -inf.
        below = np.where(x < top, below, 0 * np.minimum(top, 0))
    return below, largest


def _others(below, largest):
    """Return ``exp(below)`` with 0 for the largest score's 1, and its sum."""
    e = np.exp(below)
    e[largest] = 0
    return e, e.sum(axis=-1, keepdims=True)
