"""What a KinksExplorer is to draw: a short list, one of them measured, or the reader's own."""

from functools import cache
from typing import NamedTuple

import numpy as np

from actnorm.activations import step
from actnorm.dtypes import as_real

__all__ = ["REACH", "TARGETS", "Target", "own_target"]

REACH = (-3.0, 3.0)
_SAMPLES = 121
_MOST = 400


class Target(NamedTuple):
    """Points to be met; `dots` if they are measurements, else they are samples of a curve."""

    x: np.ndarray
    y: np.ndarray
    dots: bool


def _sampled(f, lo=REACH[0], hi=REACH[1]):
    x = np.linspace(lo, hi, _SAMPLES)
    return Target(x, f(x), dots=False)


@cache
def _measured():
    """Share of malignant tumours among samples of like size; a point is one of 28 groups.

    The size is the standardized "worst radius" of scikit-learn's breast cancer data.
    """
    from actnorm.data import breast_cancer

    split = breast_cancer(test_size=0.01, scaling="none")
    radius = np.concatenate([split.x_train[:, 20], split.x_test[:, 20]])
    malignant = np.concatenate([split.y_train, split.y_test]) == 0
    order = np.lexsort((malignant, radius))
    z = (radius - radius.mean()) / radius.std()
    groups = np.array_split(order, 28)
    return Target(
        np.array([z[g].mean() for g in groups]),
        np.array([malignant[g].mean() for g in groups]),
        dots=True,
    )


TARGETS = {
    "sine": lambda: _sampled(np.sin),
    "bump": lambda: _sampled(lambda x: np.exp(-(x**2))),
    "|x| − 1": lambda: _sampled(lambda x: np.abs(x) - 1),
    "step": lambda: _sampled(step),
    "tumours (measured)": _measured,
}
"""Name → what makes the target; all lie in `REACH` and reach about from -1 to 1."""


def own_target(given, xlim):
    """Check the reader's target: a function, sampled on `xlim`, or a pair of arrays."""
    if callable(given):
        target = _sampled(given, *_interval(xlim))
        y = as_real(target.y, "what target returns")[0]
        if y.shape != target.x.shape:
            raise ValueError(
                f"target must map an array to numbers of the same shape; from shape "
                f"{target.x.shape} it made shape {y.shape}"
            )
        target = target._replace(y=y.astype(float))
    else:
        target = _points(given)
    if not np.isfinite(target.y).all() or not np.isfinite(target.x).all():
        raise ValueError("target must be finite everywhere; it holds a NaN or an infinity")
    size, wide = np.abs(target.y).max(), np.ptp(target.x)
    if size > 1e100 or not 1e-9 * np.abs(target.x).max() < wide < 1e100:
        raise ValueError(
            "target must have a spread in x that a double can resolve, and values up to 1e100; got "
            f"x from {target.x.min():.6g} to {target.x.max():.6g}, |y| up to {size:.6g}"
        )
    return target


def _points(given):
    parts = given if isinstance(given, (tuple, list, np.ndarray)) else ()
    try:
        x, y = (as_real(part, f"target[{i}]")[0] for i, part in enumerate(parts))
    except ValueError:  # not two parts, or rows of unequal length
        raise TypeError(
            f"target must be one of {', '.join(map(repr, TARGETS))}, a function, or a pair (x, y) "
            f"of arrays; got {given!r}"
        ) from None
    if x.ndim != 1 or x.shape != y.shape or not 2 <= x.size <= _MOST:
        raise ValueError(
            f"target must be a pair (x, y) of 2 to {_MOST} numbers each; got shapes {x.shape} and "
            f"{y.shape}"
        )
    order = np.argsort(x, kind="stable")
    return Target(x[order].astype(float), y[order].astype(float), dots=True)


def _interval(xlim):
    ends = as_real(xlim, "xlim")[0]
    if ends.shape != (2,) or not np.isfinite(ends).all() or not ends[0] < ends[1]:
        raise ValueError(f"xlim must be two finite numbers in ascending order, got {xlim!r}")
    return ends.astype(float)
