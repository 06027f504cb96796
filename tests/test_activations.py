"""Limits, kinks, dtypes, shapes, errors and silence of the elementwise functions."""

import inspect
import warnings

import numpy as np
import pytest

import actnorm
from actnorm import ACTIVATIONS
from actnorm.activations import elementwise

from .activations import CALLS, NUMERIC

INF = np.inf
every_function = pytest.mark.parametrize("f", CALLS.values(), ids=CALLS)
every_entry = pytest.mark.parametrize("entry", ACTIVATIONS.values(), ids=ACTIVATIONS)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
@every_entry
def test_limits(entry, dtype):
    rtol = 4 * np.finfo(dtype).eps
    for f, expected in zip((entry.f, entry.grad), entry.limits, strict=True):
        y = f(np.array([-INF, INF], dtype))
        np.testing.assert_allclose(y, np.array(expected, dtype), rtol=rtol, atol=0)
        # The limits 0 and 1 are reached exactly.
        whole = [e in (0, 1) for e in expected]
        np.testing.assert_array_equal(y[whole], np.array(expected, dtype)[whole])


def test_limits_that_an_option_moves():
    assert actnorm.elu(-INF, alpha=3.0) == actnorm.celu(-INF, alpha=3.0) == -3
    assert actnorm.elu(-INF, alpha=-0.5) == 0.5
    assert actnorm.leaky_relu(-INF, slope=-0.5) == INF
    for approximate in ("none", "tanh"):
        y = actnorm.gelu([-INF, INF], approximate=approximate)
        np.testing.assert_array_equal(y, [0, INF])
        y = actnorm.gelu_grad([-INF, INF], approximate=approximate)
        np.testing.assert_array_equal(y, [0, 1])


@every_entry
def test_slopes_next_to_the_kinks(entry):
    """At a kink the slope is that of one side; one spacing away it is that of the piece."""
    kinks = np.array(entry.kinks)
    below, above = np.nextafter(kinks, -INF), np.nextafter(kinks, INF)
    left, right = entry.grad(kinks - 1e-9), entry.grad(kinks + 1e-9)
    np.testing.assert_allclose(entry.grad(below), left, rtol=1e-8)
    np.testing.assert_allclose(entry.grad(above), right, rtol=1e-8)
    at = entry.grad(kinks)
    assert (np.isclose(at, left, rtol=1e-8) | np.isclose(at, right, rtol=1e-8)).all()


@pytest.mark.parametrize(
    ("f", "kinks", "slopes"),
    [
        (actnorm.relu_grad, [0], [0]),
        (actnorm.relu6_grad, [0, 6], [0, 0]),
        (actnorm.leaky_relu_grad, [0], [0.01]),
        (lambda x: actnorm.prelu_grad(x, 0.25), [0], [0.25]),
        (actnorm.hard_sigmoid_grad, [-3, 3], [0, 0]),
        (actnorm.hard_swish_grad, [-3, 3], [0, 1]),
        (lambda x: actnorm.elu_grad(x, alpha=2), [0], [2]),
        (lambda x: actnorm.celu_grad(x, alpha=2), [0], [1]),
    ],
)
def test_slopes_at_the_kinks_and_next_to_them(f, kinks, slopes):
    kinks = np.array(kinks, float)
    np.testing.assert_array_equal(f(kinks), slopes)
    below, above = np.nextafter(kinks, -INF), np.nextafter(kinks, INF)
    # One spacing away the slope is that of the piece, already or still.
    np.testing.assert_allclose(f(below), f(kinks - 1e-9), rtol=1e-8)
    np.testing.assert_allclose(f(above), f(kinks + 1e-9), rtol=1e-8)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", [name for name, e in ACTIVATIONS.items() if e.limits[1][1] == 1])
def test_large_inputs_come_back_unchanged(name, dtype):
    """Where the function is x up to rounding, it is x, the largest number included."""
    x = np.array([60, 1e4, np.finfo(dtype).max], dtype)
    np.testing.assert_array_equal(ACTIVATIONS[name].f(x), x)


@every_function
@pytest.mark.parametrize(
    ("given", "returned"),
    [
        (np.float64, np.float64), (np.float32, np.float32), (np.float16, np.float16),
        (np.int8, np.float64), (np.uint64, np.float64), (bool, np.float64),
        (">f8", np.float64), (">f4", np.float32), (">i4", np.float64),
    ],
)  # fmt: skip
def test_dtypes(f, given, returned):
    x = np.array([0, 1, 1, 0], given)
    y = f(x)
    assert y.dtype == returned
    assert y.dtype.isnative
    np.testing.assert_array_equal(y, f(np.array([0, 1, 1, 0], returned)))


@every_function
def test_half_precision_is_computed_in_single(f):
    x = np.linspace(-9, 9, 101).astype(np.float16)
    np.testing.assert_array_equal(f(x), f(x.astype(np.float32)).astype(np.float16))


@every_function
@pytest.mark.parametrize(
    "x",
    [
        np.array([1 + 2j]), np.array([1, "a"], object), np.array(["1"]), None, [None], {},
        np.array(["2020-01-01"], "M8[D]"), np.array([1], "m8[s]"),
        np.ma.masked_array([1.0, 2.0], [True, False]), np.longdouble([1]),
    ],
    ids=["complex", "object", "str", "None", "list", "dict", "date", "delta", "masked", "long"],
)  # fmt: skip
def test_what_is_not_an_array_of_real_numbers_is_refused_by_name(f, x):
    if isinstance(x, np.ndarray) and x.dtype == np.float64 and not np.ma.isMaskedArray(x):
        pytest.skip("long double is double here")
    given = "masked" if np.ma.isMaskedArray(x) else str(np.asarray(x).dtype)
    with pytest.raises(TypeError, match=f"^x .*{given.split('[')[0]}"):
        f(x)


@every_function
def test_shapes_and_memory_layouts(f):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6, 4, 5))
    expected = f(x)
    assert expected.shape == x.shape
    np.testing.assert_array_equal(f(np.asfortranarray(x)), expected)
    np.testing.assert_array_equal(f(x[::-2, :, ::2]), expected[::-2, :, ::2])
    np.testing.assert_array_equal(f(x.transpose(2, 0, 1)), expected.transpose(2, 0, 1))
    np.testing.assert_array_equal(f(x.tolist()), expected)
    np.testing.assert_array_equal(f(np.broadcast_to(x[0], (3, 4, 5)))[2], expected[0])
    assert f(x[0, 0, 0]).shape == f(np.array(0.5)).shape == f(1).shape == ()
    assert f(x[0, 0, 0]) == expected[0, 0, 0]
    for empty in ((0,), (3, 0), (0, 2, 2)):
        assert f(np.empty(empty, np.float32)).shape == empty
        assert f(np.empty(empty, np.float32)).dtype == np.float32


@every_function
def test_the_result_is_fresh_and_the_input_untouched(f):
    x = np.linspace(-4, 4, 50)
    before = x.copy()
    x.flags.writeable = False
    y = f(x)
    assert not np.shares_memory(x, y)
    assert y.flags.writeable
    np.testing.assert_array_equal(x, before)


@every_function
def test_long_arrays_are_the_sum_of_their_blocks(f):
    """Whatever the length, a value depends on its own x only."""
    x = np.random.default_rng(0).normal(size=50_001)
    whole = f(x)
    for i in (0, 16_383, 16_384, 32_768, 50_000):
        assert whole[i] == f(x[i])


@every_function
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_no_warning_and_no_nan_on_any_number(f, dtype):
    info = np.finfo(dtype)
    unsigned = f"u{info.dtype.itemsize}"
    bits = np.random.default_rng(0).integers(
        0, np.iinfo(unsigned).max, 4000, unsigned, endpoint=True
    )
    x = np.concatenate(
        [bits.view(dtype), np.array([INF, -INF, 0, -0.0, info.max, info.min], dtype)]
    )
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        y = f(x)
    np.testing.assert_array_equal(np.isnan(y), np.isnan(x))


def test_numpys_error_state_is_left_as_it_was():
    with np.errstate(over="raise", divide="print"):
        before = np.geterr()
        actnorm.sigmoid([-1e4])
        assert np.geterr() == before


class TestOptions:
    """Options are checked, by name, on empty arrays too."""

    @pytest.mark.parametrize("x", [[1.0], []])
    @pytest.mark.parametrize("value", [np.nan, INF, -INF, pytest.param(10**400, id="huge")])
    @pytest.mark.parametrize(("f", "name", "option"), NUMERIC)
    def test_not_finite(self, f, name, option, value, x):
        with pytest.raises(ValueError, match=rf"^{name} must be a finite.*got {value}$"):
            f(x, **{name: value})

    @pytest.mark.parametrize("value", [0, -1.0, -0.0])
    @pytest.mark.parametrize(("f", "name", "option"), NUMERIC)
    def test_the_sign(self, f, name, option, value):
        if option.positive:
            with pytest.raises(ValueError, match=rf"^{name} must be a finite positive number; got"):
                f([1.0], **{name: value})
        else:
            f([1.0], **{name: value})

    @pytest.mark.parametrize("name", ACTIVATIONS)
    def test_the_registry_knows_every_option(self, name):
        for f in (ACTIVATIONS[name].f, ACTIVATIONS[name].grad):
            parameters = inspect.signature(getattr(f, "func", f)).parameters.values()
            options = {p.name for p in parameters if p.kind is p.KEYWORD_ONLY}
            assert options == set(ACTIVATIONS[name].options)

    @pytest.mark.parametrize("value", ["erf", None, True, 1])
    @pytest.mark.parametrize("f", [actnorm.gelu, actnorm.gelu_grad])
    def test_gelu_knows_one_approximation(self, f, value):
        with pytest.raises(ValueError, match=r'^approximate must be "none" or "tanh"; got'):
            f([], approximate=value)

    def test_options_are_keyword_only(self):
        with pytest.raises(TypeError):
            actnorm.elu([1.0], 2.0)

    def test_a_numpy_option_does_not_promote(self):
        x = np.ones(3, np.float32)
        assert actnorm.elu(x, alpha=np.float64(2)).dtype == np.float32
        assert actnorm.leaky_relu(x, slope=np.int64(2)).dtype == np.float32

    def test_slopes_of_every_size(self):
        x = np.array([-INF, -2.0, 0.0, 3.0, INF])
        with np.errstate(invalid="ignore"):
            for slope in (-2.0, 0.5, 1.0, 3.0):
                expected = np.where(x > 0, x, slope * x)
                np.testing.assert_array_equal(actnorm.leaky_relu(x, slope=slope), expected)
                np.testing.assert_array_equal(actnorm.prelu(x, slope), expected)
        for y in (actnorm.leaky_relu(x, slope=0), actnorm.prelu(x, 0.0)):
            np.testing.assert_array_equal(y, actnorm.relu(x))


class TestPrelu:
    """The slope is an array and broadcasts as NumPy's arrays do."""

    def test_one_slope_per_channel(self):
        x = -np.ones((2, 3, 4), np.float32)
        slope = np.array([0.1, 0.2, 0.3])[:, None]
        y = actnorm.prelu(x, slope)
        assert y.dtype == np.float32
        np.testing.assert_array_equal(y, np.broadcast_to(-slope, x.shape).astype(np.float32))
        np.testing.assert_array_equal(actnorm.prelu_grad(x, slope), -y)

    def test_by_keyword_and_miscounted(self):
        x = -np.ones(50_000)
        slope = np.arange(50_000.0)
        np.testing.assert_array_equal(actnorm.prelu(x, slope=slope), -slope)
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'slope'"):
            actnorm.prelu(x)
        with pytest.raises(TypeError, match="takes 1 positional argument"):
            actnorm.relu(x, 1.0)

    def test_slopes_keep_to_their_elements_over_many_blocks(self):
        x = -np.ones((50_000,))
        slope = np.arange(50_000.0)
        np.testing.assert_array_equal(actnorm.prelu(x, slope), -slope)

    @pytest.mark.parametrize("f", [actnorm.prelu, actnorm.prelu_grad])
    def test_errors(self, f):
        with pytest.raises(ValueError, match=r"^slope must broadcast to the shape of x, \(2, 3\)"):
            f(np.ones((2, 3)), np.ones(2))
        with pytest.raises(ValueError, match=r"^slope must broadcast to the shape of x, \(3,\)"):
            f(np.ones(3), np.ones((2, 3)))
        with pytest.raises(ValueError, match=r"^slope must be finite; got nan"):
            f(np.ones(2), [0.1, np.nan])
        with pytest.raises(TypeError, match=r"^slope .*complex"):
            f(np.ones(2), 1j)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_place_a_block_is_written_to_is_nobody_elses_business(name):
    """`out` is between the decorator and the body: callers neither see it nor may pass it."""
    function = getattr(actnorm, name)
    assert "out" not in inspect.signature(function).parameters
    slope = {"slope": 0.25} if name == "prelu" else {}
    with pytest.raises(TypeError, match="out"):
        function(np.ones(3), out=np.empty(3), **slope)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_blocks_agree_with_the_whole(name, dtype, monkeypatch):
    """The same numbers in one block and in many, and in a fresh array each time."""
    f, x = ACTIVATIONS[name].f, np.linspace(-9, 9, 101).astype(dtype)
    whole = f(x)
    monkeypatch.setattr(elementwise, "BLOCK_BYTES", 56)
    np.testing.assert_allclose(f(x), whole, rtol=4 * np.finfo(dtype).eps)
    assert not np.shares_memory(f(x), x)
