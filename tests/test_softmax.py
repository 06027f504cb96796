"""Softmax, log-softmax, logsumexp and cross-entropy, with their backward passes."""

import warnings

import numpy as np
import pytest

import actnorm
from actnorm import (
    cross_entropy,
    cross_entropy_grad,
    log_softmax,
    log_softmax_vjp,
    logsumexp,
    softmax,
    softmax_vjp,
)

INF, NAN = np.inf, np.nan
SHAPE_KEEPING = {
    "softmax": softmax,
    "log_softmax": log_softmax,
    "softmax_vjp": lambda x, **options: softmax_vjp(x, x, **options),
    "log_softmax_vjp": lambda x, **options: log_softmax_vjp(x, x, **options),
}
ALL = SHAPE_KEEPING | {"logsumexp": logsumexp}
every_function = pytest.mark.parametrize("f", ALL.values(), ids=ALL)
shape_keeping = pytest.mark.parametrize("f", SHAPE_KEEPING.values(), ids=SHAPE_KEEPING)


def exact(x):
    """Return softmax, log-softmax and logsumexp of a row, correctly rounded."""
    mp = pytest.importorskip("mpmath").mp
    with mp.workdps(400):  # enough for 1 + exp(-700)
        x = [mp.mpf(float(v)) for v in x]
        top = max(x)
        e = [mp.exp(v - top) for v in x]
        total = sum(e)
        return (
            [float(v / total) for v in e],
            [float(v - top - mp.log(total)) for v in x],
            float(top + mp.log(total)),
        )


ROWS = [
    np.random.default_rng(0).normal(size=10),
    np.random.default_rng(1).normal(size=300) * 20,
    [1000.0, 1001.0, 1002.0],
    [-1000.0, -1001.0],
    [0.0, -36.0],
    [0.0, -40.0, -41.0],
    [0.0, -700.0],
    [5.0, 5.0, 5.0],
    [7.0],
]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("row", ROWS)
def test_values(row, dtype):
    row = np.array(row, dtype)
    y, log_y, total = exact(row)
    eps = np.finfo(dtype).eps
    tiny = 3 * float(np.finfo(dtype).smallest_subnormal)
    # x - max is rounded once, and the exponential magnifies that by its argument.
    magnified = eps * (8 + np.ptp(row))
    np.testing.assert_allclose(softmax(row), y, rtol=magnified, atol=tiny)
    np.testing.assert_allclose(log_softmax(row), log_y, rtol=magnified, atol=tiny)
    np.testing.assert_allclose(logsumexp(row), total, rtol=4 * eps, atol=tiny)


def test_a_confident_row_keeps_its_small_numbers():
    x = np.array([0.0, -40.0])
    p = np.exp(-40.0)
    np.testing.assert_allclose(log_softmax(x)[0], -p, rtol=1e-15)
    np.testing.assert_allclose(logsumexp(x), p, rtol=1e-15)
    np.testing.assert_allclose(cross_entropy([x], [0]), p, rtol=1e-15)
    np.testing.assert_allclose(cross_entropy_grad([x], [0]), [[-p, p]], rtol=1e-15)
    np.testing.assert_allclose(log_softmax_vjp([1.0, 0.0], x), [p, -p], rtol=1e-15)
    np.testing.assert_allclose(softmax_vjp([1.0, 0.0], x), [p, -p], rtol=1e-15)
    np.testing.assert_allclose(softmax_vjp([1e9 + 1, 1e9], x), [p, -p], rtol=1e-15)


def test_shifting_the_scores_changes_nothing():
    x = np.arange(-20.0, 20.0).reshape(4, 10)
    for shift in (512.0, -4096.0, 1e300):
        if abs(shift) < 1e10:  # an exact sum
            np.testing.assert_array_equal(softmax(x + shift), softmax(x))
    np.testing.assert_array_equal(softmax([1e308, -1e308, 1e308]), [0.5, 0, 0.5])


@pytest.mark.parametrize("first", [1.7e18, -(2**63), 2**53 + 1])
@pytest.mark.parametrize("axis", [0, 1, None])
def test_large_integers_are_subtracted_before_they_are_rounded(first, axis):
    """In float64 they would be equal."""
    small, g = np.arange(12).reshape(4, 3) % 5, np.arange(12.0).reshape(4, 3)
    x = np.int64(first) + small
    for f in (softmax, log_softmax):
        np.testing.assert_allclose(f(x, axis=axis), f(small, axis=axis), rtol=1e-15)
    for vjp in (softmax_vjp, log_softmax_vjp):
        np.testing.assert_array_equal(vjp(g, x, axis=axis), vjp(g, small, axis=axis))
    labels = [0, 1, 2, 0]
    assert actnorm.cross_entropy(x, labels) == actnorm.cross_entropy(small, labels)
    grads = (actnorm.cross_entropy_grad(scores, labels) for scores in (x, small))
    np.testing.assert_array_equal(*grads)
    assert softmax(np.int64(2**62)) == 1


class TestLimits:
    @pytest.mark.parametrize(
        ("row", "y", "log_y", "total"),
        [
            ([INF, 0, 1], [1, 0, 0], [0, -INF, -INF], INF),
            ([INF, -INF], [1, 0], [0, -INF], INF),
            ([INF, INF, 0], [0.5, 0.5, 0], [-np.log(2), -np.log(2), -INF], INF),
            ([-INF, 0], [0, 1], [-INF, 0], 0),
            ([-INF, -INF], [NAN, NAN], [NAN, NAN], -INF),
            ([NAN, 0], [NAN, NAN], [NAN, NAN], NAN),
            ([NAN, INF], [NAN, NAN], [NAN, NAN], NAN),
            ([-INF], [NAN], [NAN], -INF),
        ],
    )
    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    def test_infinite_scores(self, row, y, log_y, total, dtype):
        row = np.array(row, dtype)
        with warnings.catch_warnings(), np.errstate(all="raise"):
            warnings.simplefilter("error")
            np.testing.assert_array_equal(softmax(row), np.array(y, dtype))
            np.testing.assert_allclose(log_softmax(row), np.array(log_y, dtype), rtol=1e-7)
            np.testing.assert_array_equal(logsumexp(row), total)

    def test_one_bad_row_leaves_the_others_alone(self):
        x = np.array([[0.0, 1.0], [-INF, -INF], [NAN, 0.0], [INF, 0.0]])
        for f in (softmax, log_softmax):
            np.testing.assert_array_equal(f(x)[0], f(x[0]))

    def test_temperature(self):
        x = np.array([1.0, 2.0, 4.0])
        np.testing.assert_allclose(softmax(x, temperature=2.0), softmax(x / 2), rtol=1e-15)
        np.testing.assert_array_equal(softmax(x, temperature=1e-300), [0, 0, 1])
        np.testing.assert_allclose(softmax(x, temperature=1e300), [1 / 3] * 3, rtol=1e-15)
        single = softmax(x.astype(np.float32), temperature=1e-300)  # 0 in float32
        np.testing.assert_array_equal(single, [0, 0, 1])
        g = np.ones(3, np.float32)
        np.testing.assert_array_equal(softmax_vjp(g, single, temperature=1e-300), [0, 0, 0])


class TestSizes:
    """What overflows or underflows on the way to a number that does neither."""

    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    def test_large_gradients(self, dtype):
        big = dtype(np.finfo(dtype).max / 1.9)
        half = big / 2
        np.testing.assert_array_equal(softmax_vjp(dtype([big, -big]), dtype([0, 0])), [half, -half])
        np.testing.assert_array_equal(softmax_vjp(dtype([-big, big]), dtype([0, 0])), [-half, half])
        np.testing.assert_array_equal(
            log_softmax_vjp(dtype([big, -big]), dtype([0, 0])), [big, -big]
        )
        three = log_softmax_vjp(dtype([big] * 3), dtype([0, 0, 0]))
        np.testing.assert_allclose(three, [0, 0, 0], atol=float(big) * np.finfo(dtype).eps)
        wide = np.full(1000, big)
        wide[::2] *= -1
        y = softmax_vjp(wide, np.zeros(1000, dtype))
        np.testing.assert_allclose(y, wide / 1000, rtol=8 * np.finfo(dtype).eps)

    def test_a_large_row_leaves_the_small_ones_their_digits(self):
        g, x = np.array([[1e308, -1e308], [3e-323, 0.0]]), np.zeros((2, 2))
        for vjp in (softmax_vjp, log_softmax_vjp):
            np.testing.assert_array_equal(vjp(g, x)[1], vjp(g[1], x[1]))

    def test_the_cases_of_the_field(self):
        np.testing.assert_array_equal(softmax_vjp([1e308, -1e308], [0, 0]), [5e307, -5e307])

    def test_distant_scores_and_a_large_temperature(self):
        y = 1 / (1 + np.exp(-2))
        given = softmax([1e308, -1e308], temperature=1e308)
        np.testing.assert_allclose(given, [y, 1 - y], rtol=4e-15)
        given = softmax(np.float32([3e38, -3e38, -INF]), temperature=3e38)
        np.testing.assert_allclose(given, [y, 1 - y, 0], rtol=1e-6)

    @pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
    def test_temperatures_beyond_the_dtype(self, dtype):
        x = np.array([-INF, 0, 1], dtype)
        np.testing.assert_array_equal(softmax(x, temperature=1e39), np.array([0, 0.5, 0.5], dtype))
        g = np.array([1, 0, 0], dtype)
        tiny = softmax_vjp(g, np.zeros(3, dtype), temperature=1e39)
        np.testing.assert_allclose(
            tiny,
            np.array([2, -1, -1]) / 9e39,
            rtol=1e-14,
            atol=float(np.finfo(dtype).smallest_subnormal),
        )
        # Scores as small as the temperature
        x = np.array([0, 2 * np.finfo(dtype).smallest_subnormal], dtype)
        y = softmax(x, temperature=float(x[1]) / 2)
        np.testing.assert_allclose(y, [1 / (1 + np.exp(2)), 1 / (1 + np.exp(-2))], rtol=1e-3)

    def test_the_mean_of_large_losses(self):
        x = np.array([[1.5e308, 0.0]] * 3)
        assert cross_entropy(x, [1, 1, 1]) == 1.5e308
        assert cross_entropy(x, [1, 1, 1], reduction="sum") == INF


class TestArrays:
    @every_function
    @pytest.mark.parametrize(
        ("given", "returned"),
        [
            (np.float64, np.float64), (np.float32, np.float32), (np.float16, np.float16),
            (int, np.float64), (bool, np.float64), (">f4", np.float32),
        ],
    )  # fmt: skip
    def test_dtypes(self, f, given, returned):
        y = f(np.array([[0, 1, 1]], given))
        assert y.dtype == returned
        assert y.dtype.isnative

    @every_function
    @pytest.mark.parametrize("x", [[1j], ["a"], np.ma.masked_array([1.0], [True])])
    def test_not_real(self, f, x):
        with pytest.raises(TypeError, match=r"^x must"):
            f(x)

    @every_function
    def test_layouts_and_input(self, f):
        x = np.random.default_rng(0).normal(size=(40, 30))
        x.flags.writeable = False
        np.testing.assert_array_equal(f(np.asfortranarray(x)), f(x))
        np.testing.assert_array_equal(f(x[::-2, ::3]), f(x[::-2, ::3].copy()))

    def test_many_blocks(self):
        x = np.random.default_rng(0).normal(size=(3000, 30))
        for f in (softmax, log_softmax, logsumexp):
            np.testing.assert_array_equal(f(x)[[0, 1500, 2999]], f(x[[0, 1500, 2999]]))

    @pytest.mark.parametrize("f", [softmax_vjp, log_softmax_vjp])
    def test_gradient_shape(self, f):
        with pytest.raises(ValueError, match=r"^g must have the shape of x, \(2, 3\); got \(3,\)"):
            f(np.ones(3), np.ones((2, 3)))
        with pytest.raises(TypeError, match=r"^g must .*complex"):
            f([1j], [1.0])

    @pytest.mark.parametrize("value", [0, -1, NAN, INF])
    def test_temperature(self, value):
        with pytest.raises(ValueError, match=r"^temperature must be a finite positive number; got"):
            softmax([], temperature=value)
        with pytest.raises(ValueError, match=r"^temperature must be a finite positive number; got"):
            softmax_vjp([1.0], [1.0], temperature=value)


class TestGradients:
    x = np.random.default_rng(0).normal(size=(6, 5))
    g = np.random.default_rng(1).normal(size=(6, 5))

    @pytest.mark.parametrize(
        ("f", "vjp"),
        [
            (softmax, softmax_vjp),
            (log_softmax, log_softmax_vjp),
            (
                lambda x, **o: softmax(x, temperature=0.7, **o),
                lambda g, x, **o: softmax_vjp(g, x, temperature=0.7, **o),
            ),
        ],
    )
    @pytest.mark.parametrize("axis", [0, 1])
    def test_central_differences(self, f, vjp, axis):
        h, slopes = 1e-5, np.empty_like(self.x)
        for i in np.ndindex(self.x.shape):
            d = np.zeros_like(self.x)
            d[i] = h
            change = f(self.x + d, axis=axis) - f(self.x - d, axis=axis)
            slopes[i] = (self.g * change).sum() / (2 * h)
        np.testing.assert_allclose(vjp(self.g, self.x, axis=axis), slopes, atol=1e-9)

    @pytest.mark.parametrize("reduction", ["mean", "sum"])
    def test_cross_entropy(self, reduction):
        h, slopes, labels = 1e-5, np.empty_like(self.x), np.array([0, 4, 2, 2, 1, 3])
        for i in np.ndindex(self.x.shape):
            d = np.zeros_like(self.x)
            d[i] = h
            change = cross_entropy(self.x + d, labels, reduction=reduction)
            change -= cross_entropy(self.x - d, labels, reduction=reduction)
            slopes[i] = change / (2 * h)
        gradient = cross_entropy_grad(self.x, labels, reduction=reduction)
        np.testing.assert_allclose(gradient, slopes, atol=1e-9)
        np.testing.assert_allclose(gradient.sum(axis=1), 0, atol=1e-15)


def test_the_names_are_in_the_package():
    assert set(ALL) < set(actnorm.__all__)
