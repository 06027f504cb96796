"""Every elementwise function against 50-digit arithmetic, in units in the last place."""

import numpy as np
import pytest

from actnorm import sigmoid_grad

from .activations import benchmark

accuracy = benchmark("accuracy")
DTYPES = (np.float64, np.float32)


@pytest.mark.parametrize("dtype", DTYPES, ids=lambda d: d.__name__)
@pytest.mark.parametrize("name", accuracy.CASES)
def test_error_stays_within_the_goal(name, dtype):
    x = accuracy.sample(dtype, 150, seed=1)
    errors = accuracy.ulp_errors(name, x)
    worst = errors.argmax()
    assert errors[worst] <= accuracy.CASES[name].ulp[DTYPES.index(dtype)], f"at x = {x[worst]!r}"


@pytest.mark.parametrize("dtype", DTYPES, ids=lambda d: d.__name__)
@pytest.mark.parametrize("name", accuracy.CASES)
def test_subnormal_results_are_within_three_spacings(name, dtype):
    """Below the normal numbers an ulp is a spacing; these are the last points of every tail."""
    last = -np.log(float(np.finfo(dtype).smallest_subnormal))
    first = -np.log(float(np.finfo(dtype).tiny))
    ends = [
        (first, last),  # e^-x, x e^-x
        (first / 2, last / 2),  # tanh'
        (np.sqrt(2 * first), np.sqrt(2 * last)),  # the Gaussian
    ]
    tails = [np.linspace(0.97 * start, 1.02 * end, 60) for start, end in ends]
    x = np.concatenate(tails).astype(dtype)
    x = np.concatenate([x, -x])
    y = np.abs(accuracy.CASES[name].f(x))
    x = x[y < np.finfo(dtype).tiny]
    if x.size:
        assert accuracy.ulp_errors(name, x).max() <= 3


def test_the_tail_of_sigmoids_derivative_is_there():
    """What s * (1 - s) loses completely from 37 on."""
    x = np.array([38.0, 100.0, 700.0])
    np.testing.assert_allclose(sigmoid_grad(x), np.exp(-x), rtol=1e-15)
