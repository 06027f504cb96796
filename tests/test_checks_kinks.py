"""The checks of chapter 1: right answers pass, usual mistakes are named."""

import numpy as np
import pytest

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
        (lambda x: 2 * relu(x) - 4 * relu(x - 1), "turn the slope|belongs at"),
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
