"""The reader's choice of colours: told, kept, heard of elsewhere; and with no place for it."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("booklet")]

NO_STORAGE = """for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, {get() { throw new DOMException('', 'SecurityError') }});"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"
RETURN = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
MODES = ["light", "dark", "auto"]


def switch(page):
    return page.locator(".theme-switch-button")


def shows(page, mode, theme):
    html = page.locator("html")
    expect(html).to_have_attribute("data-mode", mode)
    expect(html).to_have_attribute("data-theme", theme)
    for attribute in ("aria-label", "title"):
        expect(switch(page)).to_have_attribute(attribute, f"Colour theme: {mode}")
    expect(page.locator(".theme-switch:visible")).to_have_attribute("data-mode", mode)


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_switch_goes_round_and_tells_where_it_is(visit, system):
    page = visit("short.html", color_scheme=system)
    shows(page, "auto", system)
    other = {"light": "dark", "dark": "light"}[system]
    for now in (other, system):
        page.emulate_media(color_scheme=now)
        shows(page, "auto", now)
    for mode in [*MODES, *MODES]:
        switch(page).focus()
        page.keyboard.press("Enter")
        shows(page, mode, system if mode == "auto" else mode)


@pytest.mark.parametrize("place", ["server", "folder"])
def test_the_choice_is_kept_and_nothing_else(visit, site, booklet, place):
    page = visit("short.html", base=site if place == "server" else booklet.as_uri())
    assert page.evaluate("({...localStorage})") == {}
    switch(page).click()
    switch(page).click()
    page.reload()
    shows(page, "dark", "dark")
    assert page.evaluate("({...localStorage})") == {"mode": "dark"}
    page.emulate_media(color_scheme="light")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    shows(page, "dark", "dark")


@pytest.mark.parametrize("init", [NO_STORAGE, FULL])
def test_where_nothing_can_be_kept_the_choice_lasts_as_long_as_the_page(visit, init):
    page = visit("lesson.html", color_scheme="light", init=init)
    shows(page, "auto", "light")
    switch(page).click()
    switch(page).click()
    shows(page, "dark", "dark")
    assert page.locator(".an-copy").count() > 0
    page.reload()
    shows(page, "auto", "light")


@pytest.mark.parametrize("kept", ["", "sepia", "null", "<b>", "DARK"])
def test_what_is_kept_may_be_nonsense(visit, kept):
    page = visit("short.html", init=f"localStorage.setItem('mode', '{kept}')", color_scheme="dark")
    shows(page, "auto", "dark")


def test_a_page_that_comes_back_has_the_latest_choice(visit):
    """Back shows a page as it was left, and the choice was made on the page after it."""
    page = visit("short.html", color_scheme="light")
    page.evaluate("localStorage.setItem('mode', 'dark')")
    page.evaluate(RETURN)
    shows(page, "dark", "dark")


def test_another_tab_follows(visit):
    page = visit("short.html", color_scheme="light")
    other = page.context.new_page()
    other.goto(page.url)
    switch(other).click()
    switch(other).click()
    shows(page, "dark", "dark")


def test_the_theme_is_there_before_the_first_paint(visit):
    """The page's own script comes last; the theme does not wait for it."""
    page = visit("short.html", init="localStorage.setItem('mode', 'dark')", color_scheme="light")
    page.route("**/page.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
