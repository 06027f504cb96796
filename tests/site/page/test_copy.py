"""Copying: a cell's code without its prompts, a formula as its TeX, and that it was said."""

import pytest
from playwright.sync_api import expect

from .booklet import CELL, HIDDEN, LONG

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("booklet")]

BLOCKS = {
    "ipython3": CELL,
    "python": LONG,
    "pycon": '1 + 1\nfor i in "ab":\n    print(i)',
    "console": "make book\nmake test",
    "text": "plain <text> & $ 5",
}
KEEP = "addEventListener('paste', e => { window.pasted = e.clipboardData.getData('text/plain'); });"
NO_CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined});"
FORBIDDEN = """navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
    document.execCommand = () => false;"""
REFUSED = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
SELECT = """parts => {
    const [first, last] = [parts.at(0), parts.at(-1)];
    getSelection().setBaseAndExtent(first, 0, last, last.childNodes.length);
}"""


def pasted(page):
    """Paste, and give what came; a button has copied when it says so, not when it was pressed."""
    page.evaluate(f"delete window.pasted; {KEEP}")
    page.locator("input[type=search]").first.focus()
    page.keyboard.press("Control+v")
    return page.evaluate("window.pasted")


def button(page, language="ipython3"):
    return page.locator(f".highlight-{language} .an-copy").first


def status(page):
    return page.locator("[role=status]")


@pytest.mark.parametrize("language", BLOCKS)
def test_copy_gives_what_the_cell_says(lesson, language):
    page = lesson()
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true;")
    page.locator(f".highlight-{language}").first.hover()
    button(page, language).click()
    expect(button(page, language)).to_have_text("Copied")
    assert pasted(page) == BLOCKS[language]


def test_code_in_a_fold_is_copied_and_outputs_have_no_button(lesson):
    page = lesson()
    page.locator("details.hide summary").click()
    page.locator("details.hide .an-copy").click()
    expect(status(page)).to_have_text("Copied")
    assert pasted(page) == HIDDEN
    assert page.locator("article .highlight").count() == len(BLOCKS) + 2
    assert page.locator(".an-copy").count() == len(BLOCKS) + 1
    assert page.locator(".cell_output .an-copy").count() == 0


def stop_the_clock(page):
    """Only what the test says passes: on a slow machine a second goes by unasked."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_copy_works_by_key_and_can_be_seen_then(lesson, key):
    page = lesson()
    page.locator("a[href='#code']").first.focus()
    while not button(page).evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body")
    expect(button(page)).to_have_css("opacity", "1")
    page.keyboard.press(key)
    expect(button(page)).to_have_text("Copied")
    expect(button(page)).to_be_focused()
    assert pasted(page) == CELL


def test_that_it_was_copied_is_shown_and_said_for_a_while(lesson):
    page = lesson()
    stop_the_clock(page)
    copy = button(page)
    expect(status(page)).to_have_count(1)
    expect(status(page)).to_have_text("")
    copy.click()
    expect(copy).to_have_text("Copied")
    expect(status(page)).to_have_text("Copied")
    assert status(page).bounding_box()["width"] <= 1, "it is for the ear"
    page.clock.run_for(1000)
    copy.click()
    page.wait_for_timeout(500)  # the clipboard answers in its own time, which is not the clock's
    page.clock.run_for(1000)
    expect(copy).to_have_text("Copied")  # the second press counts anew
    page.clock.run_for(1000)
    expect(copy).to_have_text("Copy")
    expect(status(page)).to_have_text("")  # else the same word again would not be said


def test_the_word_is_said_once_whichever_button_is_pressed(lesson):
    """A timer of the first button does not take the word of the second."""
    page = lesson()
    stop_the_clock(page)
    button(page).click()
    expect(button(page)).to_have_text("Copied")  # its timer runs
    page.clock.run_for(1000)
    button(page, "text").click()
    expect(button(page, "text")).to_have_text("Copied")
    page.clock.run_for(1000)
    expect(button(page)).to_have_text("Copy")
    expect(status(page)).to_have_text("Copied")


@pytest.mark.parametrize("init", [NO_CLIPBOARD, REFUSED])
def test_copy_works_without_the_clipboard_api(lesson, init):
    """A server of the school without https: browsers withhold `navigator.clipboard` there."""
    page = lesson(init=init)
    button(page).click()
    expect(button(page)).to_have_text("Copied")
    expect(button(page)).to_be_focused()
    assert pasted(page) == CELL


def test_copy_that_is_forbidden_says_so(lesson):
    page = lesson(init=FORBIDDEN)
    button(page).click()
    expect(button(page)).to_have_text("Not allowed")
    expect(status(page)).to_have_text("Not allowed")


def test_copy_works_from_a_folder(lesson, booklet):
    page = lesson(base=booklet.as_uri())
    button(page).click()
    expect(button(page)).to_have_text("Copied")
    assert pasted(page) == CELL


def copied_by_hand(page, selector, select=SELECT):
    page.locator(selector).evaluate_all(select)
    page.keyboard.press("Control+c")
    return pasted(page)


def test_a_formula_in_the_text_is_copied_once_as_tex(lesson):
    page = lesson()
    text = copied_by_hand(page, "#dao-ham > p")
    assert text == r"Inline $\sigma'(x) = \frac{1}{4}$ here, and"


def test_a_displayed_formula_is_copied_as_displayed(lesson):
    text = copied_by_hand(lesson(), "#dao-ham div.math")
    assert text == r"$$\sigma' = \sigma(1-\sigma)$$"


def test_half_a_formula_is_copied_whole(lesson):
    select = """([p]) => {
        const inside = p.querySelector('.katex-html .mfrac .vlist-t span');
        getSelection().setBaseAndExtent(inside, 0, p, p.childNodes.length);
    }"""
    text = copied_by_hand(lesson(), "#dao-ham > p", select)
    assert text == r"$\sigma'(x) = \frac{1}{4}$ here, and"


def test_text_without_formulas_is_copied_as_browsers_do(lesson):
    page = lesson()
    text = copied_by_hand(page, "#filled-one > h2, #filled-one > p:nth-of-type(2)")
    assert text.startswith("Filled one")
    assert text.count("A line that only takes room.") == 2
