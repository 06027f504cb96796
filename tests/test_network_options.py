"""What one may ask of a network, with and without replicates: start, precision, decay, norms."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from actnorm import (
    NORMS,
    batch_norm_backward,
    cross_entropy,
    cross_entropy_grad,
    layer_norm_backward,
)
from actnorm.data import wine
from actnorm.gradcheck import gradcheck
from actnorm.network import MLP, norms, passes, train
from actnorm.network import mlp as mlp_module

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


def test_a_norm_reaches_the_networks_through_the_table(monkeypatch):
    def scale_norm(x, gamma=None):
        gamma = 1.0 if gamma is None else gamma
        return gamma * x / np.linalg.norm(x, axis=-1, keepdims=True)

    def scale_norm_backward(dy, x, gamma=None):
        gamma = 1.0 if gamma is None else gamma
        size = np.linalg.norm(x, axis=-1, keepdims=True)
        x_hat, g = x / size, gamma * dy
        return (g - x_hat * (g * x_hat).sum(axis=-1, keepdims=True)) / size, (dy * x_hat).sum(
            axis=0
        )

    new = replace(NORMS["rms"], name="scale", f=scale_norm, backward=scale_norm_backward)
    table = MappingProxyType({**NORMS, "scale": new})
    for module in (norms, passes, mlp_module):
        monkeypatch.setattr(module, "NORMS", table)
    for generators in (rng(), rngs()):
        mlp = MLP([3, 5, 3], norm="scale", activation="tanh", rng=generators)
        assert set(mlp.params[0]) == {"weight", "bias", "gamma"}
        x, y = rng(1).normal(size=(7, 3)), rng(2).integers(3, size=7)
        logits, cache = mlp.forward(x, training=True)
        y = np.broadcast_to(y, logits.shape[:-1])
        grads = mlp.backward(cache, cross_entropy_grad(logits, y, reduction="sum"))
        for name in ("weight", "gamma"):

            def loss(value, p=mlp.params[0], name=name, mlp=mlp, x=x, y=y):
                old, p[name] = p[name], value
                result = cross_entropy(mlp.forward(x, training=True)[0], y, reduction="sum")
                p[name] = old
                return result

            gradcheck(loss, grads[0][name], mlp.params[0][name], rtol=1e-5, atol=1e-7)


def test_a_norm_without_a_gamma_for_each_unit_is_refused(monkeypatch):
    """It would be trained as another norm than its entry says."""
    scalar = replace(NORMS["rms"], name="scalar", parameters=())
    monkeypatch.setattr(norms, "NORMS", MappingProxyType({**NORMS, "scalar": scalar}))
    with pytest.raises(ValueError, match=r"norm must be one of .*'rms'.*; got 'scalar'"):
        MLP([3, 5, 3], norm="scalar", rng=rng())
