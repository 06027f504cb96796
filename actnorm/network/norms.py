"""The norms of `actnorm.normalization`, for many networks at once.

They know one batch (samples, units). Arrays here are (samples, replicates, units), and a fold
brings them to that: a norm that averages over the batch sees replicates × units as so many
channels; one that averages over the units sees samples × replicates as so many samples, and its
gamma and beta, which differ from replicate to replicate, are applied here.

The loops are called inside the norms' checks, and the backward pass is given what the forward pass
measured. Of a norm that averages over the units the table says it all: what is measured, and
whether gamma has a number for each unit. What a norm over the batch does with running statistics
the table does not say: but for batch norm itself, it is called as anybody would.
"""

from typing import NamedTuple

import numpy as np

from actnorm.normalization import NORMS, batch_norm
from actnorm.normalization.batch import moved, normalized
from actnorm.normalization.columns import Moments
from actnorm.normalization.columns import backward as columns_backward
from actnorm.normalization.moments import wide_enough
from actnorm.normalization.rows import normalize as normalize_rows
from actnorm.normalization.rows import through_statistics

__all__ = ["Kept", "denormalize", "layer_norms", "normalize", "over_batch", "parameters"]

EPS = 1e-5  # of all norms


class Kept(NamedTuple):
    """What the backward pass needs of the forward pass."""

    x_hat: np.ndarray | None = None
    """Of a norm that looks at each sample by itself: its output before gamma and beta."""
    std: np.ndarray | None = None
    """What `x_hat` was divided by, a column of one row per sample and replicate."""
    moments: Moments | None = None
    """Of batch norm in training mode."""


def layer_norms():
    """Return the names of the norms that a layer of units can have.

    They average over something without pixels and groups: the units, or the batch. A norm over
    both would mix the replicates, and one over the batch needs a gamma for each unit.
    """
    return tuple(
        name
        for name, norm in NORMS.items()
        if ("C" in norm.axes) != over_batch(norm)
        and ("C" in norm.parameters or not over_batch(norm))
    )


def parameters(norm, units):
    """Return gamma and, of a norm that centres, beta, as a layer starts with them.

    They have a number for each unit, or one for all: shape (units,) or (1,).
    """
    ones = np.ones(units if "C" in norm.parameters else 1)
    return {"gamma": ones, "beta": 0 * ones} if norm.centres else {"gamma": ones}


def over_batch(norm):
    """Whether a sample's output depends on its batch-mates."""
    return "N" in norm.axes


def normalize(norm, x, p, running, *, training):
    """Return the norm's output, what its backward pass needs (`Kept`), and `running`."""
    if not over_batch(norm):
        x_hat, rows = np.empty(x.shape, x.dtype), (-1, x.shape[2])
        std = normalize_rows(
            x.reshape(rows), EPS, out=x_hat.reshape(rows), statistic=norm.statistic
        )
        y = x_hat * p["gamma"]
        if "beta" in p:
            y += p["beta"]
        return y, Kept(x_hat, std), running
    given = [p[name].reshape(-1) for name in ("gamma", "beta") if name in p]
    mean_and_var = [part.reshape(-1) for part in running or ()]
    if norm.f is batch_norm and training:
        dtypes = {"compute": x.dtype, "result": x.dtype}
        y, moments = normalized(x.reshape(len(x), -1, 1), *given, eps=EPS, **dtypes)
        new = moved(*mean_and_var, moments, len(x))
    else:
        options, moments = {}, None
        if norm.running:
            options = {"training": training}
            options |= zip(("running_mean", "running_var"), mean_and_var, strict=True)
        found = norm.f(x.reshape(len(x), -1), *given, **options)
        y, *new = found if norm.running else (found,)
    running = tuple(part.reshape(x.shape[1:]) for part in new) or running
    return y.reshape(x.shape), Kept(moments=moments), running


def denormalize(norm, dy, x, kept, p):
    """Return the gradients at the norm's input `x`, and by name those of its parameters."""
    if not over_batch(norm):
        g, x_hat = dy * p["gamma"], kept.x_hat
        rows = (-1, x.shape[2])
        if wide_enough(g.dtype, gradient=g) != g.dtype:
            dx = norm.backward(g.reshape(rows), x.reshape(rows))[0]
        else:
            dx = g.reshape(rows)
            through_statistics(dx, x_hat.reshape(rows), kept.std, statistic=norm.statistic)
        grads = {"gamma": np.add.reduce(dy * x_hat, axis=0)}
        if "beta" in p:
            grads["beta"] = np.add.reduce(dy, axis=0)
        if "C" not in norm.parameters:
            grads = {name: g.sum(axis=1, keepdims=True) for name, g in grads.items()}
        return dx.reshape(x.shape), grads
    gamma, columns = p["gamma"].reshape(-1), (len(x), -1)
    if kept.moments is None:
        dx, *rest = norm.backward(dy.reshape(columns), x.reshape(columns), gamma)
    else:
        dy, x_columns = dy.reshape(*columns, 1), x.reshape(*columns, 1)
        options = {"compute": x.dtype, "result": x.dtype, "moments": kept.moments}
        dx, *rest = columns_backward(dy, x_columns, gamma, eps=EPS, **options)
    grads = {
        name: part.reshape(x.shape[1:]).astype(x.dtype, copy=False)
        for name, part in zip(("gamma", "beta"), rest, strict=False)
        if name in p
    }
    return dx.reshape(x.shape), grads
