"""Whatever can be held moves the figure: by key, by mouse and by finger."""

from itertools import product

import pytest

from ..browser import wanted_engine
from .hands import (
    centre,
    drag_with_finger,
    drag_with_mouse,
    far_end,
    name_of,
    points,
    settle,
    shape,
    sliders,
    thumb,
    value,
)

pytestmark = pytest.mark.site

PLACES = """figure => [...figure.querySelectorAll('input, button, select')]
    .filter(e => e.getClientRects().length).map(e =>
    Math.round(e.getBoundingClientRect().top - figure.getBoundingClientRect().top))"""
# In these the sliders hold all there is: a depth, a weight scale, an epoch.
POINTLESS = {"doctor", "gradient-flow", "playground"}
# What changes nothing before the first step is told in the plan of the training.
ONLY_TOLD = {"playground": ("m", "λ", "B")}
CHROMIUM = wanted_engine() == "chromium"
# Playwright has fingers in Chromium only; others place text between two pixels.
DRAGS = {"mouse": drag_with_mouse} | ({"finger": drag_with_finger} if CHROMIUM else {})
ROUNDED = 0 if CHROMIUM else 1


def seen(figure, kind, slider):
    """What must move with a slider: the figure's geometry, or its sentences."""
    if name_of(slider).startswith(ONLY_TOLD.get(kind, ("never",))):
        settle(figure.page)
        return figure.locator(".actnorm-words").inner_text()
    return shape(figure)


def put_back(figure):
    """Begin where the figure began: some sliders change nothing at another one's end."""
    figure.get_by_role("button", name="Reset").click()
    settle(figure.page)


def test_every_slider_moves_the_figure_by_key(explorer, kind):
    figure = explorer(kind)
    assert sliders(figure)
    for slider in sliders(figure):
        put_back(figure)
        before, stood = seen(figure, kind, slider), value(slider)
        slider.focus()
        at_the_end = slider.evaluate("e => e.value === e.max")
        figure.page.keyboard.press("ArrowLeft" if at_the_end else "ArrowRight")
        assert value(slider) != stood, name_of(slider)
        figure.page.keyboard.press("Home" if at_the_end else "End")
        assert seen(figure, kind, slider) != before, name_of(slider)


def test_every_slider_moves_the_figure_by_hand(explorer, kind):
    figure = explorer(kind, has_touch=True)
    for slider, (hand, drag) in product(sliders(figure), DRAGS.items()):
        put_back(figure)
        slider.scroll_into_view_if_needed()
        before, stood = seen(figure, kind, slider), value(slider)
        drag(figure.page, thumb(slider), thumb(slider, far_end(slider)))
        assert value(slider) != stood, (hand, name_of(slider))
        assert seen(figure, kind, slider) != before, (hand, name_of(slider))


def test_the_point_moves_by_key(explorer, kind):
    figure = explorer(kind)
    assert bool(points(figure)) == (kind not in POINTLESS)
    for point in points(figure):
        before = shape(figure)
        stood = [value(point)]
        for key in ("Home", "ArrowRight", "PageUp", "End"):
            point.press(key)
            stood.append(value(point))
        began, home, one, page, end = stood
        assert home == float(point.get_attribute("aria-valuemin")) <= began
        assert 0 < one - home < page - one, "an arrow takes a step, Page Up a larger one"
        assert end == float(point.get_attribute("aria-valuemax"))
        assert shape(figure) != before


def test_the_point_stays_under_the_hand(explorer, kind):
    figure = explorer(kind, has_touch=True)
    for hand, drag in DRAGS.items():
        put_back(figure)
        for point in points(figure):
            point.scroll_into_view_if_needed()
            before, scrolled = shape(figure), figure.page.evaluate("scrollY")
            x, y = centre(point)
            middle, _ = centre(figure.locator("svg").first)
            goal = x - 70 if x > middle else x + 70
            drag(figure.page, (x, y), (goal, y))
            assert shape(figure) != before, hand
            assert centre(point)[0] == pytest.approx(goal, abs=6), hand
            assert figure.page.evaluate("scrollY") == scrolled, "dragging must not scroll the page"


def test_controls_stay_in_place_while_they_are_used(explorer, kind):
    """A sentence that grows must not push a slider from under the finger.

    With what the chapter shows, at the ends; every choice: `test_nothing_below_moves`.
    """
    figure = explorer(kind)
    for width in (1280, 360):
        figure.page.set_viewport_size({"width": width, "height": 900})
        settle(figure.page)
        put_back(figure)
        settle(figure.page)
        there = pytest.approx(figure.evaluate(PLACES), abs=ROUNDED)
        for choices in figure.locator("select:visible").all():
            put_back(figure)
            choices.press("End")
            settle(figure.page)
            assert figure.evaluate(PLACES) == there, (width, name_of(choices))
        for slider in sliders(figure):
            put_back(figure)
            for key in ("Home", "End"):
                slider.press(key)
                settle(figure.page)
                assert figure.evaluate(PLACES) == there, (width, name_of(slider), value(slider))


def test_every_control_has_a_name_and_room_for_a_finger(explorer, kind):
    figure = explorer(kind, width=375, has_touch=True)
    for control in [*sliders(figure), *points(figure), *figure.locator("button, select").all()]:
        if not control.is_visible():
            continue
        assert (name_of(control) or control.inner_text()).strip()
        box = control.bounding_box()
        assert box["height"] >= 23.5, name_of(control)
        assert box["width"] >= 23.5, name_of(control)
