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

    `shift` can be taken off in the data's own precision without loss. The exponent is None
    where all of x is of a size that can be squared.
    """

    shift: np.ndarray
    rest: np.ndarray
    var: np.ndarray
    std: np.ndarray
    exponent: np.ndarray | None = None

    def unscaled(self):
        """Return mean, variance and std of x itself."""
        mean = self.shift + self.rest
        if self.exponent is None:
            return mean, self.var, self.std
        powers = self.exponent, 2 * self.exponent, self.exponent
        return tuple(map(np.ldexp, (mean, self.var, self.std), powers))


def moments_of(x, eps, dtype, **memory):
    """Return the `Moments` of a batch, computed in `dtype`, with `_mean_and_variance`'s memory."""
    exponent = None
    shift, rest, var = _mean_and_variance(x, dtype, **memory)
    unsafe = unsafe_squares(var, eps)
    if unsafe is not None and unsafe.size:
        top, bottom = (f(x, axis=(0, 2)).astype(float) for f in (np.max, np.min))
        scaled = np.zeros(len(var), int)
        scaled[unsafe] = exponents(np.maximum(top, -bottom), eps)[unsafe]
        if scaled.any():
            exponent = scaled
            shift, rest, var = _mean_and_variance(x, dtype, exponent, **memory)
            eps = np.ldexp(float(eps), -2 * exponent)
    return Moments(shift, rest, var, standard_deviation(var, eps), exponent)


def moments_given(mean, var, eps, dtype):
    """Return the `Moments` of statistics that are known, for data of `dtype`."""
    shift = mean.astype(dtype).astype(np.float64)
    moments = Moments(shift, mean - shift, var, standard_deviation(var, eps))
    size = np.abs(mean)
    if not (size > LIMIT[dtype]).any():
        return moments
    # Two numbers near the end of float64's range have a difference beyond it.
    exponent = np.where(size > LIMIT[np.dtype(np.float64)], 2, 0)
    shift = np.ldexp(np.where(np.isfinite(shift), shift, mean), -exponent)
    rest = np.ldexp(mean, -exponent) - shift
    return Moments(shift, rest, var, np.ldexp(moments.std, -exponent), exponent)


def affine(moments, gamma, beta, x, cuts, dtype):
    """Return a function that fills `out`, of `dtype`, with gamma * (block - mean) / std + beta.

    What is multiplied is centred already, so that the affine map costs no digits.
    """
    shift, rest, _, std, exponent = moments
    maps = np.empty((3, len(shift)))
    maps[0] = shift
    np.divide(gamma, std, out=maps[1])
    np.subtract(beta, rest * maps[1], out=maps[2])
    slow = _out_of_range(maps, exponent, dtype)
    minus, times, plus = _tiles(maps, x, cuts, dtype)

    def fill(block, out, *, centred=False):
        if not centred:
            np.subtract(block, minus[: len(block)], out=out)
        out *= times[: len(block)]
        out += plus[: len(block)]
        if slow is not None:
            out[:, slow] = carefully(block[:, slow])

    def carefully(values):
        given = (shift, rest, std, gamma, beta, 0 if exponent is None else exponent)
        each = (np.broadcast_to(v, shift.shape)[slow, np.newaxis] for v in given)
        minus, left, by, g, b, down = each
        values = np.ldexp(values.astype(np.float64), -down)
        values -= minus
        values -= left
        values /= by
        values *= g
        values += b
        return values

    return fill


def forward(x, moments, gamma, beta, *, compute, result, centred=None):
    """Normalize by `Moments`, then scale and shift; `centred`, x minus shift, is overwritten."""
    y = np.empty(x.shape, result) if centred is None else centred
    cuts = _cuts(x, compute)
    fill = affine(moments, gamma, beta, x, cuts, compute)
    for block in cuts:
        out = y[block] if y.dtype == compute else np.empty(y[block].shape, compute)
        fill(x[block], out, centred=centred is not None)
        if y.dtype != compute:
            y[block] = out
    return y


def backward(dy, x, gamma, *, eps, compute, result, moments=None):
    r"""Return dx, and per channel the sums of dy times x_hat and of dy.

    .. math:: dx = \bigl(dy - \overline{dy} - \hat x\,\overline{dy\,\hat x}\bigr)\gamma/\sigma

    The `moments` of x, computed in `compute`, may be given by who has them.
    """
    count = len(x) * x.shape[2]
    work = wide_enough(compute, gamma, gradient=dy)
    cuts = _cuts(x, work)
    dx = np.empty(x.shape, result)
    x_hats, buffer = (np.empty((cuts[0].stop, *x.shape[1:]), work) for _ in range(2))
    # A batch of one block is worked on once, and dx is free to hold the product.
    single = len(cuts) == 1 and dx.dtype == work
    known = moments is not None and work == compute
    if not known:
        moments = moments_of(x, eps, work, centred=x_hats if single else None, spare=buffer)
    normalize = affine(moments, 1.0, 0.0, x, cuts, work)
    shift = _mean_of_all(dy, cuts, work, spare=buffer)
    minus = _tiles(shift, x, cuts, work)

    def blocks_of_both():
        for block in cuts:
            rows = x[block]
            x_hat, g = x_hats[: len(rows)], buffer[: len(rows)]
            normalize(rows, x_hat, centred=single and not known)
            yield block, x_hat, np.subtract(dy[block], minus[: len(rows)], out=g)

    once = list(blocks_of_both()) if single else None
    rest, slope = np.zeros((2, len(gamma)))
    for block, x_hat, g in once or blocks_of_both():
        rest += _per_channel(g)
        # x_hat has mean 0: what is left of g's mean adds nothing to this but its rounding.
        slope += _per_channel(np.multiply(g, x_hat, out=dx[block] if single else g))
    factor = gamma / moments.unscaled()[2]
    along, left = _tiles(np.array((slope, rest)) / count, x, cuts, work)
    factor = _tiles(factor, x, cuts, wide_enough(work, factor))
    for block, x_hat, g in once or blocks_of_both():
        x_hat *= along[: len(g)]
        g -= x_hat
        g -= left[: len(g)]
        np.multiply(g, factor[: len(g)], out=dx[block], casting="same_kind")
    return dx, slope, shift * count + rest


def total(x):
    """Sum over rows: runs of `RUN` as a product with ones, which BLAS does fast, then float64."""
    if len(x) == 1:
        return x[0]
    if len(x) <= RUN:
        return ONES[x.dtype][: len(x)] @ x
    whole = len(x) // RUN * RUN
    runs = ONES[x.dtype] @ x[:whole].reshape(whole // RUN, RUN, x.shape[1])
    sums = np.add.reduce(runs, axis=0, dtype=np.float64)
    if whole < len(x):
        sums += np.add.reduce(x[whole:], axis=0, dtype=np.float64)
    return sums


def _mean_and_variance(x, dtype, exponent=None, *, centred=None, spare=None):
    """Return shift, rest and variance of x times 2**-exponent, per channel.

    If given, `centred` is filled with x minus shift; `spare` has room for a block, to compute in.

    In one pass [1]_: the mean of a few samples will do for the shift, because the pass measures
    what it missed. Should that be more than a standard deviation, a second pass starts from
    the better mean.

    .. [1] Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115.
    """
    cuts = _cuts(x, dtype)
    mean = _mean_of_a_few(x, exponent)
    down = None if exponent is None else _tiles(-exponent, x, cuts, np.dtype(np.int32))
    if spare is None:
        spare = np.empty((cuts[0].stop if cuts else 0, *x.shape[1:]), dtype)
    count = len(x) * x.shape[2]
    for _ in range(2):
        shift = mean.astype(dtype, copy=False)
        minus = _tiles(shift, x, cuts, dtype)
        sums, sums_of_squares = np.zeros((2, x.shape[1]))
        for block in cuts:
            rows = x[block]
            m = len(rows)
            c = spare[:m] if centred is None else centred[block]
            if down is not None:
                rows = np.ldexp(rows.astype(dtype), down[:m])
            np.subtract(rows, minus[:m], out=c)
            sums += _per_channel(c)
            sums_of_squares += _per_channel(np.square(c, out=spare[:m]))
        rest = sums / count
        missed = rest * rest
        sums_of_squares /= count
        var = sums_of_squares - missed
        again = missed > var
        if not again.any():
            break
        # Also where a channel is constant, and the mean of a few rounded: it has to centre to
        # zeros. The other channels keep their last bits.
        mean = np.where(again, _or_first(shift + rest, x, exponent, count * EPS), mean)
    return shift.astype(np.float64), rest, var


def _mean_of_a_few(x, exponent):
    """Return the mean of some 16 samples spread over the batch, and of some 16 of their pixels."""
    few = np.ascontiguousarray(x[:: max(1, len(x) // 16), :, :: max(1, x.shape[2] // 16)])
    if exponent is not None:
        few = np.ldexp(few.astype(np.float64), -exponent[:, np.newaxis])
    count = few.shape[0] * few.shape[2]
    mean = np.add.reduce(few, axis=(0, 2), dtype=np.float64)
    mean /= count
    return mean


def _mean_of_all(x, cuts, dtype, *, spare):
    """Return the mean as a float64 that can be taken off in `dtype`, to within the rounding."""
    sums = np.zeros(x.shape[1])
    for block in cuts:
        values = x[block]
        if values.dtype != dtype:
            values = spare[: len(values)]
            np.copyto(values, x[block])
        sums += _per_channel(values)
    count = len(x) * x.shape[2]
    sums /= count
    mean = _or_first(sums, x, None, count * EPS + RUN * np.finfo(dtype).eps)
    return mean.astype(dtype, copy=False).astype(np.float64, copy=False)


def _or_first(mean, x, exponent, rounding):
    """Return the mean, or the channel's first number where that is the same but for rounding.

    As in `rows`: a constant channel has to centre to exact zeros.
    """
    first = x[0, :, 0].astype(np.float64)
    if exponent is not None:
        first = np.ldexp(first, -exponent)
    return np.where(np.abs(mean - first) <= rounding * np.abs(first), first, mean)


def _per_channel(block):
    samples, channels, pixels = block.shape
    sums = total(block.reshape(samples, channels * pixels))
    if pixels == 1:
        return sums
    return np.add.reduce(sums.reshape(channels, pixels), axis=1, dtype=np.float64)


def _cuts(x, dtype):
    """Return slices of samples that fill a block of `dtype`."""
    return blocks(len(x), dtype.itemsize * x.shape[1] * x.shape[2], multiple=RUN)


def _tiles(values, x, cuts, dtype):
    """Write numbers per channel out to what a block of `x` can be computed with quickly.

    NumPy is quickest on operands of equal shape; but for a single block, writing them out takes
    as long as it saves, and once a sample alone is long enough for NumPy's loops, more than one
    sample's copy only takes up the cache.
    """
    values = values.astype(dtype, copy=False)[..., np.newaxis, :, np.newaxis]
    samples = cuts[0].stop if cuts else 0
    if samples <= 1 or len(cuts) == x.shape[2] == 1:
        return values
    if len(cuts) == 1 or x.shape[1] * x.shape[2] >= LONG:
        samples = 1
    tiles = np.empty((*values.shape[:-3], samples, *x.shape[1:]), dtype)
    tiles[...] = values
    return tiles


def _out_of_range(maps, exponent, dtype):
    """Return the channels in which `affine` would leave the range of `dtype` on its way, or None.

    `maps` holds what it subtracts, multiplies and adds.
    """
    limit, size = LIMIT[dtype], np.abs(maps)
    shift, scale, offset = size
    high = np.maximum.reduce(size, axis=1, initial=0.0).tolist()
    inside = high[0] <= limit and high[1] <= MAX[dtype] and high[2] <= limit
    if inside and exponent is None and np.minimum.reduce(scale, initial=1.0) >= TINY[dtype]:
        return None
    out = (shift > limit) | (offset > limit) | (scale > MAX[dtype])
    out |= (scale < TINY[dtype]) & (scale != 0)
    if exponent is not None:
        out |= exponent != 0
    return out.nonzero()[0] if out.any() else None


EPS = 2.0**-52
FLOATS = [np.dtype(np.float32), np.dtype(np.float64)]
ONES = {dtype: np.ones(RUN, dtype) for dtype in FLOATS}
MAX = {dtype: float(np.finfo(dtype).max) for dtype in FLOATS}
TINY = {dtype: float(np.finfo(dtype).tiny) for dtype in FLOATS}
# A size that is lost in rounding when added to the largest number of the dtype.
LIMIT = {dtype: float(MAX[dtype] * np.finfo(dtype).eps / 8) for dtype in FLOATS}
