"""Round numbers for sliders whose data may be of any size."""

import math

__all__ = ["decimals", "outward", "snap", "step_above", "step_below"]

_NEAR = 1e-9  # of a step: what rounding adds to a whole number of them
_BELOW = (1, 2, 5)
_ABOVE = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def step_below(size):
    """Return the largest of …, 1, 2, 5, 10, … that is not above `size`.

    Examples
    --------
    >>> step_below(0.05), step_below(7.3), step_below(1e-30)
    (0.05, 5.0, 1e-30)
    """
    decade = 10.0 ** math.floor(math.log10(size))
    return float(f"{max(m * decade for m in _BELOW if m * decade <= size * 1.0001):.0e}")


def step_above(size):
    """Return the smallest of a finer row, …, 1, 1.5, 2, 2.5, 3, …, that is not below `size`.

    Examples
    --------
    >>> step_above(0.14), step_above(17), step_above(0.025)
    (0.15, 20.0, 0.025)
    """
    decade = 10.0 ** math.floor(math.log10(size))
    return float(f"{next(m * decade for m in _ABOVE if m * decade >= size * 0.999):.2g}")


def outward(lo, hi, step):
    """Return the ends of a slider: multiples of `step` with `lo` and `hi` between them.

    Examples
    --------
    >>> outward(-0.33, 1.51, 0.1), outward(0.1, 0.3, 0.1)
    ((-0.4, 1.6), (0.1, 0.3))
    """
    first, last = math.floor(lo / step + _NEAR), math.ceil(hi / step - _NEAR)
    # A number that lies out by less than rounding shows would be refused by its own slider.
    first -= _multiple(first, step) > lo
    last += _multiple(last, step) < hi
    return _multiple(first, step), _multiple(last, step)


def snap(value, step):
    """Return the multiple of `step` nearest to `value`; js/math.js does the same.

    Examples
    --------
    >>> snap(0.125, 0.05), snap(61, 50)
    (0.15, 50)
    """
    if step >= 1:
        return math.floor(value / step + 0.5) * step
    per_unit = round(1 / step)
    return math.floor(value * per_unit + 0.5) / per_unit


def decimals(size):
    """Return how many decimals show a difference of `size`.

    Examples
    --------
    >>> decimals(0.05), decimals(0.1), decimals(20)
    (2, 1, 0)
    """
    return max(0, math.ceil(-math.log10(size) - _NEAR))


def _multiple(count, step):
    return float(f"{count * step:.15g}")  # no 0.30000000000000004
