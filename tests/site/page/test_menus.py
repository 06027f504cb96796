"""The menus above the text and the keys: opened, left, closed; the focus never gets lost."""

import pytest
from playwright.sync_api import expect

from ..hands import centre

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("booklet")]

MENUS = ["Launch interactive content", "Source repositories", "Download this page"]
PRINTED = "window.printed = []; window.print = () => printed.push(document.activeElement.title);"


def summary(page, menu):
    return page.locator(f'summary[title="{menu}"]')


def is_open(page, menu):
    return summary(page, menu).evaluate("summary => summary.parentElement.open")


def open_menu(page, menu):
    summary(page, menu).click()
    assert is_open(page, menu)


@pytest.mark.parametrize("menu", MENUS)
@pytest.mark.parametrize("width", [1280, 375])
def test_escape_closes_a_menu_and_returns_the_focus(lesson, menu, width):
    page = lesson(width=width)
    summary(page, menu).focus()
    page.keyboard.press("Enter")
    assert is_open(page, menu)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "dropdown-item"
    page.keyboard.press("Escape")
    assert not is_open(page, menu)
    expect(summary(page, menu)).to_be_focused()


def test_escape_closes_a_menu_wherever_the_focus_is(lesson):
    page = lesson()
    open_menu(page, MENUS[0])
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    assert not is_open(page, MENUS[0])
    expect(summary(page, MENUS[0])).to_be_focused()


def test_escape_does_not_move_the_text(lesson):
    page = lesson("#filled-one", reduced_motion="reduce")
    page.mouse.click(*centre(summary(page, MENUS[0])))
    page.keyboard.press("Tab")
    assert is_open(page, MENUS[0])
    before = page.evaluate("scrollY")
    assert before > 0
    page.keyboard.press("Escape")
    assert not is_open(page, MENUS[0])
    assert page.evaluate("scrollY") == before


def test_escape_leaves_alone_what_is_closed(lesson):
    page = lesson()
    link = page.get_by_role("link", name="the hint")
    link.focus()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_a_click_elsewhere_closes_a_menu_and_one_inside_does_not(lesson):
    page = lesson()
    open_menu(page, MENUS[0])
    page.locator("details[open] ul").click(position={"x": 2, "y": 2})
    assert is_open(page, MENUS[0])
    page.locator("h1").click()
    assert not is_open(page, MENUS[0])
    open_menu(page, MENUS[0])
    page.mouse.click(5, 890)  # outside of what can take the focus
    assert not is_open(page, MENUS[0])


def test_one_menu_is_open_at_a_time(lesson):
    page = lesson()
    for menu in MENUS:
        open_menu(page, menu)
        assert [is_open(page, each) for each in MENUS] == [each == menu for each in MENUS]


@pytest.mark.parametrize("menu", MENUS)
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_a_menu_that_is_left_by_key_closes(lesson, menu, key):
    page = lesson()
    open_menu(page, menu)
    items = page.locator("details.an-menu[open] .dropdown-item").count()
    for _ in range(items):
        page.keyboard.press("Tab")
        assert is_open(page, menu)
    for _ in range(1 if key == "Tab" else items + 1):
        assert is_open(page, menu)
        page.keyboard.press(key)
    assert not is_open(page, menu)
    expect(summary(page, menu)).not_to_be_focused()


def test_a_menu_stays_when_the_window_is_left(lesson):
    page = lesson()
    open_menu(page, MENUS[0])
    page.evaluate("document.activeElement.blur()")  # as when another program comes to the front
    assert is_open(page, MENUS[0])


def test_print_closes_the_menu_then_prints(lesson):
    page = lesson(init=PRINTED)
    open_menu(page, MENUS[2])
    page.get_by_role("button", name="Print").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("printed") == [MENUS[2]], "the focus is on the menu's button again"
    assert not is_open(page, MENUS[2])


def test_the_notebook_of_a_page_can_be_had(lesson, booklet):
    page = lesson()
    open_menu(page, MENUS[2])
    with page.expect_download() as download:
        page.get_by_role("link", name="Notebook (.ipynb)").click()
    assert download.value.suggested_filename == "lesson.ipynb"
    assert download.value.path().read_bytes() == (booklet / "notebooks/lesson.ipynb").read_bytes()


def test_a_chosen_link_closes_its_menu(lesson):
    page = lesson()
    page.evaluate("addEventListener('click', e => e.target.closest('a') && e.preventDefault())")
    open_menu(page, MENUS[1])
    page.locator("details.an-menu[open] .dropdown-item").first.click()
    assert not is_open(page, MENUS[1])
    expect(summary(page, MENUS[1])).to_be_focused()


# --- Ctrl+K -------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["Control+k", "Meta+k"])
def test_the_key_for_search_goes_to_the_box(lesson, key):
    page = lesson()
    page.keyboard.press(key)
    expect(page.locator("#pst-primary-sidebar input[type=search]")).to_be_focused()


@pytest.mark.parametrize("key", ["k", "Control+Shift+k", "Control+Alt+k", "Control+j"])
def test_other_keys_are_the_readers(lesson, key):
    page = lesson()
    page.keyboard.press(key)
    assert page.evaluate("document.activeElement === document.body")


def test_the_key_for_search_leads_to_the_search_page_where_no_box_is_seen(lesson):
    page = lesson(width=375)
    page.keyboard.press("Control+k")
    page.wait_for_url("**/search.html")
    page.wait_for_load_state("networkidle")


def test_the_key_for_search_leaves_a_dialog_that_is_in_the_way(lesson):
    page = lesson(width=1100)
    page.get_by_role("button", name="On this page").click()
    page.keyboard.press("Control+k")
    expect(page.locator("#pst-primary-sidebar input[type=search]")).to_be_focused()
    page.keyboard.type("a")
    expect(page.locator("#pst-primary-sidebar input[type=search]")).to_have_value("a")


def test_a_key_without_a_name_is_no_error(lesson):
    """Chromium sends such an event when it fills in a form."""
    page = lesson()
    page.evaluate("document.dispatchEvent(new Event('keydown', {bubbles: true}))")
    page.keyboard.press("Control+k")
    expect(page.locator("#pst-primary-sidebar input[type=search]")).to_be_focused()
