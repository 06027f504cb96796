"""The checks of chapter 0, "Start here"."""

from __future__ import annotations

import math

import numpy as np

from actnorm.checks.answers import Design, Function, Value, forgotten_switch
from actnorm.checks.core import exercise
from actnorm.checks.runs import paired_runs, told
from actnorm.checks.values import as_array, as_function, as_number, compare


def _inputs(rng, n=4, d=3, h=3):
    # Square weights: there a transposed matrix gives numbers instead of an error.
    return rng.normal(size=(n, d)), rng.normal(size=(d, h)), rng.normal(size=h)


def _mistakes(a, weight, bias):
    x = a @ weight + bias
    said = {
        "that is the pre-activation; ReLU is missing.": x,
        "the bias is missing.": np.maximum(a @ weight, 0),
        "the bias comes before ReLU, not after it.": np.maximum(a @ weight, 0) + bias,
        "the bias is subtracted.": np.maximum(a @ weight - bias, 0),
        "that is the slope of ReLU; its value is asked for.": (x > 0).astype(float),
        "that is the negative part; ReLU keeps what is above 0.": np.minimum(x, 0),
        "that is |x|; ReLU gives 0 for what is below 0.": np.abs(x),
        "ReLU came too early: it acts on the sum, not on the inputs.": np.maximum(a, 0) @ weight
        + bias,
    }
    if weight.shape[0] == weight.shape[1]:
        said["weight is transposed: (N, n) @ (n, n′) needs no .T."] = np.maximum(
            a @ weight.T + bias, 0
        )
    return said


LAYER = Function(_inputs, lambda a, weight, bias: np.maximum(a @ weight + bias, 0), _mistakes)


@exercise("one layer", layer=LAYER)
def check_layer(layer):
    """Check a function of a batch (N, n), weights (n, m) and biases (m): a ReLU layer."""
    f = as_function(layer, "layer")
    rng = np.random.default_rng(2)
    for shape in ((4, 3, 3), (5, 2, 3), (1, 4, 2)):
        given = _inputs(rng, *shape)
        right = LAYER.right(*given)
        got = as_array(f(*given), "layer(a, weight, bias)", shape=right.shape)
        compare(got, right, name="layer", mistakes=LAYER.mistakes(*given))
    return "right for three shapes, a batch of one among them."


def _seeds(spread=0.8, error=0.25, of=2):
    return of * spread**2 / error**2


SEEDS = Value(
    lambda **question: math.ceil(_seeds(**question)),
    lambda spread=0.8, error=0.25: {
        "that is not a whole number: 20 runs are too few, so round up.": _seeds(spread, error),
        "20 runs miss the line by a little; round up.": math.floor(_seeds(spread, error)),
        "that is enough for one mean; the difference of two has twice the variance.": math.ceil(
            _seeds(spread, error, of=1)
        ),
        "the standard error falls with the root of n, not with n.": math.ceil(spread / error),
        "that is the number of both setups together; give it for each.": 2
        * math.ceil(_seeds(spread, error)),
        "the variances of the two means add up, not their standard errors.": math.ceil(
            _seeds(spread, error, of=4)
        ),
    },
)


@exercise("how many seeds", seeds_needed=SEEDS)
def check_seeds(seeds_needed):
    """Check the number of runs for a standard error of 0.25 at a standard deviation of 0.8."""
    compare(
        as_number(seeds_needed, "seeds_needed"),
        SEEDS.right(),
        name="seeds_needed",
        rtol=0,
        atol=1e-9,
        otherwise="take the variance of one mean, s²/n, twice, and solve for n: the least that is "
        "enough.",
        mistakes=SEEDS.mistakes(),
    )
    return "21 of each: √(2 · 0.8² / 21) = 0.247."


TRIAL = Design(
    ("32 units", "64 units"),
    lambda rng: {"32 units": rng.uniform(0.8, 0.9, 8), "64 units": rng.uniform(0.85, 0.95, 8)},
    lambda trial: forgotten_switch(trial, "32 units", "64 units"),
)


@exercise("a fair trial", trial=TRIAL)
def check_fair_trial(trial):
    """Check two lists of accuracies, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    small, large = paired_runs(trial, TRIAL.plan, name="trial")
    gain = 100 * (large - small)
    error = gain.std(ddof=1) / np.sqrt(gain.size)
    verdict = "a difference" if abs(gain.mean()) > 2 * error else "no difference that counts"
    mean = told(gain, digits=1).split()[0]
    return (
        f"64 units change the accuracy by {mean} percentage points, standard error {error:.1f}, "
        f"over {gain.size} seeds: beyond two standard errors would count, so {verdict}."
    )
