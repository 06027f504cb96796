"""The checks of chapter 1, "See why a network needs a bend".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import math

import numpy as np

from actnorm.checks.core import ExerciseError, as_array, as_function, as_number, compare, exercise
from actnorm.checks.runs import paired_runs

STARTS = ("at 0, 300 steps", "spread, 300 steps", "at 0, 1200 steps", "spread, 1200 steps")


@exercise("enough kinks for a thousandth")
def check_enough(n):
    """Check the number of ReLUs for which the bound promises an error of 0.001 for the sine."""
    n = as_number(n, "n")
    exact = 6 / math.sqrt(0.008)
    right = math.ceil(exact)
    if n != round(n):
        raise ExerciseError(f"n is a number of kinks, and {n:.4g} is no whole number: round up.")
    promised = (6 / n) ** 2 / 8 if n > 0 else math.inf
    compare(
        n,
        right,
        name="n",
        rtol=0,
        atol=0.1,
        otherwise=f"with n = {n:.0f} the bound is h²/8 = {promised:.2g}; "
        + ("more than a thousandth." if n < right else "a smaller n would do, too."),
        mistakes={
            "rounded down: the bound is still a little above a thousandth.": right - 1,
            "one too many: the kink at the left end already counts, n kinks make n pieces.": right
            + 1,
            "the 8 is missing: the bound is h²/8 · max|f″|.": math.ceil(6 / math.sqrt(0.001)),
            "the square is missing: h²/8 ≤ 0.001, not h/8.": math.ceil(6 / 0.008),
            "the interval is 6 long, from −3 to 3.": math.ceil(3 / math.sqrt(0.008)),
        },
    )
    return f"{right} pieces of length h = {6 / right:.4f} promise {(6 / right) ** 2 / 8:.5f}."


@exercise("fold a line")
def check_fold(fold, needed):
    """Check a function that folds [0, 1] `depth` times, and the units one layer would need."""
    f = as_function(fold, "fold")
    x = np.linspace(0, 1, 257)
    once = as_array(f(x, 1), "fold(x, 1)", shape=x.shape)
    tent = 1 - np.abs(1 - 2 * x)
    compare(
        once,
        tent,
        at=x,
        name="fold(x, 1)",
        mistakes={
            "it climbs to 1 and goes on: the second ReLU has to turn the slope by −4.": 2 * x,
            "after the kink it is level: −2 undoes the slope 2, and −4 turns it into −2.": np.clip(
                2 * x, 0, 1
            ),
            "the kink belongs at ½, where the two halves meet.": 2 * x
            - 4 * np.clip(x - 1, 0, None),
            "half as steep: both halves are to reach from 0 to 1.": tent / 2,
            "upside down: the ends are to be at 0, the fold at 1.": 1 - tent,
            "that is x itself: no fold has been made.": x,
        },
    )
    for depth in (2, 3, 6):
        # The tent's depth-th power in closed form: a zigzag of period 2/2^depth.
        phase = np.mod(x * 2.0 ** (depth - 1), 1.0)
        want = 1 - np.abs(1 - 2 * phase)
        got = as_array(f(x, depth), f"fold(x, {depth})", shape=x.shape)
        compare(
            got,
            want,
            at=x,
            name=f"fold(x, {depth})",
            atol=1e-9,
            mistakes={
                "the same as one fold: feed the folded line into the next fold.": tent,
                "the folds are added; each has to act on what the last one returned.": depth * tent,
            },
        )
    compare(
        as_number(needed, "needed"),
        1024.0,
        name="needed",
        rtol=0,
        atol=0.1,
        otherwise=f"{as_number(needed, 'needed'):.0f} is not it: ten folds make 2¹⁰ straight "
        "pieces, and one hidden layer gets one kink from each unit.",
        mistakes={
            "ten folds make 2¹⁰ pieces, not 2 · 10.": 20,
            "almost: between 1024 pieces there are 1023 kinks, and the first piece has a slope, "
            "which is one more unit, with its kink at the left end.": 1023,
            "that would be eleven folds.": 2048,
            "that would be nine folds.": 512,
        },
    )
    return "1, 2, 3 and 6 folds are right; 20 units in ten layers do what one layer needs 1024 for."


@exercise("the places or the patience")
def check_places(errors):
    """Check a two-by-two design: where the kinks start, and for how many steps they are trained.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    bounds = "a root mean square error is positive, and below 1 for any curve near the sine"
    runs = paired_runs(errors, STARTS, name="errors", low=1e-9, what=bounds)
    short, spread, long, both = np.log(np.array(runs))
    return (
        f"spreading the kinks divides the error by {_said((short - spread + long - both) / 2)}, "
        f"four times the steps by {_said((short - long + spread - both) / 2)}, over {short.size} "
        "seeds."
    )


def _said(gain):
    return f"{np.exp(gain.mean()):.1f} ({np.exp(gain.min()):.1f} to {np.exp(gain.max()):.1f})"
