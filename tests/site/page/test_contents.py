"""The contents beside the text show where the reader is; the skip link; still for who wants it."""

import pytest
from playwright.sync_api import expect

from ..hands import centre

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("booklet")]

# Each heading, and the entry of the contents it belongs to: one level is shown.
HEADINGS = {name: name for name in ("Code", "Folds", "Đạo hàm", "Filled one")}
HEADINGS |= {"Under one": "Filled one", "Filled two": "Filled two", "Under two": "Filled two"}
TO = "(heading, y) => scrollBy({top: heading.getBoundingClientRect().top - y, behavior: 'instant'})"


def here(page, name):
    """Wait for one entry, and no other, to be marked for the eye and for the ear."""
    marked = page.locator(".bd-toc a.active")
    expect(marked).to_have_text([name] if name else [])
    current = page.locator(".bd-toc a[aria-current]")
    expect(current).to_have_text([name] if name else [])
    if name:
        expect(current).to_have_attribute("aria-current", "true")


def read(page, name, y=80):
    """Scroll until a heading is at the height `y` of the window."""
    page.get_by_role("heading", name=name).evaluate(TO, y)


def test_the_mark_follows_down_and_up(lesson):
    page = lesson()
    for name in [*HEADINGS, *reversed(HEADINGS)]:
        read(page, name)
        here(page, HEADINGS[name])


def test_above_the_first_heading_nothing_is_marked(lesson):
    page = lesson(height=600)
    here(page, None)
    read(page, "Filled one")
    here(page, "Filled one")
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    here(page, None)


def test_going_up_past_a_heading_marks_the_section_before(lesson):
    page = lesson()
    read(page, "Filled two")
    here(page, "Filled two")
    read(page, "Filled two", y=700)
    here(page, "Filled one")
    read(page, "Filled one", y=700)
    here(page, "Folds")  # the one before is short, and its heading is still below the line


def test_the_last_sections_have_their_turn_though_they_cannot_reach_the_top(lesson):
    page = lesson(reduced_motion="reduce")
    for name in ("Tail one", "Tail two", "Tail one"):
        page.locator(".bd-toc").get_by_role("link", name=name).click()
        here(page, name)
    page.locator(".bd-toc").get_by_role("link", name="Filled one").click()
    here(page, "Filled one")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    here(page, "Tail two")


def test_the_mark_is_right_at_once_in_the_middle_of_the_page(lesson):
    here(lesson("#under-one"), "Filled one")


def test_the_mark_is_right_in_the_dialog(lesson):
    page = lesson("#under-one", width=375)
    # As a finger does; Playwright's own click would scroll first.
    page.mouse.click(*centre(page.get_by_role("button", name="On this page")))
    marked = page.locator("dialog a[aria-current]")
    expect(marked).to_have_text("Filled one")
    expect(marked).to_be_visible()


def test_the_bar_has_a_shadow_only_over_the_text(lesson):
    page = lesson()
    expect(page.locator("body.scrolled")).to_have_count(0)
    read(page, "Under one")
    expect(page.locator("body.scrolled")).to_have_count(1)
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    expect(page.locator("body.scrolled")).to_have_count(0)


def test_who_wants_no_motion_jumps(lesson):
    page = lesson(reduced_motion="reduce")
    page.locator(".bd-toc").get_by_role("link", name="Filled two").click()
    assert page.locator("#filled-two").evaluate("part => part.getBoundingClientRect().top") < 200
    page.emulate_media(reduced_motion="no-preference")
    assert page.locator("html").evaluate("e => getComputedStyle(e).scrollBehavior") == "smooth"


def test_the_skip_link_leads_to_the_text(lesson):
    page = lesson()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the text")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
