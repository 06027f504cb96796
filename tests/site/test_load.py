"""What a page leaves until it is near, and what it asks for beforehand; nothing moves by either."""

import pytest

from .hands import settle

pytestmark = pytest.mark.site

CHAPTER = "chapters/02_read_a_curve_and_its_slope.html"
# How the fonts of the formulas stand when the first of the text comes.
AT_THE_BODY = """new MutationObserver((_, watch) => {
    if (!document.body) return;
    watch.disconnect();
    window.fontsThen = [...document.fonts].filter(f => f.family.includes("KaTeX"))
        .map(f => f.status);
}).observe(document, { childList: true, subtree: true });"""
FONTS = """[...document.fonts].filter(f => f.family.includes("KaTeX")).map(f => f.status)"""
PLOTS = """[...document.querySelectorAll(".an-figure svg")].map(svg => {
    const { width, height } = svg.getBoundingClientRect();
    return [width, height, getComputedStyle(svg).contentVisibility];
})"""
ALL_DRAWN = """() => {
    for (const svg of document.querySelectorAll(".an-figure svg")) {
        const bare = svg.cloneNode();
        bare.removeAttribute("class");
        svg.after(bare);
        svg.remove();
    }
}"""


def test_the_fonts_of_the_formulas_are_asked_for_before_the_text_comes(visit):
    page = visit(CHAPTER, width=375, init=AT_THE_BODY)
    then = page.evaluate("fontsThen")
    assert len(then) >= 3
    assert "unloaded" not in then
    page.evaluate("document.fonts.ready.then(() => 0)")
    # Each of them is one that the page shows: none was asked for in vain.
    assert set(page.evaluate(FONTS)) == {"loaded"}


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_a_plot_that_is_not_drawn_yet_has_the_size_that_it_will_have(visit, width):
    page = visit(CHAPTER, width=width)
    settle(page)
    sizes, high = page.evaluate(PLOTS), page.evaluate("document.documentElement.scrollHeight")
    assert {how for *_, how in sizes} == {"auto"}
    page.evaluate(ALL_DRAWN)
    settle(page)
    drawn = page.evaluate(PLOTS)
    assert {how for *_, how in drawn} == {"visible"}
    for (*before, _), (*after, _) in zip(sizes, drawn, strict=True):
        assert before == pytest.approx(after, abs=0.05)
    assert page.evaluate("document.documentElement.scrollHeight") == high


def test_every_plot_is_on_paper(visit):
    page = visit(CHAPTER)
    page.emulate_media(media="print")
    assert {how for *_, how in page.evaluate(PLOTS)} == {"visible"}


def test_what_is_far_away_is_told_to_a_screen_reader_too(visit):
    """Of what `content-visibility` skips Chromium tells nothing; of a plot its name is enough."""
    page = visit(CHAPTER)
    settle(page)
    devtools = page.context.new_cdp_session(page)
    told = [
        (node["role"]["value"], node.get("name", {}).get("value"))
        for node in devtools.send("Accessibility.getFullAXTree")["nodes"]
        if not node["ignored"] and "role" in node
    ]
    for role, selector in (
        ("heading", "h1, h2, h3"),
        ("slider", ".actnorm [type=range]"),
        ("image", ".an-figure svg"),
        ("MathMLMath", "math"),
    ):
        there = page.evaluate(
            "s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility()).length",
            selector,
        )
        assert there
        assert sum(each == role for each, _ in told) >= there, role
    assert all(name for role, name in told if role == "image")
