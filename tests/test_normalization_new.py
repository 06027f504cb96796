"""A norm that the table might hold one day needs its module and its row, and nothing else."""

import tracemalloc
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from actnorm import NORMS, cross_entropy, cross_entropy_grad, rms_norm, rms_norm_backward
from actnorm.data import wine
from actnorm.explorers import NormAxesExplorer
from actnorm.explorers.norm_axes import model
from actnorm.gradcheck import gradcheck
from actnorm.network import MLP, norms, passes, train
from actnorm.network import mlp as mlp_module
from actnorm.normalization.samples import along, along_backward

WITH = {
    "scale": {"statistic": "sum of squares"},
    "one scale": {"statistic": "sum of squares", "shared": True},
    "one gain": {"statistic": "mean and variance", "shared": True},
}


def entry(name):
    options = WITH[name]

    def f(x, gamma=None, beta=None, *, axis=-1, eps=1e-5):
        return along(x, gamma, beta, axis=axis, eps=eps, **options)

    def backward(dy, x, gamma=None, *, axis=-1, eps=1e-5):
        return along_backward(dy, x, gamma, axis=axis, eps=eps, **options)

    more = {"parameters": ()} if options.get("shared") else {}
    return replace(
        NORMS["rms"], name=name, label=name, f=f, backward=backward,
        statistic=options["statistic"], **more,
    )  # fmt: skip


NEW = {name: entry(name) for name in WITH}
every = pytest.mark.parametrize("name", NEW)


@pytest.fixture(autouse=True)
def in_the_table(monkeypatch):
    table = MappingProxyType(NORMS | NEW)
    for module in (norms, passes, mlp_module, model):
        monkeypatch.setattr(module, "NORMS", table)


def numbers(name, shape=(4, 6, 5), mean=0.0):
    rng = np.random.default_rng(0)
    parameters = NEW[name].parameter_shape(shape)
    x, dy = rng.normal(size=(2, *shape))
    return mean + x, dy, rng.normal(size=parameters), rng.normal(size=parameters)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1e-30, 1.0, 1e3, 1e30])
def test_the_sum_of_squares(size, dtype):
    x = (size * numbers("scale")[0]).astype(dtype)
    right = x.astype(float) / np.linalg.norm(x.astype(float), axis=(1, 2), keepdims=True)
    y = NEW["scale"](x, eps=0.0)
    assert y.dtype == dtype
    np.testing.assert_allclose(y, right, rtol=8 * np.finfo(dtype).eps)
    one = NEW["scale"](np.ones((1, 1)), eps=3.0)
    np.testing.assert_allclose(one, 0.5, rtol=1e-15)  # 1/sqrt(1 + 3)


@pytest.mark.parametrize("eps", [1e-5, 0.3])
@every
def test_gradients(name, eps):
    norm, (x, dy, gamma, beta) = NEW[name], numbers(name)
    options = norm.options(x.ndim)
    dx, dgamma, dbeta = norm.backward(dy, x, gamma, eps=eps, **options)
    assert dgamma.shape == dbeta.shape == np.shape(gamma)
    gradcheck(lambda x: np.sum(dy * norm(x, gamma, beta, eps=eps)), dx, x, atol=1e-7)
    gradcheck(lambda g: np.sum(dy * norm(x, g, beta, eps=eps)), dgamma, gamma)
    gradcheck(lambda b: np.sum(dy * norm(x, gamma, b, eps=eps)), dbeta, beta)


def test_one_number_for_all_is_asked_for():
    with pytest.raises(ValueError, match=r"gamma must be one number; got shape \(6, 5\)"):
        NEW["one scale"](numbers("scale")[0], np.ones((6, 5)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_one_gamma_needs_no_sums_for_each_feature(dtype):
    x = np.random.default_rng(0).normal(size=(1, 400_000)).astype(dtype)
    tracemalloc.start()
    NEW["one scale"].backward(x, x, 2.0, axis=1)
    peak = tracemalloc.get_traced_memory()[1] / x.nbytes
    tracemalloc.stop()
    assert peak <= 3.1


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("own", [False, True], ids=["the library's", "a reader's"])
@every
def test_networks(name, own, place):
    options = {"norm_backward": NEW[name].backward} if own else {}
    generators = [np.random.default_rng(seed) for seed in (3, 1, 4)]
    many = MLP([3, 5, 3], norm=name, norm_place=place, activation="tanh", rng=generators, **options)
    for p in many.params[:-1]:
        for key in {"gamma", "beta"} & set(p):
            assert p[key].shape == (3, 1 if "one" in name else 5)
            p[key] += np.random.default_rng(7).normal(size=p[key].shape) / 3
    x, y = np.random.default_rng(1).normal(size=(7, 3)), np.arange(7) % 3
    for mlp in (many, many[1]):
        assert ("beta" in mlp.params[0]) == NEW[name].centres
        logits, cache = mlp.forward(x, training=True)
        layer, p = cache.layers[0], mlp.params[0]
        if mlp.replicates is None:
            gamma, beta = (p[k].reshape(NEW[name].parameter_shape((7, 5))) if k in p else None
                           for k in ("gamma", "beta"))  # fmt: skip
            seen, made = layer[1:3] if place == "before" else layer[3:5]
            np.testing.assert_allclose(NEW[name].f(seen, gamma, beta), made, rtol=1e-12)
        labels = np.broadcast_to(y, logits.shape[:-1])
        grads = mlp.backward(cache, cross_entropy_grad(logits, labels, reduction="sum"))
        for key in {"weight", "gamma", "beta"} & set(p):

            def loss(value, p=p, key=key, mlp=mlp, labels=labels):
                old, p[key] = p[key], value
                result = cross_entropy(mlp.forward(x, training=True)[0], labels, reduction="sum")
                p[key] = old
                return result

            gradcheck(loss, grads[0][key], p[key], rtol=1e-5, atol=1e-7)


@every
def test_training(name):
    def trained(seeds, **options):
        mlp = MLP([13, 8, 6, 3], norm=name, rng=[np.random.default_rng(s) for s in seeds])
        rngs = [np.random.default_rng(s + 9) for s in seeds]
        return mlp, train(mlp, wine(), epochs=3, rng=rngs, **options).loss

    many, loss = trained((0, 1), lr=[0.05, 0.1], momentum=[0.9, 0.5], weight_decay=[0.0, 0.01])
    assert (loss[:, -1] < loss[:, 0]).all()
    assert np.ptp(many.params[0]["gamma"]) > 0
    _, own = trained((1,), lr=0.1, momentum=0.5, weight_decay=0.01)
    np.testing.assert_allclose(loss[1], own[0], rtol=1e-9)


@pytest.mark.parametrize(
    ("f", "changed"),
    [
        (rms_norm, {"axes": ("N", "C", "H", "W")}),  # it would mix the replicates
        (rms_norm, {"axes": ("N", "H", "W"), "parameters": ()}),
        (rms_norm, {"axes": ("H", "W")}),
    ],
)
def test_what_a_layer_of_units_cannot_have_is_refused(monkeypatch, f, changed):
    """It would be trained as another norm than its entry says."""
    odd = replace(NORMS["rms"], name="odd", f=f, backward=rms_norm_backward, **changed)
    monkeypatch.setattr(norms, "NORMS", MappingProxyType({**NORMS, "odd": odd}))
    with pytest.raises(ValueError, match=r"norm must be one of .*'rms'.*; got 'odd'"):
        MLP([3, 5, 3], norm="odd", rng=np.random.default_rng(0))


@every
def test_the_explorer_draws_it(name):
    explorer = NormAxesExplorer(norm=name)
    np.testing.assert_allclose(explorer.y, NEW[name](explorer.x), rtol=1e-9, atol=1e-9)
