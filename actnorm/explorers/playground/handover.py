"""A network and its curves as the page hands them over, made into Python's."""

import numpy as np

from actnorm.network import MLP

__all__ = ["drawn", "rebuilt"]


def rebuilt(rows, plan, activation):
    """Return the `MLP` with the parameters and running statistics of `rows`, layer by layer."""
    inputs = len(rows[0]["weight"]) // len(rows[0]["bias"])
    mlp = MLP(
        [inputs, *(len(row["bias"]) for row in rows)],
        rng=np.random.default_rng(0),
        activation=activation,
        norm=None if plan["norm"] == "none" else plan["norm"],
        norm_place=plan["place"],
    )
    for i, (p, layer) in enumerate(zip(mlp.params, rows, strict=True)):
        for name in p:
            p[name] = _numbers(layer[name]).reshape(p[name].shape)
        if "mean" in layer:
            mlp.running[i] = _numbers(layer["mean"]), _numbers(layer["variance"])
    return mlp


def drawn(curves):
    """Return the curves as arrays, by name."""
    return {name: _numbers(values) for name, values in curves.items()}


def _numbers(values):
    """Read numbers that travelled; JSON has no NaN, and its null becomes one."""
    return np.array(values, dtype=float)
