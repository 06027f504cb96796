"""What is peculiar to the gradient-flow explorer: measuring, damage, the starts' names."""

import gzip
import json
from functools import cache

import numpy as np
import pytest
from traitlets import TraitError

from actnorm import ACTIVATIONS, cross_entropy_grad
from actnorm.explorers import GradientFlowExplorer
from actnorm.explorers.digits import unpack
from actnorm.explorers.gradient_flow.measure import (
    default_flows,
    digits_batch,
    edges_of,
    measure,
    scales,
    starts,
    weights,
)
from actnorm.explorers.gradient_flow.packing import BACK, DEPTHS, rms, roots
from actnorm.network import MLP

from .drawn import draw
from .net import follow, opened
from .page import show, state_of

KIND = "gradient-flow"


@pytest.fixture(scope="module")
def explorer():
    return GradientFlowExplorer()


@pytest.fixture
def fresh(explorer):
    with explorer.hold_trait_notifications():
        explorer.activation, explorer.depth, explorer.scale = "sigmoid", 10, 1.0
    return explorer


@cache
def measured(name):
    return measure(ACTIVATIONS[name].f, ACTIVATIONS[name].grad, *digits_batch(), width=64)


def test_a_slope_of_nothing_can_be_shown():
    """Python's sentence divided by it, and so did `ratio`."""
    flat = {"flat": (np.zeros_like, np.zeros_like)}
    explorer = GradientFlowExplorer(activations=flat, width=8, depth=4)
    assert explorer.ratio == 0
    assert draw([explorer])[0]["description"].startswith(
        "4 layers of flat, weights 1.00 times Xavier’s, not yet trained. "
        "Layer 1 gets exactly 0 times the gradient of layer 4. Nothing arrives. "
        "The ¼ᵏ rule, with this activation’s steepest slope for ¼, predicts 0³, exactly 0 times "
        "that gradient: right within a factor of 2."
    )


@pytest.mark.parametrize(
    ("f", "edges"),
    [
        (np.tanh, [-1, 1]),
        (lambda x: np.maximum(x, 0), [0, 4]),
        (lambda x: 0 * x + 2, [-4, 4]),
        (lambda x: 7 + np.tanh(x), [-4, 4]),
    ],
)
def test_activations_are_counted_where_they_can_be(f, edges):
    assert edges_of(f) == pytest.approx(edges, abs=1e-6)


@pytest.mark.parametrize("depth", [2, 8, 20])
@pytest.mark.parametrize(("name", "scale"), [("tanh", 4.0), ("relu", 3**-0.5), ("sigmoid", 1.0)])
def test_it_is_what_the_real_network_computes(name, scale, depth):
    """The stack of all depths against one MLP at a time, with the same random numbers."""
    x, labels = digits_batch()
    flow = measured(name)
    gradient_rms, weight_grad_rms = [], []
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
        gradient_rms.append([16 * np.sqrt(np.mean(g["pre_activation"] ** 2)) for g in grads])
        weight_grad_rms.append([np.sqrt(np.mean(g["weight"] ** 2)) for g in grads])
    stop, first = scales(64).index(scale), sum(d for d in DEPTHS if d < depth)
    for name, want in (("gradient_rms", gradient_rms), ("weight_grad_rms", weight_grad_rms)):
        table = rms(unpack(getattr(flow, name), sum(DEPTHS), BACK[name]))
        have = table[stop, first : first + depth]
        np.testing.assert_allclose(have, np.median(want, axis=0), rtol=0.0235)


def test_the_cartoon_is_right_at_xavier_and_nowhere_else(fresh):
    assert fresh.start == "xavier"
    assert 0.3 < fresh.ratio / 0.25**9 < 1.2
    np.testing.assert_allclose(fresh.cartoon[0] / fresh.gradient_rms[-1], 0.25**9, rtol=1e-9)
    for start, least, most in [("normal", 0, 1e-12), ("pytorch", 0, 1e-6), ("matched", 1e-3, 1)]:
        fresh.start = start
        assert least < fresh.ratio < most
    fresh.scale = 16
    assert fresh.ratio > 1


def test_saturated_and_exploding_at_once(fresh):
    fresh.activation, fresh.scale = "tanh", 16
    assert fresh.ratio > 100
    stop = fresh._controls["scale"]["stops"].index(16)
    saturated = unpack(fresh._flows["tanh"]["saturated"], 20)[stop, :10]
    assert np.mean(saturated**2) > 0.8 * roots(1.0) ** 2


def test_relu_weights_share_one_fate(fresh):
    """Without biases no layer's weights are left behind, whatever happens to the gradient."""
    fresh.activation = "ReLU"
    for scale in (0.125, 1, 4):
        fresh.scale = scale
        assert 0.2 < fresh.weight_grad_rms[0] / fresh.weight_grad_rms[-1] < 5
    assert fresh.ratio > 1e3
    fresh.scale = 0.125
    assert fresh.ratio < 1e-8


def test_the_range_encloses_the_median(fresh):
    low, high = fresh.gradient_rms_range
    assert np.all(low <= fresh.gradient_rms)
    assert np.all(fresh.gradient_rms <= high)
    assert np.any(high > 1.1 * low)


def test_scale_settles_at_the_nearest_stop(fresh):
    for value, stop, start in ((1.1, 1.0, "xavier"), (3.5, 4.0, "matched"), (8, 8.0, None)):
        fresh.scale = value
        assert fresh.scale == stop
        assert fresh.start == start


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
    assert len(explorer.gradient_rms) == len(explorer.weight_grad_rms) == 4
    assert repr(explorer) == (
        "GradientFlowExplorer(x=<60 values>, labels=<12 labels>, width=16, "
        "activations=<2 functions>, activation='my line', depth=4, scale=1.0)"
    )


def test_all_state_is_small(explorer):
    assert len(gzip.compress(json.dumps(state_of(explorer)).encode())) < 30_000


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
        ({"x": np.ma.zeros((2, 3)), "labels": [0, 1]}, TypeError, "masked array"),
        ({"x": np.zeros((2, 3)), "labels": np.ma.array([0, 1])}, TypeError, "masked array"),
        ({"x": np.zeros((4, 3)), "labels": [0, 1, 2]}, ValueError, "labels must be 4 classes"),
        ({"x": np.zeros((2, 3)), "labels": [0, -1]}, ValueError, "from 0"),
        ({"activations": ["sigmoyd"]}, ValueError, "sigmoyd"),
        ({"activations": []}, ValueError, "at least one"),
        ({"activations": {"f": np.tanh}}, TypeError, "pairs"),
        ({"activations": {"cube": (lambda x: x**9, lambda x: 9 * x**8)}}, ValueError, "overflow"),
        ({"activation": "relu"}, TraitError, "activation must be one of 'sigmoid'"),
        (
            {"depth": 3},
            TraitError,
            "depth must be one of 2, 4, 6, 8, 10, 12, 14, 16, 18, 20; got 3",
        ),
        ({"scale": 17.0}, TraitError, "scale must be from 0.08 to 16"),
        ({"scale": "much"}, TraitError, "scale must be a finite number"),
        ({"activaton": "tanh"}, TypeError, "did you mean 'activation"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(wrong, error, said):
    with pytest.raises(error, match=said):
        GradientFlowExplorer(**wrong)


def test_unknown_starts_are_refused(fresh):
    with pytest.raises(ValueError, match="start must be one of 'normal'"):
        fresh.start = "lecun"
    assert fresh.scale == 1.0


def test_the_default_is_measured_once(explorer):
    before = default_flows.cache_info().misses
    assert GradientFlowExplorer(depth=4)._flows == explorer._flows
    assert default_flows.cache_info().misses == before


# In the browser


@pytest.mark.site
def test_a_start_is_a_name_for_a_scale(page):
    _, explorer, figure = opened(page, "gradient-flow")
    box = figure.locator("select[name=start]")
    names = dict(zip(explorer._starts, box.locator("option").all_inner_texts(), strict=False))
    for name, text in names.items():
        box.select_option(label=text)
        page.evaluate("frame()")
        assert follow(page, explorer).start == name
        assert figure.locator(".actnorm-value").nth(1).inner_text() == f"{explorer.scale:.2f}"
    slider = figure.locator("input[name=scale]")
    for _ in explorer._controls["scale"]["stops"]:
        slider.press("ArrowLeft")
        page.evaluate("frame()")
        now = follow(page, explorer).start
        assert box.input_value() == (now or "")
    slider.press("End")
    page.evaluate("frame()")
    assert box.input_value() == ""
    figure.locator("select[name=start]").select_option("xavier")
    box.select_option("")  # "other" is no scale
    page.evaluate("frame()")
    assert box.input_value() == "xavier"


@pytest.mark.site
def test_no_half_layers(page):
    """With two layers the axis said 1, 1.5 and 2."""
    explorer = GradientFlowExplorer()
    for depth in DEPTHS:
        explorer.depth = depth
        show(page, explorer)
        labels = page.locator(".actnorm-axis").nth(1).locator("text").all_text_contents()
        page.evaluate("() => { end(); document.body.replaceChildren() }")
        assert all(label.isdigit() for label in labels)
        assert len(labels) <= 12


@pytest.mark.site
@pytest.mark.parametrize("name", ["gradient_rms", "weight_grad_rms", "below", "gradients"])
@pytest.mark.parametrize("wrong", [lambda t: t[:-1], lambda t: "?" * len(t), lambda t: None])
def test_damaged_measurements_are_refused(page, name, wrong):
    state = state_of(GradientFlowExplorer())
    state["_flows"]["sigmoid"][name] = wrong(state["_flows"]["sigmoid"][name])
    refused(page, state)


@pytest.mark.site
@pytest.mark.parametrize(
    ("name", "value"), [("steepest", None), ("steepest", "1"), ("edges", [None, 1])]
)
def test_damaged_activations_are_refused(page, name, value):
    state = state_of(GradientFlowExplorer())
    state["_flows"]["sigmoid"][name] = value
    refused(page, state)


@pytest.mark.site
@pytest.mark.parametrize("change", [{"scale": 1.1}, {"_flows": {}}, {"_packing": {}}])
def test_damaged_state_is_refused(page, change):
    refused(page, state_of(GradientFlowExplorer()) | change)


def refused(page, state):
    said = page.evaluate(
        "state => open_view(state, 690).then(() => 'shown', error => error.message)", state
    )
    assert said != "shown"
    assert page.evaluate("document.body.textContent").strip() == ""
