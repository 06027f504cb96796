"""Derivatives: central differences for every registry entry, PyTorch's for all that it has."""

import numpy as np
import pytest

from actnorm import (
    ACTIVATIONS,
    cross_entropy,
    cross_entropy_grad,
    log_softmax,
    log_softmax_vjp,
    logsumexp,
    softmax,
    softmax_vjp,
)

from .activations import VARIANTS
from .torch_reference import load

every_entry = pytest.mark.parametrize("entry", ACTIVATIONS.values(), ids=ACTIVATIONS)


@every_entry
def test_against_central_differences(entry):
    h = 1e-5
    x = np.random.default_rng(0).uniform(-9, 9, 2000)
    x = np.concatenate([x, [-3.5, -1.5, -0.1, 0.1, 1.5, 3.5]])
    for kink in entry.kinks:
        x = x[np.abs(x - kink) > 2 * h]
    above, below = entry.f(x + h), entry.f(x - h)
    # The rounding of f is a few ulp, divided by 2h; the truncation is of order h².
    allowed = 1e-9 + 4 * np.finfo(float).eps * np.abs(above) / h
    assert (np.abs(entry.grad(x) - (above - below) / (2 * h)) <= allowed).all()


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


STORED = load("activations")
NAMES = STORED["names"].tolist()
FLOATS = pytest.mark.parametrize("dtype", ["float64", "float32"])


def test_every_call_that_pytorch_has_is_stored():
    there = {name for name, variant in VARIANTS.items() if variant.entry.elsewhere.torch}
    assert set(NAMES) == there, "write it: python -m tests.torch_reference.make_activations"


@FLOATS
@pytest.mark.parametrize("name", NAMES)
def test_against_autograd(name, dtype):
    x = STORED[f"x_{dtype}"]
    value, slope = STORED[f"y_{dtype}"][NAMES.index(name)]
    rtol, atol = (1e-10, 1e-10) if dtype == "float64" else (5e-6, 1e-6)
    np.testing.assert_allclose(VARIANTS[name].f(x), value, rtol=rtol, atol=atol)
    if name == "hard_sigmoid":  # PyTorch's 1/6 in its derivative is a float32, in float64 too
        rtol = 1e-7
    np.testing.assert_allclose(VARIANTS[name].grad(x), slope, rtol=rtol, atol=atol)


@pytest.mark.parametrize("name", [name for name in NAMES if VARIANTS[name].entry.kinks])
def test_the_convention_at_the_kinks_is_pytorchs(name):
    x, (entry, _, grad) = STORED["x_float64"], VARIANTS[name]
    at = np.isin(x, entry.kinks)
    assert at.sum() == len(entry.kinks)
    slope = STORED["y_float64"][NAMES.index(name), 1]
    np.testing.assert_allclose(grad(x[at]), slope[at], rtol=1e-15)


@FLOATS
def test_softmax_and_its_relatives_against_autograd(dtype):
    def stored(name):
        return STORED[f"{name}_{dtype}"]

    x, g, labels = stored("scores"), stored("g"), STORED["labels"]
    pairs = {
        "softmax_1": (softmax(x, axis=1), softmax_vjp(g, x, axis=1)),
        "softmax_warm": (softmax(x, temperature=2), softmax_vjp(g, x, temperature=2)),
        "log_softmax_0": (log_softmax(x, axis=0), log_softmax_vjp(g, x, axis=0)),
        "logsumexp_1": (logsumexp(x, axis=1), softmax(x, axis=1)),
        "logsumexp_02": (logsumexp(x, axis=(0, 2)), softmax(x, axis=(0, 2))),
    }
    for reduction in ("mean", "sum"):
        pairs[f"cross_entropy_{reduction}"] = (
            cross_entropy(x, labels, reduction=reduction),
            cross_entropy_grad(x, labels, reduction=reduction),
        )
    rtol, atol = (1e-12, 1e-14) if dtype == "float64" else (1e-5, 1e-6)
    for name, (y, slope) in pairs.items():
        np.testing.assert_allclose(y, stored(name), rtol=rtol, atol=atol, err_msg=name)
        np.testing.assert_allclose(
            slope, stored(f"{name}_grad"), rtol=rtol, atol=atol, err_msg=name
        )
