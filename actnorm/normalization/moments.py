"""Mean and variance that stand a large mean."""

import numpy as np


def centre(x, axes):
    """Return x - mean and the mean over `axes` in float64.

    E[x²] - m² loses everything when m² is larger than the variance by more than
    the precision; centring first does not. The mean itself is rounded, relative to
    *its* size, so what is left over is taken off a second time.
    """
    x = x.astype(np.float64)
    mean = x.mean(axis=axes, keepdims=True)
    # A sum of n equal numbers is rounded, their first one is not: start from it where both
    # agree to rounding, so that a constant feature centres to exact zeros.
    first = x[tuple(slice(0, 1) if a in axes else slice(None) for a in range(x.ndim))]
    n = x.size // mean.size if mean.size else 1
    mean = np.where(np.abs(mean - first) <= n * 2.0**-52 * np.abs(first), first, mean)
    x -= mean
    rest = x.mean(axis=axes, keepdims=True)
    x -= rest
    return x, mean + rest


def inverse_std(centred, axes, eps):
    """Return 1/sqrt(var + eps), and 0 where that would be 1/0 (a constant feature)."""
    var = np.square(centred).mean(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    return np.divide(1.0, std, out=np.zeros_like(std), where=std != 0), var
