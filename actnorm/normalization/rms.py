"""Root mean square normalization: layer norm without the centring."""

import numpy as np

from actnorm.dtypes import as_real
from actnorm.normalization.inputs import (
    as_rows,
    check_axes,
    check_eps,
    check_same_shape,
    parameter,
)
from actnorm.normalization.moments import (
    BLOCK_BYTES,
    rescale,
    row_means,
    safely_squared,
    standard_deviation,
)

__all__ = ["rms_norm", "rms_norm_backward"]

RUN = 256  # squares summed in the data's own precision; what they sum to is summed in float64


def rms_norm(x, gamma=None, *, axis=-1, eps=1e-5):
    r"""Divide each sample by the root mean square of its own features.

    .. math:: y = \gamma\,\frac{x}{\sqrt{\overline{x^2}+\epsilon}}

    Parameters
    ----------
    x : array_like
        One sample per position along the axes that are not in `axis`.
    gamma : array_like, or a number, optional
        Learnt scale, one per feature: its shape is that of `x` along `axis`. None stands for 1.
    axis : int, tuple of int or None, default -1
        The features' axes.
    eps : float, default 1e-5
        Added to the mean square; finite, at least 0.

    Returns
    -------
    ndarray, shape of `x`
        float16, float32 and float64 are kept, other numbers give float64.

    Raises
    ------
    TypeError, ValueError
        As `layer_norm`.

    Notes
    -----
    Nothing is centred: a constant sample gives `gamma` times its sign (0 for a sample of
    zeros), and an output with mean 0 is not promised. NaN makes its own sample NaN, and no
    other; beside an infinity finite numbers go to 0, the limit, and itself to NaN.

    PyTorch's default `eps` is the spacing of the dtype at 1 (1.2e-7 in float32); ours is that
    of the other norms, and of LLaMA 2. Squares that would overflow are taken of numbers that
    were divided by a power of two, which is exact; PyTorch returns 0 there.

    References
    ----------
    .. [1] Zhang and Sennrich (2019), arXiv:1910.07467.

    Examples
    --------
    >>> rms_norm([[3.0, 4.0], [30.0, 40.0]], eps=0.0).round(4)
    array([[0.8485, 1.1314],
           [0.8485, 1.1314]])
    """
    x, compute, result = as_real(x)
    axes = check_axes(axis, x)
    gamma = parameter(gamma, "gamma", tuple(x.shape[a] for a in axes), 1.0).reshape(-1)
    eps = check_eps(eps)
    rows, undo = as_rows(x, axes)
    y = np.empty(rows.shape, result)
    step = max(1, BLOCK_BYTES // (compute.itemsize * max(1, rows.shape[1])))
    with np.errstate(all="ignore"):
        # Written out to a block's shape, gamma is one contiguous run like the block itself.
        scale = np.tile(gamma.astype(compute), (min(step, len(rows)), 1))
        for start in range(0, len(rows), step):
            block = np.ascontiguousarray(rows[start : start + step], dtype=compute)
            x_hat = _divide_by_rms(block, eps)
            out = y[start : start + step]
            np.multiply(x_hat, scale[: len(out)], out=out, casting="same_kind")
    return undo(y)


def rms_norm_backward(dy, x, gamma=None, *, axis=-1, eps=1e-5):
    r"""Gradients of `rms_norm`.

    With :math:`g=\gamma\,dy`, :math:`\hat x=x/\sqrt{\overline{x^2}+\epsilon}` and means over
    the features,

    .. math::
        dx = \frac{g - \hat x\;\overline{g\,\hat x}}{\sqrt{\overline{x^2}+\epsilon}},
        \quad d\gamma = \sum dy\,\hat x

    where the last one sums over the samples.

    Parameters
    ----------
    dy : array_like, shape of `x`
        Gradient of the loss at the output.
    x, gamma, axis, eps
        As given to `rms_norm`.

    Returns
    -------
    dx : ndarray, shape of `x`
    dgamma : ndarray, shape of `x` along `axis`
        Both in the dtype that `rms_norm` would return; sums are float64 inside.

    Raises
    ------
    TypeError, ValueError
        As `rms_norm`; also if `dy` has another shape than `x`.

    Notes
    -----
    For a sample of zeros with ``eps=0``, where there is no derivative, `dx` is 0 by convention.

    References
    ----------
    .. [1] Zhang and Sennrich (2019), arXiv:1910.07467.

    Examples
    --------
    >>> dx, dgamma = rms_norm_backward([[1.0, 0.0]], [[3.0, 4.0]], eps=0.0)
    >>> dx.round(4), dgamma.round(4)  # nothing along x: its length does not matter
    (array([[ 0.181 , -0.1358]]), array([0.8485, 0.    ]))
    """
    x, _, result = as_real(x)
    dy, _, _ = as_real(dy, "dy")
    check_same_shape(dy, x)
    axes = check_axes(axis, x)
    shape = tuple(x.shape[a] for a in axes)
    gamma = parameter(gamma, "gamma", shape, 1.0).reshape(-1)
    eps = check_eps(eps)
    rows, undo = as_rows(x, axes)
    dy, _ = as_rows(dy, axes)
    with np.errstate(all="ignore"):
        x_hat, rms = _x_hat_and_rms(rows.astype(np.float64), eps)
        dy = dy.astype(np.float64)
        dgamma = (dy * x_hat).sum(axis=0)
        dx = dy * gamma
        dx -= x_hat * row_means(dx * x_hat)
        dx /= rms
        return undo(dx.astype(result)), dgamma.reshape(shape).astype(result)


def _divide_by_rms(rows, eps):
    mean_square = _mean_square(rows)
    if safely_squared(mean_square, eps):
        return rows / np.sqrt(mean_square + eps).astype(rows.dtype)
    # Too large to be squared, or perhaps too small.
    return _x_hat_and_rms(rows.astype(np.float64), eps)[0]


def _mean_square(rows):
    """Return the mean squares as a float64 column; runs of squares are BLAS dot products."""
    n = rows.shape[1]
    whole = n // RUN * RUN
    runs, last = rows[:, :whole].reshape(len(rows), whole // RUN, RUN), rows[:, np.newaxis, whole:]
    total = sum(
        (part[..., np.newaxis, :] @ part[..., np.newaxis]).sum(axis=(1, 2), dtype=np.float64)
        for part in (runs, last)
        if part.size
    )
    return total / n


def _x_hat_and_rms(rows, eps):
    rows, eps, exponent = rescale(rows, eps)
    rms = standard_deviation(row_means(np.square(rows)), eps)
    return rows / rms, np.ldexp(rms, exponent)
