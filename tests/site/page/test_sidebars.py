"""The side bars: beside the text or a dialog, with a state that is told, and a way out."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("booklet")]

BOOK, PAGE = "Contents of the book", "On this page"
BARS = {BOOK: "pst-primary-sidebar", PAGE: "pst-secondary-sidebar"}


def toggle(page, name):
    return page.locator(f'button[data-sidebar="{BARS[name]}"]')


def dialog(page, name):
    return page.locator(f"#{BARS[name]}-modal")


def bar(page, name):
    return page.locator(f"#{BARS[name]}")


def expanded(page, name, state):
    expect(toggle(page, name)).to_have_attribute("aria-expanded", str(state).lower())


def test_beside_the_text_the_bar_goes_and_comes_back(lesson):
    page = lesson()
    expanded(page, BOOK, True)
    for shown in (False, True, False, True):
        toggle(page, BOOK).click()
        expect(bar(page, BOOK)).to_be_visible(visible=shown)
        expanded(page, BOOK, shown)
        expect(dialog(page, BOOK)).to_be_hidden()
        expect(toggle(page, BOOK)).to_be_focused()


@pytest.mark.parametrize("which", BARS)
def test_on_a_phone_it_is_a_dialog_and_says_so(lesson, which):
    page = lesson(width=375)
    expanded(page, which, False)
    before = bar(page, which).inner_html()
    toggle(page, which).focus()
    page.keyboard.press("Enter")
    expect(dialog(page, which)).to_be_visible()
    expanded(page, which, True)
    assert page.evaluate("document.activeElement.closest('dialog')?.id") == f"{BARS[which]}-modal"
    assert dialog(page, which).evaluate("dialog => dialog.matches(':modal')")
    expect(dialog(page, which).get_by_role("link").nth(1)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog(page, which)).to_be_hidden()
    expanded(page, which, False)
    expect(toggle(page, which)).to_be_focused()
    assert bar(page, which).inner_html() == before
    toggle(page, which).click()
    expect(dialog(page, which).get_by_role("link").nth(1)).to_be_visible()


@pytest.mark.parametrize("which", BARS)
def test_a_dialog_can_be_closed_with_a_finger(lesson, which):
    page = lesson(width=375)
    toggle(page, which).click()
    dialog(page, which).get_by_role("button", name="Close").click()
    expect(dialog(page, which)).to_be_hidden()
    expect(toggle(page, which)).to_be_focused()


@pytest.mark.parametrize("which", BARS)
def test_a_click_beside_a_dialog_closes_it_and_one_in_it_does_not(lesson, which):
    page = lesson(width=375)
    toggle(page, which).click()
    box = dialog(page, which).bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + 5)  # its margin
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 5)  # below its links
    expect(dialog(page, which)).to_be_visible()
    page.mouse.click(372 if box["x"] < 5 else 3, 300)
    expect(dialog(page, which)).to_be_hidden()
    expect(toggle(page, which)).to_be_focused()


def test_a_link_of_the_page_closes_the_dialog_and_leads_there(lesson):
    page = lesson(width=375)
    toggle(page, PAGE).click()
    dialog(page, PAGE).get_by_role("link", name="Filled two").click()
    expect(dialog(page, PAGE)).to_be_hidden()
    expect(page.locator("#filled-two > h2")).to_be_in_viewport()
    assert page.url.endswith("#filled-two")


@pytest.mark.parametrize("which", BARS)
def test_a_dialog_ends_when_the_window_has_room_for_the_bar(lesson, which):
    page = lesson(width=600)
    toggle(page, which).click()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(dialog(page, which)).to_be_hidden()
    expect(bar(page, which)).to_be_visible()
    expect(bar(page, which).get_by_role("link").nth(1)).to_be_visible()
    expanded(page, which, True)
    page.get_by_role("link", name="the hint").click()  # the page can be used again
    page.set_viewport_size({"width": 600, "height": 900})
    expanded(page, which, False)


@pytest.mark.parametrize("which", BARS)
def test_a_dialog_stays_when_the_window_only_changes_a_little(lesson, which):
    """A phone's keyboard comes up, say."""
    page = lesson(width=600)
    toggle(page, which).click()
    page.set_viewport_size({"width": 600, "height": 400})
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    expect(dialog(page, which)).to_be_visible()
    expanded(page, which, True)


def test_a_bar_put_away_on_a_wide_screen_is_a_dialog_on_a_narrow_one(lesson):
    page = lesson()
    toggle(page, BOOK).click()
    expanded(page, BOOK, False)
    page.set_viewport_size({"width": 600, "height": 900})
    toggle(page, BOOK).click()
    expect(dialog(page, BOOK)).to_be_visible()
    page.keyboard.press("Escape")
    expect(toggle(page, BOOK)).to_be_focused()
    toggle(page, BOOK).click()
    expect(dialog(page, BOOK).get_by_role("searchbox")).to_be_visible()


def test_a_page_without_headings_has_one_bar(visit):
    page = visit("short.html", width=375)
    assert page.locator("button[data-sidebar]").count() == 1
    toggle(page, BOOK).click()
    expect(dialog(page, BOOK)).to_be_visible()
