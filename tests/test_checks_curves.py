"""The checks of chapter 2: right answers pass, usual mistakes are named."""

import math

import numpy as np
import pytest

from actnorm import sigmoid
from actnorm.checks import (
    ExerciseError,
    check_silu_slope,
    check_tanh_slope,
    check_tenth,
    check_two_by_two,
)


def s(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def late(switch):
    """Give a slope of tanh that goes over to a form with all digits when most are gone."""
    return lambda x: np.where(abs(x) < switch, 1 - np.tanh(x) ** 2, 4 * np.exp(-2 * abs(x)))


TWO_BY_TWO = {
    "slope 1/4, off centre": s,
    "slope 1/4, centred": lambda x: s(x) - 0.5,
    "slope 1, off centre": lambda x: 4 * s(x) - 1.5,
    "slope 1, centred": lambda x: 4 * s(x) - 2,
}


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (check_tenth, 2 * math.acosh(math.sqrt(10))),
        (check_tenth, 3.637),
        (check_silu_slope, lambda x: s(x) * (1 + x * (1 - s(x)))),
        (check_tenth, np.log(19 + 6 * np.sqrt(10)) * 1.0),
        (check_silu_slope, lambda x: [float(s(v) + v * s(v) * s(-v)) for v in x]),
        (check_silu_slope, lambda x: x * s(x) + s(x) * (1 - x * s(x))),
        (check_silu_slope, lambda x: np.einsum("i,i->i", s(x), 1 + x * s(-x))),
        (check_tanh_slope, lambda x: 4 * sigmoid(2 * x) * sigmoid(-2 * x)),
        (check_tanh_slope, lambda x: (2 / (np.exp(-2 * abs(x)) + 1)) ** 2 * np.exp(-2 * abs(x))),
        (
            check_tanh_slope,
            lambda x: np.array([4 * (e := math.exp(-2 * abs(v))) / (1 + e) ** 2 for v in x]),
        ),
        (check_two_by_two, TWO_BY_TWO),
    ],
)
def test_right_answers_pass(check, answer):
    assert check(answer).passed


@pytest.mark.parametrize("check", [check_tenth, check_silu_slope, check_tanh_slope])
def test_untouched_exercises_are_not_attempted(check):
    assert not check(...).passed


def test_a_table_with_gaps_is_not_attempted():
    assert not check_two_by_two(TWO_BY_TWO | {"slope 1, centred": ...}).passed


@pytest.mark.parametrize(
    ("check", "answer", "fragment"),
    [
        (check_tenth, -3.637, "mirror image"),
        (check_tenth, 2.197, "the curve is at 0.9"),
        (check_tenth, 2.063, "there the slope is 0.1"),
        (check_tenth, 1.818, "that is the distance for tanh"),
        (check_tenth, 5.0, "at x = 5 the slope is 2.659% of its maximum"),
        (check_tenth, 3.62, "at x = 3.62 the slope is 10.16% of its maximum, not 10%"),
        (check_tenth, 3.64, "three decimals"),
        (check_silu_slope, lambda x: x * s(x), "this is SiLU itself"),
        (check_silu_slope, lambda x: s(x) * (1 - s(x)), "the sigmoid alone"),
        (check_silu_slope, s, "x·σ′(x) is missing"),
        (check_silu_slope, lambda x: x * s(x) * (1 - s(x)), "σ(x) itself is missing"),
        (check_silu_slope, lambda x: s(x) + x * s(x) * (1 + s(x)), "check the sign"),
        (check_silu_slope, lambda x: s(x) - x * s(x) * (1 - s(x)), "you subtracted"),
        (check_silu_slope, lambda x: s(x) + s(x) * (1 - s(x)), "that x is missing"),
        (check_tanh_slope, lambda x: 1 - np.tanh(x) ** 2, "nearly equal numbers"),
        *((check_tanh_slope, late(x), "nearly equal numbers") for x in (13, 15.1, 18, 19)),
        (check_tanh_slope, lambda x: 1 + np.tanh(x) ** 2, "check the sign"),
        (check_tanh_slope, lambda x: 1 - np.tanh(x), "the square is missing"),
        (check_tanh_slope, np.tanh, "tanh itself"),
        (check_tanh_slope, lambda x: np.tanh(x) * (1 - np.tanh(x)), "with tanh put in"),
        (check_tanh_slope, lambda x: s(2 * x) * s(-2 * x), "a factor 4 is missing"),
        (check_tanh_slope, lambda x: s(x) * s(-x), "this is the sigmoid's slope"),
        (
            check_tanh_slope,
            lambda x: 4 * np.exp(8 * x) / (np.exp(5 * x) + np.exp(3 * x)) ** 2,
            "is NaN at x = ",
        ),
        (check_tanh_slope, lambda x: 1 / np.cosh(x) ** 2, "at x = -356 is 0, where 2.4"),
        (check_tanh_slope, lambda x: 4 * s(2 * x) * s(-2 * x), "set to 0 too soon"),
        (
            check_tanh_slope,
            lambda x: np.array([1 / math.cosh(v) ** 2 if abs(v) < 355 else 0 for v in x]),
            "set to 0 too soon",
        ),
        (check_tanh_slope, lambda x: (2 / (np.exp(x) + np.exp(-x))) ** 2, "overflows"),
        (
            check_tanh_slope,
            lambda x: (
                4 * np.where(x < 0, np.exp(2 * x), np.exp(-2 * x)) / (1 + np.exp(-2 * abs(x))) ** 2
            ),
            "overflows",
        ),
        (check_two_by_two, "tanh", "the dictionary of four functions"),
        (check_two_by_two, {"mine": s}, "no entry 'slope 1/4, off centre'"),
        (
            check_two_by_two,
            TWO_BY_TWO | {"slope 1, centred": lambda x: s(4 * x) - 0.5},
            "because it is narrow",
        ),
        (check_two_by_two, TWO_BY_TWO | {"slope 1, centred": np.tanh}, "this is tanh"),
        (
            check_two_by_two,
            TWO_BY_TWO | {"slope 1, off centre": lambda x: 4 * s(x)},
            "and has to be 0.5",
        ),
        (
            check_two_by_two,
            TWO_BY_TWO | {"slope 1, centred": lambda x: s(x) - 0.5},
            "the slope at 0 is not",
        ),
        (check_two_by_two, TWO_BY_TWO | {"slope 1, centred": 4}, "should be a function"),
    ],
)
def test_usual_mistakes_are_named(check, answer, fragment):
    with pytest.raises(ExerciseError) as caught:
        check(answer)
    said = str(caught.value)
    assert fragment in said
    assert "\n" not in said
