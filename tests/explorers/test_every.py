"""Every explorer, every control, by key and by mouse, against Python's model of the same state."""

import math
from functools import partial

import pytest

from ..site.hands import centre, drag_with_mouse, name_of, points, thumb
from .net import KINDS, about, agree, follow, opened, part, rulers, traits
from .page import blank

pytestmark = pytest.mark.site

every = pytest.mark.parametrize("kind", KINDS)
every_state = pytest.mark.parametrize(
    ("kind", "state"), [(kind, state) for kind in KINDS for state in about(kind).make]
)


@pytest.fixture
def page(browser, root, request):
    kind = request.getfixturevalue("kind")
    page = blank(browser, root, kind, viewport={"width": 900, "height": 1200})
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    page.context.close()
    assert errors == []


def settle(page):
    page.evaluate("frame()")


def controls(figure, css):
    """Give the controls that can be seen, each with the trait it is named after."""
    found = [each for each in figure.locator(css).all() if each.is_visible()]
    return [(each.get_attribute("name"), each) for each in found]


def value_at(explorer, trait, position):
    """What a slider stands for at a position, as Python's side of it says."""
    name = trait.split(".")[0]
    control, stops = explorer._controls[name], about(explorer._kind).stops
    if name in stops:
        return stops[name](explorer, position)
    if "stops" in control:
        return control["stops"][round(position)]
    if "per_decade" in control:
        return float(f"{10 ** (position / control['per_decade']):.{control['digits']}g}")
    return position


def ends(control):
    """Give the lowest and the highest value of a slider, and the one below the highest."""
    if "stops" in control:
        return control["stops"][0], control["stops"][-1], control["stops"][-2]
    return control["min"], control["max"], control["max"] - control["step"]


def check(page, kind, figure, explorer):
    settle(page)
    agree(figure, follow(page, explorer), about(kind).marks)


@every_state
def test_the_picture_shows_what_python_computes(page, kind, state):
    known, explorer, figure = opened(page, kind, state)
    agree(figure, explorer, known.marks)


@every_state
def test_sliders_by_key(page, kind, state):
    _, explorer, figure = opened(page, kind, state)
    found = controls(figure, "input[type=range]")
    assert found
    for trait, slider in found:
        ends = slider.evaluate("e => [+e.min, +e.max, +e.step]")
        for key, where in (("Home", ends[0]), ("End", ends[1])):
            slider.press(key)
            check(page, kind, figure, explorer)
            now = part(traits(page, explorer), trait)
            assert math.isclose(now, value_at(explorer, trait, where), abs_tol=1e-9), (trait, key)
        slider.press("ArrowLeft")
        check(page, kind, figure, explorer)
        now = part(traits(page, explorer), trait)
        assert math.isclose(now, value_at(explorer, trait, ends[1] - ends[2]), abs_tol=1e-9), trait


@every
def test_sliders_by_mouse(page, kind):
    _, explorer, figure = opened(page, kind)
    for trait, slider in controls(figure, "input[type=range]"):
        slider.scroll_into_view_if_needed()
        drag_with_mouse(page, thumb(slider), thumb(slider, 0.8))
        check(page, kind, figure, explorer)
        position = float(slider.input_value())
        lo, hi = slider.evaluate("e => [+e.min, +e.max]")
        assert (position - lo) / (hi - lo) == pytest.approx(0.8, abs=max(0.05, 0.6 / (hi - lo)))
        now = part(traits(page, explorer), trait)
        assert math.isclose(now, value_at(explorer, trait, position), abs_tol=1e-9), trait


@every
def test_drop_downs(page, kind):
    known, explorer, figure = opened(page, kind)
    for trait, box in controls(figure, "select"):
        if trait not in explorer._controls:
            continue  # it names values of another control: the explorer's own tests
        offered = explorer._controls[trait]["choices"]
        texts = box.locator("option").all_inner_texts()
        words = known.words.get(trait, dict(offered))
        assert texts == [words[value] for value, _ in offered]
        for k, (value, _) in enumerate(offered):
            box.select_option(index=k)
            check(page, kind, figure, explorer)
            assert traits(page, explorer)[trait] == value
        box.press("Home")
        box.press("ArrowDown")
        check(page, kind, figure, explorer)
        assert traits(page, explorer)[trait] == offered[min(1, len(offered) - 1)][0]


def folded_boxes(figure, trait):
    """Give a fold's line and its check boxes, which stand there once it was opened."""
    fold = figure.locator("details:has(> summary)")
    if not fold.locator(f"input[name={trait}]").count():
        fold.locator("summary").press("Enter")
        figure.page.evaluate("frame()")
    return fold.locator(f"input[name={trait}]")


@every
@pytest.mark.parametrize("way", ["mouse", "key"])
def test_check_boxes(page, kind, way):
    """Up to as many as Python allows, in the order in which they were taken; one left, one more."""
    _, explorer, figure = opened(page, kind)
    for trait, control in explorer._controls.items():
        if "most" not in control:
            continue
        boxes = folded_boxes(figure, trait)
        assert [box.get_attribute("value") for box in boxes.all()] == [
            value for value, _ in control["choices"]
        ]
        free = [box for box in boxes.all() if box.is_enabled()]
        taken = []
        for box in free[: control["most"]]:
            box.check() if way == "mouse" else box.press("Space")
            check(page, kind, figure, explorer)
            taken.append(box.get_attribute("value"))
            assert traits(page, explorer)[trait] == taken
        assert not any(box.is_enabled() for box in free[control["most"] :])
        free[0].uncheck() if way == "mouse" else free[0].press("Space")
        check(page, kind, figure, explorer)
        assert traits(page, explorer)[trait] == taken[1:]
        assert all(box.is_enabled() for box in free)


@every
def test_points_by_key(page, kind):
    known, explorer, figure = opened(page, kind)
    assert sorted(name_of(each) for each in points(figure)) == sorted(known.handles)
    for point in points(figure):
        handle = known.handles[name_of(point)]
        control = explorer._controls[handle.trait.split(".")[0]]
        stand = (lambda at: at) if "stops" in control else partial(value_at, explorer, handle.trait)
        lowest, highest, below = ends(control)
        for key, want in (("Home", lowest), ("End", highest), ("ArrowLeft", below)):
            point.press(key)
            check(page, kind, figure, explorer)
            now = part(traits(page, explorer), handle.trait)
            assert now == pytest.approx(stand(want))
        assert now == pytest.approx(stand(float(point.get_attribute("aria-valuenow"))))


@every
@pytest.mark.parametrize("scale", [1, 0.5])
def test_points_by_mouse(page, kind, scale):
    """Also where a slide or an embed scales the figure."""
    known, explorer, figure = opened(page, kind)
    page.add_style_tag(content=f"body{{transform:scale({scale});transform-origin:0 0}}")
    for point in points(figure):
        handle = known.handles[name_of(point)]
        control = explorer._controls[handle.trait.split(".")[0]]
        if "stops" in control:
            continue  # these stand evenly on no axis: the explorer's own tests
        svg = figure.locator(".actnorm-picture").first
        ruler = rulers(svg)[handle.axis]
        lo, hi, second = (
            value_at(explorer, handle.trait, at)
            for at in (control["min"], control["max"], control["min"] + control["step"])
        )
        for share in (0.3, 0.7):
            want = lo + share * (hi - lo)
            box = svg.bounding_box()
            grown = box["width"] / svg.evaluate("e => e.viewBox.baseVal.width")
            x, y = centre(point)
            drag_with_mouse(page, (x, y), (box["x"] + grown * ruler(want), y))
            settle(page)
            follow(page, explorer)
            if scale == 1:
                agree(figure, explorer, known.marks)
            now = part(traits(page, explorer), handle.trait)
            pixel = abs((hi - lo) / (ruler(hi) - ruler(lo)))
            assert abs(now - want) <= abs(second - lo) + 2 * pixel / scale, handle.trait


@every
@pytest.mark.parametrize("way", ["mouse", "key"])
def test_buttons(page, kind, way):
    known, explorer, figure = opened(page, kind)
    texts = [each.inner_text() for each in figure.locator("button").all() if each.is_visible()]
    play = [known.play[0]] if known.play else []
    assert sorted(texts) == sorted([*known.buttons, "Reset", *play])
    for text, sets in known.buttons.items():
        button = figure.get_by_role("button", name=text, exact=True)
        want = sets(explorer)
        button.click() if way == "mouse" else button.press("Enter")
        check(page, kind, figure, explorer)
        now = traits(page, explorer)
        for trait, value in want.items():
            assert now[trait] == pytest.approx(value), (text, trait)


@every
def test_reset_goes_back_to_where_python_put_it(page, kind):
    _, explorer, figure = opened(page, kind)
    before = traits(page, explorer)
    for _, slider in controls(figure, "input[type=range]"):
        slider.press("End")
    for _, box in controls(figure, "select"):
        box.press("End")
    for trait, control in explorer._controls.items():
        if "most" in control:
            folded_boxes(figure, trait).first.check()
    settle(page)
    now = traits(page, explorer)
    assert now != before
    assert all(now[trait] for trait, control in explorer._controls.items() if "most" in control)
    figure.get_by_role("button", name="Reset").click()
    check(page, kind, figure, explorer)
    assert traits(page, explorer) == before


@every
def test_a_click_takes_the_cell_that_is_under_it(page, kind):
    known, explorer, figure = opened(page, kind)
    for cell in known.cells:
        figure.locator(cell.css).nth(cell.nth).click()
        check(page, kind, figure, explorer)
        now = traits(page, explorer)
        assert {trait: now[trait] for trait in cell.sets} == cell.sets, cell
