"""What holds for every elementwise function on every array (hypothesis)."""

import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from actnorm import ACTIVATIONS

from .activations import CALLS

every_function = pytest.mark.parametrize("f", CALLS.values(), ids=CALLS)

# Few examples per test, as every test runs for every function; and no time limit. Old versions of
# hypothesis find small arrays too large.
UNCHECKED = [HealthCheck.too_slow, HealthCheck.data_too_large]
quick = settings(max_examples=20, deadline=None, suppress_health_check=UNCHECKED)

FLOATS = st.sampled_from([np.float16, np.float32, np.float64])
SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5)
ARRAYS = FLOATS.flatmap(lambda dtype: hnp.arrays(dtype, SHAPES))  # NaN and ±inf included
INTEGERS = hnp.arrays(st.one_of(hnp.integer_dtypes(), hnp.boolean_dtypes()), SHAPES)

# What the derivatives and the values at a few places say about the functions.
GRID = np.linspace(-9, 9, 721)
MONOTONE = [name for name, entry in ACTIVATIONS.items() if (entry.grad(GRID) >= 0).all()]
ODD = [name for name, f in CALLS.items() if np.allclose(f(-GRID), -f(GRID), rtol=1e-9, atol=0)]
EVEN = [name for name, f in CALLS.items() if np.allclose(f(-GRID), f(GRID), rtol=1e-9, atol=0)]


def test_the_kinds_of_functions():
    assert {"gelu", "silu", "mish", "hard_swish"}.isdisjoint(MONOTONE)
    assert {"sigmoid", "tanh", "relu", "step", "log_sigmoid"} <= set(MONOTONE)
    assert {"tanh", "softsign", "identity"} <= set(ODD)
    assert {"sigmoid_grad", "tanh_grad", "softsign_grad", "hard_sigmoid_grad"} <= set(EVEN)


@every_function
@quick
@given(x=ARRAYS)
def test_shape_dtype_nan_silence_and_an_untouched_input(f, x):
    before = x.copy()
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        y = f(x)
    assert y.shape == x.shape
    assert y.dtype == x.dtype
    np.testing.assert_array_equal(np.isnan(y), np.isnan(x))
    np.testing.assert_array_equal(x, before)


@every_function
@quick
@given(x=INTEGERS)
def test_integers_are_their_float64(f, x):
    np.testing.assert_array_equal(f(x), f(np.asarray(x).astype(np.float64)))


@every_function
@quick
@given(x=ARRAYS, reverse=st.booleans())
def test_a_value_depends_on_its_own_x_only(f, x, reverse):
    flat = x.ravel()[:: -1 if reverse else 1]
    y = f(x).ravel()[:: -1 if reverse else 1]
    np.testing.assert_array_equal(f(flat), y)


@pytest.mark.parametrize("name", MONOTONE)
@quick
@given(x=hnp.arrays(np.float64, 20, elements=st.floats(-50, 50)))
def test_ordered_functions_keep_the_order(name, x):
    """Up to the few ulp by which neighbours may be off."""
    y = ACTIVATIONS[name].f(np.sort(x))
    assert (np.diff(y) >= -1e-15 * np.abs(y[1:])).all()


@pytest.mark.parametrize("name", ODD)
@quick
@given(x=hnp.arrays(np.float64, 20, elements=st.floats(allow_nan=False)))
def test_odd_functions_are_odd_exactly(name, x):
    np.testing.assert_array_equal(CALLS[name](-x), -CALLS[name](x))


@pytest.mark.parametrize("name", EVEN)
@quick
@given(x=hnp.arrays(np.float64, 20, elements=st.floats(allow_nan=False)))
def test_even_functions_are_even_exactly(name, x):
    np.testing.assert_array_equal(CALLS[name](-x), CALLS[name](x))
