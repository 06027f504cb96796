"""Derivatives: central differences for every registry entry, autograd for every function."""

import numpy as np
import pytest

import actnorm
from actnorm import ACTIVATIONS

every_entry = pytest.mark.parametrize("entry", ACTIVATIONS.values(), ids=ACTIVATIONS)

# Ours → PyTorch's, with the same defaults (softplus without its switch to x at 20).
TORCH = {
    "sigmoid": lambda F, t: t.sigmoid(),
    "tanh": lambda F, t: t.tanh(),
    "relu": lambda F, t: F.relu(t),
    "relu6": lambda F, t: F.relu6(t),
    "leaky_relu": lambda F, t: F.leaky_relu(t),
    "prelu": lambda F, t: F.prelu(t, t.new_tensor([0.25])),
    "elu": lambda F, t: F.elu(t),
    "selu": lambda F, t: F.selu(t),
    "celu": lambda F, t: F.celu(t),
    "softplus": lambda F, t: F.softplus(t, threshold=1000),
    "gelu": lambda F, t: F.gelu(t),
    "silu": lambda F, t: F.silu(t),
    "mish": lambda F, t: F.mish(t),
    "hard_sigmoid": lambda F, t: F.hardsigmoid(t),
    "hard_swish": lambda F, t: F.hardswish(t),
    "softsign": lambda F, t: F.softsign(t),
    "log_sigmoid": lambda F, t: F.logsigmoid(t),
}


@every_entry
def test_against_central_differences(entry):
    h = 1e-5
    x = np.random.default_rng(0).uniform(-9, 9, 2000)
    x = np.concatenate([x, [-3.5, -1.5, -0.1, 0.1, 1.5, 3.5]])
    for kink in entry.kinks:
        x = x[np.abs(x - kink) > 2 * h]
    slope = (entry.f(x + h) - entry.f(x - h)) / (2 * h)
    # The rounding of f is up to 2e-15, divided by 2h; the truncation is of order h².
    np.testing.assert_allclose(entry.grad(x), slope, rtol=0, atol=1e-9)


@every_entry
def test_kinks_are_where_the_slope_jumps(entry):
    """Listed kinks have one; and a jump anywhere else would have to be listed."""
    d = 1e-7
    for kink in entry.kinks:
        below, at, above = entry.f(np.array([kink - d, kink, kink + d]))
        assert abs((above - at) / d - (at - below) / d) > 1e-3
    x = np.linspace(-9.00005, 9.00005, 1_800_011)[::10]  # the spacing is 1e-4, no kink is hit
    jumps = np.abs(np.diff(entry.grad(x))) > 1e-3
    places = (x[:-1] + x[1:])[jumps] / 2
    if entry.name == "step":
        assert entry.kinks == (0.0,)  # here it is the function that jumps
    else:
        np.testing.assert_allclose(places, entry.kinks, atol=1e-4)


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch")


def autograd(torch, name, x):
    tensor = torch.tensor(x, requires_grad=True)
    y = TORCH[name](torch.nn.functional, tensor)
    y.sum().backward()
    return y.detach().numpy(), tensor.grad.numpy()


def test_every_entry_has_its_counterpart():
    assert set(ACTIVATIONS) - set(TORCH) == {"identity", "step"}


@pytest.mark.parametrize("name", TORCH)
def test_against_autograd(torch, name):
    entry = ACTIVATIONS[name]
    rng = np.random.default_rng(0)
    x = np.concatenate([rng.uniform(-6, 6, 500), rng.uniform(-40, 40, 500)])
    y, dy = autograd(torch, name, x)
    np.testing.assert_allclose(entry.f(x), y, rtol=1e-10, atol=1e-10)
    # PyTorch's 1/6 in the derivative of the hard sigmoid is a float32, in float64 too.
    rtol = 1e-7 if name == "hard_sigmoid" else 1e-10
    np.testing.assert_allclose(entry.grad(x), dy, rtol=rtol, atol=1e-10)


@pytest.mark.parametrize("name", [name for name in TORCH if ACTIVATIONS[name].kinks])
def test_the_convention_at_the_kinks_is_pytorchs(torch, name):
    entry = ACTIVATIONS[name]
    kinks = np.array(entry.kinks)
    _, dy = autograd(torch, name, kinks)
    np.testing.assert_allclose(entry.grad(kinks), dy, rtol=1e-15)


@pytest.mark.parametrize(
    ("ours", "theirs", "options"),
    [
        ("elu", "elu", {"alpha": 1.7}),
        ("celu", "celu", {"alpha": 0.5}),  # its 1 / alpha is rounded to float32: a power of two
        ("gelu", "gelu", {"approximate": "tanh"}),
    ],
)
def test_options_against_autograd(torch, ours, theirs, options):
    x = np.append(np.linspace(-7, 7, 301), 0.0)
    tensor = torch.tensor(x, requires_grad=True)
    y = getattr(torch.nn.functional, theirs)(tensor, **options)
    y.sum().backward()
    f, grad = getattr(actnorm, ours), getattr(actnorm, f"{ours}_grad")
    np.testing.assert_allclose(f(x, **options), y.detach().numpy(), rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(grad(x, **options), tensor.grad.numpy(), rtol=1e-10, atol=1e-10)


def test_leaky_slope_against_autograd(torch):
    x = np.linspace(-7, 7, 301)
    tensor = torch.tensor(x, requires_grad=True)
    y = torch.nn.functional.leaky_relu(tensor, 0.3)
    y.sum().backward()
    np.testing.assert_allclose(actnorm.leaky_relu(x, slope=0.3), y.detach().numpy(), rtol=1e-15)
    np.testing.assert_array_equal(actnorm.leaky_relu_grad(x, slope=0.3), tensor.grad.numpy())
