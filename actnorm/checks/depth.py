"""The checks of chapter 3, "Follow a gradient through depth".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import numpy as np

from actnorm.checks.answers import Design, Function, Value, forgotten_switch
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import paired_runs, told
from actnorm.checks.values import as_array, as_function, as_number, as_parts, compare, told_apart

LEAKY = Value(
    lambda slope=0.2: 2 / (1 + slope**2),
    lambda slope=0.2: {
        "that is He's value for ReLU, whose left half gives 0; here it gives a little.": 2,
        "the slope has to be squared: it is a second moment that you keep.": 2 / (1 + slope),
        "that is the mean square of the slope, not its inverse.": (1 + slope**2) / 2,
        "that is the standard deviation times √n; the variance is asked for.": (2 / (1 + slope**2))
        ** 0.5,
        "the left half counts with 0.2², and not with 1 − 0.2².": 2 / (1 - slope**2),
        "1 − 0.2² is only near 1/(1 + 0.2²); give the fraction, or three decimals.": 2
        * (1 - slope**2),
        "both halves have the weight ½: ½·1 + ½·0.2².": 1 / (1 + slope**2),
        "that is the mean square of the slope, without its ½.": 1 + slope**2,
    },
)


@exercise("He initialization for a leaky ReLU", n_times_variance=LEAKY)
def check_leaky_start(n_times_variance):
    """Check n·Var(w) for a leaky ReLU with slope 0.2 on the left."""
    got, right = as_number(n_times_variance, "n_times_variance"), LEAKY.right()
    compare(
        got,
        right,
        name="n_times_variance",
        rtol=3e-4,  # three decimals
        otherwise=f"with n·Var(w) = {got:.6g} the second moment is multiplied by "
        f"{got / right:.4g} in every layer; it should stay.",
        mistakes=LEAKY.mistakes(),
    )
    return f"n·Var(w) = 2/(1 + 0.2²) = {right:.3f} keeps the second moment, forward and backward."


def _grads(rng, scale=1.0):
    sizes = (3.0, (4, 3)), (0.1, (3,)), (2.0, (3, 2))
    return [scale * rng.normal(0, size, size=shape) for size, shape in sizes]


def _norm(grads):
    return np.sqrt(sum(np.sum(g**2) for g in grads))


def _shortened(grads, size, limit):
    return [g * min(1.0, limit / size) if size else g for g in grads]


def _clip_mistakes(grads, limit):
    norm = _norm(grads)
    alone = [_shortened([g], np.linalg.norm(g), limit)[0] for g in grads]
    largest = max(np.abs(g).max() for g in grads)
    return {
        "each array was clipped by itself; that turns the direction of the step. Use one norm "
        "for all.": alone,
        "the numbers were clipped one by one, which turns the direction of the step.": [
            np.clip(g, -limit, limit) for g in grads
        ],
        "the list came back as it was; its norm is above the limit.": grads,
        "the result has the norm 1 and not the limit.": [g / (norm or 1) for g in grads],
        "you divided by the square of the norm; a root is missing.": _shortened(
            grads, norm**2, limit
        ),
        "the root is missing in the test: the norm, not its square, is compared with the limit.": (
            [g * limit / norm for g in grads] if norm**2 > limit else grads
        ),
        "that is the sum of the sizes, |g₁| + |g₂| + …; the norm is the root of the sum of "
        "squares.": _shortened(grads, sum(np.abs(g).sum() for g in grads), limit),
        "that is the largest entry; the norm is the root of the sum of squares.": _shortened(
            grads, largest, limit
        ),
        "that is the root of the mean square; the norm takes the sum.": _shortened(
            grads, norm / np.sqrt(sum(g.size for g in grads)), limit
        ),
        "the norms of the arrays were added; their squares add up.": _shortened(
            grads, sum(np.linalg.norm(g) for g in grads), limit
        ),
        "a gradient shorter than the limit has to stay as it is; yours was stretched.": [
            g * limit / (norm or 1) for g in grads
        ],
        "the limit is an argument, and yours is always 2.": _shortened(grads, norm, 2.0),
        "the limit is an argument, and yours is always 5.": _shortened(grads, norm, 5.0),
    }


CLIP = Function(
    lambda rng: (_grads(rng), 0.7),
    lambda grads, limit: _shortened(grads, _norm(grads), limit),
    _clip_mistakes,
)


@exercise("clip the gradient", clip=CLIP)
def check_clipping(clip):
    """Check a function of a list of gradients and a limit that returns the clipped list."""
    f = as_function(clip, "clip")
    rng = np.random.default_rng(7)
    # Long ones, one whose square alone is above the limit, short ones, of norm below 1 and above.
    for length, limit in ((13.0, 2.0), (9.0, 5.0), (3.0, 0.5), (0.3, 4.0), (1.5, 2.0), (0.8, 0.7)):
        grads = _grads(rng)
        grads = [g * (length / _norm(grads)) for g in grads]
        got = _flat(_parts(f([g.copy() for g in grads], limit), grads))
        right = _flat(CLIP.right(grads, limit))
        compare(
            got,
            right,
            name="clip",
            mistakes={said: _flat(v) for said, v in CLIP.mistakes(grads, limit).items()},
            otherwise=f"for a gradient of norm {length:g} and the limit {limit:g} the norm of the "
            + _length_and_direction(got, right),
        )
    zeros = [0 * g for g in grads]
    if not np.array_equal(_flat(_parts(f([g.copy() for g in zeros], limit), zeros)), _flat(zeros)):
        raise ExerciseError("clip: a gradient of zeros has to stay zero; yours divides 0 by 0.")
    return "one factor for all arrays, the limit kept, short gradients and zeros left alone."


def _length_and_direction(got, right):
    have, need = np.linalg.norm(got), np.linalg.norm(right)
    with np.errstate(invalid="ignore"):  # an infinite answer
        turned = not got @ right > (1 - 1e-6) * have * need
    is_, should = (f"{have:.4g}", f"{need:.4g}") if turned else told_apart(have, need)
    return f"whole should be {should}, and is {is_}" + (", turned." if turned else ".")


PLAN = ("1, off centre", "1, centred", "4, off centre", "4, centred")
SCALE = Design(
    PLAN,
    lambda rng: dict(
        zip(PLAN, rng.uniform([[0.2], [0.2], [0.3], [0.85]], 0.95, (4, 5)), strict=True)
    ),
    lambda runs: (
        forgotten_switch(runs, PLAN[0], PLAN[1])
        | forgotten_switch(runs, PLAN[0], PLAN[2])
        | forgotten_switch(runs, PLAN[1], PLAN[3])
    ),
)


@exercise("scale, or centre", accuracies=SCALE)
def check_scale_or_centre(accuracies):
    """Check a two-by-two design: test accuracy, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    runs = paired_runs(accuracies, PLAN, name="accuracies")
    neither, centred, scaled, both = 100 * np.array(runs)
    parts = ", ".join(
        f"{name} {told(run - neither)}"
        for name, run in (("the centre alone adds", centred), ("the scale alone", scaled))
    )
    return (
        f"{parts}, both together {told(both - neither)} percentage points, over {both.size} seeds."
    )


def _parts(value, like):
    """Return the answer as a list of arrays of the shapes given."""
    value = as_parts(value, len(like))
    if value is None:
        raise ExerciseError(
            f"clip should return a list of {len(like)} arrays, like the one it got."
        )
    return [as_array(v, "clip", shape=g.shape) for v, g in zip(value, like, strict=True)]


def _flat(parts):
    return np.concatenate([np.ravel(part) for part in parts])
