"""What fits one block takes a shorter way, to the same last bit."""

import numpy as np
import pytest

import actnorm as an
from actnorm.network.norms import denormalize, layer_norms, normalize, over_batch, parameters
from actnorm.normalization import blocks


def both(name, x, dy, gamma):
    norm = an.NORMS[name]
    y = norm(x, gamma, 0.5)
    return [y, *norm.backward(dy, x, gamma, **norm.options(x.ndim))]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(128, 24), (128, 4, 6)])
@pytest.mark.parametrize("name", layer_norms())
def test_one_block_is_two_blocks(name, shape, dtype, monkeypatch):
    rng = np.random.default_rng(0)
    x, dy = (rng.normal(3.0, 2.0, shape).astype(dtype) for _ in range(2))
    x[:, 1] = 0.1  # a constant channel, whose mean is rounded
    gamma = rng.normal(size=an.NORMS[name].parameter_shape(shape))
    at_once = both(name, x, dy, gamma)
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 64 * 24 * np.dtype(dtype).itemsize)
    assert len(blocks.blocks(128, 24 * np.dtype(dtype).itemsize)) == 2
    # Batch norm adds up pixels per block: for images, float64 sums come in another order.
    few = 64 * np.finfo(dtype).eps if over_batch(an.NORMS[name]) and len(shape) > 2 else 0.0
    for one, two in zip(at_once, both(name, x, dy, gamma), strict=True):
        np.testing.assert_allclose(one, two, rtol=few, atol=few)


def test_a_constant_channel_leaves_its_neighbours_their_last_bits():
    x = np.random.default_rng(0).normal(3.0, 2.0, (50, 5))
    constant = np.concatenate([x, np.full((50, 1), 0.1)], axis=1)
    np.testing.assert_array_equal(an.batch_norm(constant)[0][:, :5], an.batch_norm(x)[0])
    assert (an.batch_norm(constant)[0][:, 5] == 0).all()


@pytest.mark.parametrize("name", layer_norms())
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_network_takes_the_same_way_inside_the_checks(name, dtype):
    rng = np.random.default_rng(0)
    x, dy = (rng.normal(3.0, 2.0, (40, 1, 7)).astype(dtype) for _ in range(2))
    norm = an.NORMS[name]
    p = {
        key: rng.normal(size=(1, *start.shape)).astype(dtype)
        for key, start in parameters(norm, 7).items()
    }
    running = (np.zeros((1, 7)), np.ones((1, 7))) if norm.running else None
    y, kept, running = normalize(norm, x, p, running, training=True)
    dx, grads = denormalize(norm, dy, x, kept, p)
    shape = norm.parameter_shape((40, 7))
    gamma, beta = (p[key].reshape(shape) if key in p else None for key in ("gamma", "beta"))
    found = norm.f(x[:, 0], gamma, beta)
    np.testing.assert_array_equal(y[:, 0], found[0] if norm.running else found)
    right, dgamma, dbeta = norm.backward(dy[:, 0], x[:, 0], gamma)
    # A float32 network trains in float32; the library's own gradient of float32 is computed wider.
    narrow = dtype == np.float32
    np.testing.assert_allclose(dx[:, 0], right, rtol=2e-5 * narrow, atol=2e-6 * narrow)
    close = {
        "rtol": 1e-4 if dtype == np.float32 else 1e-12,
        "atol": 1e-5 if dtype == np.float32 else 1e-13,
    }
    np.testing.assert_allclose(grads["gamma"][0], dgamma, **close)
    if norm.centres:
        np.testing.assert_allclose(grads["beta"][0], dbeta, **close)
    if norm.running:
        np.testing.assert_array_equal(running[0][0], found[1])
        np.testing.assert_array_equal(running[1][0], found[2])
