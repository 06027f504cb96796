""" "Open as code": the Python that the page gives, run, makes the page's networks."""

import contextlib
import io
import json
import re

import numpy as np
import pytest

from actnorm.explorers import PlaygroundExplorer
from actnorm.explorers.playground.seeded import PageRandom, points

from ..site.hands import rest
from .net import follow, opened
from .page import show
from .test_playground_engine import apart, functions, node

KIND = "playground"
BESIDES = json.loads(json.dumps(PlaygroundExplorer()._besides))
POINTS = [
    (1, -1, 0),
    (1, 1.35, 0),
    (1, 0, 1),
    (1, -2, 1),
    (1, 0.4, 1),
]  # one coordinate tells nothing
STATES = {
    "no norm beside batch norm": {"layers": 3, "lr": 0.02},
    "none": {"layers": 2, "activation": "tanh", "beside": "alone", "norm": "rms", "batch": 7},
    "itself": {"layers": 2, "activation": "silu", "beside": "layer", "norm": "layer"},
    "a norm after": {"activation": "elu", "layers": 2, "norm": "layer", "place": "after"},
    "an activation": {"data": "xor", "activation": "gelu", "layers": 2, "beside": "tanh"},
    "an initialization": {"data": "moons", "activation": "tanh", "init": "he", "beside": "xavier"},
    "other biases": {"data": "spirals", "activation": "tanh", "init": "pytorch", "beside": "he"},
    "other weights": {"layers": 1, "units": 20, "beside": "smaller", "scale": 2.0, "decay": 0.003},
    "another rate": {"data": "gaussians", "layers": 0, "noise": 0.3, "beside": "slower", "lr": 0.5},
    "centred points": {"layers": 1, "activation": "tanh", "inputs": "centred", "beside": "rms"},
    "scaled points": {"data": "xor", "layers": 1, "inputs": "standardized", "beside": "tanh"},
    "raw wine": {"data": "wine", "layers": 1, "across": "ash", "up": "hue", "activation": "tanh"},
    "centred wine": {"data": "wine", "layers": 1, "activation": "gelu", "inputs": "centred"},
    "scaled wine": {"data": "wine", "layers": 1, "activation": "elu", "inputs": "standardized"},
    "raw digits": {"data": "digits", "layers": 1, "activation": "tanh", "lr": 0.01},
    "centred digits": {"data": "digits", "layers": 1, "activation": "tanh", "inputs": "centred"},
    "scaled digits": {"data": "digits", "layers": 1, "beside": "he", "inputs": "standardized"},
    "other inputs": {"data": "wine", "layers": 1, "activation": "tanh", "beside": "standardized"},
    "own points": {"data": "own", "points": POINTS, "layers": 1, "activation": "tanh"},
    "own points, scaled": {"data": "own", "points": POINTS, "layers": 1, "activation": "elu"}
    | {"inputs": "standardized", "batch": 3, "beside": "tanh"},
    "large digits": {"data": "digits", "layers": 2, "units": 64, "batch": 64, "norm": "batch"}
    | {"beside": "none", "activation": "tanh", "inputs": "standardized"},  # a step in slices
    "momentum": {"layers": 2, "activation": "softplus", "momentum": 0.0, "beside": "momentum"},
}


def plans(step, **state):
    """Give what node needs, as view.js does."""
    explorer = PlaygroundExplorer(**state)
    differs = BESIDES.get(explorer.beside, {}).get("trait", "")
    return {"do": "code", "plans": explorer._plans(), "differs": differs, "steps": step}


def run(text, **names):
    """Run the code; give the networks it makes, and what it prints."""
    made, printed = [], io.StringIO()
    head, _, rest = text.partition("\nfrom actnorm.network import MLP, accuracy\n")
    space = names.copy()
    exec(f"{head}\nfrom actnorm.network import MLP as Plain, accuracy\n", space)

    def mlp(*args, **options):
        made.append(space["Plain"](*args, **options))
        return made[-1]

    space["MLP"] = mlp
    with contextlib.redirect_stdout(printed):
        exec(rest, space)
    return made, printed.getvalue().splitlines()


def pairs(text):
    """Train the functions that the page trains: their samples."""
    text = text.replace("activation=activation", "activation=SAMPLED[activation]")
    for name in functions():
        text = text.replace(f'activation="{name}"', f'activation=SAMPLED["{name}"]')
    assert "SAMPLED" in text
    made = {
        name: (lambda x, f=f: f(x)[0], lambda x, f=f: f(x)[1]) for name, f in functions().items()
    }
    return text, {"SAMPLED": made}


@pytest.mark.parametrize("name", STATES)
def test_the_code_makes_the_page_s_networks(name):
    """To rounding with the page's samples of the activation; with itself, what it prints."""
    (answer,) = node([plans(47, **STATES[name])])
    text, names = pairs(answer["text"])
    made, _ = run(text, **names)
    nets = answer["nets"] if name != "itself" else answer["nets"][:1]
    assert len(made) == len(nets) == (1 if name in ("none", "itself") else 2)
    for mlp, net in zip(made, nets, strict=True):
        assert apart(net["layers"], mlp) <= 1e-8
        for (mean, variance), layer in zip(mlp.running, net["layers"], strict=False):
            np.testing.assert_allclose(layer["mean"], mean, rtol=1e-8, atol=1e-8)
            np.testing.assert_allclose(layer["variance"], variance, rtol=1e-8)
    _, printed = run(answer["text"])
    assert len(printed) == len(nets)
    for line, net in zip(printed, nets, strict=True):
        own = "points" in STATES[name]  # none of them is left for a test
        part = "points" if own else "test"
        loss, right = re.search(rf"loss (\S+), right for (\d+)% of the {part}$", line).groups()
        assert float(loss) == pytest.approx(net["loss"], rel=0.06)  # two digits
        assert float(right) == pytest.approx(
            100 * net["accuracy" if own else "testAccuracy"], abs=1
        )
    if name == "no norm beside batch norm":
        assert printed[0].startswith("norm=None: ")
        assert printed[1].startswith("norm='batch': ")


def test_a_run_that_diverges_says_so_in_both():
    state = {"activation": "identity", "layers": 3, "units": 12, "lr": 10.0, "beside": "alone"}
    (answer,) = node([plans(200, **state)])
    _, printed = run(answer["text"])
    assert not np.isfinite(answer["nets"][0]["loss"])
    assert printed == ["loss nan, right for 0% of the test"]


@pytest.mark.parametrize("kind", ["circles", "xor", "spirals", "moons", "gaussians"])
def test_python_draws_the_page_s_points(kind):
    for seed, noise in ((1, 0.1), (99, 0.6)):
        theirs = node([{"do": "points", "kind": kind, "noise": noise, "seed": seed}])[0]
        split = points(kind, noise=noise, seed=seed)
        for part, x, y in zip(theirs, split[::2], split[1::2], strict=True):
            np.testing.assert_allclose(np.reshape(part["x"], (2, -1)).T, x, atol=1e-12)
            assert part["labels"] == y.tolist()


def test_what_cannot_be_drawn_is_named():
    with pytest.raises(ValueError, match=r"of must be one of 'weights', 'batches', 'points'"):
        PageRandom(1, "weight")
    with pytest.raises(ValueError, match=r"kind must be one of 'circles', .*; got 'circle'"):
        points("circle", noise=0.1, seed=1)


@pytest.mark.site
def test_the_page_shows_the_code_of_its_state(page):
    explorer = PlaygroundExplorer(data="moons", activation="tanh", layers=2, step=40)
    figure = show(page, explorer)
    fold = figure.locator(".actnorm-code")
    assert not fold.locator("pre").is_visible()
    fold.locator("summary").click()
    text = fold.locator("pre").inner_text()
    assert 'points("moons", noise=0.1, seed=1)' in text
    assert "range(40)" in text
    figure.locator("input[name=step]").press("ArrowRight")
    figure.locator("select[name=norm]").select_option("layer")
    rest(page)
    text = fold.locator("pre").inner_text()
    assert "range(41)" in text
    assert 'for norm in ("layer", "batch"):' in text
    follow(page, explorer)
    explorer.set_trait("_trained", page.evaluate("state._trained"))
    assert explorer.code().rstrip() == text.rstrip()
    said = figure.locator(".actnorm-words").inner_text()
    for line in run(explorer.code())[1]:
        assert line.partition("right for ")[2].split()[0] in said


COPIES = "addEventListener('copy', () => { window.copied = getSelection().toString(); })"


@pytest.mark.site
@pytest.mark.parametrize("allowed", ["clipboard", "keys", "nothing"])
def test_the_code_is_copied_or_else_selected(page, allowed):
    _, _, figure = opened(page, KIND)
    fold = figure.locator(".actnorm-code")
    page.evaluate(COPIES)
    if allowed == "clipboard":
        page.evaluate("""Object.defineProperty(navigator, "clipboard", {
          value: { writeText: async (text) => { window.copied = text; } } })""")
    if allowed == "nothing":
        page.evaluate("document.execCommand = () => false")
    fold.get_by_role("button", name="Copy code").click()
    told = "Selected: now copy" if allowed == "nothing" else "Copied"
    fold.get_by_role("button", name=told).wait_for()
    where = "getSelection().toString()" if allowed == "nothing" else "copied"
    assert page.evaluate(where).strip() == fold.locator("pre").text_content().strip()
    fold.get_by_role("button", name="Copy code").wait_for()
