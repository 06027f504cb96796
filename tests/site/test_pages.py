"""Every page: quiet, alone, at rest, accessible, and fit for a phone."""

import gzip
import re

import pytest

from .axe import violations
from .hands import unfold
from .visits import BUILD, LIVE, SLOT

pytestmark = pytest.mark.site

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
    }).sort((a, b) => a[0] - b[0])[0]"""


def go_down(visit, name, width):
    """Go down a page as a reader does: nothing jumps, sticks out, stays dead or is too small.

    That nothing is logged and no other host is asked is seen to by `visit` itself.
    """
    page = visit(name, width=width, height=800, init=SHIFTS)
    page.wait_for_load_state("networkidle")
    page.evaluate(READ_ON)
    assert page.evaluate("shift") <= 0.05
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    live = page.locator(LIVE)
    assert live.count() == page.locator(SLOT).count()
    assert page.locator(f"{LIVE} > .actnorm").count() == live.count(), "one figure in each place"
    said = live.evaluate_all(SMALLEST_TEXT)
    assert bool(said) == (live.count() > 0), "a live figure has text"
    drawn = page.locator(".an-figure").evaluate_all(SMALLEST_TEXT)
    for smallest, least in ((said, 11), (drawn, 7)):
        assert not smallest or smallest[0] >= least, smallest
    return page


def test_a_reader_goes_down_the_page(visit, name):
    """On a phone: `test_budget`."""
    go_down(visit, name, 1280)


def test_what_the_figures_know_is_light(name):
    """The reader of a phone pays for the networks that were trained for the page."""
    html = (BUILD / name).read_text("utf-8")
    states = re.findall(r'widget-state\+json">(.*?)</script>', html, re.S)
    assert bool(states) == ("data-explorer=" in html)
    assert len(gzip.compress("".join(states).encode())) <= 150_000


def test_page_is_accessible(visit, name):
    """With every fold open: in each scheme of colours and at each width once."""
    page = visit(name, color_scheme="light", reduced_motion="reduce")
    for scheme, width in (("light", 1280), ("dark", 375)):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_selector(f"html[data-theme={scheme}]")  # it follows with the next frame
        page.set_viewport_size({"width": width, "height": 900})
        unfold(page)
        assert violations(page) == [], f"{scheme}, {width} px"
