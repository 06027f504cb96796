"""Batch norm's inner loops over columns, in blocks that stay in the cache.

The matrix has one row per sample and, for images, one column per channel *and* pixel: what
is done to a block is then done to one contiguous run of memory, and pixels are averaged only
when nothing but their sums is left.
"""

from typing import NamedTuple

import numpy as np

from actnorm.normalization.moments import BLOCK_BYTES

RUN = 64  # rows summed in the data's own precision; what they sum to is summed in float64


class Moments(NamedTuple):
    """Columns minus `shift`, and per channel, in float64: mean = shift + rest, and variance."""

    centred: np.ndarray
    shift: np.ndarray
    rest: np.ndarray
    var: np.ndarray


def column_moments(x, channels):
    """Return the `Moments` of columns (n, channels * pixels) in float32 or float64.

    Centring first, as in `moments`, in one pass [1]_: the mean of a few rows will do for the
    shift, because the pass measures what it missed. Should that be more than a standard
    deviation, a second pass starts from the better mean.

    .. [1] Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115.
    """
    shift, rest = _mean_of_a_few(x, channels), 0.0
    centred = np.empty_like(x)
    for _ in range(2):
        shift = (shift + rest).astype(x.dtype)
        minus = _tile(shift, x)
        squares = np.empty_like(minus)
        sums, sums_of_squares = np.zeros((2, x.shape[1]))
        for block, m in _blocks(x):
            c = np.subtract(x[block], minus[:m], out=centred[block])
            sums += _total(c)
            sums_of_squares += _total(np.square(c, out=squares[:m]))
        count = x.size // max(1, channels)
        rest = sums.reshape(channels, -1).sum(axis=1) / count
        var = sums_of_squares.reshape(channels, -1).sum(axis=1) / count - rest * rest
        if not (rest * rest > var).any():
            break
    return Moments(centred, shift.astype(np.float64), rest, var)


def scale_columns(x, scale, shift, *, minus=None, out=None):
    """Return (x - minus) * scale + shift, one number per channel each."""
    out = np.empty_like(x) if out is None else out
    minus = None if minus is None else _tile(minus, x)
    scale, shift = _tile(scale, x), _tile(shift, x)
    for block, m in _blocks(x):
        y = x[block] if minus is None else np.subtract(x[block], minus[:m], out=out[block])
        y = np.multiply(y, scale[:m], out=out[block])
        y += shift[:m]
    return out


def _mean_of_a_few(x, channels):
    """Return the mean of some 16 rows spread over the batch."""
    few = x[:: max(1, len(x) // 16)]
    few = few.reshape(len(few), channels, x.shape[1] // max(1, channels))
    count = few.shape[0] * few.shape[2]
    mean = np.add.reduce(few, axis=(0, 2), dtype=np.float64) / count
    first = few[0, :, 0].astype(np.float64)
    # As in `moments.centre`: a constant channel has to centre to exact zeros.
    return np.where(np.abs(mean - first) <= count * 2.0**-52 * np.abs(first), first, mean)


def _block_rows(x):
    rows = max(1, BLOCK_BYTES // (x.itemsize * max(1, x.shape[1])))
    return min(len(x), rows if rows < RUN else rows // RUN * RUN)


def _blocks(x):
    """Yield slices of rows that fill a block, and how many rows each has."""
    step = max(1, _block_rows(x))
    for start in range(0, len(x), step):
        stop = min(start + step, len(x))
        yield slice(start, stop), stop - start


def _tile(per_channel, x):
    """Write one number per channel out to the shape of a block of `x`."""
    pixels = x.shape[1] // max(1, len(per_channel))
    tile = np.empty((_block_rows(x), x.shape[1]), x.dtype)
    tile.reshape(len(tile), len(per_channel), pixels)[...] = per_channel[:, np.newaxis]
    return tile


def _total(x):
    """Sum over rows: runs of `RUN` as a product with ones, which BLAS does fast, then float64."""
    if len(x) == 1:
        return x[0]
    if len(x) <= RUN:
        return np.ones(len(x), x.dtype) @ x
    whole = len(x) // RUN * RUN
    runs = np.ones(RUN, x.dtype) @ x[:whole].reshape(whole // RUN, RUN, x.shape[1])
    total = np.add.reduce(runs, axis=0, dtype=np.float64)
    if whole < len(x):
        total += np.add.reduce(x[whole:], axis=0, dtype=np.float64)
    return total
