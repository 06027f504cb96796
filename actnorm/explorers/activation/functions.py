"""The functions an ActivationExplorer offers: the registry's, and the reader's own with checks."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from actnorm.activations import ACTIVATIONS
from actnorm.plots.sampling import Kink, Samples, sample

__all__ = ["HI", "LO", "PER_UNIT", "Explored", "collect"]

LO, HI, PER_UNIT = -8, 8, 10
_H = 1e-5  # half the step of a central difference: truncation and rounding both near 1e-11
_REACH = 1e-3  # how far beside a kink of the reader's its sides are read


class Explored(NamedTuple):
    """One function ready to be drawn."""

    name: str
    label: str
    f: object
    grad: object
    samples: Samples


def collect(functions):
    """Return name → `Explored`: the reader's own functions first, the registry after them."""
    if functions is None:
        functions = {}
    if not isinstance(functions, Mapping):
        meant = f"; did you mean name={functions!r}?" if isinstance(functions, str) else ""
        raise TypeError(
            "functions must map names to functions, like {'mine': f} or {'mine': (f, f_grad)}; "
            f"got {type(functions).__name__}{meant}"
        )
    found = {name: _own(name, given) for name, given in functions.items()}
    for name, entry in ACTIVATIONS.items():
        if name not in found:
            found[name] = _from_registry(entry)
    return found


def _from_registry(entry):
    samples = sample(entry.f, entry.grad, kinks=entry.kinks, lo=LO, hi=HI, per_unit=PER_UNIT)
    return Explored(entry.name, entry.label, entry.f, entry.grad, samples)


def _own(name, given):
    if not isinstance(name, str) or not name.strip():
        raise TypeError(f"functions must have names as keys, got {name!r}")
    if hasattr(given, "f") and hasattr(given, "grad") and hasattr(given, "kinks"):
        return _from_registry(given)._replace(name=name, label=name)
    pair = given if isinstance(given, tuple) else (given, None)
    if len(pair) != 2 or not callable(pair[0]) or not (pair[1] is None or callable(pair[1])):
        raise TypeError(
            f"functions[{name!r}] must be a function or a pair (f, f_grad) of functions, "
            f"got {given!r}"
        )
    f = _checked(pair[0], f"functions[{name!r}]")
    if pair[1] is None:

        def grad(x):
            x = np.asarray(x, dtype=float)
            return (f(x + _H) - f(x - _H)) / (2 * _H)
    else:
        grad = _checked(pair[1], f"the derivative in functions[{name!r}]")
    x = np.arange(LO * PER_UNIT, HI * PER_UNIT + 1) / PER_UNIT
    for each in (f, grad):
        each(x)  # a function that cannot be drawn says so here, before anything else
    _elementwise(f, x, name)
    return Explored(name, name, f, grad, _sample_own(f, grad, x, given_grad=pair[1] is not None))


def _checked(f, what):
    """Wrap a reader's function: it must give one finite real number per x, or an error says how."""

    def call(x):
        x = np.array(x, dtype=float)
        try:
            with np.errstate(all="ignore"):
                y = f(x.copy())
        except Exception as error:
            raise ValueError(
                f"{what} raised {type(error).__name__} on an array of x from {x.min():.3g} to "
                f"{x.max():.3g}: {error}. It must work on a whole NumPy array at once; "
                "np.where and np.maximum do what `if` does for one number."
            ) from error
        try:
            y = np.asarray(y)
            real = y.dtype.kind in "biuf"
        except Exception:  # a ragged list has no shape at all
            real = False
        if not real:
            raise ValueError(f"{what} must return real numbers, got {type(y).__name__} {y!r:.60}")
        if y.shape != x.shape:
            raise ValueError(
                f"{what} must return one value per x: for x of shape {x.shape} it returned "
                f"shape {y.shape}"
            )
        y = y.astype(float)
        if not np.isfinite(y).all():
            bad = np.flatnonzero(~np.isfinite(np.ravel(y)))[0]
            raise ValueError(
                f"{what} must be finite from {LO} to {HI}, but is {np.ravel(y)[bad]} at "
                f"x = {np.ravel(x)[bad]:.4g}"
            )
        return y

    return call


def _elementwise(f, x, name):
    """Refuse softmax and its like: f(x) must not depend on the other numbers in the array."""
    half = x[: x.size // 2]
    whole, alone = f(x)[: half.size], f(half)
    if not np.allclose(whole, alone, rtol=1e-6, atol=1e-9):
        i = np.argmax(np.abs(whole - alone))
        raise ValueError(
            f"functions[{name!r}] must act on each x alone, but its value at x = {half[i]:.4g} is "
            f"{whole[i]:.4g} or {alone[i]:.4g}, depending on the other numbers in the array"
        )


def _sample_own(f, grad, x, *, given_grad):
    """Sample a function whose kinks nobody has told us."""
    jumps = _breaks(f, x)
    kinks = []
    for at in sorted({*jumps, *_breaks(grad, x)}):
        if kinks and at - kinks[-1].x < 2 * _REACH:
            continue  # the flank of a jump, seen again in the slope
        sides = np.array([max(at - _REACH, LO - 1), at, min(at + _REACH, HI + 1)])
        (left, value, right), (g_left, g, g_right) = f(sides), grad(sides)
        if not any(abs(at - jump) < 2 * _REACH for jump in jumps):
            left = right = value
        if not given_grad:
            g = (g_left + g_right) / 2  # what a central difference comes to, also at a jump
        row = (at, left, value, right, g_left, g, g_right)
        kinks.append(Kink(*(float(v) for v in row)))
    return Samples(x, f(x), grad(x), tuple(kinks))


def _breaks(f, x):
    """Find where `f` jumps, by halving each cell towards its larger change.

    Ten halvings leave a thousandth of the change of a smooth function, but all of a jump.
    """
    a, b = x[:-1].copy(), x[1:].copy()
    f_a, f_b = f(a), f(b)
    change = np.abs(f_b - f_a)
    for _ in range(10):
        middle = (a + b) / 2
        f_m = f(middle)
        left = np.abs(f_m - f_a) >= np.abs(f_b - f_m)
        a, f_a = np.where(left, a, middle), np.where(left, f_a, f_m)
        b, f_b = np.where(left, middle, b), np.where(left, f_m, f_b)
    jump = (np.abs(f_b - f_a) > 0.3 * change) & (change > 1e-3 * max(1.0, np.ptp(f(x))))
    return sorted({round(at, 3) + 0.0 for at in ((a + b) / 2)[jump].tolist()})
