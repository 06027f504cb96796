"""What the functions of whole rows have in common: axes, dtypes, silence, blocks."""

import math

import numpy as np

from actnorm.activations.elementwise import BLOCK_BYTES
from actnorm.dtypes import as_real, beyond_float64, exact_difference


def map_rows(body, x, g=None, *, axis=-1, columns=False):
    """Apply `body` to blocks of whole rows along the axes, under the library's dtype rules.

    Without `columns` the function must not heed a number that is added to a whole row.

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
    axes, shape = check_axes(axis, x.ndim), x.shape or (1,)
    others = tuple(a for a in range(len(shape)) if a not in axes)
    order = others + axes
    moved = order != tuple(range(len(shape)))
    if beyond_float64(x) and not columns:  # only differences count: they are taken exactly
        whole = x.reshape(shape)
        arrays[0] = exact_difference(whole, whole.max(axis=axes, keepdims=True))
    if moved:
        arrays = [array.transpose(order) for array in arrays]
    outer, inner = ([shape[a] for a in some] for some in (others, axes))
    count, length = math.prod(outer), math.prod(inner)
    arrays = [array.reshape(count, length) for array in arrays]
    width = 1 if columns else length
    y = np.empty((count, width), result)
    if length == 0:
        y.fill(-np.inf)  # the logsumexp of an empty row
    step = max(1, BLOCK_BYTES // max(1, length * compute.itemsize))
    with np.errstate(all="ignore"):
        for start in range(0, count if length else 0, step):
            rows = slice(start, start + step)
            out = y[rows] if compute == result else None
            blocks = (array[rows].astype(compute, "C", copy=False) for array in arrays)
            value = body(*blocks, out)
            if value is not out:
                y[rows] = value
    y = y.reshape(*outer, *([1] * len(inner) if columns else inner))
    if moved:
        y = y.transpose(np.argsort(order))
    return y if x.ndim else y.reshape(())[()]


def check_axes(axis, ndim):
    """Return the axes as a tuple of different numbers from 0 on; a 0-d array has axis 0 too."""
    ndim = max(ndim, 1)
    axes = tuple(range(ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    if any(isinstance(a, bool) or not hasattr(a, "__index__") for a in axes):
        raise TypeError(f"axis must be an integer, a tuple of them or None; got {axis!r}")
    if not all(-ndim <= a < ndim for a in axes):
        raise ValueError(f"axis must be between {-ndim} and {ndim - 1} here; got {axis}")
    axes = tuple(sorted(int(a) % ndim for a in axes))
    if len(set(axes)) < len(axes):
        raise ValueError(f"axis must not name an axis twice; got {axis}")
    return axes
