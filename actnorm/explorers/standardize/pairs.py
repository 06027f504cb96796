"""Pairs of features as the picture needs them: four real ones, or the reader's own."""

from functools import cache

import numpy as np

from actnorm.dtypes import as_real
from actnorm.explorers.steps import decimals, outward, step_above

__all__ = ["MOST", "STOPS", "WIDTHS", "own_pair", "real_pairs"]

MOST = 200  # points in the picture
STOPS = 100  # of μ's slider
WIDTHS = (1e-3, 1e3)
_LABEL = 16  # letters of a feature's name


@cache
def real_pairs():
    """Four pairs, each with a trouble of its own: scale, mean, both at once, and correlation."""
    from actnorm import data

    parts = (load(scaling="none") for load in (data.wine, data.breast_cancer))
    wine, cells = ((np.concatenate(s[::2]), np.concatenate(s[1::2])) for s in parts)
    chosen = (
        (wine, (0, 12), "wine: alcohol, proline"),
        (wine, (0, 2), "wine: alcohol, ash"),
        (cells, (3, 4), "cells: area, smoothness"),
        (cells, (0, 2), "cells: radius, perimeter"),
    )
    return tuple(
        _summarize(name, name.partition(": ")[2].split(", "), x[:, columns], 1.0 * (y == 0))
        for (x, y), columns, name in chosen
    )


def own_pair(x, y, features):
    """Check the reader's data."""
    x, y = (_numbers(name, v) for name, v in (("x", x), ("y", y)))
    if x.ndim != 2 or x.shape[1] != 2 or not 3 <= len(x) <= 5000:
        raise ValueError(f"x must be of shape (n, 2) with n from 3 to 5000, got shape {x.shape}")
    if y.shape != (len(x),):
        raise ValueError(f"y must have one number per row of x, {len(x)}; got shape {y.shape}")
    features = list(features)
    short = all(isinstance(f, str) and 1 <= len(f.strip()) <= _LABEL for f in features)
    if len(features) != 2 or not short:
        raise ValueError(f"features must be 2 names of 1 to {_LABEL} letters, got {features!r}")
    if abs(x).max() > 1e5:
        raise ValueError(f"x must be at most 1e5 in size, got {abs(x).max():.4g}: change the unit")
    for name, std in zip(features, x.std(axis=0), strict=True):
        if not WIDTHS[0] <= std <= WIDTHS[1]:
            raise ValueError(
                f"x must have standard deviations from 0.001 to 1000, got {std:.4g} for {name}: "
                "change the unit; a constant feature tells nothing"
            )
    if abs(np.corrcoef(x.T)[0, 1]) > 1 - 1e-6:
        raise ValueError("x must not have both features on one line: one of them is superfluous")
    if y.std() == 0 or abs(np.corrcoef(x.T, y)[2, :2]).max() < 1e-6:
        raise ValueError("y must go with at least one feature of x: here nothing can be learnt")
    return _summarize("your data", features, x, y)


def _numbers(name, values):
    given = as_real(values, name)[0].astype(float)
    if not np.isfinite(given).all():
        raise ValueError(f"{name} must be finite, got {given[~np.isfinite(given)][0]}")
    return given


def _summarize(name, features, x, y):
    """Return a pair of features as the picture needs it: moments of all samples, some points.

    The moments are exact; of more than 200 samples every second, third, … is drawn.
    """
    mean, std = x.mean(axis=0), x.std(axis=0)
    cov = (x - mean).T @ (x - mean) / len(x)
    target = (y - y.mean()) / y.std()
    every = -(-len(x) // MOST)
    lo, hi = np.minimum(0, x.min(axis=0)), np.maximum(0, x.max(axis=0))
    step = [step_above((b - a) / STOPS) for a, b in zip(lo, hi, strict=True)]
    return {
        "name": name,
        "features": list(features),
        "n": len(x),
        "mean": mean.tolist(),
        "std": std.tolist(),
        "cov": [float(cov[0, 0]), float(cov[0, 1]), float(cov[1, 1])],
        "cross": ((x - mean).T @ target / len(x)).tolist(),
        "span": [x.min(axis=0).tolist(), x.max(axis=0).tolist()],
        "points": x[::every].T.tolist(),
        "upper": (target[::every] > 0).astype(int).tolist(),
        "digits": [decimals(s / 30) for s in std],
        "lo": [outward(a, a, s)[0] for a, s in zip(lo, step, strict=True)],
        "step": step,
    }
