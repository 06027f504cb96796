"""The functions an ActivationExplorer offers: the registry's, and the reader's own with checks."""

from typing import NamedTuple

import numpy as np

from actnorm.activations import ACTIVATIONS
from actnorm.explorers.given import act_on_each, checked, named, pair_of
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
    found = {name: _own(name, given) for name, given in named(functions, "name").items()}
    for name, entry in ACTIVATIONS.items():
        if name not in found:
            found[name] = _from_registry(entry)
    return found


def _from_registry(entry):
    samples = sample(entry.f, entry.grad, kinks=entry.kinks, lo=LO, hi=HI, per_unit=PER_UNIT)
    return Explored(entry.name, entry.label, entry.f, entry.grad, samples)


def _own(name, given):
    if hasattr(given, "f") and hasattr(given, "grad") and hasattr(given, "kinks"):
        return _from_registry(given)._replace(name=name, label=name)
    given_f, given_grad = pair_of(name, given)
    f = checked(given_f, f"functions[{name!r}]", LO, HI)
    if given_grad is None:

        def grad(x):
            x = np.asarray(x, dtype=float)
            return (f(x + _H) - f(x - _H)) / (2 * _H)
    else:
        grad = checked(given_grad, f"the derivative in functions[{name!r}]", LO, HI)
    x = np.arange(LO * PER_UNIT, HI * PER_UNIT + 1) / PER_UNIT
    for each in (f, grad):
        each(x)  # a function that cannot be drawn says so here, before anything else
    act_on_each(f, x, name)
    samples = _sample_own(f, grad, x, given_grad=given_grad is not None)
    return Explored(name, name, f, grad, samples)


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
