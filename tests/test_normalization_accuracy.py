"""The norms against exact arithmetic: 50-digit numbers made from the very floats given."""

import mpmath
import numpy as np
import pytest

import actnorm as an

LIMIT = {np.float32: 2e-6, np.float64: 4e-15}
MEANS = [0.0, 1.0, 1e3, 1e6, -1e6]


@pytest.fixture(autouse=True)
def fifty_digits():
    with mpmath.workdps(50):
        yield


def exact(values):
    return np.array([mpmath.mpf(float(v)) for v in np.ravel(values)]).reshape(np.shape(values))


def exact_norm(values, eps, norm):
    """Return x_hat and what is divided by, of exact numbers that share their statistics."""
    values = values - values.mean() if norm.centres else values
    squares = (values * values).sum()
    length = mpmath.sqrt(squares / (values.size if norm.squares == "mean" else 1) + mpmath.mpf(eps))
    return values / length, length


def exact_backward(g, values, eps, norm):
    x_hat, length = exact_norm(values, eps, norm)
    g = g - g.mean() if norm.centres else g
    along = (g * x_hat).sum() / (values.size if norm.squares == "mean" else 1)
    return (g - x_hat * along) / length


def sets(norm, shape):
    """Yield the sets of cells that share their statistics."""
    left = np.ones(shape, bool)
    while left.any():
        cells = norm.cells(shape, np.unravel_index(left.argmax(), shape), num_groups=2)
        left &= ~cells
        yield cells


def worst(got, want):
    return max(float(abs(mpmath.mpf(float(g)) - w)) for g, w in zip(got, want, strict=True))


def numbers(mean, dtype, shape, seed=0):
    return (mean + np.random.default_rng(seed).standard_normal(shape)).astype(dtype)


SHAPES = [(6, 4, 25), (4, 2, 300)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", LIMIT)
@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("name", an.NORMS)
def test_forward_is_exact_whatever_the_mean(name, mean, dtype, shape):
    norm, x = an.NORMS[name], numbers(mean, dtype, shape)
    y, x_exact = norm(x, num_groups=2), exact(x)
    for cells in sets(norm, shape):
        assert worst(y[cells], exact_norm(x_exact[cells], 1e-5, norm)[0]) <= LIMIT[dtype]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", LIMIT)
@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("name", an.NORMS)
def test_backward_is_exact_whatever_the_mean(name, mean, dtype, shape):
    norm = an.NORMS[name]
    x, dy = numbers(mean, dtype, shape), numbers(0.0, dtype, shape, seed=1)
    dx, *_ = norm.backward(dy, x, **norm.options(3, num_groups=2))
    x, dy = exact(x), exact(dy)
    for cells in sets(norm, shape):
        want = exact_backward(dy[cells], x[cells], 1e-5, norm)
        assert worst(dx[cells], want) <= LIMIT[dtype]


@pytest.mark.parametrize("dtype", LIMIT)
@pytest.mark.parametrize("mean", MEANS)
def test_standardize_is_exact_whatever_the_mean(mean, dtype):
    x = numbers(mean, dtype, (400, 3))
    y, x_exact = an.standardize(x, eps=1e-5), exact(x)
    for j in range(3):
        want, _ = exact_norm(x_exact[:, j], 1e-5, an.NORMS["batch"])
        assert worst(y[:, j], want) <= LIMIT[dtype]
