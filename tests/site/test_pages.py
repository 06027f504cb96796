"""Every page: quiet, alone, accessible, and fit for a phone."""

import pytest

from .visits import AXE, LIVE, SLOT

pytestmark = pytest.mark.site

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_RUN = """([tags, contrast]) => axe.run(document, {runOnly: {type: 'tag', values: tags},
    rules: {'color-contrast': {enabled: contrast}}, resultTypes: ['violations'], preload: false})
    .then(found => found.violations.flatMap(
        v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`)))"""
SHIFTS = """
    window.shift = 0;
    new PerformanceObserver(list => {
        for (const e of list.getEntries()) if (!e.hadRecentInput) window.shift += e.value;
    }).observe({type: 'layout-shift', buffered: true});"""
SMALLEST_TEXT = """figures => figures.flatMap(f => [...f.querySelectorAll('svg text')])
    .filter(t => t.textContent.trim() && t.getClientRects().length)
    .map(t => {
        const scale = t.getScreenCTM().a;
        return [parseFloat(getComputedStyle(t).fontSize) * scale, t.textContent];
    }).sort((a, b) => a[0] - b[0])[0]"""


def test_page_is_quiet_and_asks_no_other_host(visit, name):
    page = visit(name)
    page.wait_for_load_state("networkidle")
    assert page.locator(SLOT).count() == page.locator(LIVE).count()
    # that nothing was logged and no other host was asked is seen to by `visit` itself


def test_page_is_accessible(visit, name):
    page = visit(name, color_scheme="light", reduced_motion="reduce")
    page.evaluate(AXE.read_text("utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_selector(f"html[data-theme={scheme}]")  # it follows with the next frame
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            # Colours depend on the scheme only, and looking at them is nine tenths of the time.
            contrast = (scheme, width) in {("light", 1280), ("dark", 375)}
            assert page.evaluate(AXE_RUN, [WCAG, contrast]) == [], f"{scheme}, {width} px"


def test_page_fits_a_small_phone(visit, name):
    page = visit(name, width=360, height=740)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360


def test_figures_are_legible_on_a_small_phone(explorer, kind):
    figure = explorer(kind, width=360, height=740)
    size, text = figure.page.eval_on_selector_all(LIVE, SMALLEST_TEXT)
    assert size >= 11, f"{text!r} is {size:.1f} px high"


@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_jumps_while_the_page_loads(browser, site, name, width):
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS)
        page.goto(f"{site}/{name}", wait_until="networkidle")
        for _ in range(page.evaluate("Math.ceil(document.body.scrollHeight / 700)")):
            page.mouse.wheel(0, 700)
            page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        assert page.evaluate("shift") <= 0.05
