"""The page "Playground": its links and the chapters' bring the figure into their state."""

import re

import pytest

from .visits import BUILD

pytestmark = pytest.mark.site
PAGE = "chapters/playground.html"
LINK = re.compile(r'href="(playground\.html\?[^"]*)"')


def links():
    """Give each page's links into a state of the playground, with nothing of HTML left."""
    found = {}
    for path in sorted((BUILD / "chapters").glob("*.html")):
        for link in LINK.findall(path.read_text("utf-8")):
            found.setdefault(link.replace("&amp;", "&"), path.stem)
    return found


def test_pages_link_into_the_playground():
    assert len(links()) >= 7
    assert "playground" in set(links().values())


def test_a_link_sets_every_trait_that_it_names(visit):
    for link in links():
        page = visit(f"chapters/{link}")
        figure = page.locator("#figure-playground")
        figure.locator(".actnorm-play").wait_for()
        query = link.partition("?")[2].partition("#")[0]
        for trait, value in (pair.split("=") for pair in query.split("&")):
            control = figure.locator(f"[name={trait.removeprefix('playground.')}]")
            if control.evaluate("e => e.tagName") == "SELECT":
                assert control.input_value() == value, (link, trait)
            else:  # a slider: its position may be a logarithm; the value stands beside it
                shown = control.evaluate("e => e.parentElement.innerText")
                assert float(shown.split()[-1]) == float(value), (link, trait)
        assert page.locator(".actnorm-refused:visible").count() == 0
