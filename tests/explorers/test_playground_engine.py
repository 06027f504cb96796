"""The playground's engine against `actnorm.network`, which trains the same sampled functions."""

import gzip
import json
import subprocess
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from actnorm import ACTIVATIONS
from actnorm.explorers.playground.samples import REACH, TOLERANCE, registered
from actnorm.explorers.playground.shipped import SHIPPED, shipped
from actnorm.network import INITS, MLP, accuracy

from .conftest import _plain, _read

SIZES, BATCH, STEPS = [3, 7, 5, 6, 3], 8, 50
RATE = {"lr": 0.02, "momentum": 0.9, "decay": 1e-3}
NORMS = [("none", "before")] + [
    (norm, place) for norm in ("batch", "layer", "rms") for place in ("before", "after")
]
SMOOTH = [name for name, entry in ACTIVATIONS.items() if not entry.kinks]
LINEAR = ("relu", "leaky_relu", "prelu", "relu6", "hard_sigmoid", "hard_swish", "identity", "step")


@cache
def functions():
    return registered()


def node(cases, own=None):
    """Run cases in node; `own` are samples of a reader's functions."""
    samples = {name: function.shipped() for name, function in functions().items()}
    sets = {name: shipped(name) for name in SHIPPED}
    given = {"samples": samples, "sets": sets, "cases": cases, "own": own or {}}
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("playground.mjs"))],
        input=json.dumps(_plain(given)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return _read(json.loads(done.stdout))


def net(activation, norm, place, *, seed=0, sizes=SIZES, **options):
    function = functions()[activation]
    pair = (lambda x: function(x)[0], lambda x: function(x)[1])
    options = {"norm": None if norm == "none" else norm, "norm_place": place} | options
    return MLP(sizes, rng=np.random.default_rng(seed), activation=pair, **options)


def data(seed=1, count=30):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1.5, (count, SIZES[0])), rng.integers(0, SIZES[-1], count)


def orders(seed, count):
    """Give the batches of `STEPS` steps; at the end of an epoch there is a smaller one."""
    rng, found = np.random.default_rng(seed), []
    while len(found) < STEPS:
        order = rng.permutation(count)
        found += [order[i : i + BATCH].tolist() for i in range(0, count, BATCH)]
    return found[:STEPS]


def case(do, activation, norm, place, mlp, **more):
    """Tell node to start where `mlp` stands."""
    params = [{k: np.atleast_2d(v).tolist() for k, v in p.items()} for p in mlp.params]
    at = {"activation": activation, "norm": norm, "place": place, "sizes": list(mlp.sizes)}
    return {"do": do, "params": params} | at | more


def trained(mlp, x, y, batches):
    """Train step by step, as `train` does."""
    losses = []
    for rows in batches:
        logits, cache_ = mlp.forward(x[rows], training=True)
        z = logits - logits.max(axis=1, keepdims=True)
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        losses.append(-np.log(p[np.arange(len(rows)), y[rows]]).mean())
        p[np.arange(len(rows)), y[rows]] -= 1
        grads = mlp.backward(cache_, p / len(rows))
        mlp.step(grads, lr=RATE["lr"], momentum=RATE["momentum"], weight_decay=RATE["decay"])
    return losses


@cache
def both():
    """Train every activation with every norm in both places, here and in node."""
    (x, y), batches, found, cases = data(), orders(3, 30), {}, []
    for activation in ACTIVATIONS:
        for norm, place in NORMS:
            mlp = net(activation, norm, place)
            told = {"x": x.tolist(), "y": y.tolist(), "orders": batches}
            cases.append(
                case("train", activation, norm, place, mlp, batch=BATCH, rate=RATE, **told)
            )
            losses = trained(mlp, x, y, batches)
            found[activation, norm, place] = mlp, losses
    return {
        key: (*of, answer) for (key, of), answer in zip(found.items(), node(cases), strict=True)
    }


def apart(theirs, mlp):
    """Give the largest difference of two networks' parameters, relative to the layer's largest."""
    worst = 0.0
    for i, p in enumerate(mlp.params):
        size = max(abs(v).max() for v in p.values())
        for name, value in p.items():
            other = np.reshape(theirs[i][name], value.shape)
            worst = max(worst, abs(other - value).max() / size)
    return worst


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_trains_step_by_step_as_the_library_does(activation):
    x, y = data()
    for norm, place in NORMS:
        mlp, losses, answer = both()[activation, norm, place]
        where = f"{activation}, {norm} norm {place}"
        assert np.ptp(losses) > 1e-3, f"{where}: nothing is learnt, so nothing is compared"
        assert apart(answer["layers"], mlp) <= 1e-9, where
        np.testing.assert_allclose(answer["losses"], losses, rtol=1e-9, err_msg=where)
        for mine, layer in zip(mlp.running, answer["layers"], strict=False):
            np.testing.assert_allclose(layer["mean"], mine[0], rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(layer["variance"], mine[1], rtol=1e-9)
        assert answer["accuracy"] == accuracy(mlp, x, y), where


def test_every_norm_and_place_makes_a_difference():
    """Otherwise the comparison above would compare one network with itself."""
    for activation in ("tanh", "gelu"):
        firsts = [
            both()[activation, norm, place][2]["layers"][0]["weight"][0] for norm, place in NORMS
        ]
        assert len(set(firsts)) == len(NORMS)


def test_gradients_are_what_central_differences_say():
    rng = np.random.default_rng(5)
    x, y = data(count=12)
    cases = []
    for activation in ("tanh", "silu", "softplus"):
        for norm, place in NORMS:
            mlp = net(activation, norm, place, seed=6)
            for p in mlp.params:
                for name in ("gamma", "beta", "bias"):
                    if name in p:
                        p[name] += rng.normal(0, 0.3, p[name].shape)
            told = {"x": x.tolist(), "y": y.tolist()}
            cases.append(case("gradients", activation, norm, place, mlp, **told))
    for one, answer in zip(cases, node(cases), strict=True):
        ours, differences = np.array(answer["ours"]), np.array(answer["differences"])
        assert abs(ours).max() > 0.01
        where = f"{one['activation']}, {one['norm']} norm {one['place']}"
        # The second derivative of a cubic jumps from one piece to the next.
        np.testing.assert_allclose(ours, differences, atol=2e-7, err_msg=where)


FAR = [-1e6, -1e3, -40.0, 40.0, 1e3, 1e6]


@cache
def values():
    """Give for each activation where it was looked at, and f and f′ as node has them."""
    rng, found = np.random.default_rng(7), {}
    for name, entry in ACTIVATIONS.items():
        near = [np.nextafter(k, to) for k in entry.kinks for to in (-np.inf, np.inf)]
        inside = np.r_[rng.uniform(-REACH, REACH, 2000), rng.normal(0, 2, 2000), near, entry.kinks]
        found[name] = np.r_[FAR, np.nan, -np.inf, np.inf, -REACH, REACH, -0.0, inside]
    cases = [{"do": "values", "activation": name, "x": x.tolist()} for name, x in found.items()]
    return {
        name: (x, np.array(answer["f"]), np.array(answer["grad"]))
        for (name, x), answer in zip(found.items(), node(cases), strict=True)
    }


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_samples_are_as_near_as_they_promise(name):
    entry, (x, f, grad) = ACTIVATIONS[name], values()[name]
    inside = abs(x) <= REACH
    with np.errstate(under="ignore"):
        assert abs(f[inside] - entry.f(x[inside])).max() <= TOLERANCE
        assert abs(grad[inside] - entry.grad(x[inside])).max() <= TOLERANCE
    ours, slopes = functions()[name](x)  # Python has the same function, not only a near one
    np.testing.assert_allclose(f, ours, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(grad, slopes, rtol=1e-12, atol=1e-14)


def test_what_is_zero_at_zero_is_exactly_that():
    """A unit that gives nothing is not said to give 4.9×10⁻³²⁴."""
    zero = {name for name, entry in ACTIVATIONS.items() if entry.f(0.0) == 0}
    assert {"identity", "tanh", "softsign", "elu", "celu", "gelu", "mish"} <= zero
    passing = sorted(zero - {"hard_swish"})  # whose 0 lies within a piece: near, as the others are
    cases = [{"do": "values", "activation": name, "x": [0.0, -0.0]} for name in passing]
    for name, answer in zip(passing, node(cases), strict=True):
        assert answer["f"] == [0, 0], name
        assert functions()[name](np.array([0.0, -0.0]))[0].tolist() == [0, 0], name


def test_pieces_of_straight_lines_take_few_samples():
    counts = {name: len(of.x) for name, of in functions().items()}
    assert max(counts[name] for name in LINEAR) <= 12
    assert max(counts.values()) <= 800


def test_what_travels_of_all_functions_is_little():
    told = json.dumps([of.shipped() for of in functions().values()], separators=(",", ":"))
    assert len(gzip.compress(told.encode())) <= 3_000


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softsign"])
def test_far_out_a_slope_is_small_and_not_zero(name):
    """Flat is not dead: only a slope of exactly zero is."""
    x = np.r_[np.linspace(-REACH, -9, 200), np.linspace(9, REACH, 200), -1e3, 1e3]
    (answer,) = node([{"do": "values", "activation": name, "x": x.tolist()}])
    assert np.all(np.array(answer["grad"]) != 0)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_beyond_the_samples_it_goes_on_as_the_function_does(name):
    entry, (x, f, grad) = ACTIVATIONS[name], values()[name]
    far = slice(0, len(FAR))
    # Softsign comes nearer to its limit like 1/x: at the last sample it is a thirtieth away.
    np.testing.assert_allclose(f[far], entry.f(x[far]), rtol=1e-9, atol=2e-3)
    np.testing.assert_allclose(grad[far], entry.grad(x[far]), atol=1e-4)
    nan, *infinite = range(len(FAR), len(FAR) + 3)
    assert np.isnan(f[nan])
    assert np.isnan(grad[nan])
    np.testing.assert_allclose(f[infinite], entry.limits[0], atol=2e-3)
    np.testing.assert_allclose(grad[infinite], entry.limits[1], atol=1e-4)


def test_diverging_ends_in_no_number_and_not_in_an_error():
    mlp = net("identity", "none", "before", init_scale=30.0)
    x, y = data()
    told = {"x": x.tolist(), "y": y.tolist(), "orders": orders(3, 30), "rate": RATE | {"lr": 1e3}}
    (answer,) = node([case("train", "identity", "none", "before", mlp, batch=BATCH, **told)])
    assert not np.isfinite(answer["losses"][-1])
    assert answer["accuracy"] == 0


@pytest.mark.parametrize("init", ["he", "xavier", "pytorch"])
def test_weights_start_with_the_library_s_variance(init):
    sizes = [30, 60, 40, 10]
    options = {"init": init, "scale": 1.5}
    plan = {"activation": "relu", "norm": "batch", "place": "before", "sizes": sizes}
    (layers,) = node([{"do": "start", "seed": 4, "options": options, **plan}])
    rng = np.random.default_rng(0)
    for layer, fans in zip(layers, pairwise(sizes), strict=True):
        weight = np.array(layer["weight"])
        theirs = 1.5 * INITS[init](rng, *fans, 0)
        assert weight.std() == pytest.approx(theirs.std(), rel=0.1)
        if init != "he":
            assert abs(weight).max() <= abs(theirs).max() * 1.1
        assert np.any(layer["bias"]) == (init == "pytorch")
        assert set(layer.get("gamma", [1])) == {1}


def test_random_numbers_are_random_and_the_same_for_the_same_seed():
    first, again, other, stream = node(
        [
            {"do": "draws", "seed": seed, "stream": stream, "count": 20_000}
            for seed, stream in ((3, 0), (3, 0), (4, 0), (3, 1))
        ]
    )
    assert first == again
    for one in (first, other, stream):
        uniform, normal = np.array(one["uniform"]), np.array(one["normal"])
        assert abs(np.histogram(uniform, 10, (0, 1))[0] / 2000 - 1).max() < 0.1
        assert abs(normal.mean()) < 0.03
        assert abs(normal.std() - 1) < 0.03
        assert abs(np.corrcoef(uniform[:-1], uniform[1:])[0, 1]) < 0.03
        assert sorted(one["order"]) == list(range(20_000))
        assert abs(np.corrcoef(one["order"], np.arange(20_000))[0, 1]) < 0.03
    for one in (other, stream):
        assert abs(np.corrcoef(first["normal"], one["normal"])[0, 1]) < 0.03


def test_a_step_leaves_nothing_on_the_heap():
    x, y = data(count=BATCH)
    cases = []
    for norm, place in NORMS:
        mlp = net("tanh", norm, place, init_scale=0.1)
        told = {"x": x.tolist(), "y": y.tolist(), "steps": 2_000, "rate": RATE | {"lr": 1e-4}}
        cases.append(case("rubbish", "tanh", norm, place, mlp, **told))
    # A returned number is a box of a few bytes; the smallest array of a layer is 64.
    assert max(node(cases)) < 100
