"""The norms of `actnorm.normalization`, for many networks at once.

They know one batch (samples, units). Arrays here are (samples, replicates, units), and a fold
brings them to that: a norm that averages over the batch sees replicates × units as so many
channels; one that averages over the units sees samples × replicates as so many samples, and its
gamma and beta, which differ from replicate to replicate, are applied here.
"""

import numpy as np

from actnorm.normalization import NORMS

__all__ = ["denormalize", "layer_norms", "normalize", "over_batch"]


def layer_norms():
    """Return the names of the norms that average over something without pixels and groups."""
    return tuple(name for name, norm in NORMS.items() if {"N", "C"} & set(norm.axes))


def over_batch(norm):
    """Whether a sample's output depends on its batch-mates."""
    return "N" in norm.axes


def normalize(norm, x, p, running, *, training):
    """Return the norm's output, what it was before gamma and beta (or None), and `running`."""
    names = [name for name in ("gamma", "beta") if name in p]
    if not over_batch(norm):
        x_hat = norm.f(x.reshape(-1, x.shape[2])).reshape(x.shape)
        y = x_hat * p["gamma"]
        if "beta" in p:
            y += p["beta"]
        return y, x_hat, running
    options = {}
    if norm.running:
        mean, var = running
        options = {"running_mean": mean.ravel(), "running_var": var.ravel(), "training": training}
    found = norm.f(x.reshape(len(x), -1), *(p[name].ravel() for name in names), **options)
    y, *moved = found if norm.running else (found,)
    return y.reshape(x.shape), None, tuple(part.reshape(x.shape[1:]) for part in moved) or running


def denormalize(norm, dy, x, x_hat, p):
    """Return the gradients at the norm's input `x`, and by name those of its parameters."""
    if not over_batch(norm):
        dx = norm.backward((dy * p["gamma"]).reshape(-1, x.shape[2]), x.reshape(-1, x.shape[2]))[0]
        grads = {"gamma": np.sum(dy * x_hat, axis=0)}
        if "beta" in p:
            grads["beta"] = dy.sum(axis=0)
        return dx.reshape(x.shape), grads
    dx, *rest = norm.backward(dy.reshape(len(x), -1), x.reshape(len(x), -1), p["gamma"].ravel())
    grads = {
        name: part.reshape(x.shape[1:])
        for name, part in zip(("gamma", "beta"), rest, strict=False)
        if name in p
    }
    return dx.reshape(x.shape), grads
