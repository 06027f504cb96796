"""Batch norm's inner loops over columns: each channel is normalized by its own statistics.

The matrix has one row per sample and, for images, one column per channel *and* pixel: what
is done to a block is then done to one contiguous run of memory, and pixels are averaged only
when nothing but their sums is left.
"""

from typing import NamedTuple

import numpy as np

from actnorm.normalization.blocks import blocks
from actnorm.normalization.moments import (
    exponents,
    standard_deviation,
    unsafe_squares,
    wide_enough,
)

RUN = 64  # rows summed in the data's own precision; what they sum to is summed in float64


class Moments(NamedTuple):
    """Per channel, in float64, of x times 2**-exponent: mean = shift + rest, and std.

    `shift` can be taken off in the data's own precision without loss. The exponent is 0
    wherever x is of a size that can be squared.
    """

    shift: np.ndarray
    rest: np.ndarray
    var: np.ndarray
    std: np.ndarray
    exponent: np.ndarray


def column_moments(x, channels, eps, dtype):
    """Return the `Moments` of columns (n, channels * pixels), computed in `dtype`."""
    exponent = np.zeros(channels, int)
    shift, rest, var = _mean_and_variance(x, channels, dtype, exponent)
    unsafe = unsafe_squares(var, eps)
    if unsafe.any():
        by_channel = x.reshape(len(x), channels, x.shape[1] // channels)
        top, bottom = (f(by_channel, axis=(0, 2)).astype(float) for f in (np.max, np.min))
        exponent = np.where(unsafe, exponents(np.maximum(top, -bottom), eps), 0)
        if exponent.any():
            shift, rest, var = _mean_and_variance(x, channels, dtype, exponent)
    std = standard_deviation(var, np.ldexp(float(eps), -2 * exponent))
    return Moments(shift, rest, var, std, exponent)


def given_moments(mean, var, eps, dtype):
    """Return the `Moments` of statistics that are known, for data of `dtype`."""
    shift = mean.astype(dtype).astype(np.float64)
    shift = np.where(np.isfinite(shift), shift, mean)
    # Two numbers near the end of float64's range have a difference beyond it.
    exponent = np.where(np.abs(mean) > _limit(np.float64), 2, 0)
    shift, rest = (np.ldexp(v, -exponent) for v in (shift, mean - shift))
    std = np.ldexp(standard_deviation(var, eps), -exponent)
    return Moments(shift, rest, var, std, exponent)


def affine(moments, gamma, beta, x, dtype):
    """Return a function that fills `out`, of `dtype`, with gamma * (rows - mean) / std + beta.

    The rows are those of a block of the columns `x`. What is multiplied is centred already, so
    that the affine map costs no digits.
    """
    shift, rest, _, std, exponent = moments
    scale = gamma / std
    offset = beta - rest * scale
    # Channels in which a number on the way would leave the range of `dtype`.
    limit, size = _limit(dtype), np.abs(scale)
    slow = (exponent != 0) | (np.abs(shift) > limit) | (np.abs(offset) > limit)
    slow |= (size > np.finfo(dtype).max) | (size < np.finfo(dtype).tiny) & (size != 0)
    slow = np.flatnonzero(slow)
    tiles = [_tile(v, x, dtype) for v in (shift, scale, offset)]

    def fill(rows, out):
        minus, times, plus = (t[: len(rows)] for t in tiles)
        np.subtract(rows, minus, out=out)
        out *= times
        out += plus
        if slow.size:
            shape = len(rows), len(scale), x.shape[1] // len(scale)
            out.reshape(shape)[:, slow] = carefully(rows.reshape(shape)[:, slow])

    def carefully(values):
        values = np.ldexp(values.astype(np.float64), -exponent[slow, np.newaxis])
        values -= shift[slow, np.newaxis]
        values -= rest[slow, np.newaxis]
        values /= std[slow, np.newaxis]
        values *= gamma[slow, np.newaxis]
        values += beta[slow, np.newaxis]
        return values

    return fill


def forward(x, moments, gamma, beta, *, compute, result):
    """Normalize columns by their `Moments`, then scale and shift them."""
    y = np.empty(x.shape, result)
    fill = affine(moments, gamma, beta, x, compute)
    for block in _row_blocks(x, compute):
        out = y[block] if y.dtype == compute else np.empty(y[block].shape, compute)
        fill(x[block], out)
        if y.dtype != compute:
            y[block] = out
    return y


def backward(dy, x, gamma, *, eps, compute, result):
    r"""Return dx, and per channel the sums of dy times x_hat and of dy.

    .. math:: dx = \bigl(dy - \overline{dy} - \hat x\,\overline{dy\,\hat x}\bigr)\gamma/\sigma
    """
    channels = len(gamma)
    count = x.size // max(1, channels)
    work = wide_enough(compute, gamma, gradient=dy)
    moments = column_moments(x, channels, eps, work)
    normalize = affine(moments, np.ones(channels), np.zeros(channels), x, work)
    shift, rest, _ = _mean_and_variance(dy, channels, work, np.zeros(channels, int))
    minus, dx = _tile(shift, x, work), np.empty(x.shape, result)
    buffers = [np.empty_like(minus) for _ in range(3)]

    def centred(block):
        rows = x[block]
        x_hat, g, free = (b[: len(rows)] for b in buffers)
        normalize(rows, x_hat)
        return x_hat, np.subtract(dy[block], minus[: len(rows)], out=g), free

    sums = np.zeros(x.shape[1])
    for block in _row_blocks(x, work):
        x_hat, g, free = centred(block)
        # x_hat has mean 0: what is left of g's mean adds nothing to this but its rounding.
        sums += total(np.multiply(g, x_hat, out=free))
    slope = _per_channel(sums, channels) / count
    along, left = _tile(slope, x, work), _tile(rest, x, work)
    factor = gamma / np.ldexp(moments.std, moments.exponent)
    factor = _tile(factor, x, wide_enough(work, factor))
    for block in _row_blocks(x, work):
        x_hat, g, _ = centred(block)
        x_hat *= along[: len(g)]
        g -= x_hat
        g -= left[: len(g)]
        np.multiply(g, factor[: len(g)], out=dx[block], casting="same_kind")
    return dx, slope * count, (shift + rest) * count


def _row_blocks(x, dtype):
    """Yield slices of rows that fill a block of `dtype`."""
    return blocks(len(x), np.dtype(dtype).itemsize * x.shape[1], multiple=RUN)


def _tile(values, x, dtype):
    """Write one number per channel out to the shape of a block of `x`."""
    first = next(_row_blocks(x, dtype), slice(0, 0))
    out = np.empty((first.stop, x.shape[1]), dtype)
    channels = len(values)
    pixels = x.shape[1] // max(1, channels)
    out.reshape(len(out), channels, pixels)[...] = values[:, np.newaxis]
    return out


def _per_channel(sums, channels):
    """Add up what belongs to a channel's pixels."""
    return sums.reshape(channels, len(sums) // max(1, channels)).sum(axis=1, dtype=np.float64)


def total(x):
    """Sum over rows: runs of `RUN` as a product with ones, which BLAS does fast, then float64."""
    if len(x) == 1:
        return x[0]
    if len(x) <= RUN:
        return np.ones(len(x), x.dtype) @ x
    whole = len(x) // RUN * RUN
    runs = np.ones(RUN, x.dtype) @ x[:whole].reshape(whole // RUN, RUN, x.shape[1])
    sums = np.add.reduce(runs, axis=0, dtype=np.float64)
    if whole < len(x):
        sums += np.add.reduce(x[whole:], axis=0, dtype=np.float64)
    return sums


def _mean_and_variance(x, channels, dtype, exponent):
    """Return shift, rest and variance of columns times 2**-exponent.

    In one pass [1]_: the mean of a few rows will do for the shift, because the pass measures
    what it missed. Should that be more than a standard deviation, a second pass starts from
    the better mean.

    .. [1] Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115.
    """
    shift, rest = _mean_of_a_few(x, channels, exponent), 0.0
    down = _tile(-exponent, x, np.int32) if exponent.any() else None
    centred = np.empty_like(_tile(shift, x, dtype))
    squares = np.empty_like(centred)
    count = x.size // max(1, channels)
    for _ in range(2):
        shift = (shift + rest).astype(dtype)
        minus = _tile(shift, x, dtype)
        sums, sums_of_squares = np.zeros((2, x.shape[1]))
        for block in _row_blocks(x, dtype):
            m = block.stop - block.start
            rows, c = x[block], centred[:m]
            if down is not None:
                rows = np.ldexp(rows.astype(dtype), down[:m])
            np.subtract(rows, minus[:m], out=c)
            sums += total(c)
            sums_of_squares += total(np.square(c, out=squares[:m]))
        rest = _per_channel(sums, channels) / count
        var = _per_channel(sums_of_squares, channels) / count - rest * rest
        if not (rest * rest > var).any():
            break
    return shift.astype(np.float64), rest, var


def _mean_of_a_few(x, channels, exponent):
    """Return the mean of some 16 rows spread over the batch."""
    few = x[:: max(1, len(x) // 16)]
    few = few.reshape(len(few), channels, x.shape[1] // max(1, channels))
    if exponent.any():
        few = np.ldexp(few.astype(np.float64), -exponent[:, np.newaxis])
    count = few.shape[0] * few.shape[2]
    mean = np.add.reduce(few, axis=(0, 2), dtype=np.float64) / count
    first = few[0, :, :1].reshape(channels).astype(np.float64)
    # As in `rows`: a constant channel has to centre to exact zeros.
    return np.where(np.abs(mean - first) <= count * 2.0**-52 * np.abs(first), first, mean)


def _limit(dtype):
    """Return a size that is lost in rounding when added to the largest number of `dtype`."""
    return np.finfo(dtype).max * np.finfo(dtype).eps / 8
