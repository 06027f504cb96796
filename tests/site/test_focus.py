"""Who uses the keyboard sees where the focus is: on everything, in every scheme of colours."""

import pytest

from .focus import unseen
from .visits import pages

pytestmark = pytest.mark.site

CHAPTER = next((name for name in pages() if "/02_" in name), "index.html")
SCHEMES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_focus_can_be_seen_on_everything_that_takes_it(visit, scheme):
    """Every kind of link, button, slider and fold of the book, where it comes first."""
    seen, wrong = set(), []
    for name in pages():
        page = visit(name, reduced_motion="reduce", **SCHEMES[scheme])
        wrong += [f"{name}: {kind}" for kind in unseen(page, seen)]
        page.context.close()
    assert wrong == []
    places = ("nav.bd-links", "nav.page-toc", "form.bd-search", "summary", "range", "select")
    assert all(any(place in kind for kind in seen) for place in places), seen


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("which", ["Contents of the book", "On this page"])
def test_the_focus_can_be_seen_in_the_dialogs_of_a_phone(visit, scheme, which):
    page = visit(CHAPTER, width=375, reduced_motion="reduce", **SCHEMES[scheme])
    page.get_by_role("button", name=which).click()
    seen = set()
    assert unseen(page, seen, within="dialog[open]") == []
    assert len(seen) >= 2, "the way out, and links"


UNDER = """() => {
    const e = document.activeElement, box = e.getBoundingClientRect();
    if (e === document.body || !box.width) return '';
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const spots = [box.top + 1, box.top + box.height / 2, box.bottom - 1];
    const inside = spots.filter(y => y >= 0 && y < innerHeight);
    const top = inside.map(y => document.elementFromPoint(x, y));
    const bar = document.querySelector('.bd-header-article');
    if (bar.contains(e)) return '';
    const covered = !top.length || top.every(t => bar.contains(t));
    return covered ? e.outerHTML.slice(0, 80) : '';
}"""


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_focus_is_not_under_the_bar(visit, key):
    """The bar stays above the text while it scrolls: on the way up it would cover a stop."""
    page = visit(CHAPTER, height=500, reduced_motion="reduce")
    page.locator("article :is(p, li) > a").nth(6).focus()
    for _ in range(40):
        page.keyboard.press(key)
        assert page.evaluate(UNDER) == ""
