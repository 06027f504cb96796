"""What the explorer of the norms' axes draws: every cell in every shape, what a click takes."""

import numpy as np
import pytest

from actnorm import NORMS
from actnorm.explorers import NormAxesExplorer

from .net import traits
from .page import show, state_of

KIND = "norm-axes"

pytestmark = pytest.mark.site


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("groups", 4),
        ("sample", 1.5),
        ("pixel", 2.5),
        ("batch", 3.5),
        ("_values", [1.0] * 95),
        ("_values", [1.0] * 95 + [None]),
        ("_full", None),
        ("_eps", None),
        ("shape", [4, 6, 2]),
        ("shape", []),
    ],
)
def test_damaged_data_draw_nothing(page, name, value):
    """Also where no coordinate shows it."""
    state = state_of(NormAxesExplorer(norm="group")) | {name: value}
    with pytest.raises(Exception, match=r"cannot|undefined|null|iterable"):
        page.evaluate("state => open_view(state, 690)", state)
    assert page.evaluate("document.body.textContent").strip() == ""


def shown(figure, nth):
    """Give for each cell of a batch: its box, its hue, how full it is, whether it has a minus."""
    return (
        figure.locator(".actnorm-picture:visible .actnorm-batch")
        .nth(nth)
        .evaluate(
            """group => {
          const minus = group.querySelector(".actnorm-crosses");
          const drawn = minus.getAttribute("d") ?? "";
          const at = [...drawn.matchAll(/M([\\d.]+),([\\d.]+)h([\\d.]+)/g)]
            .map(([, x, y, h]) => [+x + h / 2, +y]);
          return [...group.querySelectorAll(".actnorm-unit")].map((e) => {
            const { x, y, width, height } = e.getBBox();
            const inside = ([a, b]) => a > x && a < x + width && b > y && b < y + height;
            return { x, y, right: x + width, bottom: y + height,
              hue: e.getAttribute("class").split("is-")[1],
              full: +e.getAttribute("fill-opacity"), minus: at.filter(inside).length };
          });
        }"""
        )
    )


def box_of(figure, nth, css):
    picture = figure.locator(".actnorm-picture:visible .actnorm-batch").nth(nth)
    return picture.locator(css).evaluate(
        "e => { const { x, y, width, height } = e.getBBox();"
        " return [x, y, x + width, y + height]; }"
    )


@pytest.mark.parametrize("width", [690, 345])
@pytest.mark.parametrize("norm", NORMS)
def test_cells_show_the_values_and_the_frame_what_python_marks(page, norm, width):
    explorer = NormAxesExplorer(norm=norm, sample=2, channel=4, pixel=3, groups=3, batch=3)
    figure = show(page, explorer, width)
    for nth, (values, full, hue) in enumerate(
        [(explorer.x, np.abs(explorer._x).max(), "input"), (explorer.y, 2.5, "output")]
    ):
        cells = shown(figure, nth)
        assert len(cells) == explorer._x.size
        flat = values.ravel()
        for cell, value in zip(cells, flat, strict=False):
            assert cell["hue"] == ("muted" if value < 0 else hue)
            assert cell["minus"] == (value < 0)
            assert cell["full"] == pytest.approx(0.06 + 0.79 * min(1, abs(value) / full), abs=1e-3)
        assert all(cell["full"] == 0 for cell in cells[flat.size :]), "not in the batch"
        marked = [c for c, seen in zip(cells, explorer.cells.ravel(), strict=False) if seen]
        left, top, right, bottom = box_of(figure, nth, ".actnorm-together")
        assert left == pytest.approx(min(c["x"] for c in marked) - 2.5, abs=0.1)
        assert top == pytest.approx(min(c["y"] for c in marked) - 2.5, abs=0.1)
        assert right == pytest.approx(max(c["right"] for c in marked) + 2.5, abs=0.1)
        assert bottom == pytest.approx(max(c["bottom"] for c in marked) + 2.5, abs=0.1)
        held = cells[np.ravel_multi_index(explorer._at, explorer._x.shape)]
        ring = box_of(figure, nth, ".actnorm-held")
        assert ring == pytest.approx(
            [held["x"] - 0.5, held["y"] - 0.5, held["right"] + 0.5, held["bottom"] + 0.5], abs=0.1
        )


@pytest.mark.parametrize("width", [690, 345])
@pytest.mark.parametrize("nth", [0, 1])
def test_a_click_holds_that_cell_and_no_neighbour(page, width, nth):
    """Every cell, near its corners; by its place, not by its element."""
    explorer = NormAxesExplorer(np.arange(24.0).reshape(2, 3, 2, 2) - 12, sample=2)
    figure = show(page, explorer, width)
    frame = figure.locator(".actnorm-picture").bounding_box()
    at = [(i, j, k) for i in range(2) for j in range(3) for k in range(4)]
    for place, cell in zip(at, shown(figure, nth), strict=True):
        for x, y in (
            (cell["x"] + 1, cell["y"] + 1),
            (cell["right"] - 1, cell["bottom"] - 1),
        ):
            page.mouse.click(frame["x"] + x, frame["y"] + y)
            page.evaluate("frame()")
            now = traits(page, explorer)
            assert (now["sample"] - 1, now["channel"] - 1, now["pixel"] - 1) == place
            assert now["value"] == explorer._x.ravel()[at.index(place)]


def test_a_click_beyond_the_batch_lets_that_sample_in(page):
    explorer = NormAxesExplorer(batch=1)
    figure = show(page, explorer)
    figure.locator(".actnorm-batch .actnorm-unit").nth(2 * 24).click()
    page.evaluate("frame()")
    assert {"sample": 3, "batch": 3}.items() <= traits(page, explorer).items()
    figure.locator("input[name=batch]").press("Home")
    page.evaluate("frame()")
    now = traits(page, explorer)
    assert {"sample": 1, "batch": 1, "value": explorer._x[0, 0, 0, 0]}.items() <= now.items()


def test_who_moves_the_groups_sees_group_norm(page):
    explorer = NormAxesExplorer()
    figure = show(page, explorer)
    figure.locator("input[name=groups]").press("End")
    page.evaluate("frame()")
    assert {"norm": "group", "groups": 6}.items() <= traits(page, explorer).items()


@pytest.mark.parametrize("shape", [(8, 12, 3, 3), (8, 12), (1, 1), (1, 12, 3, 3), (5, 3, 1, 3)])
def test_every_shape_fits_a_phone(page, shape):
    x = np.random.default_rng(1).normal(size=shape)
    for width in (290, 345):
        page.evaluate("document.body.replaceChildren()")
        figure = show(page, NormAxesExplorer(x), width)
        assert figure.locator("svg").evaluate("e => e.viewBox.baseVal.height") <= 340
        cells = shown(figure, 0)
        assert min(c["right"] - c["x"] for c in cells) > 2
        assert min(c["bottom"] - c["y"] for c in cells) > 2
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 900


def test_what_has_one_stop_has_no_slider(page):
    figure = show(page, NormAxesExplorer([[1.0, 2.0, 3.0]]))
    names = figure.locator("input").evaluate_all("all => all.map((e) => e.name)")
    assert names == ["channel", "value", "groups"]
