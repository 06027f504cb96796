"""What is kept of a measured gradient, in whole numbers: how well, and what a page reads of it."""

import numpy as np
import pytest

from actnorm.explorers import GradientFlowExplorer
from actnorm.explorers.digits import unpack
from actnorm.explorers.gradient_flow.packing import (
    BINS,
    DEPTHS,
    PACKING,
    bars,
    columns,
    decades,
    factors,
    rms,
    steps_above,
)


@pytest.fixture(scope="module")
def explorer():
    return GradientFlowExplorer()


def test_packing_keeps_two_digits_and_zeros():
    values = np.array([0.0, 1e-44, 2.5e-7, 1.0, 123.0, 9e20])
    np.testing.assert_allclose(rms(decades(values)), values, rtol=0.0235)
    assert rms(decades(np.array([1e-60])))[0] > 0, "small is not nothing"


def test_packing_keeps_ranges_and_bars():
    low, high = np.array([0.0, 0.0, 2e-9, 1.0]), np.array([0.0, 1.0, 3e-9, 1.0])
    np.testing.assert_allclose(factors(steps_above(high, low))[[0, 2, 3]], [1, 1.5, 1], rtol=0.06)
    assert factors(steps_above(high, low))[1] > 1e3, "as far as it goes"
    values = np.random.default_rng(0).normal(0, 1.5, size=5000)
    count = np.histogram(np.clip(values, -3, 3 - 1e-9), BINS, (-3, 3))[0]
    heights = bars(values, -3, 3)
    assert heights.max() == 20
    np.testing.assert_allclose(heights / 20, np.sqrt(count / count.max()), atol=0.5 / 20)
    few = bars(np.array([0.0] * 5000 + [-9.0, 2.9]), -3, 3)
    assert few.nonzero()[0].tolist() == [0, 7, 14], "a small one is seen, too"


def test_javascript_reads_what_python_packed(explorer, node_maths):
    stops = explorer._controls["scale"]["stops"]
    cases = [
        (name, stop, depth)
        for name in explorer._flows
        for stop in (0, 1, 7, len(stops) - 1)
        for depth in (2, 4, 10, 20)
    ]
    given = [PACKING, explorer._flows, len(stops)]
    answers = node_maths("gradient_flow/data.js", [("reader", given, case) for case in cases])
    for (name, stop, depth), answer in zip(cases, answers, strict=True):
        got = {key: np.array(value, dtype=float) for key, value in answer.items()}  # 10²⁰, an int
        explorer.activation, explorer.depth, explorer.scale = name, depth, stops[stop]
        flow, layers = explorer._flows[name], columns(depth)
        row = stop * sum(len(columns(d)) for d in DEPTHS)
        row += sum(len(columns(d)) for d in DEPTHS if d < depth)
        outputs, shapes = (unpack(flow[key], BINS) for key in ("activations", "gradients"))
        saturated = np.mean((unpack(flow["saturated"], 20)[stop, :depth] / 63) ** 2)
        assert answer["layers"] == layers
        np.testing.assert_allclose(got["gradients"], explorer.gradient_rms, rtol=1e-9)
        np.testing.assert_allclose(got["weights"], explorer.weight_grad_rms, rtol=1e-9)
        np.testing.assert_allclose(
            [got["low"], got["high"]], explorer.gradient_rms_range, rtol=1e-9
        )
        np.testing.assert_allclose(got["cartoon"], explorer.cartoon, rtol=1e-9)
        rows = [20 * stop + n - 1 for n in layers]
        np.testing.assert_array_equal(got["activationBars"], outputs[rows])
        np.testing.assert_array_equal(got["gradientBars"], shapes[row : row + len(layers)])
        assert got["saturated"] == pytest.approx(saturated, abs=1e-12)


def test_columns_are_layers():
    for depth in DEPTHS:
        layers = columns(depth)
        assert layers[0] == 1
        assert layers[-1] == depth
        assert len(set(layers)) == len(layers) <= 5
