"""Numbers of a measured flow as text, one or two digits each; data.js reads the same."""

import numpy as np

__all__ = [
    "BINS",
    "DEPTHS",
    "PACKING",
    "REACH",
    "columns",
    "offsets",
    "pack",
    "pack_bars",
    "pack_offsets",
    "pack_shares",
    "shares",
    "unpack",
]

DEPTHS = tuple(range(2, 21, 2))
BINS = 15
REACH = 3.0  # gradients are counted up to so many root mean squares
_STEP = 0.02  # decades between two values that can be packed
_FLOOR = -45.0  # what 1 stands for, in decades
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


def columns(depth):
    """Layers whose histograms are shown, up to five and evenly spread."""
    count = min(depth, 5)
    return [1 + round(i * (depth - 1) / (count - 1)) for i in range(count)]


PACKING = {
    "digits": _DIGITS,
    "floor": _FLOOR,
    "step": _STEP,
    "bins": BINS,
    "reach": REACH,
    "columns": [[depth, columns(depth)] for depth in DEPTHS],
}


def pack(values):
    """Two digits each: 0 is zero, everything else its decades in steps of `_STEP`."""
    with np.errstate(divide="ignore"):
        decades = np.log10(values)
    code = np.where(np.isneginf(decades), 0, np.clip(np.rint((decades - _FLOOR) / _STEP), 1, 4095))
    return "".join(_DIGITS[int(c) // 64] + _DIGITS[int(c) % 64] for c in code)


def unpack(text, first, count):
    """Numbers `first` to `first + count` of a packed text."""
    codes = [
        64 * _DIGITS.index(text[2 * i]) + _DIGITS.index(text[2 * i + 1])
        for i in range(first, first + count)
    ]
    return np.array([10 ** (_FLOOR + _STEP * c) if c else 0.0 for c in codes])


def pack_offsets(high, low):
    """One digit each: how many steps of `_STEP` decades `high` lies above `low`, at most 63."""
    with np.errstate(all="ignore"):
        steps = np.nan_to_num((np.log10(high) - np.log10(low)) / _STEP, nan=0, posinf=63)
    return "".join(_DIGITS[int(c)] for c in np.clip(np.rint(steps), 0, 63))


def offsets(text, first, count):
    """Factors from the median to the lowest or highest seed."""
    return np.array([10 ** (_STEP * _DIGITS.index(c)) for c in text[first : first + count]])


def pack_shares(share):
    """One digit each; the root keeps small shares apart in 64 steps."""
    return "".join(_DIGITS[round(63 * s**0.5)] for s in share)


def shares(text, first, count):
    """Shares that were kept as their roots."""
    return np.array([(_DIGITS.index(c) / 63) ** 2 for c in text[first : first + count]])


def pack_bars(values, lo, hi):
    """Shares of the values in each bin; the outermost ones take what lies beyond."""
    at = np.clip((values.ravel() - lo) * (BINS / (hi - lo)), 0, BINS - 1).astype(int)
    return pack_shares(np.bincount(at, minlength=BINS) / values.size)
