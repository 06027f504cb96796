"""Parts of a page that are far from the window are skipped, and nobody notices."""

import pytest

from .visits import explorer_pages

pytestmark = pytest.mark.site

AWAY = "() => document.querySelectorAll('.an-away').length"
# Where every part begins, and how long the page is.
PLACES = """() => [document.documentElement.scrollHeight,
  ...[...document.querySelectorAll(".bd-article > section > section")]
    .map((part) => part.getBoundingClientRect().top + scrollY)].map(Math.round)"""
# The same with nothing skipped, while nobody has the time to notice.
PLAIN = f"""() => {{
  const away = [...document.querySelectorAll(".an-away")];
  for (const part of away) part.classList.remove("an-away");
  const places = ({PLACES})();
  for (const part of away) part.classList.add("an-away");
  return places;
}}"""
SKIPPED = """() => {
  const parts = [...document.querySelectorAll(".an-away > h2")];
  const shown = (part) => part.checkVisibility({ contentVisibilityAuto: true });
  return [parts.length, parts.filter((part) => !shown(part)).length];
}"""


def test_a_part_that_is_skipped_keeps_its_room(visit, name):
    page = visit(name, width=600)
    for share in (0, 0.5, 1):
        page.evaluate("share => scrollTo(0, share * document.body.scrollHeight)", share)
        page.wait_for_timeout(150)
        assert page.evaluate(PLACES) == page.evaluate(PLAIN)


def test_a_chapter_skips_what_is_far_away(visit):
    page = visit(explorer_pages()["softmax"])
    page.locator(".an-away").nth(5).wait_for(state="attached")
    parts, skipped = page.evaluate(SKIPPED)
    assert parts == skipped > 5


def test_another_width_lays_out_all_again(visit):
    page = visit(explorer_pages()["softmax"])
    page.locator(".an-away").nth(5).wait_for(state="attached")
    page.set_viewport_size({"width": 400, "height": 900})
    page.wait_for_timeout(400)
    assert page.evaluate(AWAY) > 5
    assert page.evaluate(PLACES) == page.evaluate(PLAIN)


def test_a_link_leads_into_what_was_skipped_and_a_search_finds_it(visit):
    page = visit(explorer_pages()["softmax"], reduced_motion="reduce")
    page.locator(".an-away").nth(5).wait_for(state="attached")
    last = page.locator(".an-away:has(> p)").last
    text = last.locator("> p").first.evaluate("e => e.firstChild.data.slice(0, 20)")
    assert page.evaluate("text => find(text)", text)
    page.evaluate("scrollTo(0, 0)")
    there = last.get_attribute("id")
    page.evaluate("id => { location.hash = id; }", there)
    page.wait_for_timeout(300)
    heading = page.locator(f"#{there} > h2").bounding_box()
    assert 0 <= heading["y"] < 200
