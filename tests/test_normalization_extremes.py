"""Norms and scalers at the ends of the numbers: integers, infinities, sizes, 0-d, empty."""

import math

import numpy as np
import pytest

import actnorm as an
from actnorm.normalization import scaling

F32, F64 = np.float32, np.float64
SCALERS = {name: getattr(an, name) for name in scaling.__all__}
CENTRED = [name for name, norm in an.NORMS.items() if norm.centres]


def evaluate(x, mean, var, **options):
    options = {"running_mean": mean, "running_var": var, "training": False, "eps": 0.0} | options
    return an.batch_norm(x, **options)[0]


# Integers are centred before they are rounded.

BIG = {
    "int64": np.int64(17 * 10**17),
    "negative": np.int64(-17 * 10**17),
    "the least": np.int64(-(2**63)),
    "uint64": np.uint64(18 * 10**18),
}


@pytest.mark.parametrize("start", BIG.values(), ids=BIG)
@pytest.mark.parametrize("name", SCALERS)
def test_scalers_centre_integers_before_rounding_them(name, start):
    steps = np.array([[0, 1], [1, 0], [2, 2047], [7, 5000]])
    x = start + steps.astype(start.dtype)
    f = SCALERS[name]
    np.testing.assert_allclose(f(x), f(steps), rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(f(x, axis=1), f(steps, axis=1), rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(f(x.T, axis=1), f(steps).T, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("start", BIG.values(), ids=BIG)
@pytest.mark.parametrize("name", CENTRED)
def test_norms_centre_integers_before_rounding_them(name, start):
    norm, rng = an.NORMS[name], np.random.default_rng(0)
    steps, dy = rng.integers(0, 99, (3, 4, 5)), rng.normal(size=(3, 4, 5))
    x = start + steps.astype(start.dtype)
    np.testing.assert_allclose(norm(x, num_groups=2), norm(steps, num_groups=2), rtol=1e-13)
    options = norm.options(3, num_groups=2)
    for got, want in zip(
        norm.backward(dy, x, **options), norm.backward(dy, steps, **options), strict=True
    ):
        np.testing.assert_allclose(got, want, rtol=1e-11, atol=1e-12)


def test_integers_from_one_end_of_their_range_to_the_other():
    ends = np.array([-(2**63), 0, 2**63 - 1])
    np.testing.assert_allclose(an.min_max(ends), [0, 0.5, 1])
    np.testing.assert_allclose(an.standardize(ends), [-math.sqrt(1.5), 0, math.sqrt(1.5)])


def test_running_statistics_of_large_integers():
    x = 17 * 10**17 + np.array([[0], [256], [512]])
    y, mean, var = an.batch_norm(x, momentum=1.0, ddof=0)
    assert mean[0] == 17 * 10**17 + 256
    assert var[0] == pytest.approx(256**2 * 2 / 3)
    np.testing.assert_allclose(evaluate(x + 1, mean, var), y + 1 / math.sqrt(var[0]))


# Beside infinities.


@pytest.mark.parametrize("dtype", [np.float16, F32, F64])
def test_quartiles_that_are_finite_stay_so_beside_infinities(dtype):
    inf = np.inf
    cases = {
        (1, 2, 3, 4, inf): [-1, -0.5, 0, 0.5, inf],
        (-inf, 1, 2, 3, 4): [-inf, -0.5, 0, 0.5, 1],
        (-inf, 1, 2, 3, inf): [-inf, -0.5, 0, 0.5, inf],
        (5, 5, 5, 5, inf): [0, 0, 0, 0, inf],
        (inf, 2, 1, 3, 4, 5, 6): [inf, -2 / 3, -1, -1 / 3, 0, 1 / 3, 2 / 3],
    }
    for x, want in cases.items():
        got = an.robust_scale(np.array(x, dtype))
        np.testing.assert_allclose(got, np.array(want, dtype), rtol=1e-3, atol=1e-7)
        np.testing.assert_allclose(an.robust_scale(np.array([x, x], dtype), axis=1)[1], got)
    # Finite numbers next to the end of the range do not overflow because of a neighbour.
    top = float(np.finfo(dtype).max)
    got = an.robust_scale(np.array([-top, 0, top, top, inf], dtype))
    np.testing.assert_allclose(got, np.array([-2, -1, 0, 0, inf]))


def test_quartiles_are_numpy_s():
    rng = np.random.default_rng(1)
    for n in range(1, 12):
        x = rng.normal(size=(3, n)) * 10
        low, middle, high = np.quantile(x, [0.25, 0.5, 0.75], axis=1, keepdims=True)
        width = high - low + (n == 1)
        np.testing.assert_allclose(an.robust_scale(x, axis=1), (x - middle) / width, atol=1e-14)


def test_a_quartile_that_is_infinite():
    np.testing.assert_array_equal(an.robust_scale([1.0, 2.0, np.inf]), [0, 0, np.nan])
    np.testing.assert_array_equal(an.robust_scale([1.0, np.inf, np.inf]), [np.nan] * 3)
    np.testing.assert_array_equal(an.robust_scale([1.0, 2.0, np.nan, np.inf]), [np.nan] * 4)


def test_the_extremes_stay_0_and_1_when_they_are_infinite():
    inf, nan = np.inf, np.nan
    for x, want in {
        (1, 2, inf): [0, 0, 1],
        (-inf, 1, 2): [0, 1, 1],
        (-inf, 1, inf): [0, nan, 1],
        (-inf, -1e308, 1e308): [0, 1, 1],
        (1, nan, inf): [nan] * 3,
        (inf, inf): [nan] * 2,
    }.items():
        np.testing.assert_array_equal(an.min_max(np.array(x)), want)


# Sizes.


def test_evaluation_of_numbers_at_the_ends_of_their_range():
    assert evaluate(np.full((1, 1), 3e38, F32), -3e38, 9e76)[0, 0] == F32(2)
    assert evaluate(np.full((1, 1), 1.5e308), -1.5e308, 1e308)[0, 0] == pytest.approx(3e154)
    assert evaluate(np.full((1, 1), 3.3e38, F32), -0.3e38, 9e76)[0, 0] == pytest.approx(1.2)
    assert evaluate(np.full((1, 1), 1.0, F32), 1e39, 1e78)[0, 0] == -1
    assert evaluate(np.full((1, 1), 3e38, F32), 0.0, 9e76)[0, 0] == 1
    # gamma / std lies below float32's range, the output does not
    tiny = evaluate(np.full((1, 1), 3e38, F32), 0.0, 9e76, gamma=1e-7)[0, 0]
    assert tiny == pytest.approx(1e-7, rel=1e-6)


@pytest.mark.parametrize("dtype", [np.float16, F32, F64])
@pytest.mark.parametrize("var", [1e-80, 5e-324, 0.0, 1e300])
def test_evaluation_at_the_mean_is_beta(var, dtype):
    x = np.full((3, 2, 4), 3.0, dtype)
    y = evaluate(x, 3.0, [var, 1.0], gamma=[5.0, 1.0], beta=[7.0, 8.0])
    np.testing.assert_array_equal(y[:, 0], np.full((3, 4), 7, dtype))
    np.testing.assert_array_equal(y[:, 1], np.full((3, 4), 8, dtype))
    # one channel's size does not change another's last bit
    x = np.random.default_rng(2).normal(size=(9, 2)).astype(dtype)
    alone = evaluate(x[:, 1:], 3.0, 1.0, beta=0.3)
    np.testing.assert_array_equal(evaluate(x, 3.0, [var, 1.0], beta=0.3)[:, 1:], alone)


@pytest.mark.parametrize("name", an.NORMS)
def test_a_parameter_beyond_float32(name):
    norm = an.NORMS[name]
    x = np.zeros((4, 6, 3), F32)
    np.testing.assert_array_equal(norm(x, 1e45, 2.0, num_groups=2), np.full_like(x, 2))
    x = np.random.default_rng(3).normal(size=x.shape).astype(F32)
    options = norm.options(3, num_groups=2)
    y, *grads = norm(x * 1e-4, 1e-42, num_groups=2), *norm.backward(x * 1e36, x, 1e-42, **options)
    want = norm((x * F32(1e-4)).astype(float), 1e-42, num_groups=2)
    np.testing.assert_allclose(y, want, rtol=1e-4, atol=3e-45)
    for got, exact in zip(
        grads, norm.backward((x * F32(1e36)).astype(float), x.astype(float), 1e-42, **options),
        strict=True,
    ):  # fmt: skip
        np.testing.assert_allclose(got, exact.astype(F32), rtol=1e-4, atol=1e-10)


@pytest.mark.parametrize("dtype", [F32, F64])
@pytest.mark.parametrize("name", an.NORMS)
def test_extremes_and_nan_stay_in_their_own_set(name, dtype):
    """Others keep their last bit, whatever stands next to them."""
    norm = an.NORMS[name]
    x = np.random.default_rng(4).normal(size=(6, 4, 3)).astype(dtype)
    want = norm(x, num_groups=2, eps=0.0)
    for value in (np.nan, np.inf, 0.9 * np.finfo(dtype).max):
        cells = norm.cells(x.shape, (2, 1, 0), num_groups=2)
        changed = x.copy()
        changed[2, 1, 0] = value
        got = norm(changed, num_groups=2, eps=0.0)
        np.testing.assert_array_equal(got[~cells], want[~cells])
        if np.isfinite(value):
            assert np.isfinite(got).all()


@pytest.mark.parametrize("name", [n for n, norm in an.NORMS.items() if "N" not in norm.axes])
@pytest.mark.parametrize("shape", [(50, 4, 3), (9, 40, 30), (3, 4, 2000)])
def test_a_sample_has_the_same_last_bit_alone(name, shape):
    norm = an.NORMS[name]
    x = np.random.default_rng(5).normal(size=shape).astype(F32)
    x[::2] += 1e3  # what a first mean leaves behind is taken off in these samples only
    together = norm(x, num_groups=2)
    for i in (0, 1, len(x) - 1):
        np.testing.assert_array_equal(norm(x[i : i + 1], num_groups=2)[0], together[i])


@pytest.mark.parametrize("dtype", [F32, F64])
@pytest.mark.parametrize("n", [3, 70, 5000])
@pytest.mark.parametrize("name", CENTRED)
def test_a_long_constant_gives_beta_to_the_last_bit(name, n, dtype):
    norm = an.NORMS[name]
    x = np.full((3, 2, n), 1e6 / 3, dtype)
    np.testing.assert_array_equal(norm(x, 2.0, 0.1, eps=0.0), np.full_like(x, 0.1))
    assert not norm.backward(x, x, eps=0.0, **norm.options(3))[0].any()


@pytest.mark.parametrize("value", [1e6 / 3, 12345.67, 0.1, 7e5 / 11])
def test_one_number_that_differs_in_its_last_bit(value):
    x = np.full((1, 20_000), value, F32)
    x[0, 7] = np.nextafter(x[0, 7], F32(np.inf))
    want = an.layer_norm(x.astype(F64), eps=0.0)
    np.testing.assert_allclose(an.layer_norm(x, eps=0.0), want, rtol=1e-4)


# Shapes.


@pytest.mark.parametrize("f", [an.layer_norm, an.rms_norm, *SCALERS.values()])
def test_a_single_number_keeps_its_shape(f):
    y = f(3.0, axis=None)
    assert type(y) is np.ndarray
    assert y.shape == ()
    assert f(np.float32(3), axis=()).shape == ()


@pytest.mark.parametrize("f", [an.layer_norm_backward, an.rms_norm_backward])
def test_the_gradients_of_a_single_number_keep_their_shapes(f):
    assert [np.shape(d) for d in f(1.0, 3.0, 2.0, axis=None)] == [()] * 3


@pytest.mark.parametrize("shape", [(3, 0), (3, 0, 2)])
def test_without_channels_there_is_nothing_to_do(shape):
    x = np.zeros(shape, F32)
    for norm in an.NORMS.values():
        if "C" in norm.axes or (not {"N", "C/G"} & set(norm.axes) and len(shape) == 2):
            with pytest.raises(ValueError, match=r"x must .*got shape \(3, 0"):
                norm(x)
            continue
        y = norm(x)
        assert (y.shape, y.dtype) == (shape, F32)
        dx, dgamma, dbeta = norm.backward(x, x, **norm.options(x.ndim))
        assert (dx.shape, dgamma.shape, dbeta.shape) == (shape, (0,), (0,))
