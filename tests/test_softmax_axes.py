"""Softmax and its relatives along one axis, several, all or none, as NumPy's reductions."""

import numpy as np
import pytest

import actnorm
from actnorm import log_softmax, log_softmax_vjp, logsumexp, softmax, softmax_vjp

INF = np.inf
SHAPE_KEEPING = {
    "softmax": softmax,
    "log_softmax": log_softmax,
    "softmax_vjp": lambda x, **options: softmax_vjp(x, x, **options),
    "log_softmax_vjp": lambda x, **options: log_softmax_vjp(x, x, **options),
}
ALL = SHAPE_KEEPING | {"logsumexp": logsumexp}
every_function = pytest.mark.parametrize("f", ALL.values(), ids=ALL)
shape_keeping = pytest.mark.parametrize("f", SHAPE_KEEPING.values(), ids=SHAPE_KEEPING)


class TestAxes:
    @every_function
    @pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
    def test_every_axis_is_the_last_one_moved(self, f, axis):
        x = np.random.default_rng(0).normal(size=(3, 4, 5))
        moved = np.moveaxis(x, axis, -1)
        expected = f(moved)
        if expected.ndim == 3:
            expected = np.moveaxis(expected, -1, axis)
        np.testing.assert_array_equal(f(x, axis=axis), expected)

    @pytest.mark.parametrize("axis", [0, 1, -1])
    def test_probabilities_add_up_to_one(self, axis):
        x = np.random.default_rng(0).normal(size=(300, 200)) * 30
        np.testing.assert_allclose(softmax(x, axis=axis).sum(axis), 1, rtol=1e-15)
        g = np.random.default_rng(1).normal(size=x.shape)
        np.testing.assert_allclose(softmax_vjp(g, x, axis=axis).sum(axis), 0, atol=1e-14)

    def test_keepdims(self):
        x = np.random.default_rng(0).normal(size=(3, 4, 5))
        assert logsumexp(x, axis=1).shape == (3, 5)
        assert logsumexp(x, axis=1, keepdims=True).shape == (3, 1, 5)
        assert logsumexp(2.5) == logsumexp(2.5, keepdims=True) == 2.5

    @every_function
    @pytest.mark.parametrize("axis", [2, -3])
    def test_axis_out_of_range(self, f, axis):
        with pytest.raises(ValueError, match=rf"^axis must be between -2 and 1 here; got {axis}$"):
            f(np.ones((2, 3)), axis=axis)

    @every_function
    @pytest.mark.parametrize("axis", [1.0, True, "0", [0, 1], (0, 1.0), (0, None), 1j, [0, [1]]])
    def test_axis_is_not_an_integer(self, f, axis):
        with pytest.raises(TypeError, match=r"^axis must be an integer, a tuple of them or None"):
            f(np.ones((2, 3)), axis=axis)

    @every_function
    def test_an_axis_is_named_once(self, f):
        with pytest.raises(ValueError, match=r"^axis must not name an axis twice; got \(0, -2\)$"):
            f(np.ones((2, 3)), axis=(0, -2))
        with pytest.raises(ValueError, match=r"^axis must be between -2 and 1 here; got \(0, 2\)$"):
            f(np.ones((2, 3)), axis=(0, 2))

    @every_function
    @pytest.mark.parametrize("axis", [(0, 1), (2, 0), (-1, 1), (0, 1, 2), (2, 1, 0), (1,), None])
    @pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
    def test_several_axes_are_one_long_row(self, f, axis, dtype):
        x = np.random.default_rng(0).normal(size=(3, 4, 5)).astype(dtype)
        axes = {a % 3 for a in (range(3) if axis is None else axis)}
        others = [a for a in range(3) if a not in axes]
        order = (*others, *sorted(axes))
        moved = x.transpose(order)
        shape = moved.shape[: len(others)]
        expected = f(moved.reshape(*shape, -1))
        if expected.size == x.size:  # it keeps the shape
            expected = expected.reshape(moved.shape).transpose(np.argsort(order))
        y = f(x, axis=axis)
        assert y.dtype == dtype
        np.testing.assert_array_equal(y, expected)

    @every_function
    def test_no_axis_makes_each_score_a_row(self, f):
        x = np.random.default_rng(0).normal(size=(3, 4))
        np.testing.assert_array_equal(f(x, axis=()), f(x[..., None], axis=-1).reshape(x.shape))

    @pytest.mark.parametrize("axis", [0, -1, (0, 2), (), None, (1, 0, 2)])
    @pytest.mark.parametrize("keepdims", [False, True])
    def test_logsumexp_has_the_shape_of_a_sum(self, axis, keepdims):
        for shape in ((3, 4, 5), (3, 0, 5), (1, 1, 1)):
            x = np.zeros(shape)
            expected = x.sum(axis=axis, keepdims=keepdims)
            y = logsumexp(x, axis=axis, keepdims=keepdims)
            assert y.shape == expected.shape
            assert type(y) is type(expected)

    @pytest.mark.parametrize("axis", [0, 1, (0, 1), (1, 2), None, ()])
    def test_scipys(self, axis):
        special = pytest.importorskip("scipy.special")
        x = np.random.default_rng(0).normal(size=(3, 4, 5))
        for name in ("softmax", "log_softmax", "logsumexp"):
            theirs = getattr(special, name)(x, axis=axis)
            np.testing.assert_allclose(getattr(actnorm, name)(x, axis=axis), theirs, rtol=1e-13)

    @every_function
    @pytest.mark.parametrize("axis", [None, 0, -1, ()])
    def test_a_single_score(self, f, axis):
        assert f(2.5, axis=axis) == f([2.5])[()]
        assert f(2.5, axis=axis).shape == ()

    @shape_keeping
    @pytest.mark.parametrize("shape", [(), (0,), (3, 0), (0, 3), (2, 0, 3)])
    def test_empty_and_0d(self, f, shape):
        y = f(np.zeros(shape, np.float32))
        assert y.shape == shape
        assert y.dtype == np.float32

    def test_logsumexp_of_nothing(self):
        np.testing.assert_array_equal(logsumexp(np.zeros((3, 0))), [-INF] * 3)
        assert logsumexp(np.zeros((0, 3))).shape == (0,)
