"""The checks of chapter 0: right answers pass, usual mistakes are named."""

import numpy as np
import pytest

from actnorm.checks import ExerciseError, check_fair_trial, check_layer, check_seeds

RNG = np.random.default_rng(0)
TRIAL = {"32 units": RNG.uniform(0.94, 0.96, 6), "64 units": RNG.uniform(0.95, 0.97, 6)}


def right(a, weight, bias):
    return np.maximum(a @ weight + bias, 0)


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (check_layer, right),
        (check_layer, lambda a, w, b: np.einsum("ij,jk->ik", a, w).__add__(b).clip(0)),
        (
            check_layer,
            lambda a, w, b: [
                [
                    max(sum(r * c for r, c in zip(x, col, strict=True)) + o, 0)
                    for col, o in zip(w.T, b, strict=True)
                ]
                for x in a
            ],
        ),
        (check_layer, lambda a, w, b: (lambda x: x * (x > 0))(np.dot(a, w) + b)),
        (check_layer, lambda a, w, b: (lambda x: np.where(x > 0, x, 0))((w.T @ a.T).T + b[None])),
        (check_layer, lambda inputs, matrix, offset: (abs(z := inputs @ matrix + offset) + z) / 2),
        (check_seeds, 21),
        (check_seeds, 21.0),
        (check_fair_trial, TRIAL),
        (check_fair_trial, TRIAL | {"64 units": [0.098] * 6}),  # diverged, every one
    ],
)
def test_right_answers_pass(check, answer):
    assert check(answer).passed


@pytest.mark.parametrize("check", [check_layer, check_seeds, check_fair_trial])
def test_untouched_exercises_are_not_attempted(check):
    assert not check(...).passed


def test_an_untouched_trial_is_not_attempted():
    assert not check_fair_trial({"32 units": ..., "64 units": ...}).passed


@pytest.mark.parametrize(
    ("layer", "says"),
    [
        (lambda a, w, b: a @ w + b, "ReLU is missing"),
        (lambda a, w, b: np.maximum(a @ w, 0), "bias is missing"),
        (lambda a, w, b: np.maximum(a @ w, 0) + b, "before ReLU"),
        (lambda a, w, b: np.maximum(a @ w.T + b, 0), "transposed"),
        (lambda a, w, b: (a @ w + b > 0) * 1.0, "slope"),
        (lambda a, w, b: np.abs(a @ w + b), r"\|x\|"),
        (lambda a, w, b: np.minimum(a @ w + b, 0), "negative part"),
        (lambda a, w, b: w @ a + b, "ValueError|returned|shape"),
        (lambda a, w, b: 0.0, "shape"),
        ("relu", "function"),
    ],
)
def test_a_wrong_layer_is_told_its_mistake(layer, says):
    with pytest.raises(ExerciseError, match=says):
        check_layer(layer)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (20.48, "round up"),
        (20, "round up"),
        (11, "twice the variance"),
        (4, "root of n"),
        (42, "both setups together; give it for each"),
        (100, "twice"),
        ("many", "number"),
    ],
)
def test_a_wrong_number_of_seeds_is_told_its_mistake(answer, says):
    with pytest.raises(ExerciseError, match=says):
        check_seeds(answer)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"64 units": [0.9, 0.91]}, "at least five"),
        ({"64 units": [0.9] * 6}, "seed"),
        ({"64 units": [95.0, 96.0, 94.0, 95.5, 96.5, 95.1]}, "between 0 and 1"),
        ({"64 units": TRIAL["64 units"][:5]}, "same seeds"),
        ({"64 units": TRIAL["32 units"]}, "switch"),
        ({"64 units": [[0.9], [0.8, 0.7]]}, "unequal"),
        ({"16 units": TRIAL["32 units"]}, "not of the plan"),
    ],
)
def test_an_unfair_trial_is_told_why(change, says):
    with pytest.raises(ExerciseError, match=says):
        check_fair_trial(TRIAL | change)


def test_the_verdict_follows_from_the_standard_error():
    steps = np.linspace(0, 0.01, 6)
    near = {"32 units": 0.95 + steps, "64 units": 0.951 + steps[::-1]}
    far = {"32 units": 0.90 + steps, "64 units": 0.95 + steps[::-1]}
    assert "no difference" in check_fair_trial(near).message
    assert "so a difference" in check_fair_trial(far).message
