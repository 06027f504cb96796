"""Nothing sticks out or is cut off: larger type, wider spacing, zoom."""

from types import SimpleNamespace

import pytest

from ..browser import launch
from .hands import unfold

pytestmark = pytest.mark.site

# Text and controls that reach beyond the window without a box that scrolls, or that a box cuts off.
STICKING_OUT = """() => {
    const scrolls = e => {
        for (let box = e; box && box !== document.body; box = box.parentElement)
            if (/auto|scroll/.test(getComputedStyle(box).overflowX)
                && box.getBoundingClientRect().right <= innerWidth + 1) return true;
        return false;
    };
    const out = [];
    if (document.scrollingElement.scrollWidth > innerWidth) out.push('the page scrolls sideways');
    for (const e of document.querySelectorAll('body *')) {
        if (!e.checkVisibility({visibilityProperty: true})) continue;
        if (e.closest('.katex-mathml, .visually-hidden, svg, .skip-link')) continue;
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        if (!own && !e.matches('input, button, select, img')) continue;
        const {left, right, width} = e.getBoundingClientRect();
        const name = `${e.localName}.${e.className} ${e.textContent.trim().slice(0, 30)}`;
        if (width && (right > innerWidth + 1 || left < -1) && !scrolls(e))
            out.push(`${name}: ${Math.round(left)} to ${Math.round(right)}`);
        const {overflowX, overflowY} = getComputedStyle(e);
        if (/hidden|clip/.test(overflowX) && e.scrollWidth > e.clientWidth + 1
            || /hidden|clip/.test(overflowY) && e.scrollHeight > e.clientHeight + 2)
            out.push(`${name}: cut off`);
    }
    return out;
}"""
# What WCAG 1.4.12 lets a reader set.
SPACING = """() => {
    const sheet = document.styleSheets[0];
    for (const rule of [
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; }',
        '* { word-spacing: 0.16em !important; }',
        'p { margin-bottom: 2em !important; }',
    ]) sheet.insertRule(rule, sheet.cssRules.length);
}"""


@pytest.fixture(scope="session", params=[20, 24])
def large_type(request, browser):
    """A browser whose owner has set a larger type than 16 px."""
    setting = f"--blink-settings=defaultFontSize={request.param}"
    large = launch(SimpleNamespace(chromium=browser.browser_type), args=[setting])
    yield large
    large.close()


def sticking_out(page, sizes):
    """Give what sticks out in windows of these sizes, one after the other."""
    found = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        unfold(page)
        found += [f"{width} px: {each}" for each in page.evaluate(STICKING_OUT)]
    return found


def test_larger_type_fits(large_type, site, name):
    page = large_type.new_page(viewport={"width": 320, "height": 800}, reduced_motion="reduce")
    page.goto(f"{site}/{name}", wait_until="load")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 16
    found = sticking_out(page, [(320, 800), (375, 800), (768, 800)])
    page.close()
    assert found == []


def test_zoomed_in_and_with_wider_spacing_it_fits(visit, name):
    """A window of 1280 × 900 at 400 %, 200 % and 100 %."""
    page = visit(name, reduced_motion="reduce")
    sizes = [(320, 225), (640, 450), (1280, 900)]
    assert sticking_out(page, sizes) == []
    page.evaluate(SPACING)
    assert sticking_out(page, sizes) == []
