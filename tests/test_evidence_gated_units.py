"""The gated networks that the library does not have: their backward pass, and their size."""

import numpy as np
import pytest

from actnorm import ACTIVATIONS, cross_entropy, softmax
from actnorm.evidence import study
from actnorm.evidence.gated_units import GATED, PLAIN, Gated
from actnorm.gradcheck import numerical_gradient
from actnorm.network import MLP

Y = np.array([0, 1, 0, 1, 1])


@pytest.fixture(params=["sigmoid", "gelu", "silu"])
def net(request):
    entry = ACTIVATIONS[request.param]
    return Gated(entry.f, entry.grad, (3, 4, 2), [np.random.default_rng(s) for s in (0, 1)])


def test_gradients_agree_with_central_differences(net):
    x = np.random.default_rng(2).normal(size=(2, 5, 3))
    logits, cache = net.forward(x)
    grads = net.backward(cache, softmax(logits) - np.eye(2)[Y])
    for i, (parameter, grad) in enumerate(zip(net.params, grads, strict=True)):

        def loss(changed, i=i, kept=parameter):
            net.params[i] = changed
            found = cross_entropy(net.forward(x)[0].reshape(-1, 2), np.tile(Y, 2), reduction="sum")
            net.params[i] = kept
            return found

        assert grad == pytest.approx(numerical_gradient(loss, parameter), abs=1e-7)


def test_replicates_know_nothing_of_each_other(net):
    x = np.random.default_rng(2).normal(size=(2, 5, 3))
    both, _ = net.forward(x)
    net.params = [p[1:] for p in net.params]
    assert net.forward(x[1:])[0] == pytest.approx(both[1:])


def test_plain_and_gated_layers_have_the_same_number_of_parameters():
    rng = np.random.default_rng(0)
    plain = MLP([64, PLAIN, 10], rng=rng)
    gated = Gated(abs, abs, (64, GATED, 10), [rng])
    sizes = sum(a.size for p in plain.params for a in p.values()), sum(p.size for p in gated.params)
    assert sizes == (4210, 4210)


def test_learns_as_the_networks_of_the_library_do():
    found = study("gated_units").run(rates=0.05, seeds=[0], epochs=2)
    assert found.of("GLU")[0, 0] > 0.85
    assert found.of("GLU")[0, 0] == pytest.approx(found.of("SiLU")[0, 0], abs=0.06)
