"""The gradient flow explorer: measurement against the real MLP, packing, words, JavaScript."""

import gzip
import json
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from actnorm.explorers.gradient_flow_words import describe_flow, times
from actnorm.explorers.gradient_measure import (
    DEPTHS,
    columns,
    default_flows,
    digits_batch,
    measure,
    pack,
    scales,
    starts,
    unpack,
    weights,
)
from traitlets import TraitError

from actnorm import ACTIVATIONS, cross_entropy_grad
from actnorm.explorers import GradientFlowExplorer
from actnorm.network import MLP

FACTORS = [0, 1e-40, 3.44e-7, 1e-6, 2.5e-5, 0.00999, 0.01, 0.043, 0.43, 0.999, 1, 9.94, 9.96]
FACTORS += [10, 99.6, 123, 1234, 38_000, 123_456, 999_999, 1e6, 7.6e9]
TOLD = [
    {"gradients": g, "weights": w, "steepest": s, "faded": f}
    for g, w, s, f in [
        ([0.0, 1e-3, 2e-3], [0.0, 1e-3, 2e-3], 1.0, 0.7),
        ([0.0, 0.0], [0.0, 0.0], 0.25, 1.0),
        ([0.05, 1.0], [1e-9, 1.0], 1.1289, 0.004),
        ([50.0, 1.0], [0.5, 1.0], 1.0, 0.5),
        ([5e7, 3.0, 1.0], [123456.0, 1.0, 1.0], 0.25, 0.0),
    ]
]


@pytest.fixture(scope="module")
def explorer():
    return GradientFlowExplorer()


@pytest.fixture
def fresh(explorer):
    with explorer.hold_trait_notifications():
        explorer.activation, explorer.depth, explorer.scale = "sigmoid", 10, 1.0
    return explorer


def cases(explorer):
    return [
        (name, stop, depth)
        for name in explorer._flows
        for stop in (0, 1, 7, len(explorer._scales) - 1)
        for depth in (2, 4, 10, 20)
    ]


@pytest.fixture(scope="module")
def javascript(explorer):
    script = Path(__file__).parent / "js" / "gradient_flow.mjs"
    given = {"flows": explorer._flows, "cases": cases(explorer), "factors": FACTORS, "told": TOLD}
    done = subprocess.run(
        ["node", str(script)], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout, parse_int=float)  # 3.3e20 is written without a point


@cache
def measured(name):
    return measure(ACTIVATIONS[name].f, ACTIVATIONS[name].grad, *digits_batch(), width=64)


@pytest.mark.parametrize("depth", [2, 8, 20])
@pytest.mark.parametrize(("name", "scale"), [("tanh", 4.0), ("relu", 3**-0.5), ("sigmoid", 1.0)])
def test_it_is_what_the_real_network_computes(name, scale, depth):
    """The stack of all depths against one MLP at a time, with the same random numbers."""
    x, labels = digits_batch()
    flow = measured(name)
    seen, taught = [], []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        start = {s: n for n, s in starts(64).items()}.get(scale)
        mlp = MLP([64] * (depth + 1) + [10], activation=name, rng=np.random.default_rng(0))
        # Twenty hidden layers and then the last one: the draws of the explorer.
        drawn = [weights(start, scale, 64, 64, rng) for _ in range(20)]
        drawn = [*drawn[:depth], weights(start, scale, 64, 10, rng)]
        for layer, (weight, bias) in zip(mlp.params, drawn, strict=True):
            layer["weight"], layer["bias"] = weight, bias
        logits, cache = mlp.forward(x, training=False)
        grads = mlp.backward(cache, cross_entropy_grad(logits, labels))[:-1]
        seen.append([16 * np.sqrt(np.mean(g["pre_activation"] ** 2)) for g in grads])
        taught.append([np.sqrt(np.mean(g["weight"] ** 2)) for g in grads])
    place = scales(64).index(scale) * sum(DEPTHS) + sum(d for d in DEPTHS if d < depth)
    got = unpack(flow.gradients, place, depth), unpack(flow.weights, place, depth)
    for have, want in zip(got, (seen, taught), strict=True):
        np.testing.assert_allclose(have, np.median(want, axis=0), rtol=0.0235)


def test_packing_keeps_two_digits_and_zeros():
    values = np.array([0.0, 1e-44, 2.5e-7, 1.0, 123.0, 9e20])
    np.testing.assert_allclose(unpack(pack(values), 0, 6), values, rtol=0.0235)
    assert unpack(pack(np.array([1e-60])), 0, 1)[0] > 0, "small is not nothing"
    assert unpack(pack(values), 2, 2) == pytest.approx([2.5e-7, 1.0], rel=0.0235)


def test_javascript_reads_what_python_packed(explorer, javascript):
    for (name, stop, depth), got in zip(cases(explorer), javascript["settings"], strict=True):
        explorer.activation, explorer.depth = name, depth
        explorer.scale = explorer._scales[stop]
        layers, outputs, shapes = explorer._histograms()
        assert got["layers"] == layers == columns(depth)
        np.testing.assert_allclose(got["gradients"], explorer.gradients, rtol=1e-9)
        np.testing.assert_allclose(got["weights"], explorer.weight_gradients, rtol=1e-9)
        np.testing.assert_allclose([got["low"], got["high"]], explorer.spread, rtol=1e-9)
        np.testing.assert_allclose(got["cartoon"], explorer.cartoon, rtol=1e-9)
        np.testing.assert_allclose(got["outputs"], outputs, atol=1e-12)
        np.testing.assert_allclose(got["shapes"], shapes, atol=1e-12)
        assert got["lines"] == explorer._lines()


def test_both_languages_say_the_same(javascript):
    assert javascript["factors"] == [times(v) for v in FACTORS]
    assert javascript["told"] == [describe_flow(**case) for case in TOLD]
    said = " ".join(line for lines in javascript["told"] for line in lines)
    for fate in ("Nothing arrives", "fades", "grows", "explodes", "nothing is left"):
        assert fate in said


def test_columns_are_layers():
    for depth in DEPTHS:
        layers = columns(depth)
        assert layers[0] == 1
        assert layers[-1] == depth
        assert len(set(layers)) == len(layers) <= 5


def test_histograms_hold_every_value(explorer):
    for name in explorer._flows:
        for stop in (0, 8, 16):
            explorer.activation, explorer.scale = name, explorer._scales[stop]
            _, outputs, shapes = explorer._histograms()
            for row in [*outputs, *shapes]:
                assert np.sum(row**2) == pytest.approx(1, abs=0.08)  # 64 steps of the root


def test_the_cartoon_is_right_at_xavier_and_nowhere_else(fresh):
    assert fresh.start == "xavier"
    assert 0.3 < fresh.ratio / 0.25**9 < 1.2
    np.testing.assert_allclose(fresh.cartoon[0] / fresh.gradients[-1], 0.25**9, rtol=1e-9)
    assert "It vanishes." in fresh.describe()
    for start, least, most in [("normal", 0, 1e-12), ("pytorch", 0, 1e-6), ("matched", 1e-3, 1)]:
        fresh.start = start
        assert least < fresh.ratio < most
    fresh.scale = 16
    assert fresh.ratio > 1


def test_saturated_and_exploding_at_once(fresh):
    fresh.activation, fresh.scale = "tanh", 16
    assert "It explodes." in fresh.describe()
    assert fresh._lines()[3].startswith("8")  # more than 80 % of the slopes


def test_relu_weights_share_one_fate(fresh):
    """Without biases no layer's weights are left behind, whatever happens to the gradient."""
    fresh.activation = "ReLU"
    for scale in (0.125, 1, 4):
        fresh.scale = scale
        assert 0.2 < fresh.weight_gradients[0] / fresh.weight_gradients[-1] < 5
    assert fresh.ratio > 1e3
    fresh.scale = 0.125
    assert fresh.ratio < 1e-8


def test_spread_encloses_the_median(fresh):
    low, high = fresh.spread
    assert np.all(low <= fresh.gradients)
    assert np.all(fresh.gradients <= high)
    assert np.any(high > 1.1 * low)


def test_scale_settles_at_the_nearest_stop(fresh):
    fresh.scale = 1.1
    assert fresh.scale == 1.0
    fresh.scale = 3.5
    assert fresh.scale == 4.0
    assert fresh.start == "matched"
    fresh.scale = 8
    assert fresh.start is None


def test_own_functions_and_data():
    rng = np.random.default_rng(0)
    explorer = GradientFlowExplorer(
        rng.normal(size=(12, 5)),
        labels=rng.integers(3, size=12),
        width=16,
        activations={"my line": (lambda x: 2 * x, lambda x: np.full_like(x, 2.0)), "gelu": "gelu"},
        depth=4,
    )
    assert explorer.activation == "my line"
    assert explorer.cartoon[0] / explorer.cartoon[-1] == pytest.approx(8)
    assert len(explorer.gradients) == len(explorer.weight_gradients) == 4
    assert set(explorer._flows) == {"my line", "gelu"}


def test_all_state_is_small_and_in_traits(explorer):
    state = explorer.get_state()
    kept = {k: v for k, v in state.items() if k not in ("_esm", "_css", "layout")}
    assert len(gzip.compress(json.dumps(kept).encode())) < 60_000
    assert kept["_explorer"] == "gradient-flow"


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"width": 4}, ValueError, "width must be from 8 to 128, got 4"),
        ({"width": 9.5}, TypeError, "width must be an integer"),
        ({"x": np.zeros((4, 3))}, ValueError, "belong together"),
        ({"x": np.zeros(4), "labels": np.zeros(4, int)}, ValueError, "shape"),
        ({"x": np.zeros((99, 3)), "labels": np.zeros(99, int)}, ValueError, "2 to 32 rows"),
        ({"x": np.full((4, 3), np.nan), "labels": np.zeros(4, int)}, ValueError, "finite"),
        ({"x": np.array([["a"], ["b"]]), "labels": [0, 1]}, TypeError, "real numbers"),
        ({"x": np.zeros((4, 3)), "labels": [0, 1, 2]}, ValueError, "labels must be 4 classes"),
        ({"x": np.zeros((2, 3)), "labels": [0, -1]}, ValueError, "from 0"),
        ({"activations": ["sigmoyd"]}, ValueError, "sigmoyd"),
        ({"activations": []}, ValueError, "at least one"),
        ({"activations": {"f": np.tanh}}, TypeError, "pairs"),
        ({"activations": {"cube": (lambda x: x**9, lambda x: 9 * x**8)}}, ValueError, "overflow"),
        ({"activation": "relu"}, TraitError, "activation must be one of 'sigmoid'"),
        ({"depth": 3}, TraitError, "depth must be an even number from 2 to 20, got 3"),
        ({"scale": 17.0}, TraitError, "scale must be from"),
        ({"scale": "much"}, TraitError, "scale must be a finite number"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(wrong, error, said):
    with pytest.raises(error, match=said):
        GradientFlowExplorer(**wrong)


def test_unknown_starts_are_refused(fresh):
    with pytest.raises(ValueError, match="start must be one of 'normal'"):
        fresh.start = "lecun"
    assert fresh.scale == 1.0


def test_the_still_is_deterministic_and_small(fresh):
    for name, depth, scale in [("sigmoid", 10, 1.0), ("ReLU", 20, 16.0), ("tanh", 2, 0.08)]:
        fresh.activation, fresh.depth, fresh.scale = name, depth, scale
        (png, size), (again, _) = (fresh._still() for _ in range(2))
        assert png == again
        assert size["width"] == 576
        assert len(png) < 60_000


def test_the_default_is_measured_once(explorer):
    before = default_flows.cache_info().misses
    assert GradientFlowExplorer(depth=4)._flows == explorer._flows
    assert default_flows.cache_info().misses == before
