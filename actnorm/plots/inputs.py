"""What the figures accept: real numbers that can be drawn, or a sentence that says why not."""

from numbers import Real

import numpy as np

from actnorm.dtypes import as_real

__all__ = ["as_entries", "as_interval", "as_numbers", "as_whole"]

# Beyond it a square overflows, and with it every standard deviation.
LARGEST = 1e150


def as_numbers(values, name, *, allowed="finite numbers", shape=(), gaps=False):
    """Return `values` as a float64 array, or raise a sentence that names them.

    Parameters
    ----------
    values : object
        What the caller gave.
    name : str
        What it is called.
    allowed : str
        Says in the sentence what is welcome.
    shape : tuple
        The shape wanted: a number for exactly so many, `None` for one or more; empty for any
        shape that holds a number.
    gaps : bool, default False
        Whether NaN and infinities are welcome, as gaps.
    """
    parts = values if isinstance(values, list | tuple) else [values]
    for part in parts:
        if isinstance(part, np.ma.MaskedArray):
            as_real(part, name)  # raises: the mask would be lost
    try:
        x = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must be {allowed}, got rows of unequal length") from None
    x = as_real(x, name)[0].astype(np.float64)
    fits = x.ndim == len(shape) and all(
        got == want or (want is None and got) for got, want in zip(x.shape, shape, strict=False)
    )
    if not (fits if shape else x.size):
        raise ValueError(f"{name} must be {allowed}, got shape {x.shape}")
    bad = ~np.isfinite(x)
    if bad.any() and not gaps:
        raise ValueError(f"{name} must be {allowed}, got {bad.sum()} of {x.size} not finite")
    if (np.abs(x[~bad]) > LARGEST).any():
        raise ValueError(
            f"{name} must be {allowed}, none beyond {LARGEST:g} in size, got "
            f"{x[~bad][np.abs(x[~bad]).argmax()]:g}"
        )
    return x


def as_whole(value, name, *, least=1, most=10_000):
    """Return `value` as an int, or raise a sentence that names it."""
    number = isinstance(value, Real) and not isinstance(value, bool)
    if not (number and least <= value <= most and value == int(value)):
        raise ValueError(f"{name} must be a whole number from {least} to {most}, got {value!r}")
    return int(value)


def as_interval(pair, name):
    """Return a pair of numbers in rising order, or raise a sentence that names it."""
    low, high = as_numbers(pair, name, allowed="two finite numbers, the lower first", shape=(2,))
    if not low < high:
        raise ValueError(f"{name} must be two finite numbers, the lower first, got {pair!r}")
    return float(low), float(high)


def as_entries(activations, name="activations"):
    """Return entries of the registry, from a mapping, entries or names; `None` is all of them."""
    from actnorm import ACTIVATIONS

    if activations is None:
        activations = ACTIVATIONS
    if isinstance(activations, str) or not np.iterable(activations):
        raise TypeError(f"{name} must be a mapping or a sequence, got {activations!r}")
    entries = [
        as_entry(one, name)
        for one in (activations.values() if hasattr(activations, "values") else activations)
    ]
    if not entries:
        raise ValueError(f"{name} must hold at least one activation, got none")
    return entries


def as_entry(activation, name="activation"):
    """Return an entry of the registry, from itself or its name."""
    from actnorm import ACTIVATIONS

    if all(map(callable, (getattr(activation, "f", None), getattr(activation, "grad", None)))):
        return activation
    if not isinstance(activation, str) or activation not in ACTIVATIONS:
        raise ValueError(f"{name} must be one of {', '.join(ACTIVATIONS)}, got {activation!r}")
    return ACTIVATIONS[activation]
