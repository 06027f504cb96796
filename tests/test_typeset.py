"""Numbers as a text shows them."""

import numpy as np
import pytest

from actnorm.typeset import interval, mean_and_spread, number, superscript


@pytest.mark.parametrize(
    ("value", "spec", "said"),
    [
        (1e-16, ".0e", "1×10⁻¹⁶"),
        (9.96e-9, ".1e", "1.0×10⁻⁸"),  # rounded up to the next power, once
        (-2.5e120, ".1e", "−2.5×10¹²⁰"),
        (1e5, ".0e", "1×10⁵"),
        (1.0, ".1e", "1.0×10⁰"),
        (1e-5, ".3g", "1×10⁻⁵"),
        (0.0, ".0e", "0"),
        (0, "d", "0"),
        (0, "+d", "0"),
        (-0.04, ".1f", "0.0"),
        (-0.04, "+.1f", "0.0"),
        (0.04, "+.1f", "0.0"),
        (0.05001, "+.1f", "+0.1"),
        (-0.0004, ".1%", "0.0%"),
        (-10.0, ".0f", "−10"),
        (float("-inf"), ".1f", "−inf"),
        (float("nan"), ".1f", "nan"),
        (np.float32(-0.5), ".2f", "−0.50"),
    ],
)
def test_numbers(value, spec, said):
    assert number(value, spec) == said


@pytest.mark.parametrize("n", [0, 7, -12, np.int64(123)])
def test_exponents_read_back(n):
    back = superscript(n).translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    assert int(back) == n


def test_the_spread_is_divided_by_n_minus_1():
    values = [0.1, 0.2, 0.6]
    mean, spread = mean_and_spread(values, ".4f").split("\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}")
    assert (mean, spread) == ("0.3000", f"{np.std(values, ddof=1):.4f}")
    assert mean_and_spread(values, "+.1%").split() == ["+30.0", "±", "26.5%"]
    assert mean_and_spread([-0.6, 0.5], "+.0f").split() == ["0", "±", "1"]


@pytest.mark.parametrize(
    ("low", "high", "spec", "said"),
    [
        (-0.69, 0.21, ".1f", "−0.7 to +0.2"),
        (-0.69, -0.049, ".1f", "−0.69 to −0.05"),  # on one side of 0, and so it is shown
        (-0.03, 0.48, "+.1f", "−0.03 to +0.48"),
        (0.00034, 0.021, ".1%", "+0.03% to +2.10%"),
        (0.0, 1.0, ".1f", "0.0 to +1.0"),
        (-1e-17, 1.0, ".1f", "0.0 to +1.0"),  # rounding
        (-2e-5, 1.5e-3, ".3g", "−2×10⁻⁵ to +0.0015"),
    ],
)
def test_an_interval_shows_on_which_side_of_zero_it_ends(low, high, spec, said):
    assert interval(low, high, spec) == said
