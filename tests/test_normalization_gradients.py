"""Every backward against central differences, and against PyTorch's autograd where installed."""

import numpy as np
import pytest

import actnorm as an
from actnorm.gradcheck import gradcheck

SHAPE = (4, 6, 5)


def batch(x, gamma, beta, **options):
    return an.batch_norm(x, gamma, beta, **options)[0]


def all_but_first(f):
    return lambda *args, **options: f(*args, axis=(1, 2), **options)


# name -> forward(x, gamma, beta), backward(dy, x, gamma), shape of gamma, torch's forward
CASES = {
    "batch": (
        batch,
        an.batch_norm_backward,
        (6,),
        lambda F, x, g, b, eps: F.batch_norm(x, None, None, g, b, True, eps=eps),
    ),
    "layer": (
        an.layer_norm,
        an.layer_norm_backward,
        (5,),
        lambda F, x, g, b, eps: F.layer_norm(x, (5,), g, b, eps),
    ),
    "layer over two axes": (
        all_but_first(an.layer_norm),
        all_but_first(an.layer_norm_backward),
        (6, 5),
        lambda F, x, g, b, eps: F.layer_norm(x, (6, 5), g, b, eps),
    ),
    "group": (
        lambda x, g, b, **o: an.group_norm(x, g, b, num_groups=3, **o),
        lambda dy, x, g, **o: an.group_norm_backward(dy, x, g, num_groups=3, **o),
        (6,),
        lambda F, x, g, b, eps: F.group_norm(x, 3, g, b, eps),
    ),
    "instance": (
        an.instance_norm,
        an.instance_norm_backward,
        (6,),
        lambda F, x, g, b, eps: F.instance_norm(x, weight=g, bias=b, eps=eps),
    ),
    "rms": (
        an.rms_norm,
        an.rms_norm_backward,
        (5,),
        lambda F, x, g, b, eps: F.rms_norm(x, (5,), g, eps),
    ),
    "rms over two axes": (
        all_but_first(an.rms_norm),
        all_but_first(an.rms_norm_backward),
        (6, 5),
        lambda F, x, g, b, eps: F.rms_norm(x, (6, 5), g, eps),
    ),
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
    forward, backward, _, _ = CASES[name]
    x, dy, gamma, beta = numbers(name)
    grads = backward(dy, x, gamma, eps=eps)
    gradcheck(lambda x: np.sum(dy * forward(x, gamma, beta, eps=eps)), grads[0], x, atol=1e-7)
    gradcheck(lambda g: np.sum(dy * forward(x, g, beta, eps=eps)), grads[1], gamma)
    if len(grads) == 3:
        gradcheck(lambda b: np.sum(dy * forward(x, gamma, b, eps=eps)), grads[2], beta)


@pytest.mark.parametrize("mean", [0.0, 100.0])
@pytest.mark.parametrize("eps", [1e-5, 0.3])
@pytest.mark.parametrize("name", CASES)
def test_as_pytorch_s_autograd(name, eps, mean):
    torch = pytest.importorskip("torch")
    forward, backward, _, theirs = CASES[name]
    x, dy, gamma, beta = numbers(name, mean)
    leaves = [torch.tensor(a, requires_grad=True) for a in (x, gamma, beta)]
    y = theirs(torch.nn.functional, *leaves, eps)
    np.testing.assert_allclose(forward(x, gamma, beta, eps=eps), y.detach().numpy(), atol=1e-10)
    y.backward(torch.tensor(dy))
    for ours, leaf in zip(backward(dy, x, gamma, eps=eps), leaves, strict=False):
        np.testing.assert_allclose(ours, leaf.grad.numpy(), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(("name", "axes"), [("batch", (0, 2)), ("layer", 2), ("instance", 2)])
def test_no_gradient_along_what_the_norm_takes_out(name, axes):
    forward, backward, _, _ = CASES[name]
    x, dy, _, _ = numbers(name)
    dx, x_hat = backward(dy, x, None, eps=0.0)[0], forward(x, None, None, eps=0.0)
    np.testing.assert_allclose(dx.sum(axis=axes), 0, atol=1e-13)
    np.testing.assert_allclose((dx * x_hat).sum(axis=axes), 0, atol=1e-13)


@pytest.mark.parametrize("name", CASES)
def test_a_constant_input_has_a_finite_gradient(name):
    _, backward, _, _ = CASES[name]
    x = np.zeros(SHAPE) if name.startswith("rms") else np.full(SHAPE, 0.1)
    dx, dgamma, *_ = backward(numbers(name)[1], x, None, eps=0.0)
    assert not dx.any()
    assert not dgamma.any()


def test_a_large_mean_of_the_gradient_costs_no_digits():
    x, dy, _, _ = numbers("batch")
    for name in ("batch", "instance"):
        backward = CASES[name][1]
        want, want_gamma, _ = backward(dy, x)
        dx, dgamma, _ = backward(dy + 2.0**20, x)
        np.testing.assert_allclose(dx, want, atol=1e-9)  # dy + 2**20 is itself rounded to 1e-10
        np.testing.assert_allclose(dgamma, want_gamma, atol=1e-8)
