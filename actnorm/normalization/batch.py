"""Batch normalization, forward and backward."""

import numpy as np

from .inputs import as_real, check_eps, check_not_empty, check_parameter
from .moments import centre, inverse_std

__all__ = ["batch_norm", "batch_norm_backward"]


def _channels(x):
    """Axes that share one channel's statistics, and the shape of one number per channel."""
    if x.ndim < 2:
        raise ValueError(f"x has shape {x.shape}; allowed is (N, C) or (N, C, ...)")
    axes = (0, *range(2, x.ndim))
    check_not_empty(x, axes)
    return axes, (1, -1) + (1,) * (x.ndim - 2)


def batch_norm(
    x, gamma=None, beta=None, *,
    running_mean=None, running_var=None, training=True, momentum=0.1, eps=1e-5, ddof=1,
):  # fmt: skip
    """Normalize each channel by its batch's mean and variance (see issue 3)."""
    x, dtype = as_real(x)
    axes, wide = _channels(x)
    c = x.shape[1]
    eps = check_eps(eps)
    gamma = check_parameter(gamma, "gamma", (c,), 1.0)
    beta = check_parameter(beta, "beta", (c,), 0.0)
    running_mean = np.broadcast_to(check_parameter(running_mean, "running_mean", (c,), 0.0), (c,))
    running_var = np.broadcast_to(check_parameter(running_var, "running_var", (c,), 1.0), (c,))
    with np.errstate(all="ignore"):
        if training:
            y, mean = centre(x, axes)
            inverse, var = inverse_std(y, axes, eps)
            n = x.size // c if c else 0
            running_mean = running_mean + momentum * (mean.ravel() - running_mean)
            if n > max(ddof, 1):
                running_var = running_var + momentum * (var.ravel() * n / (n - ddof) - running_var)
        else:
            y = x - running_mean.reshape(wide)
            inverse = 1 / np.sqrt(running_var.reshape(wide) + eps)
        y *= inverse
        y *= np.broadcast_to(gamma, (c,)).reshape(wide)
        y += np.broadcast_to(beta, (c,)).reshape(wide)
        return y.astype(dtype), running_mean, running_var


def batch_norm_backward(dy, x, gamma=None, *, eps=1e-5):
    """Gradients (dx, dgamma, dbeta) of `batch_norm` in training mode."""
    x, dtype = as_real(x)
    dy, _ = as_real(dy, "dy")
    axes, wide = _channels(x)
    c = x.shape[1]
    gamma = np.broadcast_to(check_parameter(gamma, "gamma", (c,), 1.0), (c,))
    with np.errstate(all="ignore"):
        x_hat, _ = centre(x, axes)
        inverse, _ = inverse_std(x_hat, axes, check_eps(eps))
        x_hat *= inverse
        dbeta = dy.sum(axis=axes, dtype=np.float64)
        g, _ = centre(dy, axes)
        slope = (g * x_hat).mean(axis=axes, keepdims=True)
        dgamma = slope.ravel() * (x.size // c if c else 0)
        g -= x_hat * slope
        g *= gamma.reshape(wide) * inverse
        return g.astype(dtype), dgamma.astype(dtype), dbeta.astype(dtype)
