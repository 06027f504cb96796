"""A reader's own functions in the playground: sampled to 1e-6 with their kinks, or refused."""

import numpy as np
import pytest

from actnorm import ACTIVATIONS
from actnorm.explorers import PlaygroundExplorer
from actnorm.explorers.playground.samples import REACH, TOLERANCE

from ..site.hands import rest
from .page import show
from .test_playground import returned, said
from .test_playground_code import run
from .test_playground_engine import apart, node

KIND = "playground"
# name -> f, f′, and where they have kinks
EXACT = {
    "leak at a third": (
        lambda x: np.where(x > 1 / 3, x - 1 / 3, (x - 1 / 3) / 10),
        lambda x: np.where(x > 1 / 3, 1.0, 0.1),
        [1 / 3],
    ),
    "a wave": (lambda x: x + np.sin(x) ** 2, lambda x: 1 + np.sin(2 * x), []),
    "a bell": (lambda x: np.exp(-(x**2)), lambda x: -2 * x * np.exp(-(x**2)), []),
    "three corners": (
        lambda x: abs(x - 0.5) + abs(x + 2) - abs(x - 7.25),
        lambda x: np.sign(x - 0.5) + np.sign(x + 2) - np.sign(x - 7.25),
        [-2, 0.5, 7.25],
    ),
    "a jump": (
        lambda x: np.tanh(x) + (x > 0.123),
        lambda x: 1 / np.cosh(np.clip(x, -20, 20)) ** 2,
        [0.123],
    ),
    "a bend without a corner": (
        lambda x: np.maximum(x, 0) ** 2 / 8,
        lambda x: np.maximum(x, 0) / 4,
        [],
    ),
}


def page_of(explorer, x, name):
    """Give f and f′ as the page computes them."""
    samples = {each["name"]: each for each in explorer._functions if each["own"]}
    (answer,) = node([{"do": "values", "activation": name, "x": x.tolist()}], samples)
    return np.array(answer["f"]), np.array(answer["grad"])


@pytest.mark.parametrize("told", [True, False], ids=["with f′", "f alone"])
@pytest.mark.parametrize("name", EXACT)
def test_samples_are_as_near_as_they_promise(name, told):
    f, grad, kinks = EXACT[name]
    explorer = PlaygroundExplorer({name: (f, grad) if told else f})
    (mine,) = [each for each in explorer._functions if each["own"]]
    np.testing.assert_allclose([kink[0] for kink in mine["kinks"]], kinks, atol=1e-7)
    rng = np.random.default_rng(3)
    near = [k + side * d for k in kinks for side in (-1, 1) for d in (1e-6, 1e-4, 1e-2)]
    x = np.r_[rng.uniform(-REACH, REACH, 3000), rng.normal(0, 2, 3000), near]
    ours, slopes = page_of(explorer, x, name)
    assert abs(ours - f(x)).max() <= TOLERANCE
    assert abs(slopes - grad(x)).max() <= TOLERANCE


def test_an_activation_of_the_library_may_be_given():
    explorer = PlaygroundExplorer({"mine": ACTIVATIONS["gelu"]})
    x = np.linspace(-5, 5, 1001)
    ours, _ = page_of(explorer, x, "mine")
    assert abs(ours - ACTIVATIONS["gelu"].f(x)).max() <= TOLERANCE


@pytest.mark.parametrize(
    ("functions", "error", "message"),
    [
        ("relu", TypeError, "functions must map names .*; got str; did you mean activation='relu'"),
        ({"relu": np.tanh}, ValueError, "must have new names as keys; got 'relu'"),
        ({"batch": np.tanh}, ValueError, "must have new names as keys; got 'batch'"),
        ({"mine": 3}, TypeError, r"functions\['mine'\] must be a function or a pair"),
        ({"mine": lambda x: x.sum()}, ValueError, "must return one value per x: for x of shape"),
        ({"mine": lambda x: 1 / x}, ValueError, "must be finite from -32 to 32, .* at x = 0"),
        ({"mine": lambda x: x if x > 0 else 0}, ValueError, "raised ValueError .* np.where"),
        ({"mine": lambda x: x / x.max()}, ValueError, "must act on each x alone"),
        ({"": np.tanh}, TypeError, "must have names as keys, got ''"),
        (
            {"mine": lambda x: np.sin(5000 * x)},
            ValueError,
            "must have at most 60 corners and jumps",
        ),
        ({"mine": lambda x: np.sin(30 * x)}, ValueError, "bends too sharply to be sampled"),
    ],
)
def test_what_cannot_be_trained_with_is_refused(functions, error, message):
    with pytest.raises(error, match=message):
        PlaygroundExplorer(functions)


@pytest.mark.site
def test_a_network_of_own_units_trains_and_comes_back(page):
    f, grad, _ = EXACT["a wave"]
    state = {"activation": "wave", "beside": "tanh", "layers": 2, "step": 50, "data": "xor"}
    explorer = PlaygroundExplorer({"wave": (f, grad)}, **state)
    figure = show(page, explorer)
    rest(page)
    assert "wave units" in said(page)
    assert "wave units" in figure.locator("select[name=beside]").inner_text()
    returned(page, explorer)
    mine = explorer.network()
    (made, _), printed = run(explorer.code(), functions={"wave": (f, grad)})
    theirs = [{k: np.ravel(v) for k, v in p.items()} for p in mine.params]
    assert apart(theirs, made) < 1e-4  # samples of it there, itself here
    for line in printed:
        assert line.partition("right for ")[2].split()[0] in said(page)
    assert repr(explorer).startswith("PlaygroundExplorer(functions=<1 functions>, data='xor'")
