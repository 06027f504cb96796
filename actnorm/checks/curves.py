"""The checks of chapter 2, "Read a curve and its slope".

Each truth is written here from its closed form, not taken from the library, so
that a check and the library cannot be wrong together.
"""

from __future__ import annotations

import math

import numpy as np

from actnorm.checks.core import (
    ExerciseError,
    as_array,
    as_function,
    as_number,
    compare,
    exercise,
)


def _sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e, 1.0) / (1.0 + e)


@exercise("where the slope is a tenth")
def check_tenth(x):
    """Check the positive x at which the sigmoid's slope is a tenth of its maximum."""
    x = as_number(x, "x")
    tenth = 2 * math.acosh(math.sqrt(10))
    compare(
        x,
        tenth,
        name="x",
        rtol=5e-3,
        otherwise=f"at x = {x:.4g} the slope is {1 / math.cosh(min(abs(x), 700) / 2) ** 2:.1%} "
        "of its maximum, not 10%.",
        mistakes={
            "that is the mirror image; σ′ is even, give the positive one.": -tenth,
            "there the curve is at 0.9; the question is about its slope.": math.log(9),
            "there the slope is 0.1; a tenth of its maximum is 0.025.": 2 * math.acosh(2.5**0.5),
            "that is the distance for tanh, a sigmoid half as wide.": tenth / 2,
        },
    )
    return f"σ′ is a tenth of its maximum at x = ±2·arcosh(√10) = ±{tenth:.3f}."


@exercise("the slope of SiLU")
def check_silu_slope(silu_slope):
    """Check a function that returns the derivative of x·σ(x)."""
    f = as_function(silu_slope, "silu_slope")
    x = np.linspace(-12, 12, 241)
    s = _sigmoid(x)
    got = as_array(f(x), "silu_slope(x)", shape=x.shape)
    compare(
        got,
        s * (1 + x * _sigmoid(-x)),
        at=x,
        name="silu_slope",
        mistakes={
            "this is SiLU itself, x·σ(x); its derivative is asked for.": x * s,
            "you differentiated the sigmoid alone: x·σ(x) is a product of two functions of x.": s
            * (1 - s),
            "the first half of the product rule is there, x·σ′(x) is missing.": s,
            "the second half of the product rule is there, σ(x) itself is missing.": x
            * s
            * (1 - s),
            "you used s*(1+s) for σ′: check the sign.": s + x * s * (1 + s),
            "the product rule adds its two halves; you subtracted.": s - x * s * (1 - s),
            "σ′ is multiplied by x; in your formula that x is missing.": s + s * (1 - s),
        },
    )
    return f"silu_slope agrees with (xσ)′ = σ + xσ(1−σ) at {x.size} points in [−12, 12]."


@exercise("a slope of tanh that stays right")
def check_tanh_slope(tanh_slope):
    """Check a derivative of tanh that keeps its digits in both tails."""
    f = as_function(tanh_slope, "tanh_slope")
    x = np.concatenate(
        [np.linspace(-3, 3, 61), [-300.0, -40.0, -20.0, -8.0, 8.0, 20.0, 40.0, 300.0]]
    )
    e = np.exp(-2 * np.abs(x))
    truth = 4 * e / (1 + e) ** 2
    t = np.tanh(x)
    near = np.abs(x) <= 3
    got = as_array(f(x), "tanh_slope(x)", shape=x.shape)
    compare(
        got[near],
        truth[near],
        at=x[near],
        name="tanh_slope",
        mistakes={
            "you returned 1 + tanh²: check the sign.": 1 + t[near] ** 2,
            "you returned 1 − tanh: the square is missing.": 1 - t[near],
            "this is tanh itself; its derivative is asked for.": t[near],
            "you returned t(1 − t), the sigmoid's rule with tanh put in.": t[near] * (1 - t[near]),
            "this is a quarter of the slope: a factor 4 is missing.": truth[near] / 4,
            "this is the sigmoid's slope; that of tanh is 4·σ′(2x).": np.exp(-np.abs(x[near]))
            / (1 + np.exp(-np.abs(x[near]))) ** 2,
        },
    )
    far = x[~near]
    wrong = ~np.isclose(got[~near], truth[~near], rtol=1e-7, atol=0)
    if np.isnan(got).any():
        bad = x[np.isnan(got)][0]
        raise ExerciseError(
            f"tanh_slope is NaN at x = {bad:g}: an exponential overflowed there, and inf/inf "
            "is NaN. Let only exp(−2|x|) appear; it is never larger than 1."
        )
    if wrong.any():
        bad = far[wrong][np.argmin(np.abs(far[wrong]))]
        have, need = got[x == bad][0], truth[x == bad][0]
        raise ExerciseError(
            f"tanh_slope is right for |x| ≤ 3, but at x = {bad:g} it returns {have:.3g} "
            f"where {need:.3g} is right: does it subtract two nearly equal numbers?"
        )
    big = as_array(f(np.array([-1e4, 1e4])), "tanh_slope([-1e4, 1e4])", shape=(2,))
    compare(big, np.zeros(2), at=np.array([-1e4, 1e4]), name="tanh_slope")
    return "tanh_slope keeps at least 7 digits at 69 points in [−300, 300], and is 0 at ±10⁴."


@exercise("two by two")
def check_two_by_two(curves):
    """Check four curves a·σ(x) + c that cross two slopes with two centres."""
    if not isinstance(curves, dict):
        raise ExerciseError("curves should be the dictionary of four functions you were given.")
    x = np.linspace(-9, 9, 73)
    s = _sigmoid(x)
    plan = {
        "slope 1/4, off centre": (1, 0.5),
        "slope 1/4, centred": (1, 0.0),
        "slope 1, off centre": (4, 0.5),
        "slope 1, centred": (4, 0.0),
    }
    for label, (height, middle) in plan.items():
        if label not in curves:
            raise ExerciseError(f"curves has no entry {label!r}; keep the four names as given.")
        f = as_function(curves[label], f'curves["{label}"]')
        got = as_array(f(x), f'the curve "{label}"', shape=x.shape)
        compare(
            got,
            height * (s - 0.5) + middle,
            at=x,
            name=f'the curve "{label}"',
            mistakes={
                "this curve is steep because it is narrow, so it saturates sooner: a third "
                "difference. Stretch the sigmoid's height instead.": _sigmoid(4 * x) - 0.5 + middle,
                "this is tanh, which is twice as high and half as wide as σ: "
                "a third difference. Stretch the sigmoid's height only.": np.tanh(x) + middle,
                f"the slope is right, the middle is not: f(0) has to be {middle:g}.": height * s,
                "the middle is right, the slope at 0 is not.": (5 - height) * (s - 0.5) + middle,
            },
        )
    return (
        "the four curves have one width and cross two slopes at 0 (1/4 and 1) "
        "with two middles (1/2 and 0)."
    )
