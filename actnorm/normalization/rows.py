"""The norms' inner loops over rows: each row is normalized by its own statistics.

The time goes into the passes that NumPy cannot fuse, each over a block in the cache: layer norm
sums, subtracts, sums (what the rounded mean has left), sums squares, multiplies twice and adds.
PyTorch reads a row once and writes it once.
"""

import math

import numpy as np

from actnorm.normalization.blocks import sample_blocks
from actnorm.normalization.columns import total
from actnorm.normalization.moments import (
    STATISTICS,
    exponents,
    standard_deviation,
    unsafe_squares,
    wide_enough,
)

RUN = 1024  # numbers of a row summed in the data's own precision; the sums are summed in float64
NARROW = 64  # for rows shorter than this, BLAS needs longer to be called than to work


def forward(x, gamma, beta, *, eps, statistic, compute, result):
    """Normalize rows, then scale and shift them.

    `x` has shape (samples, groups, features, pixels), and a row is what follows the groups;
    `gamma` and `beta`, of shape (groups, features) or (1, 1), may be None.
    """
    work = wide_enough(compute, gamma, beta)
    y = np.empty(x.shape, result)
    cuts = _cuts(x, work)
    gamma, beta = (_written_out(p, cuts, x.shape, work) for p in (gamma, beta))
    for cut in cuts:
        out = y[cut] if y.dtype == work else np.empty(y[cut].shape, work)
        normalize(_rows(x[cut]), eps, out=_rows(out), statistic=statistic)
        if gamma is not None:
            out *= _of_block(gamma, cut)
        if beta is not None:
            out += _of_block(beta, cut)
        if y.dtype != work:
            y[cut] = out
    return y


def backward(dy, x, gamma, *, eps, statistic, compute, result, shared=False):
    r"""Return dx, and the sums of dy times x_hat and of dy, of shape (groups, features).

    .. math:: dx = \bigl(g - \overline{g} - \hat x\,\overline{g\,\hat x}\bigr)/\sigma,
        \quad g = \gamma\,dy

    where the mean of g is left out for a norm that does not centre, and the second mean is a sum
    for one that adds its squares up. Of `shared` parameters there is one sum, of shape (1, 1).
    """
    work = wide_enough(compute, gamma, gradient=dy)
    dx = np.empty(x.shape, result)
    dgamma, dbeta = np.zeros((2, *((1, 1) if shared else x.shape[1:3])))
    sums = _over_all if shared else _per_feature
    cuts = _cuts(x, work)
    gamma = _written_out(gamma, cuts, x.shape, work)
    for cut in cuts:
        d = np.asarray(dy[cut], dtype=work, order="C")
        x_hat = np.empty(d.shape, work)
        std = normalize(_rows(x[cut]), eps, out=_rows(x_hat), statistic=statistic)
        into = ... if shared else cut[1]
        dbeta[into] += sums(d)
        g = d * x_hat
        dgamma[into] += sums(g)
        g = dx[cut] if dx.dtype == work else g
        np.multiply(d, 1.0 if gamma is None else _of_block(gamma, cut), out=g)
        through_statistics(_rows(g), _rows(x_hat), std, statistic=statistic, out=_rows(x_hat))
        if dx.dtype != work:
            dx[cut] = g
    return dx, dgamma, dbeta


def normalize(x, eps, *, out, statistic):
    """Fill `out`, whose dtype is computed in, with the rows of `x` normalized.

    Returns the column of what they were divided by: standard deviations, root mean squares or
    lengths. A constant row that is centred gives zeros, and so does one of zeros, also with
    ``eps=0``. `out` must not share memory with `x`.
    """
    centres, squares = STATISTICS[statistic]
    count = x.shape[1] if squares == "sum" else 1  # a sum is so many means
    eps = eps / count
    std, square = _normalize(_as(x, out), eps, out=out, centres=centres, count=count)
    unsafe = unsafe_squares(square, eps)
    if unsafe is not None and unsafe.size:
        # Again, and multiplied by an exact power of two: these could not be squared.
        top, bottom = (f(x, axis=1, keepdims=True)[unsafe].astype(float) for f in (np.max, np.min))
        exponent = exponents(np.maximum(top, -bottom), eps)
        moves = exponent[:, 0] != 0
        unsafe, exponent = unsafe[moves], exponent[moves]
        if unsafe.size:
            rows = x[unsafe].astype(out.dtype)
            np.ldexp(rows, -exponent, out=rows)
            scaled = np.ldexp(float(eps), -2 * exponent)
            new, _ = _normalize(rows, scaled, out=rows, centres=centres, count=count)
            out[unsafe], std[unsafe] = rows, np.ldexp(new, exponent)
    return std


def _normalize(rows, eps, *, out, centres, count):
    if centres:
        rows, square = _centre(rows, out)
    else:
        square = mean_products(rows, rows)
    std = standard_deviation(square, eps)
    if count > 1:
        std *= math.sqrt(count)
    np.multiply(rows, (1 / std).astype(out.dtype, copy=False), out=out)
    return std, square


def _centre(rows, out):
    """Fill `out` with the rows minus their means; return it and its mean squares.

    The mean of large numbers is rounded relative to *their* size, so what it left behind is
    taken off a second time, when all numbers are small.
    """
    np.subtract(rows, row_means(rows).astype(out.dtype), out=out)
    rest, square = row_means(out), mean_products(out, out)
    missed = rest * rest > (4 * np.finfo(out.dtype).eps) ** 2 * square
    if missed.any():
        # The mean of n equal numbers is rounded as well. Where it is the first number to within
        # that rounding, start from that: a constant row centres to exact zeros, and for any
        # other what was missed is mended at once.
        first = out[:, :1].astype(np.float64)
        close = missed & (np.abs(rest - first) <= RUN * np.finfo(out.dtype).eps * np.abs(first))
        out -= np.where(close, first, np.where(missed, rest, 0.0)).astype(out.dtype)
        if close.any():
            out -= np.where(close, row_means(out), 0.0).astype(out.dtype)
        square = mean_products(out, out)
    return out, square


def through_statistics(g, x_hat, std, *, statistic, out=None):
    """Send the gradient `g` at x_hat back to x, in place, through the statistics too.

    `out`, which may be `x_hat`, is overwritten.
    """
    centres, squares = STATISTICS[statistic]
    if centres:
        _centre(g, g)
    # x_hat has mean 0: the mean of g would add nothing to this product but its rounding.
    along = mean_products(g, x_hat)
    if squares == "sum":
        along *= g.shape[1]
    g -= np.multiply(x_hat, along.astype(g.dtype, copy=False), out=out)
    divide(g, std)


def row_means(rows):
    """Return the means of the rows as a float64 column."""
    return _mean(lambda runs: np.einsum("...j->...", runs), rows)


def mean_products(a, b):
    """Return the means over rows of a times b as a float64 column.

    Each row is summed by itself, so that no sample's last bit depends on its batch-mates.
    """
    return _mean(_dots if a.shape[1] >= NARROW else _short_dots, a, b)


def _dots(a, b):
    return (a[..., np.newaxis, :] @ b[..., np.newaxis])[..., 0, 0]


def _short_dots(a, b):
    return np.einsum("...j,...j->...", a, b)


def _mean(sums, *matrices):
    length, n = matrices[0].shape
    whole = n // RUN * RUN
    if n <= RUN:
        total = sums(*matrices)[:, np.newaxis]
        return total.astype(np.float64, copy=False) / n
    runs = sums(*(m[:, :whole].reshape(length, whole // RUN, RUN) for m in matrices))
    total = np.add.reduce(runs, axis=1, keepdims=True, dtype=np.float64)
    if whole < n:
        total += sums(*(m[:, whole:] for m in matrices))[:, np.newaxis]
    total /= n
    return total


def divide(rows, std):
    """Divide rows in place by a column, in float64 if need be."""
    if wide_enough(rows.dtype, std) == rows.dtype:
        rows *= (1 / std).astype(rows.dtype)
    else:
        np.divide(rows, std, out=rows, casting="same_kind")


def _cuts(x, dtype):
    samples, groups, features, pixels = x.shape
    row = features * pixels * dtype.itemsize
    return list(sample_blocks(samples, groups, row)) if x.size else []


def _rows(block):
    return block.reshape(block.shape[0] * block.shape[1], block.shape[2] * block.shape[3])


def _as(x, out):
    """Return `x` if it can be computed with as it is, or else its numbers, written into `out`."""
    if x.dtype == out.dtype and x.flags.c_contiguous:
        return x
    np.copyto(out, x)
    return out


def _written_out(parameter, cuts, shape, dtype):
    """Return a parameter in a shape that a block can be computed with quickly, see `columns`."""
    if parameter is None or not cuts:
        return None
    parameter = parameter.astype(dtype, copy=False)[np.newaxis, :, :, np.newaxis]
    samples = cuts[0][0].stop
    if samples == 1 or len(cuts) == shape[3] == 1:
        wide = parameter.shape[1:3] == shape[1:3]
        return parameter if wide else np.broadcast_to(parameter, (1, *shape[1:3], 1))
    return np.broadcast_to(parameter, (1 if len(cuts) == 1 else samples, *shape[1:])).copy()


def _of_block(parameter, cut):
    samples, groups = cut
    return parameter[: samples.stop - samples.start, groups]


def _per_feature(block):
    samples, groups, features, pixels = block.shape
    sums = total(block.reshape(samples, groups * features * pixels))
    if pixels == 1:
        return sums.reshape(groups, features)
    return sums.reshape(groups, features, pixels).sum(axis=2, dtype=np.float64)


def _over_all(block):
    return np.add.reduce(block, axis=None, dtype=np.float64)
