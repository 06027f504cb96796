"""Batch norm's inner loops: each channel is normalized by its own statistics.

Data have the shape (samples, channels, pixels). What is done to a block is done to one
contiguous run of memory, and pixels are averaged only when nothing but their sums is left.

The time goes into the passes that NumPy cannot fuse, each over a block in the cache: in training
a subtraction, a square and two sums, then a product and a sum; in evaluation the subtraction,
the product and the sum. PyTorch's kernels do the latter in one, and folding the subtraction
into the sum, as they do, is what loses the digits of a large mean.
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

RUN = 64  # samples summed in the data's own precision; what they sum to is summed in float64


LONG = 4096  # numbers after which a loop of NumPy's no longer waits for its start


class Moments(NamedTuple):
    """Per channel, in float64, of x times 2**-exponent: mean = shift + rest, variance and std.

    `shift` can be taken off in the data's own precision without loss. The exponent is 0
    wherever x is of a size that can be squared.
    """

    shift: np.ndarray
    rest: np.ndarray
    var: np.ndarray
    std: np.ndarray
    exponent: np.ndarray | int


def moments_of(x, eps, dtype, *, centred=None):
    """Return the `Moments` of a batch, computed in `dtype`.

    If given, `centred` is filled with x minus shift.
    """
    exponent = 0
    shift, rest, var = _mean_and_variance(x, dtype, centred=centred)
    unsafe = unsafe_squares(var, eps)
    if unsafe.any():
        top, bottom = (f(x, axis=(0, 2)).astype(float) for f in (np.max, np.min))
        scaled = np.where(unsafe, exponents(np.maximum(top, -bottom), eps), 0)
        if scaled.any():
            exponent = scaled
            shift, rest, var = _mean_and_variance(x, dtype, exponent, centred=centred)
            eps = np.ldexp(float(eps), -2 * exponent)
    return Moments(shift, rest, var, standard_deviation(var, eps), exponent)


def moments_given(mean, var, eps, dtype):
    """Return the `Moments` of statistics that are known, for data of `dtype`."""
    shift = mean.astype(dtype).astype(np.float64)
    moments = Moments(shift, mean - shift, var, standard_deviation(var, eps), 0)
    size = np.abs(mean)
    if not (size > LIMIT[np.dtype(dtype)]).any():
        return moments
    # Two numbers near the end of float64's range have a difference beyond it.
    exponent = np.where(size > LIMIT[np.dtype(np.float64)], 2, 0)
    shift = np.ldexp(np.where(np.isfinite(shift), shift, mean), -exponent)
    rest = np.ldexp(mean, -exponent) - shift
    return Moments(shift, rest, var, np.ldexp(moments.std, -exponent), exponent)


def affine(moments, gamma, beta, x, dtype):
    """Return a function that fills `out`, of `dtype`, with gamma * (block - mean) / std + beta.

    What is multiplied is centred already, so that the affine map costs no digits.
    """
    shift, rest, _, std, exponent = moments
    scale = gamma / std
    offset = beta - rest * scale
    slow = np.flatnonzero(_out_of_range(dtype, shift, scale, offset) | (exponent != 0))
    minus, times, plus = (_tile(v, x, dtype) for v in (shift, scale, offset))

    def fill(block, out, *, centred=False):
        if not centred:
            np.subtract(block, minus[: len(block)], out=out)
        out *= times[: len(block)]
        out += plus[: len(block)]
        if slow.size:
            out[:, slow] = carefully(block[:, slow])

    def carefully(values):
        each = (np.broadcast_to(v, scale.shape)[slow, np.newaxis] for v in (*moments, gamma, beta))
        shift, rest, _, std, exponent, g, b = each
        values = np.ldexp(values.astype(np.float64), -exponent)
        values -= shift
        values -= rest
        values /= std
        values *= g
        values += b
        return values

    return fill


def forward(x, moments, gamma, beta, *, compute, result, centred=None):
    """Normalize by `Moments`, then scale and shift; `centred`, x minus shift, is overwritten."""
    y = np.empty(x.shape, result) if centred is None else centred
    fill = affine(moments, gamma, beta, x, compute)
    for block in _sample_blocks(x, compute):
        out = y[block] if y.dtype == compute else np.empty(y[block].shape, compute)
        fill(x[block], out, centred=centred is not None)
        if y.dtype != compute:
            y[block] = out
    return y


def backward(dy, x, gamma, *, eps, compute, result):
    r"""Return dx, and per channel the sums of dy times x_hat and of dy.

    .. math:: dx = \bigl(dy - \overline{dy} - \hat x\,\overline{dy\,\hat x}\bigr)\gamma/\sigma
    """
    count = len(x) * x.shape[2]
    work = wide_enough(compute, gamma, gradient=dy)
    moments = moments_of(x, eps, work)
    normalize = affine(moments, np.ones_like(gamma), np.zeros_like(gamma), x, work)
    shift, rest, _ = _mean_and_variance(dy, work)
    minus, dx = _tile(shift, x, work), np.empty(x.shape, result)
    x_hats, buffer = (_empty_block(x, work) for _ in range(2))

    def blocks_of_both():
        for block in _sample_blocks(x, work):
            rows, d = x[block], dy[block]
            x_hat, g = x_hats[: len(rows)], buffer[: len(rows)]
            normalize(rows, x_hat)
            yield block, x_hat, np.subtract(d, minus[: len(rows)], out=g)

    # A batch of one block is worked on once, and dx is free to hold the product.
    single = dx.dtype == work and _block_length(x, work) == len(x)
    once = list(blocks_of_both()) if single else None
    slope = np.zeros(len(gamma))
    for block, x_hat, g in once or blocks_of_both():
        # x_hat has mean 0: what is left of g's mean adds nothing to this but its rounding.
        slope += _per_channel(np.multiply(g, x_hat, out=dx[block] if single else g))
    slope /= count
    factor = gamma / np.ldexp(moments.std, moments.exponent)
    factor = _tile(factor, x, wide_enough(work, factor))
    along, left = _tile(slope, x, work), _tile(rest, x, work)
    for block, x_hat, g in once or blocks_of_both():
        x_hat *= along[: len(g)]
        g -= x_hat
        g -= left[: len(g)]
        np.multiply(g, factor[: len(g)], out=dx[block], casting="same_kind")
    return dx, slope * count, (shift + rest) * count


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


def _mean_and_variance(x, dtype, exponent=0, *, centred=None):
    """Return shift, rest and variance of x times 2**-exponent, per channel.

    In one pass [1]_: the mean of a few samples will do for the shift, because the pass measures
    what it missed. Should that be more than a standard deviation, a second pass starts from
    the better mean.

    .. [1] Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115.
    """
    shift, rest = _mean_of_a_few(x, exponent), 0.0
    scaled = np.any(exponent)
    down = _tile(-exponent, x, np.int32) if scaled else None
    squares = _empty_block(x, dtype)
    count = len(x) * x.shape[2]
    for _ in range(2):
        shift = (shift + rest).astype(dtype)
        minus = _tile(shift, x, dtype)
        sums, sums_of_squares = np.zeros((2, x.shape[1]))
        for block in _sample_blocks(x, dtype):
            rows = x[block]
            m = len(rows)
            c = squares[:m] if centred is None else centred[block]
            if scaled:
                rows = np.ldexp(rows.astype(dtype), down[:m])
            np.subtract(rows, minus[:m], out=c)
            sums += _per_channel(c)
            sums_of_squares += _per_channel(np.square(c, out=squares[:m]))
        rest = sums / count
        missed = rest * rest
        var = sums_of_squares / count - missed
        if not (missed > var).any():
            break
    return shift.astype(np.float64), rest, var


def _mean_of_a_few(x, exponent):
    """Return the mean of some 16 samples spread over the batch, and of some 16 of their pixels."""
    few = np.ascontiguousarray(x[:: max(1, len(x) // 16), :, :: max(1, x.shape[2] // 16)])
    if np.any(exponent):
        few = np.ldexp(few.astype(np.float64), -exponent[:, np.newaxis])
    count = few.shape[0] * few.shape[2]
    mean = np.add.reduce(few, axis=(0, 2), dtype=np.float64) / count
    first = few[0, :, :1].reshape(len(mean)).astype(np.float64)
    # As in `rows`: a constant channel has to centre to exact zeros.
    return np.where(np.abs(mean - first) <= count * 2.0**-52 * np.abs(first), first, mean)


def _per_channel(block):
    sums = total(block.reshape(len(block), block.shape[1] * block.shape[2]))
    if block.shape[2] == 1:
        return sums
    return np.add.reduce(sums.reshape(block.shape[1:]), axis=1, dtype=np.float64)


def _sample_blocks(x, dtype):
    """Yield slices of samples that fill a block of `dtype`."""
    return blocks(len(x), np.dtype(dtype).itemsize * x.shape[1] * x.shape[2], multiple=RUN)


def _empty_block(x, dtype):
    return np.empty((_block_length(x, dtype), *x.shape[1:]), dtype)


def _block_length(x, dtype):
    return next(_sample_blocks(x, dtype), slice(0, 0)).stop


def _tile(values, x, dtype):
    """Write one number per channel out to what a block of `x` can be computed with quickly.

    NumPy is quickest on operands of equal shape; but once a sample alone is long enough for its
    loops, more than one sample's copy only takes up the cache.
    """
    values = values.astype(dtype)[np.newaxis, :, np.newaxis]
    samples, length = _block_length(x, dtype), x.shape[1] * x.shape[2]
    if samples <= 1:
        return values
    tile = np.empty((1 if length >= LONG else samples, *x.shape[1:]), dtype)
    tile[...] = values
    return tile


def _out_of_range(dtype, shift, scale, offset):
    """Mark channels in which `affine` would leave the range of `dtype` on its way."""
    limit, size, dtype = LIMIT[np.dtype(dtype)], np.abs(scale), np.finfo(dtype)
    out = (np.abs(shift) > limit) | (np.abs(offset) > limit) | (size > dtype.max)
    return out | (size < dtype.tiny) & (size != 0)


# A size that is lost in rounding when added to the largest number of the dtype.
LIMIT = {
    np.dtype(dtype): float(np.finfo(dtype).max * np.finfo(dtype).eps / 8)
    for dtype in (np.float32, np.float64)
}
