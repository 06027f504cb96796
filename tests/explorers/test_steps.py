"""Steps and ends of sliders, for data of any size."""

import numpy as np
import pytest

from actnorm.explorers.steps import decimals, outward, step_above, step_below

SIZES = [
    float(f"{m}e{e}") for e in (-300, -30, -3, 0, 5, 40, 99) for m in (1, 1.4, 2, 4.99, 5, 9.9)
]


@pytest.mark.parametrize("size", SIZES)
def test_a_step_is_round_and_near_the_size(size):
    below, above = step_below(size), step_above(size)
    assert size / 2.5 < below <= 1.0001 * size
    assert 0.999 * size <= above <= 1.51 * size
    assert f"{below:.0e}"[0] in "125"


@pytest.mark.parametrize("size", SIZES)
def test_ends_hold_the_data_and_are_not_far_from_them(size):
    rng = np.random.default_rng(3)
    step = step_below(size / 40)
    for _ in range(200):
        lo, hi = sorted(size * rng.normal(size=2))
        first, last = outward(lo, hi, step)
        assert lo - 1.01 * step < first <= lo
        assert hi <= last < hi + 1.01 * step


def test_what_rounding_adds_neither_widens_a_slider_nor_is_refused_by_it():
    assert outward(-3, 3, 0.05) == (-3, 3)
    for number in (0.1 + 0.2, 0.3, -0.1 - 0.2):
        first, last = outward(number, number, 0.1)
        assert first <= number <= last


def test_decimals_show_a_step():
    assert [decimals(s) for s in (0.05, 0.001, 0.2, 1, 40)] == [2, 3, 1, 0, 0]
