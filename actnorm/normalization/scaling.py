"""Putting a data set on a common scale before training."""

import numpy as np

from .inputs import as_real, check_axes, check_eps, check_not_empty
from .moments import centre, inverse_std

__all__ = ["standardize"]


def standardize(x, *, axis=0, eps=0.0):
    r"""Shift and scale to mean 0 and variance 1, :math:`(x-\mu)/\sqrt{\sigma^2+\epsilon}`."""
    x, dtype = as_real(x)
    axes = check_axes(axis, x.ndim)
    check_not_empty(x, axes)
    with np.errstate(all="ignore"):
        x, _ = centre(x, axes)
        x *= inverse_std(x, axes, check_eps(eps))[0]
        return x.astype(dtype)
