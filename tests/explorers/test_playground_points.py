"""Points that a reader sets on the playground's plane: by finger and key, as a trait, as code."""

import json

import numpy as np
import pytest
import traitlets

from actnorm.explorers import PlaygroundExplorer
from actnorm.network import accuracy

from ..site.hands import rest, settle
from .net import traits
from .page import blank, show, state_of
from .test_playground import returned, said

KIND = "playground"
FOUR = [(-1, 1, 0), (1, -1, 0), (1.5, 1, 1), (-1, -1.25, 1)]
TEXT = "-1_1a1_-1a1.5_1b-1_-1.25b"


def opened(page, width=690, **more):
    explorer = PlaygroundExplorer(**({"data": "own", "activation": "tanh", "layers": 2} | more))
    figure = show(page, explorer, width)
    rest(page)
    return explorer, figure


def tap(page, figure, x, y, nth=0):
    box = figure.locator(".actnorm-pen .actnorm-reach").nth(nth).bounding_box()
    across, down = (x + 2.5) / 5 * box["width"], (2.5 - y) / 5 * box["height"]
    page.mouse.click(box["x"] + across, box["y"] + down)
    rest(page)


@pytest.mark.site
@pytest.mark.parametrize("width", [690, 345])
@pytest.mark.parametrize("scale", [1, 0.5])
def test_by_tap(page, width, scale):
    explorer, figure = opened(page, width)
    page.add_style_tag(content=f"body{{transform:scale({scale});transform-origin:0 0}}")
    assert "0 discs, 0 squares" in said(page)
    for x, y, label in FOUR:
        adds = figure.locator("select[name=adds]")
        adds.select_option(["disc", "square"][label])
        tap(page, figure, x, y)
    step = 5 / figure.locator(".actnorm-pen .actnorm-reach").first.bounding_box()["width"]
    explorer.points = traits(page, explorer)["points"]
    got = np.array(explorer.points)
    np.testing.assert_allclose(got[:, :2], np.array(FOUR)[:, :2], atol=step + 0.026)
    assert got[:, 2].tolist() == [0, 0, 1, 1]
    assert "of the points that you set" in said(page)
    tap(page, figure, 0, 0, nth=1)  # the second network's plane is as good
    assert len(PlaygroundExplorer(points=traits(page, explorer)["points"]).points) == 5
    figure.get_by_role("button", name="Undo").click()
    figure.get_by_role("button", name="Undo").click()
    rest(page)
    assert "2 discs, 1 square." in said(page)
    figure.get_by_role("button", name="Clear").click()
    rest(page)
    assert traits(page, explorer)["points"] == ""


@pytest.mark.site
def test_by_key(page):
    explorer, figure = opened(page, adds="square")
    plane = figure.get_by_role("spinbutton", name="Place for a point")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowDown"):
        plane.press(key)
    assert plane.get_attribute("aria-valuetext") == "0.50 across, 0.20 up"
    plane.press("Enter")
    rest(page)
    assert traits(page, explorer)["points"] == "0.5_0.2b"
    plane.press("ArrowLeft")
    plane.press("Space")
    rest(page)
    assert traits(page, explorer)["points"] == "0.5_0.2b0.25_0.2b"
    plane.press("Backspace")
    rest(page)
    assert traits(page, explorer)["points"] == "0.5_0.2b"
    for _ in range(15):
        plane.press("ArrowLeft")
    assert plane.get_attribute("aria-valuetext") == "−2.50 across, 0.20 up"


@pytest.mark.site
def test_only_own_points_can_be_set(page):
    _, figure = opened(page, data="moons")
    assert not figure.get_by_role("spinbutton", name="Place for a point").is_visible()
    assert not figure.get_by_role("button", name="Clear").is_visible()
    figure.locator("select[name=data]").select_option("own")
    rest(page)
    assert figure.get_by_role("spinbutton", name="Place for a point").is_visible()
    assert "networks train on them once there are two of each" in said(page)


@pytest.mark.site
@pytest.mark.parametrize("inputs", ["raw", "standardized"])
def test_all_train_and_python_has_them(page, inputs):
    """Also where one coordinate is constant, which tells nothing."""
    line = [(0, 1, 0), (0, 1.5, 0), (0, -1, 1), (0, -2, 1)]
    for points in (FOUR, line):
        explorer, _ = opened(page, points=points, step=60, inputs=inputs)
        returned(page, explorer)
        split = explorer.split()
        assert split.x_train.shape == (4, 2)
        assert len(split.x_test) == len(split.y_test) == 0
        assert np.isfinite(split.x_train).all()
        right = accuracy(explorer.network(), split.x_train, split.y_train)
        assert f"right for {100 * right:.0f}% of the points that you set" in said(page)
        page.evaluate("end(); el.remove()")


@pytest.mark.site
def test_a_hundred_are_as_many_as_it_takes(page):
    rng = np.random.default_rng(0)
    many = [(*rng.uniform(-2.5, 2.5, 2), k % 2) for k in range(100)]
    explorer, figure = opened(page, points=many)
    before = traits(page, explorer)["points"]
    assert explorer.points == PlaygroundExplorer(points=before).points
    tap(page, figure, 0, 0)
    assert traits(page, explorer)["points"] == before
    assert "100 points are as many as it takes" in figure.locator("svg").first.text_content()


def test_the_trait():
    explorer = PlaygroundExplorer(points=FOUR)
    assert explorer.points == tuple((float(x), float(y), k) for x, y, k in FOUR)
    assert explorer.get_state("points")["points"] == TEXT
    explorer.points = np.array([(0.512, -1e-9, 1)])
    assert explorer.get_state("points")["points"] == "0.5_0b"
    explorer.points = TEXT
    assert len(explorer.points) == 4
    for wrong in ([(0, 0)], [(3, 0, 1)], [(0, 0, 2)], [(np.nan, 0, 1)], 3, "0_0", "0_0c", "9_0a"):
        with pytest.raises(traitlets.TraitError, match="points must be up to 100 rows"):
            explorer.points = wrong
    with pytest.raises(traitlets.TraitError, match="up to 100 rows"):
        explorer.points = [(0, 0, 1)] * 101


@pytest.mark.site
@pytest.mark.parametrize("wrong", ["0_0", "0_0a ", "9_9a", "0.123_0a", "0_0a" * 101, "-0_0a", "a"])
def test_what_was_damaged_on_its_way_is_refused(page, wrong):
    state = state_of(PlaygroundExplorer()) | {"points": wrong}
    message = page.evaluate("state => open_view(state, 690).catch(e => e.message)", state)
    assert message.startswith("points cannot be ")


PAGE = """<figure data-explorer=playground data-model=m1></figure>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script src="/actnorm/explorers/static/site-playground.js" defer></script>"""


@pytest.mark.site
def test_they_stand_in_the_address(browser, root):
    state = {"state": {"m1": {"state": state_of(PlaygroundExplorer(figure="pg"))}}}
    body = PAGE.format(state=json.dumps(state).replace("</", "<\\/"))
    page = blank(browser, root, KIND, "<p>…", viewport={"width": 900, "height": 1200})
    html = {"body": f"<!doctype html><meta charset=utf-8>{body}", "content_type": "text/html"}
    page.route("**/page?*", lambda route: route.fulfill(**html))
    page.goto(f"http://actnorm.test/page?pg.data=own&pg.points={TEXT}&pg.held=2,3")
    settle(page)
    rest(page)
    assert "of the points that you set" in said(page)
    assert "Unit 3 of layer 2" in said(page)
    address = page.evaluate("document.querySelector('figure').address()")
    assert address == f"pg.data=own&pg.points={TEXT}&pg.held=2%2C3"
    for wrong in ("points=7_7a", "held=1.5,1", "held=0,2"):
        page.goto(f"http://actnorm.test/page?pg.data=own&pg.{wrong}")
        refused = page.locator(".actnorm-refused").inner_text()
        assert wrong.partition("=")[0] in refused
    page.context.close()
