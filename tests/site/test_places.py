"""The book works wherever it is put: on a strict server, in a folder, without scripts."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from .hands import shape, sliders, value
from .visits import BUILD, LIVE, SLOT, explorer_pages, pages

pytestmark = pytest.mark.site


def test_the_server_of_these_tests_is_strict(browser, site):
    """What breaks the policy is an error in the console, and every visit fails on one."""
    page, noise = browser.new_page(), []
    page.on("console", lambda message: noise.append(message.text))
    page.goto(f"{site}/search.html")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '0'}))"
    )
    page.close()
    assert any("Content Security Policy" in text for text in noise)


def test_sliders_live_from_a_folder(explorer, kind):
    figure = explorer(kind, base=BUILD.as_uri())
    before = shape(figure)
    sliders(figure)[0].press("End")
    assert shape(figure) != before


def test_maths_is_drawn_from_a_folder(visit):
    name = next(name for name in pages() if "katex" in (BUILD / name).read_text("utf-8"))
    page = visit(name, base=BUILD.as_uri())
    formula = page.locator("article .katex-html").first
    assert formula.bounding_box()["height"] > 5
    assert page.evaluate("[...document.fonts].some(f => /KaTeX/.test(f.family))")
    assert page.evaluate(
        "[...document.fonts].filter(f => /KaTeX/.test(f.family)).every(f => f.status != 'error')"
    )


def test_theme_switches_in_a_folder(visit):
    page = visit("index.html", base=BUILD.as_uri())
    page.locator(".theme-switch-button:visible").first.click()
    seen = {page.locator("html").get_attribute("data-theme")}
    page.locator(".theme-switch-button:visible").first.click()
    seen.add(page.locator("html").get_attribute("data-theme"))
    assert seen == {"light", "dark"}


@pytest.mark.parametrize("place", ["server", "folder"])
def test_search_finds_the_chapter(visit, site, place):
    page = visit("search.html?q=sigmoid", base=site if place == "server" else BUILD.as_uri())
    first = page.locator("#search-results li a").first
    expect(first).to_be_visible(timeout=15_000)
    assert re.search(r"chapters/|index", first.get_attribute("href"))


def test_search_box_leads_to_results(visit):
    page = visit("index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("batch")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li a").first).to_be_visible(timeout=15_000)


def test_still_picture_and_its_text_without_scripts(visit, kind):
    page = visit(explorer_pages()[kind], java_script_enabled=False)
    for figure in page.locator(SLOT).all():
        picture = figure.locator("img")
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("img => img.naturalWidth") > 0
        expect(figure.locator("figcaption")).to_be_visible()
        assert len(figure.locator("figcaption").inner_text().split()) >= 8


def test_still_comes_back_when_the_explorer_cannot_start(browser, site, kind):
    """A page whose widget state is broken keeps its picture: never a hole."""
    with browser.new_context() as context:
        page = context.new_page()
        page.route(
            f"**/{explorer_pages()[kind]}",
            lambda route: route.fulfill(
                response=(answer := route.fetch()),
                body=answer.text().replace('data-model="', 'data-model="no-'),
            ),
        )
        page.goto(f"{site}/{explorer_pages()[kind]}")
        figure = page.locator(f'{SLOT}[data-explorer="{kind}"]').first
        expect(figure.locator(".actnorm-still")).to_be_visible()
        expect(figure).not_to_have_class(re.compile("is-live"))


def test_two_views_of_one_model_move_in_step(visit, tmp_path, kind, request):
    """The built host, given one model and two figures of it."""
    from ..serve import serving

    html = (BUILD / explorer_pages()[kind]).read_text("utf-8")
    state = re.search(r'<script type="application/vnd.jupyter.widget-state\+json">.*?</script>',
                      html, re.S)[0]  # fmt: skip
    slot = re.search(
        rf'<figure class="actnorm-slot" data-explorer="{kind}".*?</figure>', html, re.S
    )
    for name in (f"site-{kind}.js", "explorers.css"):
        shutil.copy(BUILD / "_static" / name, tmp_path)
    (tmp_path / "index.html").write_text(
        "<!doctype html><html lang=en data-theme=light><title>Two views</title>"
        "<link rel=icon href=data:,><link rel=stylesheet href=explorers.css>"
        f"{state}{re.sub('<img[^>]*>', '', slot[0]) * 2}<script defer src=site-{kind}.js></script>"
    )
    with serving(tmp_path) as url:
        page = visit("index.html", base=url)
        one, two = page.locator(LIVE).all()
        before = shape(two)
        sliders(one)[0].press("End")
        assert shape(two) == shape(one) != before
        assert value(sliders(two)[0]) == value(sliders(one)[0])
