"""The checks of chapter 1: right answers pass, usual mistakes are named."""

import math
from functools import partial, reduce

import numpy as np
import pytest

import actnorm
from actnorm.checks import ExerciseError
from actnorm.checks.kinks import check_enough, check_fold, check_places


def relu(x):
    return np.maximum(x, 0)


def tent(x):
    return 2 * relu(x) - 4 * relu(x - 0.5)


def folded(once):
    def fold(x, depth):
        for _ in range(depth):
            x = once(x)
        return x

    return fold


RNG = np.random.default_rng(0)
ERRORS = {
    "at 0, 300 steps": RNG.uniform(0.1, 0.2, 6),
    "spread, 300 steps": RNG.uniform(0.03, 0.05, 6),
    "at 0, 1200 steps": RNG.uniform(0.03, 0.05, 6),
    "spread, 1200 steps": RNG.uniform(0.008, 0.02, 6),
}


def test_right_answers_pass():
    assert check_enough(68).passed
    assert check_fold(folded(tent), 1024).passed
    assert check_places(ERRORS).passed


def by_recursion(x, depth):
    return tent(by_recursion(x, depth - 1)) if depth else x


def in_place(x, depth):
    y = np.array(x)
    for _ in range(depth):
        y[:] = 2 * y - 4 * np.where(y > 0.5, y - 0.5, 0)
    return y


def all_at_once(x, depth):
    kinks = np.arange(2**depth) / 2**depth
    turns = 2.0 ** (depth + 1) * (-1) ** np.arange(2**depth)
    turns[0] /= 2
    return relu(np.subtract.outer(x, kinks)) @ turns


def cut_off(x, depth):
    for _ in range(depth):
        late = x - 0.5
        late[late < 0] = 0
        x = 2 * x - 4 * late
    return x


def by_branch(v):
    if v > 0:
        return v
    return 0


def by_zeroing(v):
    if v < 0:
        v = 0.0
    return v


def step_by_step(v):
    y = 2 * v
    if v > 0.5:
        y -= 4 * (v - 0.5)
    return y


def reflected(x):
    y = 2 * x
    y[x > 0.5] = 2 - 2 * x[x > 0.5]
    return y


def by_a_line_of_slope_0(v):
    if v > 0:
        return v
    return 0.0 * v


def guarded(x, depth):
    assert x.min() >= 0 <= np.min(x)
    assert np.minimum.reduce(x) >= 0
    return folded(tent)(x, depth)


def one_by_one(x, depth):
    y = np.empty(len(x))
    for i in range(len(x)):
        y[i] = reduce(lambda v, _: 2 * v - 4 * max(v - 0.5, 0), range(round(depth)), x[i])
    return y


@pytest.mark.parametrize(
    "fold",
    [
        by_recursion,
        guarded,
        one_by_one,
        folded(lambda x: 2 * x - 4 * np.maximum(0 * x, x - 0.5)),
        folded(lambda x: np.array([2 * v - 4 * max(0 * v, v - 0.5) for v in x])),
        folded(lambda x: np.array([2 * v - 4 * max(v - 0.5, 0 * v) for v in x])),
        folded(lambda x: np.array([2 * v - 4 * by_a_line_of_slope_0(v - 0.5) for v in x])),
        folded(lambda x: np.array([2 * v - 4 * (v - 0.5 if v > 0.5 else v * 0) for v in x])),
        folded(lambda x: tent(np.asarray(x, float))),
        folded(lambda x: np.array([2 * float(v) - 4 * max(float(v) - 0.5, 0) for v in x])),
        in_place,
        folded(lambda x: 2 * x - 4 * np.clip(x - 0.5, 0, None)),
        folded(lambda x: 2 * x - 4 * (x - 0.5) * (x > 0.5)),
        folded(lambda x: np.array([2 * max(v, 0) - 4 * max(v - 0.5, 0) for v in x])),
        folded(lambda x: np.maximum(0, 1 - 2 * np.maximum(0, x - 0.5) - np.maximum(0, 1 - 2 * x))),
        folded(lambda x: actnorm.relu(1 - actnorm.relu(1 - 2 * x) - actnorm.relu(2 * x - 1))),
        folded(lambda x: 2 * x - 4 * (x > 0.5) * (x - 0.5)),
        folded(lambda x: 2 * x + (x >= 0.5) * (2 - 4 * x)),
        lambda x, depth: folded(tent)(x, int(round(depth))),  # noqa: RUF046
        all_at_once,
        cut_off,
        folded(lambda x: np.array([2.0, -4.0]) @ np.maximum(np.stack([x, x - 0.5]), 0)),
        lambda x, depth: folded(tent)(x, min(int(np.floor(depth)), 100)),
        lambda x, depth: reduce(lambda y, i: tent(y) + 0 * (i % 2), range(depth), x),
        lambda x, depth: x if depth == 0 else tent(by_recursion(x, depth - 1)),
        folded(np.vectorize(lambda v: 2 * v - 4 * (v - 0.5 if v > 0.5 else 0))),
        folded(lambda x: np.array([2 * v - 4 * (0 if v < 0.5 else v - 0.5) for v in x])),
        folded(lambda x: np.array([2 * v - 4 * by_branch(v - 0.5) for v in x])),
        folded(lambda x: np.array([2 * v - 4 * by_zeroing(v - 0.5) for v in x])),
        folded(np.vectorize(step_by_step)),
        folded(lambda x: 2 * x - 4 * np.maximum(np.zeros_like(x), x - 0.5)),
        folded(lambda x: 2 * x - 4 * np.choose((x > 0.5).astype(int), [0 * x, x - 0.5])),
        folded(lambda x: 2 * x - 4 * np.select([x > 0.5], [x - 0.5])),
    ],
)
def test_folds_of_relus_pass_however_they_are_written(fold):
    assert check_fold(fold, 1024).passed


def zigzag(x):
    return np.abs(x)


def by_floats(v):
    return 1 - abs(1 - 2 * float(v))


def pairwise(x):
    pair = np.stack([2 * x, 2 - 2 * x])
    return np.array([pair[:, i].min() for i in range(len(x))])


def either(v):
    if v < 0.5:
        return 2 * v
    return 2 - 2 * v


@pytest.mark.parametrize(
    ("once", "named"),
    [
        (lambda x: 1 - np.abs(1 - 2 * x), "abs"),
        (lambda x: 1 - abs(1 - 2 * x), "abs"),
        (lambda x: 1 - zigzag(1 - 2 * x), "abs"),
        (lambda x: 2 * np.minimum(x, 1 - x), "minimum"),
        (lambda x: 1 - np.sqrt((1 - 2 * x) * (1 - 2 * x)), "sqrt"),
        (lambda x: np.interp(x, [0, 0.5, 1], [0, 1, 0]), "interp"),
        (lambda x: [2 * min(v, 1 - v) for v in x] and 2 * np.fmin(x, 1 - x), "f?min"),
        (lambda x: np.arccos(np.cos(2 * np.pi * x)) / np.pi, "arccos|cos"),
        (lambda x: np.where(x < 0.5, 2 * x, 2 - 2 * x), "where"),
        (lambda x: 2 * np.where(x > 0.5, 1 - x, x), "where"),
        (lambda x: 2 * x * (x < 0.5) + (2 - 2 * x) * (x >= 0.5), "a mask"),
        (lambda x: 2 * (x < 0.5) * x + 2 * (x >= 0.5) * (1 - x), "a mask"),
        (reflected, "a mask"),
        (lambda x: 1 - ((2 * x - 1) ** 2) ** 0.5, "square|power"),
        (np.vectorize(lambda v: 2 * v if v < 0.5 else 2 - 2 * v), "an if"),
        (lambda x: np.array([2 * v if v < 0.5 else 2 - 2 * v for v in x]), "an if"),
        (lambda x: np.array([either(v) for v in x.tolist()]), "an if"),
        (lambda x: np.array(list(map(either, x))), "an if"),
        (lambda x: np.array([1 - abs(1 - 2 * v) for v in x]), "abs"),
        (lambda x: np.array([2 * min(v, 1 - v) for v in x]), "min"),
        (lambda x: np.array([1 - max(2 * v - 1, 1 - 2 * v) for v in x]), "the larger of two lines"),
        (lambda x: 1 - np.maximum(2 * x - 1, 1 - 2 * x), "the larger of two lines"),
        (lambda x: 1 - np.max([2 * x - 1, 1 - 2 * x], axis=0), "the larger of two lines"),
        (lambda x: 1 - abs(1 - 2 * np.array(x)), "abs"),
        (lambda x: np.choose((x > 0.5).astype(int), [2 * x, 2 - 2 * x]), "choose"),
        (lambda x: np.select([x < 0.5], [2 * x], 2 - 2 * x), "select"),
        (lambda x: np.array([1 - math.fabs(1 - 2 * v) for v in x]), "fabs"),
        (lambda x: np.array([by_floats(v) for v in x]), "abs"),
        (np.vectorize(by_floats), "abs"),
        (lambda x: np.array([*map(partial(by_floats), x)]), "abs"),
        (lambda x: np.array([math.acos(math.cos(2 * math.pi * v)) / math.pi for v in x]), "a?cos"),
        (lambda x: 1 - np.abs(1 - 2 * np.asarray(x, float)), "abs"),
        (lambda x: 1 - np.abs(1 - 2 * x.astype(float)), "abs"),
        (lambda x: np.array([1 - abs(1 - 2 * v.item()) for v in x]), "abs"),
        (lambda x: np.min([2 * x, 2 - 2 * x], axis=0), "a?min"),
        (lambda x: np.stack([2 * x, 2 - 2 * x]).min(axis=0), "min"),
        (pairwise, "min"),
        (lambda x: np.array([2 * v if v < 0.5 else 0 * v + 2 - 2 * v for v in x]), "an if"),
    ],
)
def test_what_bends_and_is_not_relu_is_named(once, named):
    with pytest.raises(ExerciseError, match=f"with {named}, which bends too"):
        check_fold(folded(once), 1024)


def test_a_remainder_is_named():
    def fold(x, depth):
        return _tent_from(x * 2 ** (depth - 1) % 1)

    with pytest.raises(ExerciseError, match=r"with %, which bends too"):
        check_fold(fold, 1024)


def _tent_from(phase):
    return 2 * np.where(phase > 0.5, 1 - phase, phase)


def test_the_answer_is_what_the_bound_says():
    assert (6 / 68) ** 2 / 8 <= 1e-3 < (6 / 67) ** 2 / 8


def test_ten_folds_make_1024_pieces():
    x = np.arange(2**13 + 1) / 2**13
    slopes = np.diff(folded(tent)(x, 10)) * 2**13
    assert np.count_nonzero(np.diff(slopes)) == 1023
    assert abs(slopes[0]) == 1024


def test_untouched_exercises_are_not_attempted():
    assert not check_enough(...).passed
    assert not check_fold(lambda x, depth: ..., ...).passed
    assert not check_fold(lambda x, depth: ..., 1024).passed
    assert not check_places(ERRORS | {"spread, 300 steps": ...}).passed


def test_design_says_what_the_runs_can_carry():
    said = " ".join(repr(check_places(ERRORS)).split())
    short, spread, long, both = np.log(np.array(list(ERRORS.values())))
    places = np.exp(((short - spread + long - both) / 2).mean())
    assert f"spreading the kinks divides the error by {places:.1f} (" in said
    assert "over 6 seeds" in said


@pytest.mark.parametrize(
    ("answer", "fragment"),
    [
        (67.08, "round up"),
        (67, "rounded down"),
        (69, "already counts"),
        (190, "the 8 is missing"),
        (750, "the square is missing"),
        (34, "6 long"),
        (50, "more than a thousandth"),
        (100, "a smaller n"),
        (0, "more than a thousandth"),
        ("many", "single number"),
    ],
)
def test_usual_miscounts_are_named(answer, fragment):
    with pytest.raises(ExerciseError, match=fragment):
        check_enough(answer)


@pytest.mark.parametrize(
    ("once", "fragment"),
    [
        (lambda x: 2 * relu(x), "turn the slope by −4"),
        (lambda x: 2 * relu(x) - 2 * relu(x - 0.5), "level"),
        (lambda x: 2 * relu(x) - 4 * relu(x - 1), "turn the slope"),
        (lambda x: relu(x) - 2 * relu(x - 0.5), "half as steep"),
        (lambda x: 1 - tent(x), "upside down"),
        (lambda x: x, "no fold"),
        (lambda x: tent(x) + 0.1, "returned"),
        (lambda x: tent(x)[:5], "shape"),
    ],
)
def test_usual_misfolds_are_named(once, fragment):
    with pytest.raises(ExerciseError, match=fragment):
        check_fold(folded(once), 1024)


@pytest.mark.parametrize(
    ("fold", "needed", "fragment"),
    [
        (lambda x, depth: tent(x), 1024, "the same as one fold"),
        (lambda x, depth: depth * tent(x), 1024, "the folds are added"),
        (folded(tent), 20, "not 2 · 10"),
        (folded(tent), 1023, "almost"),
        (folded(tent), 2048, "eleven"),
        (folded(tent), 512, "nine"),
        (folded(tent), 7, "one kink from each unit"),
        (3.0, 1024, "should be a function"),
    ],
)
def test_usual_mistakes_of_depth_are_named(fold, needed, fragment):
    with pytest.raises(ExerciseError, match=fragment):
        check_fold(fold, needed)


@pytest.mark.parametrize(
    ("answer", "fragment"),
    [
        ("yes", "dictionary of 4 lists"),
        ({"at 0": ERRORS["at 0, 300 steps"]}, "no entry"),
        (ERRORS | {"spread, 300 steps": [0.1] * 4}, "at least five"),
        (ERRORS | {"spread, 300 steps": [0.1] * 6}, "of its own seed"),
        (ERRORS | {"spread, 300 steps": RNG.uniform(0.1, 0.2, 7)}, "same seeds"),
        (ERRORS | {"spread, 300 steps": [3, 1, 2, 1, 4, 2]}, "is positive"),
    ],
)
def test_usual_mistakes_of_the_plan_are_named(answer, fragment):
    with pytest.raises(ExerciseError, match=fragment):
        check_places(answer)
