"""Numbers as a text shows them."""

import numpy as np
import pytest

from actnorm.typeset import mean_and_spread, number, superscript


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
        (-0.04, ".1f", "0.0"),
        (-0.04, "+.1f", "+0.0"),
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
    assert mean_and_spread([-0.6, 0.5], "+.0f").split() == ["+0", "±", "1"]
