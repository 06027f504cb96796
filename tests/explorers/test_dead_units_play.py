"""Play, in the explorer of dead units: what starts it, what stops it, what it leaves behind."""

import pytest

from .drawn import draw
from .net import opened

KIND = "dead-units"


def wait(page, milliseconds):
    page.evaluate("ms => new Promise((done) => setTimeout(done, ms))", milliseconds)


@pytest.mark.site
def test_play_goes_from_step_to_step_and_stops_at_the_last(page):
    _, explorer, figure = opened(page, "dead-units", "one layer")
    play = figure.locator(".actnorm-play")
    page.evaluate("model.set('step', 1)")
    page.evaluate(
        "() => { window.seen = []; model.on('change:step', () => seen.push(state.step)) }"
    )
    play.click()
    assert play.inner_text() == "Stop"
    page.wait_for_function("state.step === 5")
    assert page.evaluate("seen") == [2, 5]
    page.wait_for_function("el.querySelector('.actnorm-play').textContent === 'Play'")
    play.click()  # from the last, it begins again
    page.wait_for_function("state.step === 5 && seen.length > 4")
    assert page.evaluate("seen") == [2, 5, *explorer.steps]


STOPPERS = {
    "Stop": lambda figure: figure.locator(".actnorm-play").click(),
    "Reset": lambda figure: figure.get_by_role("button", name="Reset").click(),
    "a key on a slider": lambda figure: figure.locator("input").nth(1).press("ArrowRight"),
    "a hand on a slider": lambda figure: figure.locator("input").first.click(),
    "a key on the point": lambda figure: figure.get_by_role("slider", name="training step").press(
        "ArrowLeft"
    ),
    "another run": lambda figure: figure.locator("select").select_option(index=1),
    "a cell": lambda figure: figure.locator(".actnorm-unit").nth(20).click(),
    "Python": lambda figure: figure.evaluate("() => model.set('step', 100)"),
}


@pytest.mark.site
@pytest.mark.parametrize("what", STOPPERS)
def test_play_stops_when_somebody_does_something_else(page, what):
    _, _, figure = opened(page, "dead-units")
    page.evaluate("model.set('step', 0)")
    page.evaluate("frame()")
    figure.locator(".actnorm-play").click()
    page.wait_for_function("state.step > 0")
    STOPPERS[what](figure)
    page.evaluate("frame()")
    assert figure.locator(".actnorm-play").inner_text() == "Play"
    step = page.evaluate("state.step")
    wait(page, 400)
    assert page.evaluate("state.step") == step


@pytest.mark.site
@pytest.mark.parametrize("how", ["end()", "el.remove()"])
def test_play_does_not_outlive_its_view(page, how):
    _, _, figure = opened(page, "dead-units")
    page.evaluate("model.set('step', 0)")
    figure.locator(".actnorm-play").click()
    page.wait_for_function("state.step > 0")
    page.evaluate(how)
    step = page.evaluate("state.step")
    wait(page, 500)
    assert page.evaluate("state.step") == step


@pytest.mark.site
def test_of_two_views_the_last_one_plays(page):
    opened(page, "dead-units")
    page.evaluate("() => { model.set('step', 0); window.twin = view(document.body).el }")
    page.evaluate("frame()")
    one, two = page.locator(".actnorm-play").all()
    one.click()
    page.wait_for_function("state.step > 0")
    two.click()
    page.wait_for_function("el.querySelector('.actnorm-play').textContent === 'Play'")
    assert two.inner_text() == "Stop"
    step = page.evaluate("state.step")
    page.wait_for_function("step => state.step > step", arg=step)
    two.click()
    step = page.evaluate("state.step")
    wait(page, 400)
    assert page.evaluate("state.step") == step


@pytest.mark.site
def test_who_asked_for_less_motion_has_no_play(page):
    _, explorer, figure = opened(page, "dead-units")
    assert figure.locator(".actnorm-play").is_visible()
    page.emulate_media(reduced_motion="reduce")
    assert figure.locator(".actnorm-play").is_hidden()
    page.evaluate("html => { document.body.innerHTML = html }", draw([explorer])[0]["html"])
    assert page.locator(".actnorm-play").is_hidden(), "as drawn, too"
