"""The quiz at a chapter's end: without scripts and by keyboard; open, `test_pages` sees it."""

import re

import pytest
from playwright.sync_api import expect

from .visits import BUILD, pages

pytestmark = pytest.mark.site
CHAPTERS = [name for name in pages() if name.startswith("chapters/0") or "/1" in name]
OPEN_ALL = "all => all.forEach(fold => { fold.open = true; })"


def test_every_chapter_has_one():
    assert len(CHAPTERS) == 12
    for name in CHAPTERS:
        assert (BUILD / name).read_text("utf-8").count('class="an-choice') >= 18, name


def test_an_answer_opens_by_key_and_without_scripts(visit):
    page = visit("chapters/07_normalize_inside_the_network.html", java_script_enabled=False)
    quiz = page.locator("details.an-quiz").first
    choice = quiz.locator("details.an-choice").first
    expect(choice).to_be_hidden()
    quiz.locator("> summary").focus()
    page.keyboard.press("Enter")
    expect(choice.locator("summary")).to_be_visible()
    expect(choice.locator("p").first).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(choice.locator("p").first).to_be_visible()


def test_a_common_error_is_reached_from_its_answer(visit):
    page = visit("chapters/07_normalize_inside_the_network.html")
    page.locator("details.an-quiz, details.an-choice").evaluate_all(OPEN_ALL)
    page.locator("details.an-choice a", has_text="common error").first.click()
    expect(page).to_have_url(re.compile(r"/common_errors\.html#error-"))
    target = page.url.partition("#")[2]
    expect(page.locator(f'[id="{target}"]')).to_be_attached()
