"""The traits of the explorers, and what their controls offer.

What a control offers (range, step, decimals, choices) is said once, in the explorer's model, and
travels to the page as state: the trait `_controls` maps the name of a trait to one of the
dictionaries made here. The traits below refuse whatever their control does not allow.
"""

import math
import numbers
from collections.abc import Mapping

import numpy as np
import traitlets

from actnorm.dtypes import as_real

__all__ = [
    "Choice",
    "Choices",
    "Flag",
    "Number",
    "Numbers",
    "Whole",
    "choices",
    "log_slider",
    "several",
    "slider",
    "stops",
]


def slider(lo, hi, *, step, digits=0, allowed=None):
    """Offer the numbers from `lo` to `hi` in steps, shown with `digits` decimals.

    Python may set what lies in `allowed`, a pair, by default the slider's own ends.
    """
    lo, hi, step = float(lo), float(hi), float(step)
    allowed = [lo, hi] if allowed is None else [float(end) for end in allowed]
    return {"min": lo, "max": hi, "step": step, "digits": digits, "allowed": allowed}


def log_slider(lo, hi, *, per_decade, digits):
    """Offer `per_decade` stops to a factor of ten, each rounded to `digits` significant digits.

    Three stops of one digit are 1, 2 and 5.
    """
    lo, hi = float(lo), float(hi)
    return {
        "min": lo,
        "max": hi,
        "per_decade": per_decade,
        "digits": digits,
        "allowed": [lo, hi],
    }


def stops(values):
    """Offer a few numbers in ascending order, the slider's stops; any number between is allowed."""
    values = [float(value) for value in values]
    return {"stops": values, "allowed": [values[0], values[-1]]}


def choices(values, *, data=None):
    """Offer some values; a mapping says how each is shown, `data` which trait has what it shows.

    Of that trait, a mapping, a page brings along what is chosen first, and loads the rest when it
    is chosen.
    """
    shown = values if isinstance(values, Mapping) else {value: str(value) for value in values}
    offer = {"choices": [[value, text] for value, text in shown.items()]}
    return offer if data is None else offer | {"data": data}


def several(values, *, most, data=None):
    """Offer some values of which up to `most` are taken, each once."""
    return choices(values, data=data) | {"most": most}


def _allowed(trait, obj, value):
    """Return `value` if the trait's control allows it, else raise an error that names it."""
    control = obj._controls.get(trait.name, {})
    if "choices" in control:
        offered = [choice for choice, _ in control["choices"]]
        if value not in offered:
            raise traitlets.TraitError(
                f"{trait.name} must be one of {', '.join(map(repr, offered))}; got {value!r}"
            )
    elif "allowed" in control:
        lo, hi = control["allowed"]
        if not lo <= value <= hi:
            raise traitlets.TraitError(
                f"{trait.name} must be from {lo:.10g} to {hi:.10g} in this explorer, got {value!r}"
            )
    return value


class Number(traitlets.Float):
    """A finite real number that its control allows; NumPy's scalars are welcome."""

    def validate(self, obj, value):
        """Turn it into a float, or say what is wrong with it."""
        if isinstance(value, numbers.Real) and not isinstance(value, bool):
            value = float(value)
            if math.isfinite(value):
                return _allowed(self, obj, value)
        raise traitlets.TraitError(f"{self.name} must be a finite number, got {value!r}")


class Whole(traitlets.Int):
    """A whole number that its control allows; NumPy's integers are welcome."""

    def validate(self, obj, value):
        """Turn it into an int, or say what is wrong with it."""
        if isinstance(value, numbers.Integral) and not isinstance(value, bool):
            return _allowed(self, obj, int(value))
        raise traitlets.TraitError(f"{self.name} must be a whole number, got {value!r}")


class Numbers(traitlets.TraitType):
    """A tuple of finite numbers, each of which the control allows; arrays and lists are welcome."""

    default_value = ()
    info_text = "a sequence of finite numbers"

    def validate(self, obj, value):
        """Turn it into a tuple of floats, or say what is wrong with it."""
        if isinstance(value, np.ma.MaskedArray):
            as_real(value, self.name)  # says so
        try:
            given = np.asarray(value)
        except ValueError:  # rows of unequal length
            given = np.asarray("?")
        if given.ndim == 1 and given.dtype.kind in "iuf" and np.isfinite(given).all():
            return tuple(_allowed(self, obj, each) for each in given.astype(float).tolist())
        raise traitlets.TraitError(f"{self.name} must be a row of finite numbers, got {value!r}")


class Choice(traitlets.Unicode):
    """One of the values that the control offers."""

    def validate(self, obj, value):
        """Refuse what is not offered."""
        return _allowed(self, obj, value)


class Choices(traitlets.TraitType):
    """A tuple of some of the values that the control offers, each once."""

    default_value = ()
    info_text = "some of the values on offer"

    def validate(self, obj, value):
        """Turn it into a tuple, or say what is wrong with it."""
        if isinstance(value, str) or not isinstance(value, (list, tuple)):
            raise traitlets.TraitError(f"{self.name} must be a tuple of choices, got {value!r}")
        taken = tuple(_allowed(self, obj, each) for each in value)
        most = obj._controls.get(self.name, {}).get("most", len(taken))
        if len(set(taken)) < len(taken) or len(taken) > most:
            raise traitlets.TraitError(
                f"{self.name} must be at most {most} choices, each once; got {value!r}"
            )
        return taken


class Flag(traitlets.Bool):
    """True or False; NumPy's booleans are welcome."""

    def validate(self, obj, value):
        """Turn it into a bool, or say what is wrong with it."""
        if isinstance(value, (bool, np.bool_)):
            return bool(value)
        raise traitlets.TraitError(f"{self.name} must be True or False, got {value!r}")
