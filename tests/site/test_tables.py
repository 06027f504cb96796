"""Tables on a phone: what has no number to align must not have to be pushed aside."""

import pytest

from .hands import settle

pytestmark = pytest.mark.site

PUSHED = """[...document.querySelectorAll(".pst-scrollable-table-container")]
    .filter((box) => box.scrollWidth > box.clientWidth + 1)
    .map((box) => `${box.scrollWidth} in ${box.clientWidth}: ${box.innerText.slice(0, 60)}`)"""


@pytest.mark.parametrize("width", [320, 375])
def test_the_tables_of_the_accessibility_page_fit_on_a_phone(visit, width):
    page = visit("chapters/accessibility.html", width=width)
    settle(page)
    assert page.locator(".pst-scrollable-table-container").count() == 4
    assert page.evaluate(PUSHED) == []
