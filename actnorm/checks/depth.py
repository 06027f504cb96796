"""The checks of chapter 3, "Follow a gradient through depth".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import numpy as np

from actnorm.checks.core import ExerciseError, as_array, as_function, as_number, compare, exercise
from actnorm.checks.runs import paired_runs, told

PLAN = ("1, off centre", "1, centred", "4, off centre", "4, centred")


@exercise("He's start for a leaky ReLU")
def check_leaky_start(n_times_variance):
    """Check n·Var(w) for a leaky ReLU with slope 0.2 on the left."""
    got = as_number(n_times_variance, "n_times_variance")
    right = 2 / (1 + 0.2**2)
    compare(
        got,
        right,
        name="n_times_variance",
        rtol=5e-3,
        otherwise=f"with n·Var(w) = {got:.4g} the second moment is multiplied by "
        f"{got / right:.3g} in every layer; it should stay.",
        mistakes={
            "that is He's value for ReLU, whose left half gives 0; here it gives a little.": 2,
            "the slope has to be squared: it is a second moment that you keep.": 2 / 1.2,
            "that is the mean square of the slope, not its inverse.": 1 / right,
            "that is the standard deviation times √n; the variance is asked for.": right**0.5,
            "the left half counts with 0.2², and not with 1 − 0.2².": 2 / (1 - 0.2**2),
            "both halves have the weight ½: ½·1 + ½·0.2².": 1 / (1 + 0.2**2),
        },
    )
    return f"n·Var(w) = 2/(1 + 0.2²) = {right:.3f} keeps the second moment, forward and backward."


@exercise("clip the gradient")
def check_clipping(clip):
    """Check a function of a list of gradients and a limit that returns the clipped list."""
    f = as_function(clip, "clip")
    rng = np.random.default_rng(7)
    grads = [rng.normal(0, s, size=shape) for s, shape in ((3.0, (4, 3)), (0.1, (3,)), (2, (3, 2)))]
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    limit = 2.0
    got = _parts(f([g.copy() for g in grads], limit), grads)
    alone = [limit / max(np.linalg.norm(g), limit) * g for g in grads]
    mistakes = {
        "each array was clipped by itself; that turns the direction of the step. Use one norm "
        "for all.": alone,
        "the numbers were clipped one by one, which turns the direction of the step.": [
            np.clip(g, -limit, limit) for g in grads
        ],
        "the list came back as it was; its norm is above the limit.": grads,
        "the result has the norm 1 and not the limit.": [g / norm for g in grads],
        "you divided by the square of the norm; a root is missing.": [
            g * limit / norm**2 for g in grads
        ],
    }
    compare(
        _flat(got),
        limit / norm * _flat(grads),
        name="clip",
        mistakes={said: _flat(parts) for said, parts in mistakes.items()},
        otherwise=f"the norm of the whole should be {limit:g}, and is "
        f"{np.linalg.norm(_flat(got)):.4g}; or the direction has changed.",
    )
    calm = [0.01 * g for g in grads]
    compare(
        _flat(_parts(f([g.copy() for g in calm], limit), calm)),
        _flat(calm),
        name="clip",
        otherwise="a gradient shorter than the limit has to stay as it is; yours was stretched.",
    )
    zeros = [0 * g for g in grads]
    if not np.array_equal(_flat(_parts(f([g.copy() for g in zeros], limit), zeros)), _flat(zeros)):
        raise ExerciseError("clip: a gradient of zeros has to stay zero; yours divides 0 by 0.")
    return "one factor for all arrays, the limit kept, short gradients and zeros left alone."


@exercise("scale, or centre")
def check_scale_or_centre(accuracies):
    """Check a two-by-two design: test accuracy, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    runs = paired_runs(accuracies, PLAN, name="accuracies", all_alike=True)
    neither, centred, scaled, both = 100 * np.array(runs)
    parts = ", ".join(
        f"{name} {told(run - neither)}"
        for name, run in (("the centre alone adds", centred), ("the scale alone", scaled))
    )
    return f"{parts}, both together {told(both - neither)} points, over {both.size} seeds."


def _parts(value, like):
    """Return the answer as a list of arrays of the shapes given."""
    if not isinstance(value, list | tuple) or len(value) != len(like):
        raise ExerciseError(
            f"clip should return a list of {len(like)} arrays, like the one it got."
        )
    return [as_array(v, "clip", shape=g.shape) for v, g in zip(value, like, strict=True)]


def _flat(parts):
    return np.concatenate([np.ravel(part) for part in parts])
