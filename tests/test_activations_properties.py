"""What holds for every elementwise function on every array (hypothesis)."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from actnorm import ACTIVATIONS

FUNCTIONS = {name: entry.f for name, entry in ACTIVATIONS.items()}
FUNCTIONS |= {f"{name}_grad": entry.grad for name, entry in ACTIVATIONS.items()}
every_function = pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)

# Few examples per test, as every test runs for every function; and no time limit.
quick = settings(max_examples=20, deadline=None)

FLOATS = st.sampled_from([np.float16, np.float32, np.float64])
SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5)
ARRAYS = FLOATS.flatmap(lambda dtype: hnp.arrays(dtype, SHAPES))  # NaN and ±inf included
INTEGERS = hnp.arrays(st.one_of(hnp.integer_dtypes(), hnp.boolean_dtypes()), SHAPES)

# Ordered functions never fall; gated ones have a valley.
MONOTONE = sorted(set(ACTIVATIONS) - {"gelu", "silu", "mish", "hard_swish"})


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


@pytest.mark.parametrize("name", ["tanh", "softsign", "identity"])
@quick
@given(x=hnp.arrays(np.float64, 20, elements=st.floats(allow_nan=False)))
def test_odd_functions_are_odd_exactly(name, x):
    f = ACTIVATIONS[name].f
    np.testing.assert_array_equal(f(-x), -f(x))


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softsign"])
@quick
@given(x=hnp.arrays(np.float64, 20, elements=st.floats(allow_nan=False)))
def test_their_derivatives_are_even_exactly(name, x):
    grad = ACTIVATIONS[name].grad
    np.testing.assert_array_equal(grad(-x), grad(x))
