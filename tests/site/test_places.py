"""The book works wherever it is put: on a strict server, in a folder, without scripts."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from .hands import rest, shape, sliders, value
from .visits import BUILD, LIVE, SLOT, explorer_pages, pages

pytestmark = pytest.mark.site


def test_the_server_of_these_tests_is_strict(browser, site):
    """What breaks the policy is an error in the console, and every visit fails on one."""
    page, noise = browser.new_page(), []
    page.on("console", lambda message: noise.append(message.text))
    page.goto(f"{site}/search.html")
    page.evaluate("document.body.setAttribute('style', 'rotate: 7deg')")
    page.close()
    assert any("Content Security Policy" in text for text in noise)


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
    expect(first).to_be_visible(timeout=60_000)
    assert re.search(r"chapters/|index", first.get_attribute("href"))


def test_search_box_leads_to_results(visit):
    page = visit("index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("batch")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li a").first).to_be_visible(timeout=60_000)


def test_the_figure_is_there_without_scripts(visit, kind):
    page = visit(explorer_pages()[kind], java_script_enabled=False)
    for figure in page.locator(SLOT).all():
        expect(figure.locator(".actnorm-picture:visible")).to_have_count(1)
        assert figure.locator("input:visible, button:visible, select:visible").count() == 0
        assert len(figure.locator(".actnorm-words").inner_text().split()) >= 8


@pytest.mark.parametrize("damage", ["no model", "damaged value", "cut data"])
def test_what_cannot_start_stays_as_it_was_drawn(browser, site, kind, damage):
    """A page whose widget state is broken keeps its picture: never a hole, never NaN, no hang."""
    alone = (path.relative_to(BUILD).as_posix() for path in sorted(BUILD.glob("embed/*.html")))
    alone = (
        name for name in alone if f'data-explorer="{kind}"' in (BUILD / name).read_text("utf-8")
    )
    name = explorer_pages()[kind] if damage == "no model" else next(alone)

    def damaged(html):
        if damage == "no model":
            return html.replace('data-model="', 'data-model="no-')
        state = re.search(r'(widget-state\+json">)(.*?)(</script>)', html, re.S)
        models = json.loads(state[2])
        for model in models["state"].values():
            traits = model["state"]
            trait = next(iter(traits["_controls"]))
            if damage == "damaged value":
                traits[trait] = None
            else:
                traits["_controls"] = {}
        return html.replace(state[2], json.dumps(models))

    with browser.new_context() as context:
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(message.text))
        page.route(
            f"**/{name}",
            lambda route: route.fulfill(
                response=(answer := route.fetch()), body=damaged(answer.text())
            ),
        )
        page.goto(f"{site}/{name}")
        figure = page.locator(f'{SLOT}[data-explorer="{kind}"]').first
        expect(figure).to_have_class(re.compile("is-still"))
        expect(figure.locator(".actnorm-picture:visible")).to_have_count(1)
        assert figure.locator("input:visible, button:visible, select:visible").count() == 0
        assert any("stays as it was drawn" in text for text in said)


def test_back_finds_slider_and_figure_at_one(visit, kind):
    """The browser brings back the page: controls and figure must say the same."""
    page = visit(explorer_pages()[kind])
    figure = page.locator(f'{SLOT}[data-explorer="{kind}"]').first
    sliders(figure)[0].press("End")
    for box in figure.locator("select:visible").all():
        box.press("End")
    other = "chapters/glossary.html" if "chapters" not in page.url else "glossary.html"
    page.goto(f"{page.url.rpartition('/')[0]}/{other}")
    page.go_back()
    page.wait_for_selector(LIVE)
    page.wait_for_timeout(500)  # a page that comes back whole may never say that its net is idle
    figure = page.locator(f'{SLOT}[data-explorer="{kind}"]').first
    for control in figure.locator("input[type=range], select").all():
        said, shown = control.evaluate(
            """e => e.localName === "select"
              ? [e.selectedOptions[0].textContent, e.nextElementSibling.textContent]
              : [e.getAttribute("aria-valuetext"), e.nextElementSibling.textContent]"""
        )
        assert said == shown


def test_two_views_of_one_model_move_in_step(visit, tmp_path, kind):
    """The built host, given one model and two figures of it."""
    from ..serve import serving

    html = (BUILD / explorer_pages()[kind]).read_text("utf-8")
    state = re.search(r'<script type="application/vnd.jupyter.widget-state\+json">.*?</script>',
                      html, re.S)[0]  # fmt: skip
    slot = re.search(
        rf'<figure class="actnorm-slot"[^>]*data-explorer="{kind}".*?</figure>', html, re.S
    )
    for name in (f"site-{kind}.js", "explorers.css"):
        shutil.copy(BUILD / "_static" / name, tmp_path)
    shutil.copytree(BUILD / "_static/later", tmp_path / "later")
    (tmp_path / "index.html").write_text(
        "<!doctype html><html lang=en data-theme=light><title>Two views</title>"
        "<link rel=icon href=data:,><link rel=stylesheet href=explorers.css>"
        f"{state}{slot[0] * 2}<script defer src=site-{kind}.js></script>"
    )
    with serving(tmp_path) as url:
        page = visit("index.html", base=url)
        one, two = page.locator(LIVE).all()
        before = shape(two)
        sliders(one)[0].press("End")
        rest(page)
        assert shape(two) == shape(one) != before
        assert value(sliders(two)[0]) == value(sliders(one)[0])
