"""What the norms accept, and the sentences with which they refuse the rest."""

import math

import numpy as np

from actnorm.dtypes import as_real, beyond_float64, check_finite, exact_difference


def check_eps(eps):
    """Return `eps` as a float, finite and at least 0."""
    eps = check_finite("eps", eps)
    if eps < 0:
        raise ValueError(f"eps must be at least 0; got {eps!r}")
    return eps


def check_axes(axis, x):
    """Return `axis` (None, an integer or a tuple) as a sorted tuple of axes of `x` from 0 on."""
    axes = range(x.ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    for a in axes:
        if isinstance(a, bool) or not isinstance(a, int | np.integer):
            raise TypeError(f"axis must be None, an integer or a tuple of integers; got {axis!r}")
        if not -x.ndim <= a < x.ndim:
            allowed = f"between {-x.ndim} and {x.ndim - 1}" if x.ndim else "None"
            raise ValueError(f"axis must be {allowed} for x of shape {x.shape}; got {axis!r}")
    axes = sorted(int(a) % x.ndim for a in axes)
    if len(set(axes)) < len(axes):
        raise ValueError(f"axis must name each axis once; got {axis!r}")
    if 0 in (x.shape[a] for a in axes):
        raise ValueError(
            f"x must have at least one value to average along axis {axis!r}; got shape {x.shape}"
        )
    return tuple(axes)


def check_channels(x, *, least=2, training=True):
    """Refuse an `x` that is not (N, C, ...), or that leaves nothing to average in a channel."""
    if x.ndim < least:
        shape = ("(N, C)", "(N, C, ...)", "(N, C, L), with any number of further axes")[least - 1]
        raise ValueError(f"x must have shape {shape}; got shape {x.shape}")
    if training and (x.shape[0] == 0 or 0 in x.shape[2:]):
        raise ValueError(f"x must have at least one value per channel; got shape {x.shape}")


def check_same_shape(dy, x):
    """Refuse a gradient that is not one of `x`'s outputs."""
    if dy.shape != x.shape:
        raise ValueError(f"dy must have the shape of x, {x.shape}; got shape {dy.shape}")


def check_groups(num_groups, channels):
    """Return `num_groups`, an integer that divides the channels."""
    if isinstance(num_groups, bool) or not isinstance(num_groups, int | np.integer):
        raise TypeError(f"num_groups must be an integer; got {num_groups!r}")
    if num_groups < 1 or channels % num_groups:
        raise ValueError(f"num_groups must divide the {channels} channels of x; got {num_groups}")
    return int(num_groups)


def parameter(value, name, shape):
    """Return `gamma`, `beta` or a running statistic, of `shape` or one number; None stays None."""
    if value is None:
        return None
    value, _, _ = as_real(value, name)
    if value.shape not in ((), shape):
        each = f"have shape {shape} or " if shape else ""
        raise ValueError(f"{name} must {each}be one number; got shape {value.shape}")
    return value


def as_rows(x, axes):
    """Bring the averaged `axes` to the end and give one row to each set that shares a mean.

    Returns the matrix (a view where NumPy can) and a function that undoes it.
    """
    others = [a for a in range(x.ndim) if a not in axes]
    order = [*others, *axes]
    moved = x if order == sorted(order) else x.transpose(order)
    groups = math.prod(moved.shape[: len(others)])

    def undo(rows):
        rows = rows.reshape(moved.shape)
        return rows if moved is x else np.ascontiguousarray(rows.transpose(np.argsort(order)))

    return moved.reshape(groups, math.prod(moved.shape[len(others) :])), undo


def centred_integers(x, axes):
    """Take the first number off each set that shares a mean, if float64 would round `x`.

    Returns `x` and what was taken off. Only integers beyond 2**53 change: they become their
    exact differences from the first, as float64.
    """
    if not beyond_float64(x):
        return x, 0.0
    first = x[tuple(slice(0, 1) if a in axes else slice(None) for a in range(x.ndim))]
    return exact_difference(x, first), first.astype(np.float64)
