"""Norms that look at one sample at a time: what they share besides their formula.

Features are named by their axes (layer, RMS norm) or are the channels of a group (group,
instance norm); either way the rows of a matrix are normalized.
"""

import math

import numpy as np

from actnorm.dtypes import as_real
from actnorm.normalization.blocks import gradient_dtype
from actnorm.normalization.inputs import (
    as_rows,
    centred_integers,
    check_axes,
    check_channels,
    check_eps,
    check_groups,
    check_same_shape,
    parameter,
)
from actnorm.normalization.moments import STATISTICS, within_reach
from actnorm.normalization.rows import backward, forward


def along(x, gamma, beta, *, axis, eps, statistic, shared=False):
    """Normalize each sample along `axis` by a key of `STATISTICS`.

    `gamma` and `beta` have a number for each feature, or are `shared` by all of them.
    """
    x, compute, result = as_real(x)
    axes = check_axes(axis, x)
    gamma, beta = _features(x, () if shared else axes, gamma, beta)
    eps = check_eps(eps)
    with np.errstate(all="ignore"):
        rows, undo = _samples(x, axes, STATISTICS[statistic].centres)
        options = {"eps": eps, "statistic": statistic, "compute": compute, "result": result}
        return undo(forward(rows, gamma, beta, **options))


def along_backward(dy, x, gamma, *, axis, eps, statistic, shared=False):
    """Return the gradients of `along`."""
    x, compute, result = as_real(x)
    dy, _, _ = as_real(dy, "dy")
    check_same_shape(dy, x)
    axes = check_axes(axis, x)
    (gamma,) = _features(x, () if shared else axes, gamma)
    eps = check_eps(eps)
    with np.errstate(all="ignore"):
        rows, undo = _samples(x, axes, STATISTICS[statistic].centres)
        dy, scaled_back = within_reach(dy)
        dy, _ = _samples(dy, axes, False)
        options = {
            "eps": eps,
            "statistic": statistic,
            "shared": shared,
            "compute": gradient_dtype(rows[:1, :1], compute),
            "result": result,
        }
        dx, *sums = backward(dy, rows, gamma, **options)
        shape = () if shared else tuple(x.shape[a] for a in axes)
        return scaled_back(undo(dx), *(s.reshape(shape).astype(result) for s in sums))


def in_groups(x, gamma, beta, *, eps, num_groups=None, channelwise=False):
    """Normalize groups of channels of each sample, or each channel."""
    x, compute, result = as_real(x)
    check_channels(x, least=3 if channelwise else 2)
    groups = max(1, x.shape[1]) if channelwise else check_groups(num_groups, x.shape[1])
    gamma, beta = _channels(x, groups, gamma, beta)
    eps = check_eps(eps)
    with np.errstate(all="ignore"):
        rows = _cut(x, groups)
        options = {"eps": eps, "statistic": "mean and variance"}
        options |= {"compute": compute, "result": result}
        return forward(rows, gamma, beta, **options).reshape(x.shape)


def in_groups_backward(dy, x, gamma, *, eps, num_groups=None, channelwise=False):
    """Return the gradients of `in_groups`."""
    x, compute, result = as_real(x)
    dy, _, _ = as_real(dy, "dy")
    check_channels(x, least=3 if channelwise else 2)
    check_same_shape(dy, x)
    groups = max(1, x.shape[1]) if channelwise else check_groups(num_groups, x.shape[1])
    (gamma,) = _channels(x, groups, gamma)
    eps = check_eps(eps)
    with np.errstate(all="ignore"):
        rows = _cut(x, groups)
        options = {
            "eps": eps,
            "statistic": "mean and variance",
            "compute": gradient_dtype(rows[:1, :1], compute),
            "result": result,
        }
        dy, scaled_back = within_reach(dy)
        dx, *sums = backward(dy.reshape(rows.shape), rows, gamma, **options)
        return scaled_back(dx.reshape(x.shape), *(s.reshape(-1).astype(result) for s in sums))


def _features(x, axes, *parameters):
    """Return gamma (and beta) as (1, features), or None."""
    shape = tuple(x.shape[a] for a in axes)
    named = zip(("gamma", "beta"), parameters, strict=False)
    checked = [parameter(p, name, shape) for name, p in named]
    return [p if p is None else p.reshape(1, -1) for p in checked]


def _channels(x, groups, *parameters):
    """Return gamma (and beta) as (groups, channels of one), or None."""
    shape = (groups, x.shape[1] // groups)
    named = zip(("gamma", "beta"), parameters, strict=False)
    checked = [parameter(p, name, x.shape[1:2]) for name, p in named]
    return [p if p is None else p.reshape(shape if p.ndim else (1, 1)) for p in checked]


def _samples(x, axes, centres):
    """Return (samples, 1, features, 1), and how to undo it."""
    if centres:
        x, _ = centred_integers(x, axes)
    rows, undo = as_rows(x, axes)
    return rows[:, np.newaxis, :, np.newaxis], undo


def _cut(x, groups):
    """Return (samples, groups, channels of one, pixels)."""
    shape = len(x), groups, x.shape[1] // groups, math.prod(x.shape[2:])
    split = x.reshape(*shape[:3], *x.shape[2:])
    split, _ = centred_integers(split, tuple(range(2, split.ndim)))
    return split.reshape(shape)
