"""What one may ask of a network, with and without replicates: start, precision, decay, norms."""

import numpy as np

from actnorm import batch_norm_backward, layer_norm_backward
from actnorm.data import wine
from actnorm.network import MLP, train

from .test_network_replicates import NORMS_HERE, SIZES, rng, rngs, same


def test_the_start_of_each():
    mlp = MLP(
        [400, 300, 2], rng=rngs(), init=["he", "xavier", "normal"], init_scale=[1, 2, 3],
        init_std=[1, 1, 0.5], init_bias=[0, -1, 2],
    )  # fmt: skip
    std = mlp.params[0]["weight"].std(axis=(1, 2))
    np.testing.assert_allclose(std, [np.sqrt(2 / 400), 2 * np.sqrt(2 / 700), 1.5], rtol=0.02)
    assert (mlp.params[0]["bias"] == np.array([[0.0], [-1.0], [2.0]])).all()
    once, twice = (MLP([4, 3], rng=rng(), init_scale=s).params[0]["weight"] for s in (1, 2))
    np.testing.assert_array_equal(2 * once, twice)


def test_float32_is_float32_throughout_and_close():
    for norm in NORMS_HERE:
        wide, narrow = (MLP(SIZES, norm=norm, rng=rngs(), dtype=d) for d in ("float64", np.float32))
        histories = [train(mlp, wine(), epochs=2, lr=0.05, rng=rngs(9)) for mlp in (wide, narrow)]
        np.testing.assert_allclose(histories[0].loss, histories[1].loss, rtol=1e-4)
        logits, cache = narrow.forward(wine().x_test, training=True)
        grads = narrow.backward(cache, np.ones(logits.shape))
        arrays = [
            logits,
            *(v for p in [*narrow.params, *narrow.velocity, *grads] for v in p.values()),
        ]
        assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
        for layer in cache.layers:
            assert layer.output.dtype == layer.linear.dtype == np.float32


def test_weight_decay_is_pytorch_s_and_on_weights_alone():
    mlp = MLP([2, 3, 1], norm="layer", init_bias=1.0, rng=rng())
    before = [{k: v.copy() for k, v in p.items()} for p in mlp.params]
    zero = [{k: np.zeros_like(v) for k, v in p.items()} for p in mlp.params]
    for _ in range(2):
        mlp.step(zero, lr=0.1, momentum=0.5, weight_decay=0.2)
    # v = 0.2 w, w *= 0.98; v = 0.1 w + 0.2 * 0.98 w, w = 0.98 w - 0.0296 w
    for p, then in zip(mlp.params, before, strict=True):
        np.testing.assert_allclose(p["weight"], 0.9504 * then["weight"], rtol=1e-12)
        for name in set(p) - {"weight"}:
            np.testing.assert_array_equal(p[name], then[name])


def test_a_reader_s_own_backward_pass_for_each():
    for norm, backward in (("batch", batch_norm_backward), ("layer", layer_norm_backward)):
        own, ours = (MLP(SIZES, norm=norm, norm_backward=b, rng=rngs()) for b in (backward, None))
        for mlp in (own, ours):
            train(mlp, wine(), epochs=1, rng=rngs(9))
        for a, b in zip(own.params, ours.params, strict=True):
            same(a.values(), b.values())
