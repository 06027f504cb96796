"""The checks of chapter 5: right answers pass, usual mistakes are named."""

import math

import numpy as np
import pytest

from actnorm import log_softmax
from actnorm.checks import (
    ExerciseError,
    check_log_softmax,
    check_overconfidence,
    check_temperature,
)


def right(z):
    below = z - z.max(axis=-1, keepdims=True)
    return below - np.log(np.exp(below).sum(axis=-1, keepdims=True))


def edited(*, axis=-1, out="z - np.log(s)", top="0"):
    """Build a log-softmax with one of its decisions changed."""

    def f(z):
        names = {"np": np, "z": z, "m": z.max(axis=-1, keepdims=True)}
        names["top"] = eval(top, names)
        s = np.exp(z - names["top"]).sum(axis=axis, keepdims=True)
        return eval(out, names | {"s": s})

    return f


def patched(z):
    """Take the logarithm where it can be taken, and leave out the sum elsewhere."""
    p = np.exp(right(z))
    return np.where(p > 0, np.log(p), z - z.max(axis=-1, keepdims=True))


RNG = np.random.default_rng(0)
GAPS = {
    "linear, 1047 images": RNG.normal(0, 0.01, 6),
    "linear, 150 images": RNG.normal(0.03, 0.01, 6),
    "hidden layer, 1047 images": RNG.normal(0.01, 0.01, 6),
    "hidden layer, 150 images": RNG.normal(0.05, 0.01, 6),
}


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (check_temperature, 2 / math.log(3)),
        (check_temperature, 1.82),
        (check_log_softmax, right),
        (check_log_softmax, log_softmax),
        (
            check_log_softmax,
            lambda z: [
                [v - max(r) - math.log(sum(math.exp(w - max(r)) for w in r)) for v in r] for r in z
            ],
        ),
        (check_log_softmax, lambda z: z - np.logaddexp.reduce(z, axis=1, keepdims=True)),
        (check_log_softmax, lambda z: (z.T - np.logaddexp.reduce(z.T)).T),
        (check_log_softmax, lambda scores: np.stack([r - np.logaddexp.reduce(r) for r in scores])),
        (check_log_softmax, lambda z: log_softmax(z.astype(np.float32))),
        (check_temperature, np.float32(1.820)),
        (check_temperature, 1.8204784532536746),
        (check_overconfidence, GAPS),
    ],
)
def test_right_answers_pass(check, answer):
    assert check(answer).passed


@pytest.mark.parametrize("check", [check_temperature, check_log_softmax, check_overconfidence])
def test_untouched_exercises_are_not_attempted(check):
    assert not check(...).passed


def test_stubs_and_gaps_are_not_attempted():
    assert not check_log_softmax(lambda z: ...).passed
    assert not check_overconfidence(GAPS | {"linear, 150 images": ...}).passed


def test_design_says_what_the_runs_can_carry():
    said = " ".join(repr(check_overconfidence(GAPS)).split())
    few, large = (np.array([GAPS[n] for n in GAPS if f", {k} " in n]) for k in (150, 1047))
    effect = 100 * (few.mean(axis=0) - large.mean(axis=0))
    assert f"{effect.mean():+.1f} ± {effect.std(ddof=1):.1f}" in said
    assert "6 of 6 agree" in said


@pytest.mark.parametrize(
    ("check", "answer", "fragment"),
    [
        (check_temperature, math.log(3) / 2, "that is 1/T"),
        (check_temperature, -2 / math.log(3), "positive"),
        (check_temperature, 3 / math.log(3), "only the difference"),
        (check_temperature, 2 / math.log(0.75), "the ratio"),
        (check_temperature, 1.0, "at T = 1 the first class gets 0.8808, not 0.75"),
        (check_temperature, 0.0, "not 0.75"),
        (check_temperature, "hot", "single number"),
        (check_log_softmax, lambda z: np.exp(right(z)), "softmax itself"),
        (check_log_softmax, edited(axis=0), "wrong axis"),
        (check_log_softmax, edited(axis=None, out="z - np.log(s)"), "one sum for the whole"),
        (check_log_softmax, edited(top="m"), "m + log"),
        (check_log_softmax, edited(out="z - 2 * m - np.log(s)", top="m"), "taken off twice"),
        (check_log_softmax, edited(out="np.log(s) - z"), "sign is turned"),
        (check_log_softmax, edited(out="z - m"), "the sum is missing"),
        (check_log_softmax, edited(out="z / np.log(s)"), "is a difference"),
        (check_log_softmax, edited(out="(z - np.log(s)) / np.log(10)"), "log₁₀"),
        (check_log_softmax, edited(out="(z - np.log(s)) / np.log(2)"), "log₂"),
        (check_log_softmax, edited(), "before np.exp"),
        (check_log_softmax, edited(out="z - z.max() - np.log(s)", top="z.max()"), "of the row"),
        (check_log_softmax, lambda z: np.log(np.exp(right(z))), "before its logarithm was taken"),
        (check_log_softmax, edited(out="z - top - np.log(s)", top="z[:, :1]"), "wherever it"),
        (check_log_softmax, edited(out="z - top - np.log(s)", top="z[:, -1:]"), "wherever it"),
        (check_log_softmax, patched, "scores far apart"),
        (check_log_softmax, lambda z: right(z)[0], "shape"),
        (check_log_softmax, 3.0, "should be a function"),
        (check_overconfidence, "yes", "dictionary of 4 lists"),
        (check_overconfidence, {"linear": GAPS["linear, 150 images"]}, "no entry"),
        (check_overconfidence, GAPS | {"linear, 150 images": [0.1] * 4}, "at least five"),
        (check_overconfidence, GAPS | {"linear, 150 images": [0.1] * 6}, "of its own seed"),
        (check_overconfidence, GAPS | {"linear, 150 images": RNG.normal(size=7) / 9}, "same seeds"),
        (check_overconfidence, GAPS | {"linear, 150 images": [3, 1, 2, 1, 4, 2]}, "between −1"),
        (check_overconfidence, GAPS | {"linear, 150 images": [[1], [1, 2]]}, "unequal"),
        (check_overconfidence, GAPS | {"linear, 150 images": len}, "function"),
    ],
)
def test_usual_mistakes_are_named(check, answer, fragment):
    with pytest.raises(ExerciseError) as caught:
        check(answer)
    said = str(caught.value)
    assert fragment in said
    assert "\n" not in said
