"""The checks of chapter 0, "Start here"."""

from __future__ import annotations

import numpy as np

from actnorm.checks.core import ExerciseError, as_array, as_function, as_number, compare, exercise
from actnorm.checks.runs import paired_runs

TRIAL = ("32 units", "64 units")


@exercise("one layer")
def check_layer(layer):
    """Check a function of a batch (N, D), weights (D, H) and biases (H): a ReLU layer."""
    f = as_function(layer, "layer")
    rng = np.random.default_rng(2)
    # Square weights first: there a transposed matrix gives numbers instead of an error.
    for n, d, h in ((4, 3, 3), (5, 2, 3), (1, 4, 2)):
        a, weight, bias = rng.normal(size=(n, d)), rng.normal(size=(d, h)), rng.normal(size=h)
        x = a @ weight + bias
        got = as_array(f(a, weight, bias), "layer(a, weight, bias)", shape=(n, h))
        mistakes = {
            "that is the pre-activation; ReLU is missing.": x,
            "the bias is missing.": np.maximum(a @ weight, 0),
            "the bias comes before ReLU, not after it.": np.maximum(a @ weight, 0) + bias,
            "that is the slope of ReLU; its value is asked for.": (x > 0).astype(float),
            "that is the negative part; ReLU keeps what is above 0.": np.minimum(x, 0),
            "that is |x|; ReLU gives 0 for what is below 0.": np.abs(x),
        }
        if d == h:
            mistakes["weight is transposed: (N, D) @ (D, H) needs no .T."] = np.maximum(
                a @ weight.T + bias, 0
            )
        compare(got, np.maximum(x, 0), name="layer", mistakes=mistakes)
    return "right for three shapes, a batch of one among them."


@exercise("how many seeds")
def check_seeds(seeds_needed):
    """Check the number of runs for a standard error of 0.25 points at a spread of 0.8."""
    compare(
        as_number(seeds_needed, "seeds_needed"),
        21,
        name="seeds_needed",
        otherwise="take the variance of one mean, s²/n, twice, and solve for n.",
        mistakes={
            "that is not a whole number: 20 runs are too few, so round up.": 2 * 0.8**2 / 0.25**2,
            "20 runs miss the line by a little; round up.": 20,
            "that is enough for one mean; the difference of two has twice the variance.": 11,
            "the standard error falls with the root of n, not with n.": 4,
            "that is the number of both recipes together; give it for each.": 42,
        },
    )
    return "21 of each: √(2 · 0.8² / 21) = 0.247."


@exercise("a fair trial")
def check_fair_trial(trial):
    """Check two lists of accuracies, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    small, large = paired_runs(trial, TRIAL, name="trial")
    if np.array_equal(small, large):
        raise ExerciseError("both lists are the same to the last digit: did `hidden` reach `run`?")
    gain = 100 * (large - small)
    error = gain.std(ddof=1) / np.sqrt(gain.size)
    verdict = "a difference" if abs(gain.mean()) > 2 * error else "no difference that counts"
    return (
        f"64 units change the accuracy by {gain.mean():+.1f} points, standard error {error:.1f}, "
        f"over {gain.size} seeds: beyond two standard errors would count, so {verdict}."
    )
