"""Softmax and its relatives: functions of a whole row of scores, with their backward passes."""

import functools

import numpy as np

from actnorm.activations.elementwise import BLOCK_BYTES, as_real, check_finite


def rowwise(body):
    """Turn a formula over the rows of a matrix into a function along any axis.

    The dtype rules are those of :func:`~actnorm.activations.elementwise.elementwise`.
    The body sees blocks of whole contiguous rows (of `x`, or of `g` and `x`), which also means
    that every sum along a row is NumPy's pairwise one, whatever the axis.
    """

    @functools.wraps(body)
    def function(*arrays, axis=-1, **options):
        x, compute, result = as_real(arrays[-1])
        if len(arrays) == 2:
            g, _, _ = as_real(arrays[0], "g")
            if g.shape != x.shape:
                raise ValueError(f"g must have the shape of x, {x.shape}; got {g.shape}")
            arrays = (g, x)
        else:
            arrays = (x,)
        axis = _check_axis(axis, x.ndim)
        rows = [np.moveaxis(np.atleast_1d(array), axis, -1) for array in arrays]
        shape = rows[-1].shape
        rows = [row.reshape(int(np.prod(shape[:-1])), shape[-1]) for row in rows]
        out = np.empty(rows[-1].shape, result)
        step = max(1, BLOCK_BYTES // max(1, shape[-1] * compute.itemsize))
        with np.errstate(all="ignore"):
            for start in range(0, max(len(out), 1), step):
                block = slice(start, start + step)
                parts = [row[block].astype(compute, copy=False) for row in rows]
                out[block] = body(*parts, **options)
        return np.moveaxis(out.reshape(shape), -1, axis).reshape(x.shape)[()]

    return function


def _check_axis(axis, ndim):
    try:
        axis = axis.__index__()
    except AttributeError:
        raise TypeError(f"axis must be an integer; got {axis!r}") from None
    ndim = max(ndim, 1)  # a 0-d score counts as a row of one
    if not -ndim <= axis < ndim:
        raise ValueError(f"axis must be between {-ndim} and {ndim - 1} here; got {axis}")
    return axis


def _below_max(x):
    """Return ``x - max(x)`` of every row, and the maxima as a column."""
    top = x.max(axis=-1, keepdims=True, initial=-np.inf)
    below = x - top
    if not np.isfinite(top).all():
        # inf - inf: 0 where the largest score is +inf (the limit), NaN for a row of -inf.
        below = np.where(x < top, below, 0 * np.minimum(top, 0))
    return below, top


@rowwise
def softmax(x, *, temperature=1.0):
    """Softmax."""
    temperature = check_finite("temperature", temperature, positive=True)
    below, _ = _below_max(x)
    e = np.exp(below / temperature)
    return e / e.sum(axis=-1, keepdims=True)


@rowwise
def softmax_vjp(g, x):
    """Backward."""
    below, _ = _below_max(x)
    e = np.exp(below)
    y = e / e.sum(axis=-1, keepdims=True)
    return y * (g - (g * y).sum(axis=-1, keepdims=True))
