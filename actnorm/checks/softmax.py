"""The checks of chapter 5, "Turn scores into probabilities".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import math

import numpy as np

from actnorm.checks.answers import Design, Function, Value, forgotten_switch
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import never, paired_runs, told
from actnorm.checks.values import as_array, as_function, as_number, compare, told_apart


def _temperature(scores=(3, 1), odds=3):
    return (scores[0] - scores[1]) / math.log(odds)


def _temperature_mistakes(scores=(3, 1), odds=3):
    right, share = _temperature(scores, odds), odds / (1 + odds)
    return {
        "that is 1/T: the scores are divided by T, not multiplied.": 1 / right,
        "T has to be positive; a negative one turns the ranking round.": -right,
        "only the difference of the scores counts, 3 − 1; you used 3.": _temperature(
            (scores[0], 0), odds
        ),
        "e^(2/T) is the ratio 0.75 : 0.25, which is 3 and not 0.75.": _temperature(scores, share),
        "e^(2/T) is the ratio 0.75 : 0.25, which is 3 and not 0.25.": _temperature(
            scores, 1 - share
        ),
        "that is log₁₀ of the ratio; e^(2/T) wants the natural logarithm.": right * math.log(10),
        "that is log₂ of the ratio; e^(2/T) wants the natural logarithm.": right * math.log(2),
    }


TEMPERATURE = Value(_temperature, _temperature_mistakes)


@exercise("the temperature of three to one", temperature=TEMPERATURE)
def check_temperature(temperature):
    """Check the temperature at which scores 3 and 1 become 0.75 and 0.25."""
    t, right = as_number(temperature, "temperature"), TEMPERATURE.right()
    share = 1 / (1 + math.exp(max(-700.0, min(-2 / t, 700.0)))) if t else math.nan
    share, wanted = told_apart(share, 0.75)
    compare(
        t,
        right,
        name="temperature",
        rtol=0,
        atol=6e-4,  # three decimals
        otherwise=f"at T = {t:.6g} the first class gets {share}, not {wanted}: three decimals are "
        "asked for.",
        mistakes=TEMPERATURE.mistakes(),
    )
    return f"at T = 2/ln 3 = {right:.3f} the odds e^(2/T) are 3 to 1."


def _log_softmax(z, axis=-1):
    below = z - z.max(axis=axis, keepdims=True)
    return below - np.log(np.exp(below).sum(axis=axis, keepdims=True))


def _log_softmax_mistakes(z):
    right, top = _log_softmax(z), z.max(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        total = np.exp(z).sum(axis=-1, keepdims=True)
        return {
            "this is softmax itself; its logarithm is asked for.": np.exp(right),
            "wrong axis: each row is one sample, so sum along the last axis.": _log_softmax(
                z, axis=0
            ),
            "one sum for the whole array; each row is a sample of its own.": z
            - np.log(np.exp(z).sum()),
            "the largest score is missing: log Σ e^z is m + log Σ e^(z − m).": right + top,
            "the largest score was taken off twice.": right - top,
            "the sign is turned: z − log Σ e^z, which is never positive.": -right,
            "the sum is missing: that is z − max(z).": z - top,
            "you divided by the logarithm of the sum; a quotient's logarithm is a difference.": z
            / np.log(total),
            "that is log₁₀; the natural logarithm is asked for.": right / np.log(10),
            "that is log₂; the natural logarithm is asked for.": right / np.log(2),
        }


LOG_SOFTMAX = Function(
    lambda rng: (rng.normal(0, 2, size=(4, 3)),), _log_softmax, _log_softmax_mistakes
)


@exercise("log-softmax that stays right", my_log_softmax=LOG_SOFTMAX)
def check_log_softmax(my_log_softmax):
    """Check a function of rows of scores, shape (N, K), that returns the logarithms of softmax."""
    f = as_function(my_log_softmax, "my_log_softmax")
    (z,) = LOG_SOFTMAX.example(np.random.default_rng(3))
    got = as_array(f(z), "my_log_softmax(z)", shape=z.shape)
    compare(
        got, LOG_SOFTMAX.right(z), name="my_log_softmax",
        mistakes=LOG_SOFTMAX.mistakes(z),
    )  # fmt: skip
    far = z + np.array([[-1000.0], [-80.0], [80.0], [1000.0]])
    got = as_array(f(far), "my_log_softmax", shape=z.shape)
    if not np.isfinite(got).all():
        row = np.flatnonzero(~np.isfinite(got).all(axis=1))[0]
        raise ExerciseError(
            f"my_log_softmax gives {got[row][~np.isfinite(got[row])][0]} for scores near "
            f"{far[row].mean():.0f}: subtract the largest score of the row before np.exp."
        )
    compare(got, _log_softmax(z), name="my_log_softmax, a constant added", atol=2e-4)
    wide = np.array(  # the largest score in each place, and twice
        [[0.0, -50.0, -800.0], [2000.0, 0.0, 1000.0], [-800.0, 0.0, 2000.0], [0.0, 0.0, -800.0]]
    )
    got = as_array(f(wide), "my_log_softmax", shape=wide.shape)
    for row, scores in zip(got, wide, strict=True):
        said = ", ".join(f"{score:.0f}" for score in scores)
        if not np.isfinite(row[scores.argmax()]):
            raise ExerciseError(
                f"my_log_softmax gives {row[scores.argmax()]} for the largest of the scores "
                f"({said}): subtract the largest score of the row before np.exp, wherever it "
                "stands."
            )
        if np.isneginf(row).any():
            raise ExerciseError(
                f"my_log_softmax gives -inf for scores ({said}): a probability has become 0 "
                "before its logarithm was taken. Simplify log(e^z / Σ) on paper first."
            )
    compare(got, _log_softmax(wide), name="my_log_softmax of scores far apart")
    return "right for 4 rows, with −1000 to 1000 added, and for scores 2000 apart."


PLAN = (
    "linear, 1047 images",
    "linear, 150 images",
    "hidden layer, 1047 images",
    "hidden layer, 150 images",
)
GAPS = Design(
    PLAN,
    lambda rng: dict(
        zip(PLAN, rng.uniform([[-0.02], [0.02], [0.0], [0.03]], 0.06, (4, 8)), strict=True)
    ),
    lambda gaps: (
        forgotten_switch(gaps, PLAN[0], PLAN[1])
        | forgotten_switch(gaps, PLAN[0], PLAN[2])
        | forgotten_switch(gaps, PLAN[1], PLAN[3])
        | forgotten_switch(gaps, PLAN[2], PLAN[3])
    ),
)


@exercise("what makes it overconfident", gaps=GAPS)
def check_overconfidence(gaps):
    """Check a two-by-two design: confidence minus accuracy, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    bounds = "confidence minus accuracy, both between 0 and 1, lies between −1 and 1"
    runs = paired_runs(gaps, PLAN, name="gaps", low=-1, what=bounds, idle=never)
    large, few, deep_large, deep_few = 100 * np.array(runs)
    images = (few + deep_few - large - deep_large) / 2
    layer = (deep_large + deep_few - large - few) / 2
    from_images, from_layer = (told(gain, digits=1, agree=True) for gain in (images, layer))
    return (
        f"fewer images add {from_images} percentage points of overconfidence, a hidden layer "
        f"{from_layer}, over {images.size} seeds."
    )
