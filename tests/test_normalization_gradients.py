"""Every backward against central differences."""

import numpy as np
import pytest

import actnorm as an
from actnorm.gradcheck import gradcheck

SHAPE = (4, 6, 5)


def entry(norm):
    """Give forward(x, gamma, beta), backward(dy, x, gamma) and the shape of gamma."""
    options = norm.options(len(SHAPE), num_groups=3)
    return (
        lambda x, gamma, beta, **o: norm(x, gamma, beta, num_groups=3, **o),
        lambda dy, x, gamma=None, **o: norm.backward(dy, x, gamma, **options, **o),
        norm.parameter_shape(SHAPE),
    )


CASES = {
    **{name: entry(norm) for name, norm in an.NORMS.items()},
    "layer over the last axis": (an.layer_norm, an.layer_norm_backward, (5,)),
    "rms over the last axis": (an.rms_norm, an.rms_norm_backward, (5,)),
}


def numbers(name, mean=0.0):
    rng = np.random.default_rng(0)
    shape = CASES[name][2]
    return (
        mean + rng.normal(size=SHAPE),
        rng.normal(size=SHAPE),
        rng.normal(size=shape),
        rng.normal(size=shape),
    )


@pytest.mark.parametrize("eps", [1e-5, 0.3])
@pytest.mark.parametrize("name", CASES)
def test_backward_is_the_derivative_of_forward(name, eps):
    forward, backward, _ = CASES[name]
    x, dy, gamma, beta = numbers(name)
    grads = backward(dy, x, gamma, eps=eps)
    gradcheck(lambda x: np.sum(dy * forward(x, gamma, beta, eps=eps)), grads[0], x, atol=1e-7)
    gradcheck(lambda g: np.sum(dy * forward(x, g, beta, eps=eps)), grads[1], gamma)
    gradcheck(lambda b: np.sum(dy * forward(x, gamma, b, eps=eps)), grads[2], beta)


@pytest.mark.parametrize("name", an.NORMS)
def test_no_gradient_along_what_the_norm_takes_out(name):
    forward, backward, _ = CASES[name]
    x, dy, _, _ = numbers(name)
    dx, x_hat = backward(dy, x, None, eps=0.0)[0], forward(x, None, None, eps=0.0)
    norm = an.NORMS[name]
    for at in np.ndindex(SHAPE):
        cells = norm.cells(SHAPE, at, num_groups=3)
        assert abs((dx * x_hat)[cells].sum()) < 1e-12
        assert abs(dx[cells].sum()) < 1e-12 or not norm.centres


@pytest.mark.parametrize("name", CASES)
def test_a_constant_input_has_a_finite_gradient(name):
    _, backward, _ = CASES[name]
    centres = an.NORMS[name.split()[0]].centres
    x = np.full(SHAPE, 0.1) if centres else np.zeros(SHAPE)
    dx, dgamma, *_ = backward(numbers(name)[1], x, None, eps=0.0)
    assert not dx.any()
    assert not dgamma.any()


def test_a_large_mean_of_the_gradient_costs_no_digits():
    """Where no gamma lies between dy and its mean, which is taken off at once."""
    names = [k for k, norm in an.NORMS.items() if norm.centres and set(norm.axes) <= set("NHW")]
    assert len(names) >= 2
    for name in names:
        backward, (x, dy, *_) = CASES[name][1], numbers(name)
        want, want_gamma, _ = backward(dy, x)
        dx, dgamma, _ = backward(dy + 2.0**20, x)
        np.testing.assert_allclose(dx, want, atol=1e-9)  # dy + 2**20 is itself rounded to 1e-10
        np.testing.assert_allclose(dgamma, want_gamma, atol=1e-8)


@pytest.mark.parametrize("mean", [0.0, 1e3])
@pytest.mark.parametrize("backward", [an.batch_norm_backward, an.layer_norm_backward])
def test_a_gradient_that_nearly_vanishes_keeps_its_digits(backward, mean):
    """In float32 too: dy lies nearly in the span of 1 and x_hat, and little of it is left."""
    for seed in range(5):
        noise_x, noise_y = np.random.default_rng(seed).normal(size=(2, 64, 64))
        x = np.float32(mean + noise_x)
        dy = np.float32(1e3 * (1 + noise_x) + noise_y)
        right = backward(dy.astype(float), x.astype(float))[0]
        off = np.linalg.norm(backward(dy, x)[0] - right) / np.linalg.norm(right)
        assert off < 1e-6


@pytest.mark.parametrize("name", CASES)
def test_gradients_whose_sums_overflow_are_what_smaller_ones_are_times_a_power_of_two(name):
    backward, (x, dy, gamma, _) = CASES[name][1], numbers(name)
    dy /= abs(dy).max()
    x *= 1e3  # so that dx is finite
    for gradient in (dy, np.ones_like(dy), dy / 1e3):
        want = backward(gradient, x, gamma)
        found = backward(np.ldexp(gradient, 1023), x, gamma)
        with np.errstate(over="ignore"):
            for got, right in zip(found, want, strict=True):
                np.testing.assert_array_equal(got, np.ldexp(right, 1023))
    dy[0, 0] = np.nan
    if "N" not in an.NORMS[name.split()[0]].axes:  # NaN makes its own sample NaN, and no other
        assert np.isfinite(backward(np.ldexp(dy, 1020), x, gamma)[0][1:]).all()
