"""The checks of chapter 9: right answers pass, usual mistakes are named."""

import numpy as np
import pytest

from actnorm import batch_norm_backward, layer_norm_backward
from actnorm.checks import (
    ExerciseError,
    check_batch_norm_backward,
    check_below,
    check_layer_norm_backward,
)


def by_hand(dy, x, gamma, eps):
    std = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / std
    dx = gamma / std * (dy - dy.mean(axis=0) - x_hat * (dy * x_hat).mean(axis=0))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


def layer_by_hand(dy, x, gamma, eps):
    std = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) / std
    g = gamma * dy
    along = (g * x_hat).mean(axis=1, keepdims=True)
    dx = (g - g.mean(axis=1, keepdims=True) - x_hat * along) / std
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


def edited(**parts):
    """Build a backward pass with some of its parts replaced by other expressions."""
    steps = {
        "n": "len(x)",
        "mu": "x.mean(axis=0)",
        "v": "x.var(axis=0)",
        "std": "np.sqrt(v + eps)",
        "h": "(x - mu) / std",
        "a": "dy.mean(axis=0)",
        "b": "(dy * h).mean(axis=0)",
        "dx": "gamma / std * (dy - a - h * b)",
        "dgamma": "(dy * h).sum(axis=0)",
        "dbeta": "dy.sum(axis=0)",
        "out": "(dx, dgamma, dbeta)",
    }
    assert set(parts) <= set(steps)

    def f(dy, x, gamma, eps):
        names = {"np": np, "dy": dy, "x": x, "gamma": gamma, "eps": eps}
        for name, step in (steps | parts).items():
            names[name] = eval(step, names)
        return names["out"]

    return f


RNG = np.random.default_rng(0)
FOUR = {
    "batches of 2": RNG.normal(0.5, 0.02, 6),
    "batches of 2, frozen": RNG.normal(0.6, 0.02, 6),
    "batches of 8": RNG.normal(0.9, 0.01, 6),
    "batches of 8, frozen": RNG.normal(0.7, 0.02, 6),
}


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (check_batch_norm_backward, by_hand),
        (check_batch_norm_backward, edited()),
        (check_batch_norm_backward, lambda *a: batch_norm_backward(*a[:3], eps=a[3])),
        (check_layer_norm_backward, layer_by_hand),
        (check_layer_norm_backward, lambda *a: layer_norm_backward(*a[:3], eps=a[3])),
        (check_below, FOUR),
    ],
)
def test_right_answers_pass(check, answer):
    assert check(answer).passed


@pytest.mark.parametrize(
    "check", [check_batch_norm_backward, check_layer_norm_backward, check_below]
)
def test_untouched_exercises_are_not_attempted(check):
    assert not check(...).passed


def test_stubs_and_gaps_are_not_attempted():
    assert not check_batch_norm_backward(lambda dy, x, gamma, eps: ...).passed
    assert not check_below(FOUR | {"batches of 8": ...}).passed


def test_design_says_what_the_runs_can_carry():
    said = " ".join(repr(check_below(FOUR)).split())
    effect = 100 * (FOUR["batches of 8"] - FOUR["batches of 8, frozen"])
    assert f"{effect.mean():+.1f} ± {effect.std(ddof=1):.1f} (6 of 6 agree) in batches of 8" in said
    assert "by −" in said


@pytest.mark.parametrize(
    ("parts", "fragment"),
    [
        ({"dx": "gamma / std * dy"}, "treated as constants"),
        ({"a": "0"}, "through the mean is missing"),
        ({"b": "0"}, "through the variance is missing"),
        ({"a": "dy.sum(axis=0)", "b": "(dy * h).sum(axis=0)"}, "sums in place of means"),
        ({"a": "dy.sum(axis=0)"}, "the sum of dy in place"),
        ({"b": "(dy * h).sum(axis=0)"}, "the sum of dy·x̂ in place"),
        ({"b": "-(dy * h).mean(axis=0)"}, "variance has the wrong sign"),
        ({"a": "-dy.mean(axis=0)"}, "mean has the wrong sign"),
        ({"b": "2 * (dy * h).mean(axis=0)"}, "counts twice"),
        ({"b": "(dy * h).mean(axis=0) / 2"}, "counts by half"),
        ({"dx": "1 / std * (dy - a - h * b)"}, "dx: γ is missing"),
        ({"dx": "gamma**2 / std * (dy - a - h * b)"}, "multiplied twice"),
        ({"dx": "gamma * (dy - a - h * b)"}, "the division by"),
        ({"dx": "gamma / std**2 * (dy - a - h * b)"}, "you divided by σ² + ε"),
        ({"dx": "gamma * dy"}, "the gradient at x̂"),
        ({"std": "np.sqrt(v)", "dgamma": "by_hand"}, "ε is missing"),
        ({"std": "np.sqrt(v) + eps", "dgamma": "by_hand"}, "ε stands outside"),
        ({"std": "np.sqrt(x.var(axis=0, ddof=1) + eps)", "dgamma": "by_hand"}, "n − 1"),
        ({"std": "np.sqrt(v)"}, "dgamma: ε is missing"),
        ({"std": "np.sqrt(v + 1e-5)"}, "is not the eps that was given"),
        (
            {"std": "np.sqrt(v + 1e-5)", "dgamma": "by_hand"},
            "is not the eps that was given",
        ),
        ({"std": "np.sqrt(v) + eps"}, "dgamma: ε stands outside"),
        ({"v": "x.var(axis=0, ddof=1)"}, "dgamma: the variance in x̂ was divided by n − 1"),
        ({"std": "v + eps"}, "dgamma: x̂ was divided by σ² + ε"),
        ({"dx": "gamma / std * (dy - (a + h * b) * n / (n - 1))"}, "divided by n − 1; they are"),
        ({"dx": "gamma / std * (dy - a - x * (dy * x).mean(axis=0))"}, "x stands where x̂"),
        (
            {"dx": "gamma / std * (dy - a - (x - mu) * (dy * (x - mu)).mean(axis=0))"},
            "x − μ stands where",
        ),
        ({"a": "dy.mean()", "b": "(dy * h).mean()"}, "one mean for the whole array"),
        ({"dx": "-gamma / std * (dy - a - h * b)"}, "dx: the sign is turned"),
        ({"dgamma": "(dy * x).sum(axis=0)"}, "you summed dy·x."),
        ({"dgamma": "(dy * (x - mu)).sum(axis=0)"}, "dy·(x − μ)"),
        ({"dgamma": "(dy * gamma * h).sum(axis=0)"}, "dy·γ·x̂"),
        ({"dgamma": "(dy * h).mean(axis=0)"}, "dgamma: it is the mean"),
        ({"dgamma": "dy.sum(axis=0)"}, "which is dβ"),
        ({"dbeta": "dy.mean(axis=0)"}, "dbeta: it is the mean"),
        ({"dbeta": "gamma * dy.sum(axis=0)"}, "γ has no part"),
        ({"dbeta": "-dy.sum(axis=0)"}, "dbeta: the sign"),
        ({"out": "(dx, dbeta, dgamma)"}, "changed places"),
        ({"out": "(dgamma, dbeta, dx)"}, "another order"),
        ({"out": "dx"}, "returned one array: three"),
        ({"out": "(dx, dgamma)"}, "returned 2: three"),
        ({"dgamma": "dy * h"}, "a number for each sample"),
        ({"dx": "(gamma / std * dy)[:3]"}, "shape (3, 4)"),
        ({"dx": "gamma / std * (dy - a - h * b) + 1"}, "returned"),
    ],
)
def test_usual_mistakes_are_named(parts, fragment):
    if parts.get("dgamma") == "by_hand":  # dγ right: only dx has the mistake
        right = "((x - mu) / np.sqrt(x.var(axis=0) + eps) * dy).sum(axis=0)"
        parts = parts | {"dgamma": right}
    with pytest.raises(ExerciseError) as caught:
        check_batch_norm_backward(edited(**parts))
    said = str(caught.value)
    assert fragment in said
    assert "\n" not in said


def test_wrong_axis_is_named():
    def along_features(dy, x, gamma, eps):
        _, dgamma, dbeta = by_hand(dy, x, gamma, eps)
        std = np.sqrt(x.var(axis=1, keepdims=True) + eps)
        h = (x - x.mean(axis=1, keepdims=True)) / std
        b = (dy * h).mean(axis=1, keepdims=True)
        return gamma / std * (dy - dy.mean(axis=1, keepdims=True) - h * b), dgamma, dbeta

    with pytest.raises(ExerciseError, match="wrong axis"):
        check_batch_norm_backward(along_features)


def layer_edited(change):
    def f(dy, x, gamma, eps):
        return change(dy, x, gamma, eps, *layer_by_hand(dy, x, gamma, eps))

    return f


@pytest.mark.parametrize(
    ("change", "fragment"),
    [
        (
            lambda dy, x, g, eps, dx, dg, db: (g * layer_by_hand(dy, x, 1.0, eps)[0], dg, db),
            "γ stands outside",
        ),
        (lambda dy, x, g, eps, dx, dg, db: (by_hand(dy, x, g, eps)[0], dg, db), "batch norm's"),
        (lambda dy, x, g, eps, dx, dg, db: by_hand(dy, x, g, eps), "that x̂ is batch norm's"),
        (
            lambda dy, x, g, eps, dx, dg, db: (layer_by_hand(dy, x, 1.0, eps)[0], dg, db),
            "γ is missing",
        ),
        (
            lambda dy, x, g, eps, dx, dg, db: (
                g * dy / np.sqrt(x.var(axis=1, keepdims=True) + eps),
                dg,
                db,
            ),
            "treated as constants",
        ),
        (lambda dy, x, g, eps, dx, dg, db: (dx, dg / len(x), db), "the mean over the batch"),
    ],
)
def test_mistakes_with_layer_norm_are_named(change, fragment):
    with pytest.raises(ExerciseError) as caught:
        check_layer_norm_backward(layer_edited(change))
    assert fragment in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "fragment"),
    [
        ("yes", "dictionary of 4 lists"),
        ({"batches of 2": FOUR["batches of 2"]}, "no entry"),
        (FOUR | {"batches of 8": [0.5, 0.6]}, "at least five"),
        (FOUR | {"batches of 8": RNG.uniform(size=7)}, "same seeds"),
        (FOUR | {"batches of 8": [90, 91, 92, 93, 94, 95]}, "between 0 and 1"),
    ],
)
def test_a_design_that_cannot_decide_is_named(answer, fragment):
    with pytest.raises(ExerciseError, match=fragment):
        check_below(answer)
