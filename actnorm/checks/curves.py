"""The checks of chapter 2, "Read a curve and its slope".

Each truth is written here from its closed form, not taken from the library, so
that a check and the library cannot be wrong together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from actnorm.checks.answers import Function, Functions, Value
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.values import as_array, as_function, as_number, compare, told_apart


def _sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e, 1.0) / (1.0 + e)


def _tenth(share=0.1):
    return 2 * math.acosh(math.sqrt(1 / share))


TENTH = Value(
    _tenth,
    lambda share=0.1: {
        "that is the mirror image; σ′ is even, give the positive one.": -_tenth(share),
        "there the curve is at 0.9; the question is about its slope.": math.log(
            (1 - share) / share
        ),
        "there the slope is 0.1; a tenth of its maximum is 0.025.": _tenth(4 * share),
        "that is the distance for tanh, a sigmoid half as wide.": _tenth(share) / 2,
        "cosh² is 10 there, so take the root of 10 first.": 2 * math.acosh(1 / share),
    },
)


@exercise("where the slope is a tenth", x=TENTH)
def check_tenth(x):
    """Check the positive x at which the sigmoid's slope is a tenth of its maximum."""
    x = as_number(x, "x")
    share, tenth = told_apart(100 / math.cosh(min(abs(x), 700) / 2) ** 2, 10.0)
    compare(
        x,
        TENTH.right(),
        name="x",
        rtol=0,
        atol=6e-4,  # three decimals
        otherwise=f"at x = {x:.6g} the slope is {share}% of its maximum, not {tenth}%: "
        "three decimals are asked for.",
        mistakes=TENTH.mistakes(),
    )
    return f"σ′ is a tenth of its maximum at x = ±2·arcosh(√10) = ±{TENTH.right():.3f}."


def _silu_mistakes(x):
    s = _sigmoid(x)
    return {
        "this is SiLU itself, x·σ(x); its derivative is asked for.": x * s,
        "you differentiated the sigmoid alone: x·σ(x) is a product of two functions of x.": s
        * (1 - s),
        "the first half of the product rule is there, x·σ′(x) is missing.": s,
        "the second half of the product rule is there, σ(x) itself is missing.": x * s * (1 - s),
        "you used s*(1+s) for σ′: check the sign.": s + x * s * (1 + s),
        "the product rule adds its two halves; you subtracted.": s - x * s * (1 - s),
        "σ′ is multiplied by x; in your formula that x is missing.": s + s * (1 - s),
        "in f + σ(1 − f), f is SiLU, x·σ; you put σ in place of the first f.": s + s * (1 - x * s),
    }


SILU = Function(
    lambda rng: (np.linspace(-12, 12, 241),),
    lambda x: _sigmoid(x) * (1 + x * _sigmoid(-x)),
    _silu_mistakes,
)


@exercise("the slope of SiLU", silu_slope=SILU)
def check_silu_slope(silu_slope):
    """Check a function that returns the derivative of x·σ(x)."""
    f = as_function(silu_slope, "silu_slope")
    (x,) = SILU.example(None)
    got = as_array(f(x), "silu_slope(x)", shape=x.shape)
    compare(got, SILU.right(x), at=x, name="silu_slope", mistakes=SILU.mistakes(x))
    return f"silu_slope agrees with (xσ)′ = σ + xσ(1−σ) at {x.size} points in [−12, 12]."


def _tanh_slope(x):
    e = np.exp(-2 * np.abs(x))
    return 4 * e / (1 + e) ** 2


def _tanh_mistakes(x):
    t, e = np.tanh(x), np.exp(-np.abs(x))
    return {
        "you returned 1 + tanh²: check the sign.": 1 + t**2,
        "you returned 1 − tanh: the square is missing.": 1 - t,
        "this is tanh itself; its derivative is asked for.": t,
        "you returned t(1 − t), the sigmoid's rule with tanh put in.": t * (1 - t),
        "this is a quarter of the slope: a factor 4 is missing.": _tanh_slope(x) / 4,
        "this is the sigmoid's slope; that of tanh is 4·σ′(2x).": e / (1 + e) ** 2,
        "this is four times the sigmoid's slope; σ′ is to be taken at 2x.": 4 * e / (1 + e) ** 2,
        "the square below is missing: 4e/(1 + e)².": 4 * e**2 / (1 + e**2),
    }


TANH = Function(lambda rng: (np.linspace(-3, 3, 61),), _tanh_slope, _tanh_mistakes)


@exercise("a slope of tanh that stays right", tanh_slope=TANH)
def check_tanh_slope(tanh_slope):
    """Check a derivative of tanh that keeps its digits in both tails."""
    f = as_function(tanh_slope, "tanh_slope")
    (near,) = TANH.example(None)
    # 1 − tanh² loses its digits between 8 and 19: whoever changes forms too late is found there.
    # At 356 exp(2x) has overflowed and the slope, 2.4e-309, has not yet vanished.
    far = np.array([*np.arange(8, 20.1, 0.25), 40.0, 300.0, 356.0])
    x = np.concatenate([near, -far, far])
    got = as_array(f(x), "tanh_slope(x)", shape=x.shape, exact=True)
    compare(
        got[: near.size], TANH.right(near), at=near, name="tanh_slope",
        mistakes=TANH.mistakes(near),
    )  # fmt: skip
    if np.isnan(got).any():
        bad = x[np.isnan(got)][0]
        raise ExerciseError(
            f"tanh_slope is NaN at x = {bad:g}: an exponential overflowed there, and inf/inf "
            "is NaN. Let only exp(−2|x|) appear; it is never larger than 1."
        )
    truth = TANH.right(x)
    wrong = ~np.isclose(got, truth, rtol=1e-7, atol=0)
    if wrong.any():
        bad = np.flatnonzero(wrong)[np.argmin(np.abs(x[wrong]))]
        have, need = told_apart(got[bad], truth[bad])
        raise ExerciseError(
            f"tanh_slope at x = {x[bad]:g} is {have}, where {need} is right: "
            + (
                "does it subtract two nearly equal numbers, or compute in float32?"
                if abs(x[bad]) < 300
                else "does an exponential overflow there, or is it set to 0 too soon? "
                "exp(−2|x|) is never larger than 1."
            )
        )
    ends = np.array([-1e4, 1e4])
    compare(
        as_array(f(ends), "tanh_slope([-1e4, 1e4])", shape=(2,)),
        0 * ends,
        at=ends,
        name="tanh_slope",
    )
    if f.overflows(ends):
        raise ExerciseError(
            "tanh_slope is 0 at ±10⁴, as it should be, but something in it overflows, with a "
            "warning: let only exp(−2|x|) appear; it is never larger than 1."
        )
    return (
        f"tanh_slope keeps at least 7 digits at {x.size} points in [−356, 356], and is 0 at ±10⁴ "
        "without an overflow."
    )


def _stretched(height, middle):
    """Say what is right of the curve a·σ(x) + c with slope a/4 and f(0) given, and what is not."""

    def mistakes(x):
        said = {
            "this curve is steep because it is narrow, so it saturates sooner: a third "
            "difference. Stretch the sigmoid's height instead.": _sigmoid(4 * x) - 0.5 + middle,
            "this is tanh, which is twice as high and half as wide as σ: "
            "a third difference. Stretch the sigmoid's height only.": np.tanh(x) + middle,
            f"the slope is right, the middle is not: f(0) has to be {middle:g}.": height
            * (_sigmoid(x) - 0.5)
            + (0.5 - middle),
            "the middle is right, the slope at 0 is not.": (5 - height) * (_sigmoid(x) - 0.5)
            + middle,
        }
        if height != 1:
            unmoved = height * _sigmoid(x)
            said[f"f(0) was stretched, too, and has to be {middle:g}."] = unmoved
            if middle:
                said["f(0) was stretched, too, before it was moved."] = unmoved + middle
        return said

    return Function(
        lambda rng: (np.linspace(-9, 9, 73),),
        lambda x: height * (_sigmoid(x) - 0.5) + middle,
        mistakes,
    )


CURVES = Functions(
    {
        "slope 1/4, off centre": _stretched(1, 0.5),
        "slope 1/4, centred": _stretched(1, 0.0),
        "slope 1, off centre": _stretched(4, 0.5),
        "slope 1, centred": _stretched(4, 0.0),
    }
)


@exercise("two by two", curves=CURVES)
def check_two_by_two(curves):
    """Check four curves a·σ(x) + c that cross two slopes with two centres."""
    if not isinstance(curves, Mapping):
        raise ExerciseError("curves should be the dictionary of four functions you were given.")
    for label, curve in CURVES.parts.items():
        if label not in curves:
            raise ExerciseError(f"curves has no entry {label!r}; keep the four names as given.")
        f = as_function(curves[label], f'curves["{label}"]')
        (x,) = curve.example(None)
        name = f'the curve "{label}"'
        got = as_array(f(x), name, shape=x.shape)
        compare(got, curve.right(x), at=x, name=name, mistakes=curve.mistakes(x))
    return (
        "the four curves have one width and cross two slopes at 0 (1/4 and 1) "
        "with two middles (1/2 and 0)."
    )
