"""One formula for all norms: the table of the axes says which one it is."""

import numpy as np

__all__ = ["EPS", "how", "normalize"]

EPS = 1e-5
_AXES = {"N": (0,), "C": (1, 2), "C/G": (2,), "H": (3,), "W": (3,)}
_KNOWN = {(True, "mean"), (False, "mean"), (False, "sum")}


def how(norm):
    """Return whether a norm takes the mean off, and how it adds the squares up.

    Raises
    ------
    ValueError
        If the norm measures something else, or averages over other cells than whole channels:
        a picture of it would be one of another norm.
    """
    found = norm.centres, norm.squares
    if found not in _KNOWN:
        raise ValueError(f"{norm.label} measures what a NormAxesExplorer cannot draw: {found!r}")
    if not {"H", "W"} <= set(norm.axes) <= set(_AXES):
        raise ValueError(
            f"{norm.label} averages over axes that a NormAxesExplorer cannot draw: {norm.axes!r}"
        )
    return found


def normalize(x, norm, groups):
    """Return the output for `x` of shape (samples, channels, pixels), with γ = 1 and β = 0."""
    centres, squares = how(norm)
    n, c, p = x.shape
    groups = groups if "C/G" in norm.axes else 1
    split = x.reshape(n, groups, c // groups, p)
    axes = tuple(sorted({a for name in norm.axes for a in _AXES[name]}))
    if centres:
        mean = split.mean(axis=axes, keepdims=True)
        split = split - (mean + (split - mean).mean(axis=axes, keepdims=True))
    add = np.mean if squares == "mean" else np.sum
    size = add(np.square(split), axis=axes, keepdims=True)
    return (split / np.sqrt(size + EPS)).reshape(n, c, p)
