"""The checks of chapter 10: right answers pass, usual mistakes are named."""

import numpy as np
import pytest

from actnorm import layer_norm, rms_norm
from actnorm.checks import (
    ExerciseError,
    check_any_norm,
    check_centred_weights,
    check_qk_norm,
    check_warm_up,
)

AXES = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}
RNG = np.random.default_rng(0)
RUNS = {
    "pre-norm, at once": RNG.uniform(0.8, 0.9, 5),
    "pre-norm, warm-up": RNG.uniform(0.8, 0.9, 5),
    "post-norm, at once": RNG.uniform(0.1, 0.9, 5),
    "post-norm, warm-up": RNG.uniform(0.7, 0.9, 5),
}


def right(x, axes, eps=1e-5):
    mean = x.mean(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=axes, keepdims=True) + eps)


def group(x, groups):
    return right(x.reshape(len(x), groups, -1), (2,)).reshape(x.shape)


def edited(out, ddof=0):
    """Build a norm with one of its decisions changed."""

    def f(x, axes):
        keep = {"axis": axes, "keepdims": True}
        mean, var = x.mean(**keep), x.var(**keep, ddof=ddof)
        return eval(out, {"np": np, "x": x, "m": mean, "v": var, "eps": 1e-5})

    return f


def interleaved(x, groups):
    split = x.reshape(len(x), -1, groups, *x.shape[2:])
    return right(split, (1, 3, 4)).reshape(x.shape)


def over(axes):
    def f(x, groups):
        split = x.reshape(len(x), groups, -1, *x.shape[2:])
        return right(split, axes).reshape(x.shape)

    return f


def centre(weight, bias):
    return weight - weight.mean(axis=1, keepdims=True), bias - bias.mean()


def test_right_answers_pass():
    assert check_any_norm(right, AXES, group).passed
    assert check_any_norm(right, {"batch": [0, 2, -1], "layer": (-3, -2, -1), "instance": (3, 2)},
                          group).passed  # fmt: skip
    assert check_centred_weights(centre).passed
    assert check_warm_up(RUNS).passed


def test_the_centred_weights_do_what_is_promised():
    weight, bias, x = RNG.normal(size=(5, 4)), RNG.normal(size=4), RNG.normal(size=(6, 5))
    inner, rest = centre(weight, bias)
    np.testing.assert_allclose(rms_norm(x @ inner + rest), layer_norm(x @ weight + bias))


def test_untouched_exercises_are_not_attempted():
    assert not check_any_norm(..., ..., ...).passed
    assert not check_any_norm(lambda x, axes: ..., AXES, group).passed
    assert not check_centred_weights(lambda weight, bias: ...).passed
    assert not check_warm_up(RUNS | {"post-norm, warm-up": ...}).passed


def test_design_says_what_the_runs_can_carry():
    said = " ".join(repr(check_warm_up(RUNS)).split())
    effect = 100 * (RUNS["post-norm, warm-up"] - RUNS["post-norm, at once"])
    assert f"{effect.mean():+.0f} ± {effect.std(ddof=1):.0f} with post-norm" in said
    assert "over 5 seeds" in said


@pytest.mark.parametrize(
    ("norm", "axes", "groups", "fragment"),
    [
        (edited("(x - m) / (v + eps)"), AXES, group, "by the variance"),
        (edited("x / np.sqrt(v + eps)"), AXES, group, "mean is not taken off"),
        (edited("x / np.sqrt(v + m**2 + eps)"), AXES, group, "RMS norm"),
        (edited("x - m"), AXES, group, "nothing is divided"),
        (edited("(x - m) / (np.sqrt(v) + eps)"), AXES, group, "inside the root"),
        (edited("(x - m) / np.sqrt(v)"), AXES, group, "ε is missing"),
        (edited("(x - m) / np.sqrt(v + eps)", ddof=1), AXES, group, "n − 1"),
        (lambda x, axes: right(x, None), AXES, group, "whole array"),
        (
            lambda x, axes: right(x, tuple({0, 1, 2, 3} - set(axes))),
            AXES,
            group,
            "averaged over the others",
        ),
        (lambda x, axes: right(x, axes) if x.ndim == 4 else x, AXES, group, "do not assume four"),
        (lambda x, axes: right(x, axes)[0], AXES, group, "shape"),
        (3.0, AXES, group, "should be a function"),
        (right, {"batch": 0}, group, "three names"),
        (right, AXES | {"batch": (2, 3)}, group, "axes of instance norm"),
        (right, AXES | {"layer": (0, 2, 3)}, group, "axis 0 is the batch"),
        (right, AXES | {"layer": (1,)}, group, "over the pixels, too"),
        (right, AXES | {"layer": (1, 2)}, group, "has other ones"),
        (right, AXES | {"layer": "C"}, group, "tuple of axes"),
        (right, AXES, interleaved, "not neighbours"),
        (right, AXES, over((0, 2, 3, 4)), "over the batch too"),
        (right, AXES, over((2,)), "pixels are left out"),
        (right, AXES, over((1,)), "groups are averaged"),
    ],
)
def test_usual_mistakes_in_the_norm_are_named(norm, axes, groups, fragment):
    with pytest.raises(ExerciseError) as caught:
        check_any_norm(norm, axes, groups)
    assert fragment in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "fragment"),
    [
        (lambda w, b: w, "two things"),
        (lambda w, b: (w, b), "as it was"),
        (lambda w, b: (w - w.mean(axis=0), b), "wrong axis"),
        (lambda w, b: (w - w.mean(), b), "whole matrix"),
        (lambda w, b: (centre(w, b)[0] / w.std(axis=1, keepdims=True), b), "do not divide"),
        (lambda w, b: (2 * centre(w, b)[0], b), "without its mean"),
        (lambda w, b: (centre(w, b)[0], b), "the bias has a mean as well"),
        (lambda w, b: (centre(w, b)[0], 0 * b), "not the bias"),
        (lambda w, b: (centre(w, b)[0][0], b), "shape"),
        (7, "should be a function"),
    ],
)
def test_usual_mistakes_in_the_centring_are_named(answer, fragment):
    with pytest.raises(ExerciseError) as caught:
        check_centred_weights(answer)
    assert fragment in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "fragment"),
    [
        ("yes", "dictionary of 4 lists"),
        ({"inside": RUNS["pre-norm, at once"]}, "no entry"),
        (RUNS | {"pre-norm, at once": [0.1] * 4}, "at least five"),
        (RUNS | {"pre-norm, at once": [0.9] * 5}, "of its own seed"),
        (RUNS | {"pre-norm, at once": RNG.uniform(size=6)}, "same seeds"),
        (RUNS | {"pre-norm, at once": [90, 91, 92, 93, 94]}, "between 0 and 1"),
    ],
)
def test_usual_mistakes_in_the_design_are_named(answer, fragment):
    with pytest.raises(ExerciseError) as caught:
        check_warm_up(answer)
    assert fragment in str(caught.value)


def of_length_one(q, k):
    q, k = (x / np.linalg.norm(x, axis=-1, keepdims=True) for x in (q, k))
    return q @ k.swapaxes(-1, -2)


def divided_by_d(q, k):
    return rms_norm(q) @ rms_norm(k).swapaxes(-1, -2) / q.shape[-1]


@pytest.mark.parametrize("answer", [of_length_one, divided_by_d])
def test_two_mistakes_with_the_same_numbers_are_named_together(answer):
    with pytest.raises(ExerciseError) as caught:
        check_qk_norm(answer)
    assert "divided by d" in str(caught.value)
    assert "length 1" in str(caught.value)
