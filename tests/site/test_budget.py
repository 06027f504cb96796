"""Every page keeps to the budget of the project: bytes, elements, inline styles, layout shift."""

import importlib.util
from urllib.parse import unquote, urlsplit

import pytest

from .test_pages import go_down
from .visits import BUILD, ROOT

pytestmark = pytest.mark.site

SPEC = importlib.util.spec_from_file_location("page_weight", ROOT / "benchmarks/page_weight.py")
page_weight = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(page_weight)


def test_a_reader_goes_down_the_page_on_a_phone_and_it_keeps_to_the_budget(visit, name):
    """What a phone loads, and what has to be laid out; of the fonts those that are shown."""
    page = go_down(visit, name, 360)
    asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    files = {BUILD / unquote(urlsplit(address).path).lstrip("/") for address in asked}
    found = page_weight.measured(BUILD / name, [BUILD / name, *sorted(files)])
    print(name, {key: round(value, 1) for key, value in found.items()})
    assert {"book.css", "page.js"} <= {file.name for file in files}
    assert page_weight.over(BUILD / name, found) == []
    assert page.evaluate("shift") <= page_weight.BUDGET["layout shift"]


def test_the_budget_names_pages_that_are_there_and_no_limit_that_is_not_needed():
    for stem, limits in page_weight.BUDGET["known to be over"].items():
        (page,) = [*BUILD.glob(f"{stem}.html"), *BUILD.glob(f"chapters/{stem}.html")]
        assert limits.keys() <= page_weight.BUDGET["every page"].keys(), page
        for name, limit in limits.items():
            assert limit > page_weight.BUDGET["every page"][name]
