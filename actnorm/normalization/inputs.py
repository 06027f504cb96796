"""What the norms accept, and the sentences with which they refuse the rest."""

import math

import numpy as np


def as_real(x, name="x"):
    """Return `x` as an array to compute with, and the dtype of the result."""
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array; fill it first, e.g. {name}.filled(np.nan)")
    x = np.asarray(x)
    if x.dtype.kind not in "biuf" or x.dtype.itemsize > 8:
        raise TypeError(f"{name} has dtype {x.dtype}; allowed are real numbers up to float64")
    result = np.dtype(f"f{x.dtype.itemsize}") if x.dtype.kind == "f" else np.dtype(float)
    return x, result


def check_eps(eps):
    """Return `eps` as a float, finite and at least 0."""
    if not (np.ndim(eps) == 0 and math.isfinite(eps) and eps >= 0):
        raise ValueError(f"eps={eps!r} must be a finite number >= 0")
    return float(eps)


def check_parameter(value, name, shape, default):
    """Return `gamma` or `beta` in float64: None, a number, or one number per channel."""
    if value is None:
        return np.float64(default)
    value, _ = as_real(value, name)
    if value.shape not in ((), shape):
        raise ValueError(f"{name} has shape {value.shape}; allowed are {shape} or one number")
    return value.astype(np.float64)


def check_axes(axis, ndim):
    """Return `axis` (None, an integer or a tuple) as a sorted tuple of axes from 0 on."""
    axes = tuple(range(ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    for a in axes:
        if isinstance(a, bool) or not isinstance(a, int | np.integer):
            raise TypeError(f"axis={axis!r} must be None, an integer or a tuple of integers")
        if not -ndim <= a < ndim:
            raise ValueError(
                f"axis={a} is out of range for x with {ndim} dimensions; "
                f"allowed are {-ndim} to {ndim - 1}"
            )
    axes = tuple(sorted(a % ndim for a in axes))
    if len(set(axes)) < len(axes):
        raise ValueError(f"axis={axis!r} names an axis twice")
    return axes


def check_not_empty(x, axes):
    """Refuse a mean over nothing."""
    for a in axes:
        if x.shape[a] == 0:
            raise ValueError(
                f"x has shape {x.shape}: axis {a} is empty, and a mean needs at least one value"
            )
