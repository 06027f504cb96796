"""Folds: opened by a link that leads to or into one, by Back, on paper; never a dead script."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("booklet")]

OPEN = "fold => fold.open"
PRINT = "for (const name of %s) dispatchEvent(new Event(name));"


def is_open(page, fold):
    return page.locator(f'[id="{fold}"]').evaluate("e => e.closest('details').open")


def opened(page, fold):
    """Wait for a fold to be open."""
    nearest = page.locator(f'xpath=//*[@id="{fold}"]/ancestor-or-self::details[1]')
    expect(nearest).to_have_attribute("open", "")  # the policy lets nothing poll with eval


def test_folds_are_closed_at_first(lesson):
    assert lesson().locator("article details").evaluate_all(f"all => all.filter({OPEN})") == []


def test_the_marker_of_a_fold_says_whether_it_is_open(lesson):
    marker = "all => all.map(e => getComputedStyle(e).listStyleType)"
    summaries = lesson().locator("article details > summary")
    assert set(summaries.evaluate_all(marker)) == {"disclosure-closed"}
    summaries.evaluate_all("all => all.forEach(e => { e.parentElement.open = true; })")
    assert set(summaries.evaluate_all(marker)) == {"disclosure-open"}


@pytest.mark.parametrize("place", ["server", "folder"])
@pytest.mark.parametrize("fold", ["ex-hint", "ex-inner"])
def test_an_address_opens_its_fold_and_those_around_it(lesson, site, booklet, fold, place):
    page = lesson(f"#{fold}", base=site if place == "server" else booklet.as_uri())
    opened(page, fold)
    assert is_open(page, "ex-hint")
    assert is_open(page, "ex-inner") == (fold == "ex-inner")
    expect(page.locator(f"#{fold}")).to_be_in_viewport()


def test_the_folds_around_it_are_opened_by_the_page_itself(lesson):
    """Chromium opens what is around a target, too; here it does not know of one."""
    page = lesson()
    page.evaluate("history.replaceState(null, '', '#ex-inner')")
    page.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
    assert is_open(page, "ex-inner")
    assert is_open(page, "ex-hint")


def test_a_link_from_another_page_opens_its_fold(visit):
    page = visit("index.html")
    page.get_by_text("into a fold").click()
    opened(page, "ex-inner")
    expect(page.get_by_text("The bottom of it.")).to_be_in_viewport()


def test_a_link_in_the_page_opens_its_fold_each_time(lesson):
    page = lesson()
    link = page.get_by_role("link", name="the hint")
    link.click()
    opened(page, "ex-hint")
    page.locator("#ex-hint > summary").click()
    assert not is_open(page, "ex-hint")
    link.click()  # the address is there already: nothing changes, and yet it is asked for
    opened(page, "ex-hint")


def test_back_opens_the_fold_it_leads_to(lesson):
    page = lesson()
    page.get_by_role("link", name="the hint").click()
    opened(page, "ex-hint")
    page.get_by_role("link", name="Tail one").first.click()
    page.locator("#ex-hint > summary").click()
    page.go_back()
    assert page.url.endswith("#ex-hint")
    opened(page, "ex-hint")
    assert not is_open(page, "ex-inner")


ODD = {"%": None, "%E0%A4%A": None, "%zz": None, "": None, "not-there": None}
ODD |= {"50%25": "50%", "50%": "50%", "%C3%A4%20b": "ä b", "ä b": "ä b"}


@pytest.mark.parametrize("fragment", ODD)
def test_an_odd_fragment_stops_nothing(lesson, fragment):
    """Each part of the script is there, the last one too, and what it names is opened."""
    page = lesson(f"#{fragment}")
    assert page.locator(".an-copy").count() > 0
    if ODD[fragment]:
        opened(page, ODD[fragment])
    page.evaluate("document.getElementById('filled-one').scrollIntoView({behavior: 'instant'})")
    expect(page.locator(".bd-toc a.active")).to_have_text("Filled one")
    page.evaluate(PRINT % "['beforeprint']")
    assert is_open(page, "ex-inner")


@pytest.mark.parametrize("fragment", ODD)
def test_an_odd_fragment_may_come_later(lesson, fragment):
    page = lesson()
    page.evaluate("to => { location.hash = to; }", fragment)
    page.evaluate("new Promise(done => setTimeout(done))")
    if ODD[fragment]:
        opened(page, ODD[fragment])
    page.evaluate("location.hash = 'ex-hint'")
    opened(page, "ex-hint")


def test_wide_code_in_a_fold_can_be_scrolled_by_key_once_it_is_seen(lesson):
    page = lesson()
    code = page.locator("#ex-hint pre")
    # As where a browser has no sizes for what is folded; Chromium has.
    code.evaluate("code => code.removeAttribute('tabindex')")
    page.locator("#ex-hint > summary").click()
    expect(code).to_have_attribute("tabindex", "0")
    expect(page.locator(".highlight-text pre")).not_to_have_attribute("tabindex", "0")


def test_wide_code_is_a_stop_only_while_it_is_wide(lesson):
    page = lesson(width=320)
    formula_or_code = page.locator(".highlight-ipython3 pre").first
    page.set_viewport_size({"width": 120, "height": 600})
    expect(formula_or_code).to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 1280, "height": 600})
    expect(formula_or_code).not_to_have_attribute("tabindex", "0")


def test_folds_are_open_on_paper_and_then_as_they_were(lesson):
    page = lesson()
    folds = page.locator("article details")
    folds.first.evaluate("fold => { fold.open = true; }")
    before = folds.evaluate_all(f"all => all.map({OPEN})")
    assert sum(before) == 1
    # Some browsers announce the print again when the reader changes the paper.
    page.evaluate(PRINT % "['beforeprint', 'beforeprint']")
    assert all(folds.evaluate_all(f"all => all.map({OPEN})"))
    page.evaluate(PRINT % "['afterprint']")
    assert folds.evaluate_all(f"all => all.map({OPEN})") == before
    folds.first.evaluate("fold => { fold.open = false; }")
    page.evaluate(PRINT % "['afterprint']")
    assert not any(folds.evaluate_all(f"all => all.map({OPEN})")), "nothing is remembered"


def test_a_real_print_opens_the_folds(lesson):
    page = lesson()
    page.evaluate("""addEventListener('beforeprint', () => {
        window.shut = document.querySelectorAll('article details:not([open])').length;
    })""")
    assert page.pdf().startswith(b"%PDF")
    assert page.evaluate("window.shut") == 0
    assert page.locator("article details[open]").count() == 0


def test_paper_holds_the_text_and_no_tools(lesson):
    page = lesson()
    page.evaluate(PRINT % "['beforeprint']")
    page.emulate_media(media="print")
    for text in ("Look at zero.", "The bottom of it.", "secret", "3 is said", "half"):
        expect(page.locator("article").get_by_text(text).first).to_be_visible()
    tools = ".bd-header-article, .bd-sidebar, .an-copy, .prev-next-area, .skip-link, footer, dialog"
    assert page.locator(f":is({tools}):visible").count() == 0


@pytest.mark.parametrize("which", ["Contents of the book", "On this page"])
def test_an_open_side_bar_is_not_printed(lesson, which):
    page = lesson(width=600)
    page.get_by_role("button", name=which).click()
    expect(page.get_by_role("dialog", name=which)).to_be_visible()
    page.evaluate(PRINT % "['beforeprint']")
    page.emulate_media(media="print")
    assert page.locator("dialog:visible").count() == 0
