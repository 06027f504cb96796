"""Numbers of a measured flow as whole ones, for `actnorm.explorers.digits`; data.js reads them."""

import numpy as np

__all__ = [
    "BACK",
    "BINS",
    "DEPTHS",
    "PACKING",
    "REACH",
    "bars",
    "columns",
    "decades",
    "factors",
    "rms",
    "roots",
    "steps_above",
]

DEPTHS = tuple(range(2, 21, 2))
BINS = 15
REACH = 3.0  # gradients are counted up to so many root mean squares
# They change little from scale to scale and from layer to layer.
BACK = {name: [sum(DEPTHS), 1] for name in ("gradient_rms", "weight_grad_rms")}
_STEP, _SPREAD = 0.02, 0.05  # decades from one number to the next, of a value and of a factor
_FLOOR = -45.0  # what 1 stands for, in decades
_HIGHEST = 20  # the highest bar of a histogram: a step is a pixel or two
_MOST, _SHARES = 4095, 63  # the largest number, and that which stands for a share of 1


def columns(depth):
    """Layers whose histograms are shown, up to five and evenly spread."""
    count = min(depth, 5)
    return [1 + round(i * (depth - 1) / (count - 1)) for i in range(count)]


PACKING = {
    "back": BACK,
    "most": _MOST,
    "shares": _SHARES,
    "floor": _FLOOR,
    "step": _STEP,
    "spread": _SPREAD,
    "bins": BINS,
    "reach": REACH,
    "columns": [[depth, columns(depth)] for depth in DEPTHS],
}


def decades(values):
    """0 is zero, everything else its decades in steps of `_STEP`."""
    with np.errstate(divide="ignore"):
        steps = np.rint((np.log10(values) - _FLOOR) / _STEP)
    return np.where(np.isneginf(steps), 0, np.clip(steps, 1, _MOST))


def rms(code):
    """Values that were kept as their decades."""
    return np.where(code, 10 ** (_FLOOR + _STEP * code), 0.0)


def steps_above(high, low):
    """How many steps of `_SPREAD` decades `high` lies above `low`."""
    with np.errstate(all="ignore"):
        steps = np.nan_to_num((np.log10(high) - np.log10(low)) / _SPREAD, nan=0)
    return np.rint(np.clip(steps, 0, 63))


def factors(code):
    """Factors from the median to the lowest or highest seed."""
    return 10 ** (_SPREAD * code)


def roots(share):
    """Shares as their roots, which keep small ones apart."""
    return np.rint(_SHARES * np.sqrt(share))


def bars(values, lo, hi):
    """Roots of the shares of each bin, at least 1 if it holds anything.

    The outermost bins take what lies beyond.
    """
    at = np.clip((values.ravel() - lo) * (BINS / (hi - lo)), 0, BINS - 1).astype(int)
    count = np.bincount(at, minlength=BINS)
    return np.maximum(np.rint(_HIGHEST * np.sqrt(count / count.max())), count > 0)
