"""Softmax and its relatives: functions of a whole row of scores, with their backward passes."""

import math

import numpy as np

from actnorm.activations.elementwise import BLOCK_BYTES
from actnorm.dtypes import as_real, check_finite


def softmax(x, *, axis=-1, temperature=1.0):
    r"""Softmax, :math:`y_i = e^{x_i/T} / \sum_j e^{x_j/T}`: scores to probabilities.

    Parameters
    ----------
    x : array_like, any shape
        Scores (logits); -inf excludes a class. A 0-d score counts as a row of one.
    axis : int, default -1
        The axis along which the probabilities add up to 1.
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
        If `x` is not an array of real numbers, or an option is not a number.
    ValueError
        If `axis` is out of range or `temperature` is not finite and positive.

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
    axis : int, default -1
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
        If `g` or `x` is not an array of real numbers, or an option is not a number.
    ValueError
        If the shapes differ, `axis` is out of range or `temperature` is not finite and positive.

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
        g = g - g[_largest(x)][:, np.newaxis]
        y *= g - (y * g).sum(axis=-1, keepdims=True)
        return np.divide(y, _divisor(temperature, x.dtype), out=out)

    return map_rows(body, x, g, axis=axis)


def log_softmax(x, *, axis=-1):
    r"""Logarithm of softmax, :math:`x_i - \log \sum_j e^{x_j}`.

    Parameters
    ----------
    x : array_like, any shape
        Scores (logits).
    axis : int, default -1
        As in `softmax`.

    Returns
    -------
    ndarray, shape of `x`
        Values in [-inf, 0].

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers or `axis` is not an integer.
    ValueError
        If `axis` is out of range.

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
    axis : int, default -1
        As in `softmax`.

    Returns
    -------
    ndarray, shape of `x`
        Gradient of the loss with respect to `x`, with ``y = softmax(x)``.

    Raises
    ------
    TypeError
        If `g` or `x` is not an array of real numbers, or `axis` is not an integer.
    ValueError
        If the shapes differ or `axis` is out of range.

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
        g_largest = g[largest][:, np.newaxis]
        g_others = g.copy()
        g_others[largest] = 0
        rest = g_others.sum(axis=-1, keepdims=True)
        dx = np.subtract(g, e * ((g_largest + rest) / (1 + s)), out=out)
        dx[largest] = ((g_largest * s - rest) / (1 + s))[:, 0]
        return dx

    return map_rows(body, x, g, axis=axis)


def logsumexp(x, *, axis=-1, keepdims=False):
    r"""Logarithm of a sum of exponentials, :math:`\log \sum_j e^{x_j}`: a smooth maximum.

    Parameters
    ----------
    x : array_like, any shape
        Scores (logits).
    axis : int, default -1
        The axis to sum along.
    keepdims : bool, default False
        Whether to keep that axis, with length 1.

    Returns
    -------
    ndarray, shape of `x` without `axis`
        Between the largest score and that plus the logarithm of their number; -inf for a row
        of nothing but -inf, and for an empty one.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers or `axis` is not an integer.
    ValueError
        If `axis` is out of range.

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
    return values if keepdims or values.ndim == 0 else values.squeeze(axis)[()]


def map_rows(body, x, g=None, *, axis=-1, columns=False):
    """Apply `body` to blocks of whole rows along `axis`, under the library's dtype rules.

    The body sees contiguous matrices, never empty ones (of `x`, or of `x` and `g`), and returns
    one of the same shape, or a column. As in `elementwise`, it is also given the place that its
    result belongs to, or None, for its last operation to write there. As the rows lie along the
    last axis, all sums are NumPy's pairwise ones, whatever the axis was.
    """
    x, compute, result = as_real(x)
    arrays = [x]
    if g is not None:
        arrays.append(as_real(g, "g")[0])
        if arrays[1].shape != x.shape:
            raise ValueError(f"g must have the shape of x, {x.shape}; got {arrays[1].shape}")
    axis = _check_axis(axis, x.ndim)
    arrays = [np.moveaxis(np.atleast_1d(array), axis, -1) for array in arrays]
    *outer, length = arrays[0].shape
    arrays = [array.reshape(math.prod(outer), length) for array in arrays]
    width = 1 if columns else length
    y = np.empty((math.prod(outer), width), result)
    if length == 0:
        y.fill(-np.inf)  # the logsumexp of an empty row
    step = max(1, BLOCK_BYTES // max(1, length * compute.itemsize))
    with np.errstate(all="ignore"):
        for start in range(0, len(y) if length else 0, step):
            rows = slice(start, start + step)
            out = y[rows] if compute == result else None
            blocks = (array[rows].astype(compute, "C", copy=False) for array in arrays)
            value = body(*blocks, out)
            if value is not out:
                y[rows] = value
    y = np.moveaxis(y.reshape(*outer, width), -1, axis)
    return y if x.ndim else y[0]


def _check_axis(axis, ndim):
    if isinstance(axis, bool) or not hasattr(axis, "__index__"):
        raise TypeError(f"axis must be an integer; got {axis!r}")
    ndim = max(ndim, 1)
    if not -ndim <= axis < ndim:
        raise ValueError(f"axis must be between {-ndim} and {ndim - 1} here; got {axis}")
    return int(axis)


def _probabilities(x, temperature, out=None):
    y, _ = _subtract_largest(x, out)
    if temperature != 1:
        y /= _divisor(temperature, x.dtype)
    np.exp(y, out=y)
    y /= y.sum(axis=-1, keepdims=True)
    return y


def _divisor(temperature, dtype):
    # In float32 a tiny temperature would round to 0, and 0/0 is NaN.
    return max(temperature, float(np.finfo(dtype).tiny))


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
