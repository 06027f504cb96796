"""How a student's answer becomes numbers that can be compared, or a sentence that says why not."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from actnorm.checks.core import ExerciseError, StudentFunction, described

__all__ = ["as_array", "as_function", "as_number", "as_parts", "compare", "shape_of", "told_apart"]


def as_function(answer, name):
    """Return the answer if it is a function, or say how to hand one over."""
    if isinstance(answer, StudentFunction):
        return answer
    raise ExerciseError(
        f"{name} should be a function, and is {described(answer)}: "
        f"give the function itself, `{name}`, not what it returns."
    )


def as_number(answer, name):
    """Return the answer as a float, or say why it is no finite real number.

    A fraction, a decimal, a NumPy scalar and an array of one number (as root finders return) are
    welcome.
    """
    if isinstance(answer, StudentFunction):
        raise ExerciseError(f"{name} should be a number, and is a function: call it first.")
    value = _real(answer, name)
    if value is None or value.size != 1:
        raise ExerciseError(f"{name} should be a single number, and is {described(answer)}.")
    if not np.isfinite(value).all():
        raise ExerciseError(f"{name} should be a finite number, and is {value.item()}.")
    return value.item()


def as_array(answer, name, *, shape, exact=False):
    """Return the answer as a float64 array of this shape, or say what it is instead.

    Lists, integers, fractions and float32 are welcome, and axes of length 1 in front, as
    ``keepdims=True`` leaves them. Non-finite entries pass through: whether they are wrong is for
    `compare` to say. `exact` refuses float32, where the exercise is about digits.
    """
    if isinstance(answer, StudentFunction):
        raise ExerciseError(f"{name} should be an array, and is a function: call it first.")
    dtype = getattr(answer, "dtype", np.dtype(float))
    if dtype.kind == "f" and dtype.itemsize < (8 if exact else 4):
        raise ExerciseError(
            f"{name} came back as {dtype}, which keeps only "
            f"{np.finfo(dtype).precision} digits: stay in float64."
        )
    value = _real(answer, name, shape=shape)
    if value is None:
        raise ExerciseError(f"{name} should hold real numbers, and is {described(answer)}.")
    front = value.ndim - len(shape)
    if value.shape != (1,) * front + tuple(shape):
        hint = ": it should keep the shape of its input" if value.size == 1 else ""
        raise ExerciseError(f"{name} has shape {value.shape}, and {tuple(shape)} is needed{hint}.")
    return value.reshape(shape)


def compare(
    got: np.ndarray,
    want: np.ndarray,
    *,
    name: str,
    at: np.ndarray | None = None,
    mistakes: Mapping[str, np.ndarray] | None = None,
    rtol: float = 1e-5,
    atol: float | None = None,
    otherwise: str | None = None,
):
    """Raise `ExerciseError` unless `got` equals `want`, naming the mistake if it is a known one.

    Parameters
    ----------
    got, want : array_like of one shape
        What the student returned and what is right.
    name : str
        What the student's thing is called.
    at : array_like, optional
        The inputs, of the same shape, to say where the answer is off.
    mistakes : mapping of str to array_like, optional
        Sentence -> what that mistake would have returned; tried in order.
    rtol, atol : float
        An entry is right within ``atol + rtol*|want|``; mistakes are matched alike. The default
        is what float32 keeps; `atol` is by default a tenth of `rtol` times the largest entry.
    otherwise : str, optional
        The sentence when no known mistake fits; by default it names the worst
        entry and what would be right there, which gives a single number away.
    """
    got, want = np.asarray(got, np.float64), np.asarray(want, np.float64)
    if atol is None:
        atol = 0.1 * rtol * np.max(np.abs(want), initial=0.0, where=np.isfinite(want))

    def same(other):
        return np.isclose(got, other, rtol=rtol, atol=atol, equal_nan=True)

    right = same(want)
    if right.all():
        return
    for sentence, wrong in (mistakes or {}).items():
        if same(wrong).all():
            raise ExerciseError(f"{name}: {sentence}")
    if otherwise is not None:
        raise ExerciseError(f"{name}: {otherwise}")
    if got.shape == ():
        is_, should = told_apart(got, want)
        raise ExerciseError(f"{name} is {is_}, where {should} is right.")
    # The worst entry is the clearest: NaN first, then the largest difference.
    distance = np.where(right, -1.0, np.nan_to_num(np.abs(got - want), nan=np.inf))
    worst = np.unravel_index(np.argmax(distance), got.shape)
    place = ", ".join(map(str, worst))
    where = f"x = {np.asarray(at)[worst]:.4g}" if at is not None else f"index {place}"
    is_, should = told_apart(got[worst], want[worst])
    raise ExerciseError(f"{name} returned {is_} at {where}, where {should} is right.")


def as_parts(answer, count):
    """Return an answer of several parts as a list, or None where they are not so many.

    A tuple, a list and an array are welcome.
    """
    several = isinstance(answer, list | tuple) or (isinstance(answer, np.ndarray) and answer.ndim)
    return list(answer) if several and len(answer) == count else None


def shape_of(answer):
    """Return the shape of an answer, or None where it has none."""
    try:
        return np.shape(answer)
    except (ValueError, TypeError):  # rows of unequal length, or nothing like an array
        return None


def told_apart(one, other):
    """Write two numbers with as many digits, four or more, as it takes to tell them apart."""
    for digits in range(4, 18):
        said = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if said[0] != said[1]:
            break
    return said


def _real(answer, name, *, shape=None):
    """Return the answer as a float64 array, or None where it does not hold real numbers."""
    if isinstance(answer, np.ma.MaskedArray):
        raise ExerciseError(
            f"{name} is a masked array: fill it (`.filled(value)`), the mask would be lost."
        )
    try:
        value = np.asarray(answer)
    except ValueError:  # rows of unequal length
        if shape is None:
            return None
        raise ExerciseError(f"{name} has rows of unequal length; it needs shape {shape}.") from None
    kinds = (numbers.Real, Decimal)
    if value.dtype == object and all(
        isinstance(v, kinds) and not isinstance(v, bool | np.bool_) for v in value.flat
    ):
        try:
            return value.astype(np.float64)
        except OverflowError:  # an integer beyond every float
            return np.where(value > 0, np.inf, -np.inf)
    return value.astype(np.float64) if value.dtype.kind in "iuf" else None
