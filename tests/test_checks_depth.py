"""The checks of chapter 3: right answers pass, usual mistakes are named."""

import numpy as np
import pytest

from actnorm.checks import (
    ExerciseError,
    check_clipping,
    check_leaky_start,
    check_scale_or_centre,
)

RNG = np.random.default_rng(0)
RUNS = {
    "1, off centre": RNG.uniform(0.09, 0.11, 5),
    "1, centred": RNG.uniform(0.09, 0.11, 5),
    "4, off centre": RNG.uniform(0.1, 0.4, 5),
    "4, centred": RNG.uniform(0.85, 0.95, 5),
}


def right(grads, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    return [g * min(1, limit / norm) if norm else g for g in grads]


def scaled(factor):
    """Build a clipping that multiplies everything by a factor of the norm and the limit."""

    def clip(grads, limit):
        norm = np.sqrt(sum(np.sum(g**2) for g in grads))
        with np.errstate(all="ignore"):
            return [g * factor(norm, limit) for g in grads]

    return clip


def in_place(grads, limit):
    factor = 1.0
    total = sum(float(v) ** 2 for g in grads for v in g.flat)
    if total > limit**2:
        factor = limit / total**0.5
    for g in grads:
        g *= factor
    return grads


def by_concatenation(grads, limit):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    return grads if norm <= limit else [(limit / norm * g).tolist() for g in grads]


def f(grads, limit):
    return min(1, limit / max(1e-30, sum(np.vdot(g, g) for g in grads) ** 0.5))


def nearly(grads, limit):
    """Keep the norm and turn the direction."""
    return [np.roll(g, 1) for g in right(grads, limit)]


def each(grads, limit):
    return [g * min(1, limit / np.linalg.norm(g)) if g.any() else g for g in grads]


def single(grads, limit):
    return [np.clip(g, -limit, limit) for g in grads]


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (check_leaky_start, 2 / 1.04),
        (check_leaky_start, 1.923),
        (check_clipping, right),
        (check_clipping, lambda grads, limit: tuple(right(grads, limit))),
        (check_clipping, scaled(lambda norm, limit: min(1, limit / (norm + 1e-6)))),  # PyTorch's
        (check_clipping, lambda grads, limit: (g for g in right(grads, limit))),
        (check_clipping, lambda grads, limit: map(np.array, right(grads, limit))),
        (check_clipping, by_concatenation),
        (
            check_clipping,
            lambda gradients, c: [np.einsum(",...->...", f(gradients, c), g) for g in gradients],
        ),
        (check_leaky_start, 1.9231),
        (check_scale_or_centre, RUNS | {"1, off centre": [0.102] * 5, "1, centred": [0.102] * 5}),
        (check_scale_or_centre, RUNS | {"1, centred": RUNS["1, off centre"]}),  # all guess
        (check_scale_or_centre, RUNS),
    ],
)
def test_right_answers_pass(check, answer):
    assert check(answer).passed


@pytest.mark.parametrize("check", [check_leaky_start, check_clipping, check_scale_or_centre])
def test_untouched_exercises_are_not_attempted(check):
    assert not check(...).passed


def test_stubs_and_gaps_are_not_attempted():
    assert not check_clipping(lambda grads, limit: ...).passed
    assert not check_scale_or_centre(RUNS | {"4, centred": ...}).passed


def test_design_says_what_the_runs_can_carry():
    said = repr(check_scale_or_centre(RUNS))
    gain = 100 * (RUNS["4, centred"] - RUNS["1, off centre"])
    assert f"together {gain.mean():+.0f} ± {gain.std(ddof=1):.0f}" in " ".join(said.split())
    assert "5 seeds" in said


@pytest.mark.parametrize(
    ("check", "answer", "fragment"),
    [
        (check_leaky_start, 2, "He's value for ReLU"),
        (check_leaky_start, 2 / 1.2, "squared"),
        (check_leaky_start, 0.52, "inverse"),
        (check_leaky_start, (2 / 1.04) ** 0.5, "standard deviation"),
        (check_leaky_start, 2 / 0.96, "0.2²"),
        (check_leaky_start, 2 * (1 - 0.2**2), "1 − 0.2² is only near 1/(1 + 0.2²)"),
        (check_leaky_start, 1.92, "three decimals"),
        (check_leaky_start, 1 / 1.04, "weight ½"),
        (check_leaky_start, 1.0, "multiplied by 0.52 in every layer"),
        (check_leaky_start, "two", "single number"),
        (check_clipping, in_place, "changed its input in place"),
        (check_clipping, each, "by itself"),
        (check_clipping, single, "one by one"),
        (check_clipping, lambda grads, limit: grads, "as it was"),
        (check_clipping, scaled(lambda norm, limit: 1 / norm), "norm 1"),
        (check_clipping, scaled(lambda norm, limit: limit / norm**2), "a root is missing"),
        (
            check_clipping,
            scaled(lambda norm, limit: 0.5),
            "the norm of the whole should be 2, and is 6.5",
        ),
        (
            check_clipping,
            scaled(lambda norm, limit: min(1, limit / (norm + 1e-3))),
            "the norm of the whole should be 2, and is 1.9998.",
        ),
        (check_clipping, nearly, "should be 2, and is 2, turned."),
        (check_clipping, scaled(lambda norm, limit: limit / norm), "stretched"),
        (check_clipping, scaled(lambda norm, limit: np.minimum(norm, limit) / norm), "zeros"),
        (check_clipping, lambda grads, limit: grads[0], "list of 3 arrays"),
        (check_clipping, lambda grads, limit: [g.sum() for g in grads], "shape"),
        (check_clipping, 3.0, "should be a function"),
        (check_scale_or_centre, "yes", "dictionary of 4 lists"),
        (check_scale_or_centre, {"1, centred": [0.1] * 5}, "no entry"),
        (check_scale_or_centre, RUNS | {"1, centred": [0.1] * 4}, "at least five"),
        (check_scale_or_centre, RUNS | {"1, centred": [0.1] * 6}, "same seeds"),
        (check_scale_or_centre, RUNS | {"1, centred": [10.2] * 5}, "between 0 and 1"),
        (check_scale_or_centre, RUNS | {"1, centred": [[1], [1, 2]]}, "unequal"),
        (check_scale_or_centre, RUNS | {"1, centred": len}, "function"),
    ],
)
def test_usual_mistakes_are_named(check, answer, fragment):
    with pytest.raises(ExerciseError) as caught:
        check(answer)
    said = str(caught.value)
    assert fragment in said
    assert "\n" not in said
