"""Every page: quiet, alone, at rest, accessible, and fit for a phone."""

import gzip
import re

import pytest

from .visits import AXE, BUILD, LIVE, SLOT

pytestmark = pytest.mark.site

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags},
    resultTypes: ['violations'], preload: false})
    .then(found => found.violations.flatMap(
        v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`)))"""
SHIFTS = """
    window.shift = 0;
    new PerformanceObserver(list => {
        for (const e of list.getEntries()) if (!e.hadRecentInput) window.shift += e.value;
    }).observe({type: 'layout-shift', buffered: true});"""
# Reads down to the end of the page, a screen at a time.
READ_ON = """async () => {
    for (let y = 0; y < document.body.scrollHeight; y += innerHeight - 100) {
        scrollTo({top: y, behavior: 'instant'});
        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    }
}"""
SMALLEST_TEXT = """figures => figures.flatMap(f => [...f.querySelectorAll('svg text')])
    .filter(t => t.textContent.trim() && t.getClientRects().length)
    .map(t => {
        const {a, b} = t.getScreenCTM();
        return [parseFloat(getComputedStyle(t).fontSize) * Math.hypot(a, b), t.textContent];
    }).sort((a, b) => a[0] - b[0])[0] ?? [12, '']"""


@pytest.mark.parametrize("width", [1280, 360])
def test_a_reader_goes_down_the_page(visit, name, width):
    """Nothing jumps, sticks out, stays dead or is too small to read.

    That nothing is logged and no other host is asked is seen to by `visit` itself.
    """
    page = visit(name, width=width, height=800, init=SHIFTS)
    page.wait_for_load_state("networkidle")
    page.evaluate(READ_ON)
    assert page.evaluate("shift") <= 0.05
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    live = page.locator(LIVE)
    assert live.count() == page.locator(SLOT).count()
    assert page.locator(f"{LIVE} .actnorm-still:visible").count() == 0
    for figures, least in ((live, 11), (page.locator(".an-figure"), 7)):
        size, text = figures.evaluate_all(SMALLEST_TEXT)
        assert size >= least, f"{text!r} is {size:.1f} px high"


def test_what_the_figures_know_is_light(name):
    """The reader of a phone pays for the networks that were trained for the page."""
    html = (BUILD / name).read_text("utf-8")
    states = re.findall(r'widget-state\+json">(.*?)</script>', html, re.S)
    assert bool(states) == ("data-explorer=" in html)
    assert len(gzip.compress("".join(states).encode())) <= 150_000


def test_page_is_accessible(visit, name):
    """In the light on a desk, in the dark on a phone: every colour and every layout once."""
    page = visit(name, color_scheme="light", reduced_motion="reduce")
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(AXE_RUN, WCAG) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 375, "height": 900})
    page.wait_for_selector("html[data-theme=dark]")  # it follows with the next frame
    assert page.evaluate(AXE_RUN, WCAG) == []
