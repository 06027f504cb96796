"""What is peculiar to the explorer of dead units: bytes, cells, Play, recorded steps."""

import gzip
import json
from dataclasses import replace

import numpy as np
import pytest
from traitlets import TraitError

from actnorm.data import digits
from actnorm.explorers import DeadUnitsExplorer
from actnorm.explorers.dead_units.maths import DEAD, OFF, packed, shares
from actnorm.explorers.digits import unpack
from actnorm.network import MLP, record_units

from .about.dead_units import told
from .net import opened
from .page import show, state_of

KIND = "dead-units"

RUN = told("54 3x")


def test_a_byte_keeps_what_matters():
    bytes_ = packed(told("x o . 5 9 #"))[0]
    assert bytes_[0] == DEAD
    assert bytes_[1] == OFF
    assert 1 < bytes_[2] < bytes_[3] < bytes_[4] < 102 == bytes_[5]
    fine = np.linspace(1e-6, 1, 5000)[None]
    kept = shares(packed(replace(RUN, on=fine, dead=fine < 0)))
    np.testing.assert_array_equal(kept == 1, fine == 1)
    np.testing.assert_array_equal(kept == 0, fine < 0.01)
    assert abs(fine - kept)[(fine >= 0.01) & (fine < 0.995)].max() <= 0.005


def test_it_says_what_the_networks_did():
    """Two of the default runs, trained again here, unit by unit."""
    explorer, split = DeadUnitsExplorer(), digits(scaling="none")
    full = split._replace(x_train=split.x_train[:1344], y_train=split.y_train[:1344])
    for name, options in [
        ("raw pixels, learning rate 0.1", {}),
        ("raw pixels, 0.1, GELU", {"activation": "gelu"}),
    ]:
        mlp = MLP([64, 32, 32, 10], rng=np.random.default_rng(0), **options)
        plan = {"lr": 0.1, "momentum": 0.0, "rng": np.random.default_rng(100)}
        mine = record_units(mlp, full, epochs=6, **plan)
        explorer.run = name
        assert explorer.steps == mine.steps.tolist()
        for moment in (0, 1, 10, len(mine.steps) - 1):
            explorer.step = mine.steps[moment]
            np.testing.assert_array_equal(explorer.dead, mine.dead[moment])
            np.testing.assert_allclose(explorer.share, mine.on[moment], atol=0.01)
            assert explorer.accuracy == pytest.approx(mine.accuracy[moment], abs=1e-4)
        np.testing.assert_array_equal(explorer.deaths, mine.deaths)
        np.testing.assert_array_equal(explorer.revivals, mine.revivals)


def test_the_first_layer_never_comes_back_without_batch_norm():
    """Proved in chapter 4; with batch norm the running averages move without the weights."""
    explorer = DeadUnitsExplorer()
    explorer.step = explorer.steps[-1]
    for name in explorer.names:
        explorer.run = name
        first = explorer.revivals[: explorer.layers[0]].sum()
        assert first == 0 or "batch norm" in name


def test_all_state_is_small():
    state = state_of(DeadUnitsExplorer())
    assert len(gzip.compress(json.dumps(state).encode())) < 15_000
    explorer = DeadUnitsExplorer()
    for name, run in state["_runs"].items():
        units = unpack(run["units"], len(explorer.steps), back=[1])
        np.testing.assert_array_equal(units.T, explorer._bytes[name])


def test_own_runs():
    explorer = DeadUnitsExplorer(
        {"mine": told("54 32 11"), "theirs": told("53 2x 13")}, run="theirs", step=1
    )
    assert explorer.names == ["mine", "theirs"]
    assert explorer.dead.tolist() == [False, True, False]
    assert repr(explorer) == "DeadUnitsExplorer(runs=<2 runs>, run='theirs', step=1, unit=1)"
    explorer.unit = np.int64(2)
    assert explorer.unit == 2


@pytest.mark.parametrize(
    ("runs", "error", "said"),
    [
        ({}, ValueError, "1 to 12"),
        ({str(i): RUN for i in range(13)}, ValueError, "1 to 12; got 13"),
        (RUN, TypeError, "map names"),
        ({"a": [1, 2]}, TypeError, "record_units"),
        ({3: RUN}, TypeError, "got 3"),
        ({"x" * 40: RUN}, ValueError, "1 to 36 letters"),
        ({"a": told(" ".join(["55"] * 300))}, ValueError, "2 to 256 units; got 300"),
        ({"a": told("5 5 5")}, ValueError, "recorded steps; got 1"),
        ({"a": told(*["55"] * 5)}, ValueError, "4 hidden layers; got 5"),
        ({"a": RUN, "b": told("55 55 55")}, ValueError, "same layers"),
        ({"a": RUN, "b": told("555 555")}, ValueError, "same steps"),
    ],
)
def test_runs_that_cannot_be_shown(runs, error, said):
    with pytest.raises(error, match=said):
        DeadUnitsExplorer(runs)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("run", "nobody", "run must be one of 'mine'; got 'nobody'"),
        ("step", 3, "step must be one of 0, 1, 2, 5; got 3"),
        ("step", 0.5, "step must be a whole number"),
        ("unit", 0, "unit must be from 1 to 2"),
        ("unit", True, "unit must be a whole number"),
    ],
)
def test_traits_stay_as_they_were_when_refused(name, value, said):
    explorer = DeadUnitsExplorer({"mine": told("5432 3xx5")})
    before = getattr(explorer, name)
    with pytest.raises(TraitError, match=said):
        setattr(explorer, name, value)
    assert getattr(explorer, name) == before
    with pytest.raises(AttributeError):
        explorer.moment = 0  # its old name


# In the browser


@pytest.mark.site
@pytest.mark.parametrize("width", [345, 690])
def test_each_cell_shows_its_unit(page, width):
    _, explorer, figure = opened(page, "dead-units", width=width)
    for run, step in (("raw pixels, learning rate 0.1", 20), ("raw pixels, 0.1, leaky ReLU", 3)):
        page.evaluate("([r, s]) => { model.set('run', r); model.set('step', s) }", [run, step])
        page.evaluate("frame()")
        explorer.run, explorer.step = run, step
        cells = figure.locator(".actnorm-unit")
        seen = cells.evaluate_all(
            "all => all.map(e => [e.matches('.is-dead'), +e.getAttribute('fill-opacity')])"
        )
        assert [dead for dead, _ in seen] == explorer.dead.tolist()
        off = explorer._so_far[-1] == OFF
        for (dead, opacity), share, empty in zip(seen, explorer.share, off, strict=True):
            if not dead:
                assert opacity == pytest.approx(0 if empty else 0.12 + 0.78 * share, abs=0.006)
        crosses = figure.locator(".actnorm-crosses").evaluate_all(
            "all => all.reduce((n, e) => n + (e.getAttribute('d').match(/M/g) ?? []).length, 0)"
        )
        assert crosses == explorer.dead.sum()


@pytest.mark.site
@pytest.mark.parametrize("width", [345, 690])
def test_a_click_holds_that_cell_and_no_neighbour(page, width):
    _, _, figure = opened(page, "dead-units", width=width)
    for unit in (1, 2, 9, 32, 33, 64):
        cell = figure.locator(".actnorm-unit").nth(unit - 1)
        box = cell.bounding_box()
        for share in (0.1, 0.9):  # near its edges, too
            page.mouse.click(box["x"] + share * box["width"], box["y"] + share * box["height"])
            page.evaluate("frame()")
            assert page.evaluate("state.unit") == unit
        rings = [r.bounding_box() for r in figure.locator(".actnorm-held:visible").all()]
        assert len(rings) == 1
        middle = rings[0]["x"] + rings[0]["width"] / 2, rings[0]["y"] + rings[0]["height"] / 2
        own = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert middle == pytest.approx(own, abs=0.6)


@pytest.mark.site
def test_the_point_goes_to_the_nearest_recorded_step(page):
    """Recorded steps stand evenly, whatever lies between them."""
    _, explorer, figure = opened(page, "dead-units")
    left, far = figure.locator(".actnorm-history .actnorm-grid").first.evaluate(
        "e => [e.getBoundingClientRect().left, e.getBoundingClientRect().right]"
    )
    last = len(explorer.steps) - 1
    for moment in (0, 7, 21, 30, last):
        x = left + (far - left) * moment / last
        dot = figure.locator(".actnorm-dot").bounding_box()
        page.mouse.move(dot["x"] + 8, dot["y"] + 8)
        page.mouse.down()
        page.mouse.move(x, dot["y"] + 8, steps=3)
        page.mouse.up()
        page.evaluate("frame()")
        assert page.evaluate("state.step") == explorer.steps[moment]
        for css in (".actnorm-dot", ".actnorm-cursor"):
            box = figure.locator(css).first.bounding_box()
            assert box["x"] + box["width"] / 2 == pytest.approx(x, abs=1), css


@pytest.mark.site
def test_lines_of_a_plot_differ_without_colour(page):
    """In greyscale, by dashes or dots; and the lines' names say which is which."""
    _, _, figure = opened(page, "dead-units", "three layers")
    looks = figure.locator(".actnorm-history").first.evaluate(
        """g => [...g.querySelectorAll(".actnorm-curve")].map((line) => {
          const next = line.nextElementSibling;
          const dots = next?.classList.contains("actnorm-dots")
            && (next.getAttribute("d").match(/M/g) ?? []).length > 3;
          return [getComputedStyle(line).strokeDasharray, Boolean(dots)].join();
        })"""
    )
    assert len(looks) == 4
    assert len(set(looks)) == 4
    assert "● accuracy" in figure.locator("svg").text_content()


@pytest.mark.site
@pytest.mark.parametrize("width", [290, 320, 345])
def test_no_run_is_too_long_for_a_phone(page, width):
    """With the longest name chosen, the drop-down made the page 331 px wide."""
    explorer = DeadUnitsExplorer({"W" * 36: RUN})
    page.set_viewport_size({"width": width, "height": 800})
    show(page, explorer, width)
    assert page.evaluate("document.scrollingElement.scrollWidth") == width


def damaged(name, change):
    """Change a part of the run that is shown first."""

    def changed(runs):
        shown = next(iter(runs))
        return runs | {shown: runs[shown] | {name: change(runs[shown][name])}}

    return changed


@pytest.mark.site
@pytest.mark.parametrize(
    "wrong",
    [
        {"layers": [32]},
        {"layers": [32, None]},
        {"layers": ["32", "32"]},
        {"layers": []},
        {"samples": None},
        {"_runs": {}},
        {"_runs": damaged("units", lambda units: units[:-8])},
        {"_runs": damaged("units", lambda units: None)},
        {"_runs": damaged("units", lambda units: "?" + units[1:])},
        {"_runs": damaged("accuracy", lambda accuracy: accuracy[:-1])},
        {"_runs": damaged("accuracy", lambda accuracy: [None] * 40)},
        {"_runs": damaged("loss", lambda loss: ["NaN"] * 40)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_damaged_data_are_refused(page, wrong):
    state = state_of(DeadUnitsExplorer())
    changed = {k: v(state[k]) if callable(v) else v for k, v in wrong.items()}
    said = page.evaluate(
        "state => open_view(state, 690).then(() => 'shown', error => error.message)",
        state | changed,
    )
    assert said != "shown"
    assert page.evaluate("document.body.textContent").strip() == ""
