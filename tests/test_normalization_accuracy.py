"""The norms against exact arithmetic: 50-digit numbers made from the very floats given."""

from functools import partial

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


def exact_norm(row, eps, *, centre=True):
    """Return x_hat and the standard deviation of a row of exact numbers."""
    row = row - row.mean() if centre else row
    std = mpmath.sqrt((row * row).mean() + mpmath.mpf(eps))
    return row / std, std


def exact_backward(g, row, eps, *, centre=True):
    x_hat, std = exact_norm(row, eps, centre=centre)
    g = g - g.mean() if centre else g
    return (g - x_hat * (g * x_hat).mean()) / std


def worst(got, want):
    return max(
        float(abs(mpmath.mpf(float(g)) - w)) for g, w in zip(got.flat, want.flat, strict=True)
    )


def rows(mean, dtype, *, shape=(6, 400), seed=0):
    return (mean + np.random.default_rng(seed).standard_normal(shape)).astype(dtype)


# name -> how to make a function of rows out of the norm, and of columns out of the others
FORWARD = {
    "standardize": partial(an.standardize, axis=1, eps=1e-5),
    "layer_norm": an.layer_norm,
    "batch_norm": lambda x: an.batch_norm(x.T)[0].T,
    "batch_norm of images": lambda x: (
        an.batch_norm(x.reshape(6, 20, 4, 5).swapaxes(0, 1))[0].swapaxes(0, 1).reshape(x.shape)
    ),
    "group_norm": lambda x: an.group_norm(x.reshape(1, 24, 100), num_groups=6).reshape(x.shape),
    "instance_norm": lambda x: an.instance_norm(x.reshape(2, 3, 400)).reshape(x.shape),
    "rms_norm": an.rms_norm,
}
BACKWARD = {
    "layer_norm": an.layer_norm_backward,
    "batch_norm": lambda dy, x: [d.T for d in an.batch_norm_backward(dy.T, x.T)],
    "group_norm": lambda dy, x: [
        d.reshape(x.shape) if d.ndim == 3 else d
        for d in an.group_norm_backward(dy.reshape(1, 24, 100), x.reshape(1, 24, 100), num_groups=6)
    ],
    "instance_norm": lambda dy, x: [
        d.reshape(x.shape) if d.ndim == 3 else d
        for d in an.instance_norm_backward(dy.reshape(2, 3, 400), x.reshape(2, 3, 400))
    ],
    "rms_norm": an.rms_norm_backward,
}


@pytest.mark.parametrize("dtype", LIMIT)
@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("name", FORWARD)
def test_forward_is_exact_whatever_the_mean(name, mean, dtype):
    x = rows(mean, dtype)
    want = [exact_norm(row, 1e-5, centre=name != "rms_norm")[0] for row in exact(x)]
    assert worst(FORWARD[name](x), np.array(want)) <= LIMIT[dtype]


@pytest.mark.parametrize("dtype", LIMIT)
@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("name", BACKWARD)
def test_backward_is_exact_whatever_the_mean(name, mean, dtype):
    x, dy = rows(mean, dtype), rows(0.0, dtype, seed=1)
    centre = name != "rms_norm"
    pairs = zip(exact(dy), exact(x), strict=True)
    want = [exact_backward(g, row, 1e-5, centre=centre) for g, row in pairs]
    assert worst(BACKWARD[name](dy, x)[0], np.array(want)) <= LIMIT[dtype]
