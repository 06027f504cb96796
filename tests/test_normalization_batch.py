"""Batch norm's modes, running statistics and blocks; the table of axes."""

from dataclasses import replace

import numpy as np
import pytest

import actnorm as an
from actnorm.normalization import blocks


@pytest.fixture
def x():
    return np.random.default_rng(0).normal(3.0, 2.0, size=(8, 5, 4))


def test_running_statistics_move_by_momentum_towards_mean_and_unbiased_variance(x):
    old_mean, old_var = np.arange(5.0), np.arange(5.0) + 1
    flat = x.swapaxes(0, 1).reshape(5, -1)
    for momentum in (0.0, 0.1, 1.0):
        for ddof in (0, 1, 3):
            _, mean, var = an.batch_norm(
                x, running_mean=old_mean, running_var=old_var, momentum=momentum, ddof=ddof
            )
            new_mean, new_var = flat.mean(axis=1), flat.var(axis=1, ddof=ddof)
            np.testing.assert_allclose(mean, (1 - momentum) * old_mean + momentum * new_mean)
            np.testing.assert_allclose(var, (1 - momentum) * old_var + momentum * new_var)
    np.testing.assert_array_equal(old_mean, np.arange(5.0))


def test_a_fresh_layer_starts_from_zero_and_one(x):
    fresh = an.batch_norm(x)[1:]
    given = an.batch_norm(x, running_mean=np.zeros(5), running_var=1.0)[1:]
    np.testing.assert_array_equal(fresh, given)


def test_running_statistics_stay_float64(x):
    for dtype in (np.float16, np.float32, np.float64, int):
        _, mean, var = an.batch_norm(x.astype(dtype), running_mean=np.zeros(5, np.float32))
        assert mean.dtype == var.dtype == np.float64
    _, mean, _ = an.batch_norm(np.full((4, 1), 1e6 + 1 / 3), momentum=1.0)
    assert mean[0] == 1e6 + 1 / 3


@pytest.mark.parametrize("ddof", [0, 1])
@pytest.mark.parametrize("shape", [(1, 3), (1, 3, 1, 1)])
def test_a_batch_of_one_gives_beta_and_leaves_the_variance_alone(shape, ddof):
    x = np.random.default_rng(1).normal(size=shape)
    y, mean, var = an.batch_norm(x, 2.0, [1.0, 2.0, 3.0], running_var=[4.0, 5.0, 6.0], ddof=ddof)
    np.testing.assert_array_equal(y.ravel(), [1, 2, 3])
    np.testing.assert_array_equal(var, [4, 5, 6])
    np.testing.assert_allclose(mean, 0.1 * x.ravel())
    assert not an.batch_norm_backward(np.ones(shape), x)[0].any()


def test_one_image_is_a_batch_of_its_pixels():
    x = np.random.default_rng(2).normal(size=(1, 2, 9))
    y, _, var = an.batch_norm(x, running_var=1.0)
    np.testing.assert_allclose(y.mean(axis=2), 0, atol=1e-15)
    assert (var != 1.0).all()


def test_evaluation_uses_the_running_statistics_and_keeps_them(x):
    mean, var = np.arange(5.0), np.arange(5.0) + 1
    gamma, beta = np.arange(5.0) - 2, np.arange(5.0) * 3
    options = {"running_mean": mean, "running_var": var, "training": False}
    y, new_mean, new_var = an.batch_norm(x, gamma, beta, **options)
    np.testing.assert_array_equal((new_mean, new_var), (mean, var))
    assert not np.shares_memory(new_mean, mean)
    c = (slice(None), np.newaxis)
    want = gamma[c] * (x - mean[c]) / np.sqrt(var[c] + 1e-5) + beta[c]
    np.testing.assert_allclose(y, want, atol=1e-13)
    alone = [an.batch_norm(x[i : i + 1], gamma, beta, **options)[0] for i in range(8)]
    np.testing.assert_array_equal(np.concatenate(alone), y)  # no sample sees its batch-mates


@pytest.mark.parametrize(("dtype", "limit"), [(np.float32, 2e-6), (np.float64, 4e-15)])
def test_evaluation_stands_a_large_mean(dtype, limit):
    rng = np.random.default_rng(3)
    mean = 1e6 + rng.normal(size=7)  # not a float32
    offset = rng.normal(size=(50, 7)).astype(dtype)
    x = (mean + offset).astype(dtype)
    y, _, _ = an.batch_norm(x, running_mean=mean, running_var=1.0, eps=0.0, training=False)
    exact = x.astype(np.longdouble) - mean
    assert np.abs(y - exact).max() <= limit


@pytest.mark.parametrize("block_bytes", [1, 4096, 10**9])
@pytest.mark.parametrize(
    "shape", [(3, 2), (31, 2), (32, 1), (33, 5), (257, 3), (40, 3, 7), (2, 3, 500)]
)
def test_blocks_make_no_difference(monkeypatch, shape, block_bytes):
    monkeypatch.setattr(blocks, "BLOCK_BYTES", block_bytes)
    x = 1e3 + np.random.default_rng(4).normal(size=shape)
    axes = (0, *range(2, x.ndim))
    want = (x - x.mean(axes, keepdims=True)) / x.std(axes, keepdims=True)
    np.testing.assert_allclose(an.batch_norm(x, eps=1e-29)[0], want, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_first_guess_at_the_mean_that_misses_is_mended(dtype):
    # Every sixteenth row lies far off, and these are the rows the guess is made from.
    x = np.random.default_rng(5).normal(size=(16 * 64, 3))
    x[::64] += 1e6
    x = x.astype(dtype)
    want = an.standardize(x.astype(np.float64))
    limit = 40 * np.finfo(dtype).eps
    np.testing.assert_allclose(an.batch_norm(x, eps=1e-29)[0], want, rtol=limit, atol=limit)


def test_the_table_lists_functions_and_reasons():
    years = [norm.year for norm in an.NORMS.values()]
    assert years == sorted(years)
    for name, norm in an.NORMS.items():
        assert norm.name == name
        assert norm.f is getattr(an, f"{name}_norm")
        assert norm.backward is getattr(an, f"{name}_norm_backward")
        assert norm.why.endswith(".")
    with pytest.raises(TypeError):
        an.NORMS["mine"] = an.NORMS["batch"]


@pytest.mark.parametrize("name", an.NORMS)
def test_cells_are_those_that_the_function_really_looks_at(name):
    shape, at, groups = (3, 4, 2, 2), (1, 2, 0, 1), 2
    norm = an.NORMS[name]
    x = np.random.default_rng(7).normal(size=shape)
    seen = np.zeros(shape, bool)
    for index in np.ndindex(shape):
        moved = x.copy()
        moved[index] += 1
        before, after = (norm(a, num_groups=groups)[at] for a in (x, moved))
        seen[index] = before != after
    np.testing.assert_array_equal(norm.cells(shape, at, num_groups=groups), seen)


@pytest.mark.parametrize("name", an.NORMS)
def test_the_statistic_over_the_cells_is_what_the_function_computes(name):
    norm, shape, groups = an.NORMS[name], (3, 4, 5), 2
    x = np.random.default_rng(8).normal(3, 2, size=shape)
    y = norm(x, num_groups=groups, eps=0.5)
    for at in np.ndindex(shape):
        values = x[norm.cells(shape, at, num_groups=groups)]
        mean = values.mean() if norm.centres else 0.0
        square = getattr(np, norm.squares)((values - mean) ** 2)
        assert y[at] == pytest.approx((x[at] - mean) / np.sqrt(square + 0.5), rel=1e-12)


def test_a_statistic_that_nobody_can_draw_is_refused():
    with pytest.raises(ValueError, match=r"statistic must be one of 'mean and .*; got 'median'"):
        replace(an.NORMS["rms"], statistic="median")


def test_cells_refuse_what_is_no_cell():
    with pytest.raises(ValueError, match=r"at must lie inside the shape \(2, 3\); got \(2, 0\)"):
        an.NORMS["batch"].cells((2, 3), (2, 0))
    with pytest.raises(ValueError, match="at must have one index per axis"):
        an.NORMS["batch"].cells((2, 3, 4), (1, 0))
    with pytest.raises(ValueError, match="num_groups must divide"):
        an.NORMS["group"].cells((2, 3), (1, 0), num_groups=2)
