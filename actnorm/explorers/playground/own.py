"""A reader's own functions: checked, and sampled for the page with their kinks found."""

from typing import NamedTuple

import numpy as np

from actnorm.explorers.given import act_on_each, checked, named, pair_of
from actnorm.explorers.playground.samples import REACH, TOLERANCE, Kink, through

__all__ = ["Own", "own"]

_CELLS = 64  # in a unit of x; of the kinks in one of them, one is found
_H = 1e-5  # of central differences
_MOST = 60  # kinks
_SHARP = 1e-3  # what of a change is left within a few doubles was no curve


class Own(NamedTuple):
    """A function and its derivative, and what travels of them."""

    f: object
    grad: object
    sampled: object


def own(functions, taken):
    """Return name → `Own`.

    Parameters
    ----------
    functions : mapping or None
        Name to f, to a pair (f, f_grad), or to an `Activation`. Without a derivative, central
        differences stand in for it.
    taken : collection of str
        Names that mean something else.
    """
    given = named(functions, "activation")
    return {name: _one(name, function, taken) for name, function in given.items()}


def _one(name, given, taken):
    if name in taken:
        raise ValueError(f"functions must have new names as keys; got {name!r}")
    entry = hasattr(given, "f") and hasattr(given, "grad")
    given_f, given_grad = (given.f, given.grad) if entry else pair_of(name, given)
    f = checked(given_f, f"functions[{name!r}]", -REACH, REACH)
    told = given_grad and checked(
        given_grad, f"the derivative in functions[{name!r}]", -REACH, REACH
    )
    act_on_each(f, np.linspace(-REACH, REACH, 16 * REACH + 1), name)
    kinks = _kinks(f, told, name)
    grad = told or _differences(f, [kink.x for kink in kinks])
    ends = grad(np.array([-REACH, REACH], dtype=float))
    found = through(f, grad, kinks, tuple(float(end) for end in ends))
    x = np.random.default_rng(0).uniform(-REACH, REACH, 200 * _CELLS)
    for ours, right in zip(found(x), (f(x), grad(x)), strict=True):
        error = abs(ours - right)
        if error.max() > TOLERANCE:
            raise ValueError(
                f"functions[{name!r}] bends too sharply to be sampled: near "
                f"x = {x[error.argmax()]:.4g} the samples are {error.max():.1g} away"
            )
    return Own(f, grad, found)


def _differences(f, kinks):
    """Return a derivative by differences; near a kink by those of its own side."""

    def grad(x):
        x = np.asarray(x, dtype=float)
        found = (f(x + _H) - f(x - _H)) / (2 * _H)
        for kink in kinks:
            for side in (-1, 1):
                near = (side * (x - kink) > 0) & (abs(x - kink) < 2 * _H)
                at, h = x[near], side * _H
                found[near] = (4 * f(at + h) - f(at + 2 * h) - 3 * f(at)) / (2 * h)
        return found

    return grad


def _kinks(f, grad, name):
    """Find where f or its slope jumps."""
    jumps = _breaks(f, 50)
    if grad:
        bends = _breaks(grad, 50)
    else:
        rough = _breaks(_differences(f, []), 9)  # within the reach of a difference
        bends = [_corner(f, at) for at in rough if not _near(at, jumps)]
    if len(jumps) + len(bends) > _MOST:
        raise ValueError(f"functions[{name!r}] must have at most {_MOST} corners and jumps")
    found = []
    for at in sorted([*jumps, *(bend for bend in bends if not _near(bend, jumps))]):
        x = np.array([np.nextafter(at, -np.inf), at, np.nextafter(at, np.inf)])
        slopes = (grad or _differences(f, [at]))(x)
        if not grad:
            slopes[1] = slopes[[0, 2]].mean()
        found.append(Kink(at, *f(x).tolist(), *slopes.tolist()))
    return tuple(found)


def _near(at, others):
    return any(abs(at - other) < 4 * _H for other in others)


def _breaks(f, halvings):
    """Find where a function jumps: halve each cell towards its larger change."""
    a, b = np.arange(-REACH * _CELLS, REACH * _CELLS) / _CELLS, None
    b = a + 1 / _CELLS
    left, right = f(a), f(b)
    least = _SHARP * max(1.0, np.ptp(left))
    for _ in range(halvings):
        middle = (a + b) / 2
        value = f(middle)
        first = abs(value - left) >= abs(right - value)
        a, left = np.where(first, a, middle), np.where(first, left, value)
        b, right = np.where(first, middle, b), np.where(first, value, right)
    found = []
    for low, high in zip(a[abs(right - left) > least], b[abs(right - left) > least], strict=True):
        round_ = round((low + high) / 2, 9) + 0.0
        at = float(round_ if abs(round_ - low) < 1e-11 else high)
        if not found or at - found[-1] > 4 * _H:
            found.append(at)
    return found


def _corner(f, near):
    """Where the lines from both sides of a corner meet."""
    d = 1e-4
    x = near + d * np.array([-2, -1, 1, 2])
    y = f(x)
    before, after = (y[1] - y[0]) / d, (y[3] - y[2]) / d
    if before == after:
        return near
    at = (y[2] - after * x[2] - y[1] + before * x[1]) / (before - after)
    return float(round(at, 7) + 0.0 if abs(round(at, 7) - at) < 1e-9 else at)
