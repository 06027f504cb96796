"""The checks of chapter 1, "See why a network needs a bend".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import math

import numpy as np

from actnorm.checks.answers import Design, Function, Value, forgotten_switch
from actnorm.checks.bends import seen_to_bend
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import never, paired_runs
from actnorm.checks.values import as_array, as_function, as_number, compare


def _pieces(length=6, error=0.001):
    return length / math.sqrt(8 * error)


ENOUGH = Value(
    lambda **question: math.ceil(_pieces(**question)),
    lambda length=6, error=0.001: {
        "rounded down: the bound is still a little above a thousandth.": math.floor(
            _pieces(length, error)
        ),
        "one too many: the kink at the left end already counts, n kinks make n pieces.": 1
        + math.ceil(_pieces(length, error)),
        "the 8 is missing: the bound is h²/8 · max|f″|.": math.ceil(_pieces(length, error / 8)),
        "the square is missing: h²/8 ≤ 0.001, not h/8.": math.ceil(length / (8 * error)),
        "the interval is 6 long, from −3 to 3.": math.ceil(_pieces(length / 2, error)),
        "the 8 is a divisor of h², not of the error.": math.ceil(length / math.sqrt(error / 8)),
    },
)


@exercise("enough kinks for a thousandth", n=ENOUGH)
def check_enough(n):
    """Check the number of ReLUs for which the bound promises an error of 0.001 for the sine."""
    n, right = as_number(n, "n"), ENOUGH.right()
    if abs(n - round(n)) > 1e-6:
        raise ExerciseError(f"n is a number of kinks, and {n:.10g} is no whole number: round up.")
    promised = (6 / n) ** 2 / 8 if n > 0 else math.inf
    compare(
        n,
        right,
        name="n",
        rtol=0,
        atol=0.1,
        otherwise=f"with n = {n:.0f} the bound is h²/8 = {promised:.2g}; "
        + ("more than a thousandth." if n < right else "a smaller n would do, too."),
        mistakes=ENOUGH.mistakes(),
    )
    return f"{right} pieces of length h = {6 / right:.4f} promise {(6 / right) ** 2 / 8:.5f}."


def _folded(x, depth):
    for _ in range(depth):
        x = 2 * np.maximum(x, 0) - 4 * np.maximum(x - 0.5, 0)
    return x


def _fold_mistakes(x, depth):
    once = _folded(x, 1)
    return (
        {
            "it climbs to 1 and goes on: the second ReLU has to turn the slope by −4.": x
            * 2.0**depth,
            "after the kink it is level: −2 undoes the slope 2, and −4 turns it into −2.": np.clip(
                x * 2.0**depth, 0, 1
            ),
            "half as steep: both halves are to reach from 0 to 1.": once / 2**depth,
            "upside down: the ends are to be at 0, the fold at 1.": 1 - _folded(x, depth),
            "that is x itself: no fold has been made.": x,
        }
        | (
            {
                "the same as one fold: feed the folded line into the next fold.": once,
                "the folds are added; each has to act on what the last one returned.": depth * once,
                "that is one fold too many.": _folded(x, depth + 1),
            }
            if depth > 1
            else {}
        )
        | ({"one fold is missing.": _folded(x, depth - 1)} if depth > 2 else {})
    )


FOLD = Function(lambda rng: (np.linspace(0, 1, 257), 3), _folded, _fold_mistakes)
NEEDED = Value(
    lambda depth=10: 2**depth,
    lambda depth=10: {
        "ten folds make 2¹⁰ pieces, not 2 · 10.": 2 * depth,
        "almost: between 1024 pieces there are 1023 kinks, and the first piece has a slope, "
        "which is one more unit, with its kink at the left end.": 2**depth - 1,
        "almost: the line starts at 0, so it needs no bias and no unit more than pieces.": 2**depth
        + 1,
        "that would be eleven folds.": 2 ** (depth + 1),
        "that would be nine folds.": 2 ** (depth - 1),
        "the pieces double with each fold, they are not squared.": depth**2,
    },
)


@exercise("fold a line", fold=FOLD, needed=NEEDED)
def check_fold(fold, needed):
    """Check a function that folds [0, 1] `depth` times, and the units one layer would need."""
    f = as_function(fold, "fold")
    for depth in (1, 2, 3, 6):
        x, _ = FOLD.example(None)
        name = f"fold(x, {depth})"
        got = as_array(f(x, depth), name, shape=x.shape)
        compare(
            got, FOLD.right(x, depth), at=x, name=name, atol=1e-4,
            mistakes=FOLD.mistakes(x, depth),
        )  # fmt: skip
    other = seen_to_bend(f, x)
    if other:
        raise ExerciseError(
            f"fold returns what it should, with {other}, which bends too: the exercise asks for "
            "ReLU and nothing else that bends."
        )
    needed = as_number(needed, "needed")
    compare(
        needed,
        NEEDED.right(),
        name="needed",
        rtol=0,
        atol=0.1,
        otherwise=f"{needed:.6g} is not it: ten folds make 2¹⁰ straight "
        "pieces, and one hidden layer gets one kink from each unit.",
        mistakes=NEEDED.mistakes(),
    )
    return "1, 2, 3 and 6 folds are right; 20 units in ten layers do what one layer needs 1024 for."


def _errors(rng):
    places, patience = rng.uniform(2, 4, 6), rng.uniform(2, 4, 6)
    best = rng.uniform(0.008, 0.02, 6)
    return dict(
        zip(PLAN, (best * places * patience, best * patience, best * places, best), strict=True)
    )


PLAN = ("at 0, 300 steps", "spread, 300 steps", "at 0, 1200 steps", "spread, 1200 steps")
PLACES = Design(
    PLAN,
    _errors,
    lambda errors: (
        forgotten_switch(errors, PLAN[0], PLAN[1])
        | forgotten_switch(errors, PLAN[1], PLAN[3])
        | forgotten_switch(errors, PLAN[0], PLAN[2])
        | {
            "more steps make the error larger, with both biases: are the lists exchanged?": dict(
                zip(PLAN, [errors[PLAN[i]] for i in (2, 3, 0, 1)], strict=True)
            )
        }
    ),
)


@exercise("the places or the patience", errors=PLACES)
def check_places(errors):
    """Check a two-by-two design: where the kinks begin, and for how many steps they are trained.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    bounds = "a root mean square error is positive, and below 1 for any curve near the sine"
    runs = paired_runs(errors, PLAN, name="errors", low=1e-9, what=bounds, idle=never)
    short, apart, long, both = np.log(np.array(runs))
    if (short < long).all() and (apart < both).all():
        raise ExerciseError(
            "errors: more steps make the error larger, with both biases: are the lists exchanged?"
        )
    return (
        f"spreading the kinks divides the error by {_said((short - apart + long - both) / 2)}, "
        f"four times the steps by {_said((short - long + apart - both) / 2)}, over {short.size} "
        "seeds."
    )


def _said(gain):
    return f"{np.exp(gain.mean()):.1f} ({np.exp(gain.min()):.1f} to {np.exp(gain.max()):.1f})"
