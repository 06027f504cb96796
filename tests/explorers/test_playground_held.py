"""A unit of the playground's networks that is held: how, what is shown of it, when it is let go."""

import re

import numpy as np
import pytest
import traitlets

from actnorm import ACTIVATIONS
from actnorm.explorers import PlaygroundExplorer

from ..site.hands import rest
from .net import traits
from .page import show
from .test_playground import returned, said

KIND = "playground"
STATE = {"activation": "tanh", "layers": 3, "units": 5, "step": 40, "data": "moons", "lr": 0.02}


def opened(page, width=690, **more):
    explorer = PlaygroundExplorer(**(STATE | more))
    figure = show(page, explorer, width)
    rest(page)
    return explorer, figure


def held(page, explorer):
    rest(page)
    return traits(page, explorer)["held"]


def boxes(figure, css):
    """Give what the boxes of a path are: left, top, right, bottom."""
    d = figure.locator(css).first.get_attribute("d") or ""
    return [tuple(map(float, re.findall(r"-?[\d.]+", part)[:4])) for part in d.split("Z")[:-1]]


@pytest.mark.site
def test_by_keyboard(page):
    explorer, figure = opened(page)
    strip = figure.get_by_role("spinbutton", name="Unit held")
    assert strip.get_attribute("aria-valuetext") == "none"
    keys = ("ArrowRight", [1, 1]), ("ArrowRight", [1, 2]), ("ArrowDown", [2, 2]), ("End", [3, 5])
    keys += ("ArrowRight", [3, 5]), ("ArrowUp", [2, 5]), ("ArrowRight", [3, 1]), ("Home", [1, 1])
    keys += ("ArrowLeft", [1, 1]), ("Escape", [0, 0]), ("Enter", [1, 1]), ("Enter", [0, 0])
    for key, want in keys:
        strip.press(key)
        assert held(page, explorer) == want, key
        text = f"unit {want[1]} of layer {want[0]}" if want[0] else "none"
        assert strip.get_attribute("aria-valuetext") == text
        assert (
            f"Unit {want[1]} of layer {want[0]}, tanh" in said(page).replace("no norm", "tanh")
        ) == bool(want[0])


@pytest.mark.site
@pytest.mark.parametrize("width", [690, 345])
def test_by_mouse_and_by_buttons(page, width):
    """A tap holds, another lets go; a tap on a histogram goes to its layer."""
    explorer, figure = opened(page, width, look="layers")
    ring = figure.locator(".actnorm-units .actnorm-focus").bounding_box()
    column = min(150, (ring["width"] + 6) / 3)

    def tap(layer, unit, down=8):
        share = (unit - 0.5) / 5 * (column - 6)
        page.mouse.click(ring["x"] + (layer - 1) * column + share, ring["y"] + down)

    tap(2, 4)
    assert held(page, explorer) == [2, 4]
    assert "Unit 4 of layer 2" in figure.locator("svg").first.text_content()
    tap(3, 1, down=-60)
    assert held(page, explorer) == [3, 4]
    tap(3, 4)
    assert held(page, explorer) == [0, 0]
    assert "Unit" not in said(page)
    tap(1, 5)
    figure.get_by_role("button", name="Unit ›").click()
    assert held(page, explorer) == [2, 1]
    figure.get_by_role("button", name="‹ Unit").click()
    assert held(page, explorer) == [1, 5]
    figure.get_by_role("button", name="Let go").click()
    assert held(page, explorer) == [0, 0]
    assert not figure.get_by_role("button", name="Let go").is_visible()


@pytest.mark.site
@pytest.mark.parametrize("layer", [1, 2])
def test_shows_what_python_computes(page, layer):
    """Of both networks: what it gives, where its slope is flat, its largest weight, its bars."""
    unit = 3
    explorer, figure = opened(page, held=(layer, unit), beside="relu")
    returned(page, explorer)
    split, parts = explorer.split(), figure.locator(".actnorm-one")
    assert parts.count() == 2
    for second, name in ((False, "tanh"), (True, "relu")):
        mlp, entry = explorer.network(second=second), ACTIVATIONS[name]
        _, cache = mlp.forward(split.x_train, training=True, update_running=False)
        at = cache.layers[layer - 1]
        out = np.asarray(at.activation)[:, unit - 1]
        z = np.asarray(at.linear)[:, unit - 1]
        weights = mlp.params[layer - 1]["weight"][:, unit - 1]
        (told,) = re.findall(
            rf"{entry.label} units: gives (\S+) to (\S+?), (\d+)% flat; largest weight (\S+),",
            said(page).rpartition(f"Unit {unit} of layer {layer}")[2],
        )
        low, high, flat, largest = (float(each.replace("−", "-")) for each in told)
        np.testing.assert_allclose([low, high], [out.min(), out.max()], atol=0.006)
        assert flat == pytest.approx(100 * np.mean(abs(entry.grad(z)) < 0.05), abs=0.51)
        assert largest == pytest.approx(weights[abs(weights).argmax()], abs=0.006)
        part = parts.nth(int(second))
        up, down = (
            re.findall(
                r"M(\S+?),(\S+?)H\S+?V(\S+?)H",
                "".join(
                    part.locator(f"g > .actnorm-cell.is-{role}").evaluate_all(
                        "all => all.slice(-4).map(e => e.getAttribute('d') ?? '')"
                    )
                ),
            )
            for role in ("input", "output")
        )
        tall = np.array([float(b) - float(a) for _, a, b in up + down])
        left = np.argsort([float(x) for x, _, _ in up + down])
        signed = np.r_[tall[: len(up)], -tall[len(up) :]][left]
        np.testing.assert_allclose(
            signed / abs(signed).max(), weights / abs(weights).max(), atol=0.01
        )


@pytest.mark.site
def test_its_map_is_its_own(page):
    """A tanh unit of layer 1 is larger on one side of its line: its darkest cells lie there."""
    explorer, figure = opened(page, held=(1, 1), step=0)
    returned(page, explorer)
    p = explorer.network().params[0]
    dark = boxes(figure, ".actnorm-one .actnorm-cell.is-input.is-cell3")
    assert dark
    frame = boxes(figure, ".actnorm-one g > .actnorm-rule")[0]
    size = frame[2] - frame[0]
    every = np.linspace(-2.5, 2.5, 201)
    grid = np.tanh(
        np.add.outer(every * p["weight"][0, 0], every * p["weight"][1, 0]) + p["bias"][0]
    )
    high = grid.min() + 0.8 * np.ptp(grid)
    for left, top, right, bottom in dark:
        x, y = (left + right) / 2 / size * 5 - 2.5, 2.5 - (top + bottom) / 2 / size * 5
        assert np.tanh(x * p["weight"][0, 0] + y * p["weight"][1, 0] + p["bias"][0]) > high - 0.1


@pytest.mark.site
def test_the_pixels_weights_are_an_image(page):
    state = {"data": "digits", "held": (1, 2), "inputs": "standardized", "step": 5}
    explorer, figure = opened(page, **state)
    figure.get_by_text("Unit 2 of layer 1: ").wait_for()
    rest(page)
    returned(page, explorer)
    weights = explorer.network().params[0]["weight"][:, 1]
    row, column = divmod(int(abs(weights).argmax()), 8)
    assert f"of the pixel in row {row + 1}, column {column + 1}" in said(page)
    cells = (
        figure.locator(".actnorm-one")
        .first.locator(".actnorm-cell")
        .evaluate_all("all => all.map(e => (e.getAttribute('d') || '').split('Z').length - 1)")
    )
    assert sum(cells) == np.sum(abs(weights) > abs(weights).max() / 8)


@pytest.mark.site
@pytest.mark.parametrize("trait", ["held", "statistics"])
def test_what_is_set_while_it_is_looked_is_what_is_shown_at_rest(page, trait):
    """A look at a large network takes many frames: whoever does not wait for it is answered too."""
    large = {"data": "digits", "layers": 10, "units": 64, "inputs": "standardized", "step": 2}
    _, figure = opened(page, **large, norm="batch", beside="alone")
    figure.get_by_text("After 2 steps").wait_for()
    rest(page)
    before = said(page)
    strip = figure.get_by_role("spinbutton", name="Unit held")
    two = {
        "held": [lambda: strip.press("Home"), lambda: strip.press("ArrowRight")],
        "statistics": [
            lambda to=to: figure.locator("select[name=statistics]").select_option(to)
            for to in ("own", "running")
        ],
    }
    for change in two[trait]:
        change()
        page.evaluate("frame()")
        assert figure.get_attribute("aria-busy") == "true"
    rest(page)
    if trait == "statistics":
        assert said(page) == before
        return
    assert strip.get_attribute("aria-valuetext") == "unit 2 of layer 1"
    assert "Unit 2 of layer 1, " in said(page)
    assert "Unit 1 of layer 1" not in said(page)
    assert "Unit 2 of layer 1" in figure.locator("svg").first.text_content()


@pytest.mark.site
@pytest.mark.parametrize(("trait", "to"), [("layers", 1), ("units", 2)])
def test_a_smaller_network_lets_it_go_and_says_so(page, trait, to):
    explorer, figure = opened(page, held=(3, 4))
    slider = figure.locator(f"input[name={trait}]")
    while int(slider.input_value()) > to:
        slider.press("ArrowLeft")
        rest(page)
    assert held(page, explorer) == [0, 0]
    assert "There is no unit 4 of layer 3 in these networks: it was let go." in said(page)
    figure.get_by_role("spinbutton", name="Unit held").press("Home")
    assert held(page, explorer) == [1, 1]
    assert "let go" not in said(page)


def test_python_holds_only_what_there_is():
    explorer = PlaygroundExplorer(layers=2, units=3, held=(2, 3))
    explorer.layers = 1
    assert explorer.held is None
    explorer.held = [1, 2]
    assert explorer.held == (1, 2)
    explorer.held = (0, 0)
    assert explorer.held is None
    for wrong in ((2, 1), (1, 4)):
        with pytest.raises(traitlets.TraitError, match=r"up to \(1, 3\), or None; got \(. ?, .\)"):
            explorer.held = wrong
    for wrong in (3, (1,), (1, 0), (0.5, 1), (True, 1), "1.2"):
        with pytest.raises(traitlets.TraitError, match="held must be a pair"):
            explorer.held = wrong
    with pytest.raises(traitlets.TraitError, match="up to"):
        PlaygroundExplorer(layers=2, held=(3, 1))
    assert PlaygroundExplorer(held=(1, 2)).get_state("held")["held"] == [1, 2]
    assert PlaygroundExplorer().get_state("held")["held"] == [0, 0]
