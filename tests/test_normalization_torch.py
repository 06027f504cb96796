"""The norms against what PyTorch computed: torch_reference/make_norms.py wrote it down."""

from pathlib import Path

import numpy as np
import pytest

import actnorm as an

REFERENCE = dict(np.load(Path(__file__).with_name("torch_reference") / "norms.npz"))
GROUPS, MOMENTUM = int(REFERENCE["groups"]), float(REFERENCE["momentum"])
WHERE = sorted(key.removeprefix("y/") for key in REFERENCE if key.startswith("y/"))
BATCHES = sorted(key.removeprefix("x/") for key in REFERENCE if key.startswith("x/"))
# PyTorch multiplies before it subtracts: with a mean of 100 two of its digits are wrong.
LIMIT = {
    ("float32", "0"): 1e-5,
    ("float32", "100"): 3e-4,
    ("float64", "0"): 1e-13,
    ("float64", "100"): 1e-11,
}


def same(ours, theirs, *kind):
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=LIMIT[kind], atol=LIMIT[kind])


def test_the_file_says_where_it_comes_from_and_knows_every_norm_that_pytorch_has():
    assert str(REFERENCE["torch"]).startswith("2.")
    assert {where.split("/")[0] for where in WHERE} >= {
        "batch",
        "layer",
        "instance",
        "group",
        "rms",
    }


@pytest.mark.parametrize("where", WHERE)
def test_outputs_and_gradients(where):
    name, dtype, mean, eps = where.split("/")
    x, dy = REFERENCE[f"x/{dtype}/{mean}"], REFERENCE[f"dy/{dtype}/{mean}"]
    gamma, beta = (REFERENCE[f"{p}/{name}/{dtype}/{mean}"] for p in ("gamma", "beta"))
    name, *last = name.split(", ")
    norm = an.NORMS[name]
    options = {} if last else norm.options(x.ndim, num_groups=GROUPS)
    options["eps"] = float(eps)
    y = norm.f(x, gamma, beta, **options)
    same(y[0] if norm.running else y, REFERENCE[f"y/{where}"], dtype, mean)
    for what, ours in zip(
        ("dx", "dgamma", "dbeta"), norm.backward(dy, x, gamma, **options), strict=True
    ):
        assert ours.dtype == dtype
        same(ours, REFERENCE[f"{what}/{where}"], dtype, mean)


@pytest.mark.parametrize("where", BATCHES)
def test_running_statistics_and_evaluation(where):
    kind = where.split("/")
    x = REFERENCE[f"x/{where}"]
    running = {name: REFERENCE[f"{name}/{where}"] for name in ("running_mean", "running_var")}
    y, *kept = an.batch_norm(x, **running, training=False)
    same(y, REFERENCE[f"evaluation/{where}"], *kind)
    np.testing.assert_array_equal(kept, list(running.values()))
    _, mean, var = an.batch_norm(x, **running, momentum=MOMENTUM)
    same(mean, REFERENCE[f"new_mean/{where}"], *kind)
    same(var, REFERENCE[f"new_var/{where}"], *kind)
