"""Light and dark: the system's or the reader's choice, kept; every figure follows, on paper too."""

import pytest
from playwright.sync_api import expect

from .visits import explorer_pages

pytestmark = pytest.mark.site

INK = "e => { const s = getComputedStyle(e); return [s.stroke, s.fill, s.backgroundColor]; }"
# Relative luminance of the text of a figure, and of the paper it will be printed on.
DARKNESS = """figure => Math.max(...[...figure.querySelectorAll('svg text')]
    .filter(t => t.textContent.trim() && t.getClientRects().length)
    .map(t => getComputedStyle(t).fill.match(/[\\d.]+/g).slice(0, 3)
        .reduce((sum, c, i) => sum + [0.2126, 0.7152, 0.0722][i] * (c / 255) ** 2.2, 0)))"""


def theme(page):
    return page.locator("html").get_attribute("data-theme")


def switch_to(page, wanted):
    button = page.locator(".theme-switch-button:visible").first
    for _ in range(3):
        if page.locator("html").get_attribute("data-mode") == wanted:
            return
        button.click()
    raise AssertionError(f"the theme button never reaches {wanted}")


def colours(page):
    """Give the colours of the page, of its live figure and of its printed figures."""
    marks = page.locator(".actnorm-curve, .actnorm-bars, .cell_output svg:not(.actnorm *) path")
    return [page.locator("body").evaluate(INK), *marks.evaluate_all(f"all => all.map({INK})")]


def test_figures_follow_the_switch_and_the_choice_is_kept(visit, kind):
    page = visit(explorer_pages()[kind], color_scheme="light")
    light = colours(page)
    switch_to(page, "dark")
    assert theme(page) == "dark"
    dark = colours(page)
    assert dark[0] != light[0]
    changed = [a != b for a, b in zip(light[1:], dark[1:], strict=True)]
    assert sum(changed) >= 0.5 * len(changed) > 0
    page.reload()
    assert theme(page) == "dark"
    assert colours(page)[0] == dark[0]
    page.goto(page.url.rpartition("/")[0] + "/../index.html")
    assert theme(page) == "dark", "the choice holds for the whole book"


def test_theme_follows_the_system_while_nothing_is_chosen(visit):
    page = visit("index.html", color_scheme="dark")
    assert theme(page) == "dark"
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_figure_is_on_paper_and_dark_there_in_either_theme(explorer, kind):
    figure = explorer(kind, width=700, color_scheme="light")
    for scheme in ("light", "dark"):
        figure.page.emulate_media(media="print", color_scheme=scheme)
        figure.page.wait_for_selector(f"html[data-theme={scheme}]")
        assert figure.evaluate(DARKNESS) < 0.25, scheme
    seen = [*figure.locator(".actnorm-picture").all(), *figure.locator(".actnorm-still").all()]
    boxes = [picture.bounding_box() for picture in seen if picture.is_visible()]
    assert boxes
    assert sum(box["height"] for box in boxes) > 150
    assert max(box["x"] + box["width"] for box in boxes) <= 700
