"""The checks of chapter 1, "See why a network needs a bend".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import contextlib
import dis
import math
from types import CodeType

import numpy as np

from actnorm.checks.answers import Design, Function, Value, forgotten_switch
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
    # The tent's depth-th power in closed form: a zigzag of period 2/2^depth.
    return 1 - np.abs(1 - 2 * np.mod(x * 2.0 ** (depth - 1), 1.0))


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
# What bends and is not ReLU, by the name under which code calls it.
BENT = {
    *("abs", "absolute", "fabs", "sign", "minimum", "min", "fmin"),
    *("mod", "remainder", "fmod", "divmod", "floor", "ceil", "trunc", "rint", "round"),
    *("sin", "cos", "arcsin", "arccos", "interp", "sqrt", "square", "power", "piecewise", "select"),
}


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
    other = _other_bends(f.function) or _picks(f, x)
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


def _other_bends(function):
    """Name what bends in a function of the student's, or in one that it calls; None if nothing."""
    todo, seen = [function], set()
    while todo:
        function = todo.pop()
        code = getattr(function, "__code__", None)
        if code is None:
            todo += filter(callable, [getattr(function, "func", None)])  # of a partial
            continue
        if code in seen or (function.__module__ or "").startswith("actnorm."):
            continue
        seen.add(code)
        for cell in function.__closure__ or ():
            with contextlib.suppress(ValueError):  # an empty cell
                todo.append(cell.cell_contents)
        bodies = [code]
        for body in bodies:
            bodies += [part for part in body.co_consts if isinstance(part, CodeType)]
            for name in body.co_names:
                if name in BENT:
                    return name
                todo.append(function.__globals__.get(name))
            steps = [(step.opname, step.argrepr) for step in dis.get_instructions(body)]
            if ("BINARY_OP", "%") in steps or ("BINARY_OP", "%=") in steps:
                return "%"
    return None


def _picks(fold, x):
    """Say "where" if the function picks between two lines, neither of which is 0 as ReLU's is."""
    picked = []

    class Watched(np.ndarray):
        def __array_function__(self, function, types, args, kwargs):
            if function is np.where and len(args) == 3 and all(map(np.any, args[1:])):
                picked.append("where")
            return super().__array_function__(function, types, args, kwargs)

    with contextlib.suppress(ExerciseError):  # it gave what it should for an ordinary array
        fold(x.view(Watched), 1)
    return picked[0] if picked else None


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
