"""The checks of chapter 7: right answers pass, each usual mistake gets its own sentence."""

import inspect
import math
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import actnorm
from actnorm.checks import ExerciseError
from actnorm.checks.normalize import (
    EXPERIMENT,
    UNIT,
    check_batch_norm,
    check_bound,
    check_experiment,
    check_unit_interval,
)

from .styles import results

X = np.random.default_rng(0).gamma(2.0, size=64)
X_HAT = (X - X.mean()) / np.sqrt(X.var() + 1e-5)


def right(x, gamma, beta, eps):
    axes = (0, *range(2, x.ndim))
    along = (1, -1) + (1,) * (x.ndim - 2)
    mean, var = x.mean(axes, keepdims=True), x.var(axes, keepdims=True)
    return gamma.reshape(along) * (x - mean) / np.sqrt(var + eps) + beta.reshape(along)


def edited(*, mean="mean", root="np.sqrt(var + eps)", out="g * x_hat + b", var=None, axes=None):
    """Build a batch norm from the textbook's lines with one of them changed."""

    def f(x, gamma, beta, eps):
        along = (1, -1) + (1,) * (x.ndim - 2)
        names = {"np": np, "x": x, "eps": eps, "gamma": gamma, "beta": beta}
        names |= {"g": gamma.reshape(along), "b": beta.reshape(along)}
        over = (0, *range(2, x.ndim)) if axes is None else axes(x)
        names["mean"] = x.mean(axis=over, keepdims=True)
        names["var"] = x.var(axis=over, keepdims=True, ddof=1 if var == "unbiased" else 0)
        if var == "no square":
            names["var"] = (x - names["mean"]).mean(axis=over, keepdims=True).round(12)
        names["x_hat"] = (x - eval(mean, names)) / eval(root, names)
        return eval(out, names)

    return f


def says(check, *answers):
    with pytest.raises(ExerciseError) as error:
        check(*answers)
    return str(error.value)


def test_right_batch_norm_passes():
    assert check_batch_norm(right).passed
    assert check_batch_norm(edited()).passed


def by_loops(x, gamma, beta, eps):
    y = np.empty_like(x)
    for c in range(x.shape[1]):
        values = [float(v) for v in x[:, c].ravel()]
        mean = math.fsum(values) / len(values)
        var = math.fsum((v - mean) ** 2 for v in values) / len(values)
        y[:, c] = gamma[c] * (x[:, c] - mean) / math.sqrt(var + eps) + beta[c]
    return y


def by_moving_the_channel(x, gamma, beta, eps):
    last = np.moveaxis(x, 1, -1)
    rows = last.reshape(-1, x.shape[1])
    centred = rows - rows.mean(0)
    scaled = gamma * centred / np.sqrt(np.einsum("nc,nc->c", centred, centred) / len(rows) + eps)
    return np.moveaxis((scaled + beta).reshape(last.shape), -1, 1)


def by_scale_and_shift(x, gamma, beta, eps):
    axes = (0,) if x.ndim == 2 else (0, 2, 3)
    slope = gamma * (x.var(axes) + eps) ** -0.5
    shift = beta - slope * x.mean(axes)
    return np.einsum("nc...,c->nc...", x, slope) + np.expand_dims(shift, axes)


def in_float32(x, gamma, beta, eps):
    x, gamma, beta = (a.astype(np.float32) for a in (x, gamma, beta))
    return right(x, gamma, beta, np.float32(eps))


def channel_by_channel(x, g, b, e):
    slices = [g[c] * (x[:, c] - x[:, c].mean()) / np.hypot(x[:, c].std(), e**0.5) + b[c]
              for c in range(x.shape[1])]  # fmt: skip
    return np.stack(slices, axis=1)


@pytest.mark.parametrize(
    "f",
    [by_loops, by_moving_the_channel, by_scale_and_shift, in_float32, channel_by_channel,
     lambda *a: actnorm.batch_norm(*a[:3], eps=a[3])[0], lambda *a: right(*a).tolist()],
)  # fmt: skip
def test_right_batch_norms_pass_however_they_are_written(f):
    assert check_batch_norm(f).passed


def batch_norm_by_hand(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    var = ((x - mu) ** 2).mean(axis=0)
    return gamma * (x - mu) / np.sqrt(var + eps) + beta


def test_the_chapters_own_batch_norm_on_images_is_named():
    said = says(check_batch_norm, batch_norm_by_hand)
    assert "the formula for features, used on images" in said


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (edited(root="(var + eps)"), "square root"),
        (edited(root="(np.sqrt(var) + eps)"), "outside the root"),
        (edited(root="np.sqrt(var)"), "ε is missing"),
        (edited(root="np.sqrt(var + 1e-5)"), "is not the eps that was given"),
        (edited(var="unbiased"), "n − 1"),
        (edited(var="no square"), "lost its square"),
        (edited(mean="0"), "mean was not subtracted"),
        (edited(out="x_hat"), "γ and β are missing"),
        (edited(out="g * (x_hat + b)"), "before γ multiplied"),
        (edited(out="b - g * x_hat"), "sign is turned"),
        (edited(out="g * x + b"), "nothing was normalized"),
        (edited(axes=lambda x: tuple(range(1, x.ndim))), "wrong axis"),
        (edited(axes=lambda x: tuple(range(x.ndim))), "one mean for the whole array"),
        (edited(axes=lambda x: (0,)), "each pixel"),
        (edited(axes=lambda x: (0,) if x.ndim == 2 else (2, 3)), "instance norm"),
        (edited(out="gamma * x_hat + beta"), "along the last axis"),
    ],
)
def test_each_usual_mistake_is_named(wrong, named):
    assert named in says(check_batch_norm, wrong)


def test_forgetting_eps_for_a_constant_feature_is_told():
    def centred_by_hand(x, gamma, beta, eps):
        y = right(x, gamma, beta, eps)
        return np.where(np.ptp(x) == 0, np.nan, y)

    assert "constant feature" in says(check_batch_norm, centred_by_hand)


@pytest.mark.parametrize("stub", [None, ..., lambda x, gamma, beta, eps: ...])
def test_stub_is_not_attempted(stub):
    assert "not attempted yet" in repr(check_batch_norm(stub))


def test_unit_interval():
    gamma = 1 / np.ptp(X_HAT)
    assert check_unit_interval(X, gamma, -X_HAT.min() * gamma).passed
    assert "mirrored" in repr(check_unit_interval(X, -gamma, X_HAT.max() * gamma))
    assert not check_unit_interval(X, ..., ...).passed


@pytest.mark.parametrize(
    "style",
    [
        lambda v: np.float32(v), lambda v: np.array([v]), lambda v: [v], lambda v: Fraction(v),
        lambda v: Decimal(v), lambda v: np.longdouble(v), lambda v: np.array(v), lambda v: [[v]],
        lambda v: round(v, 7), lambda v: float(f"{v:.8g}"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("x", [X, X.tolist(), X.astype(np.float32), tuple(X)])
def test_unit_interval_in_any_style(x, style):
    gamma, beta = UNIT.right(X)
    assert check_unit_interval(x, style(float(gamma)), style(float(beta))).passed


@pytest.mark.parametrize("x", [[], [1.0], [2.0, 2.0], [1.0, np.nan], [[1.0], [1.0, 2.0]], "abc"])
def test_unit_interval_of_no_batch_is_told(x):
    said = says(check_unit_interval, x, 0.4, 0.5)
    assert said.startswith(("x should", "x has rows of unequal length"))


def test_unit_interval_of_huge_parameters_is_told():
    assert "not from 0 to 1" in says(check_unit_interval, X, 1e308, 1e308)


@pytest.mark.parametrize(("sentence", "slip"), [*UNIT.wrong()])
def test_each_named_mistake_of_the_unit_interval_gets_its_own_sentence(sentence, slip):
    assert sentence in says(check_unit_interval, X, *slip(X))


@pytest.mark.parametrize("style", [*results(EXPERIMENT.answer()).items()])
def test_experiments_in_any_style(style):
    runs = dict(style[1])
    assert check_experiment(*runs.values()).passed


@pytest.mark.parametrize(("sentence", "slip"), [*EXPERIMENT.wrong()])
def test_each_named_mistake_of_the_experiment_gets_its_own_sentence(sentence, slip):
    assert sentence in says(check_experiment, *slip.values())


@pytest.mark.parametrize(
    ("gamma", "beta", "named"),
    [
        (1 / np.ptp(X), -X.min() / np.ptp(X), "range of x"),
        (1 / np.ptp(X_HAT), -X_HAT.min(), "β has to be scaled"),
        (0.01, 0.5, "ends are not reached"),
        (1.0, 0.0, "smallest and largest"),
        ("1", 0.0, "text"),
        (True, 0.0, "truth value"),
        (1j, 0.0, "single number"),
        (0.5, [0.1, 0.2], "single number"),
        (0.5, np.inf, "finite"),
        (np.ptp(X_HAT), 0.5, "not from 0 to 1"),
        (np.nan, 0.0, "finite"),
    ],
)
def test_unit_interval_names_the_mistake(gamma, beta, named):
    assert named in says(check_unit_interval, X, gamma, beta)


def test_largest_x_hat_is_reached_by_one_outlier():
    for n in (2, 5, 64, 1000):
        x = np.zeros(n)
        x[0] = 1.0
        assert ((x - x.mean()) / x.std())[0] == pytest.approx(np.sqrt(n - 1), rel=1e-12)
    assert check_bound(lambda n: np.sqrt(n - 1)).passed
    assert check_bound(lambda n: (n - 1) ** 0.5).passed


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (np.sqrt, "drags the mean"),
        (lambda n: float("inf"), "there is a bound"),
        (lambda n: (n - 1) / np.sqrt(n), "unbiased"),
        (lambda n: n - 1, "root"),
        (lambda n: 1 - 1 / n, "standard deviation"),
        (lambda n: 3.0, "is right"),
        (lambda n: "√n", "real numbers"),
    ],
)
def test_largest_x_hat_names_the_mistake(wrong, named):
    assert named in says(check_bound, wrong)


GOOD, POOR = [0.95, 0.96, 0.94, 0.97, 0.95], [0.90, 0.91, 0.93, 0.92, 0.91]


def test_experiment_says_what_the_runs_can_carry():
    assert "all 5 agree" in repr(check_experiment(GOOD, POOR))
    assert "once in 16" in repr(check_experiment(np.array(POOR), GOOD))
    mixed = check_experiment(GOOD, [0.96, 0.95, 0.95, 0.96, 0.94])
    assert mixed.passed
    said = " ".join(repr(mixed).split())
    assert "(with_batch_of_three is higher in 3 of 5): these runs do not decide it" in said


def test_experiment_speaks_of_the_lists_of_its_exercise():
    """Both arms of the exercise have batch norm: what differs is the last batch."""
    root = Path(__file__).parents[1]
    page = (root / "chapters/07_normalize_inside_the_network.ipynb").read_text("utf-8")
    called = re.search(r"check_experiment\((\w+), (\w+)\)", page).groups()
    assert called == tuple(inspect.signature(check_experiment).parameters)
    assert f"{called[0]} has shape" in says(check_experiment, GOOD[:4], POOR)
    assert f"{called[1]} has shape" in says(check_experiment, GOOD, POOR[:4])


@pytest.mark.parametrize(
    ("a", "b", "named"),
    [
        (GOOD[:4], POOR[:4], "at least five"),
        (0.95, POOR, "at least five"),
        ([GOOD, GOOD], POOR, "at least five"),
        ([*GOOD, 0.9], POOR, "same seeds"),
        ([95, 96, 94, 97, 95], POOR, "between 0 and 1"),
        ([0.95] * 5, POOR, "of its own seed"),
        (POOR, POOR, "same numbers"),
        (GOOD, np.array(GOOD), "same numbers"),
        ([*GOOD[:4], np.nan], POOR, "between 0 and 1"),
        ("good", POOR, "text"),
        ([[0.9, 0.8], [0.7]], POOR, "unequal"),
        (len, POOR, "function"),
    ],
)
def test_experiment_names_what_is_missing(a, b, named):
    assert named in says(check_experiment, a, b)
