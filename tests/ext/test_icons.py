"""Icons stand in the page, and one that the theme does not have any more stops the build."""

import re

import pytest
from sphinx.errors import ExtensionError


@pytest.fixture
def icons():
    from actnorm_sphinx import icons

    return icons


@pytest.mark.parametrize("names", ["fas fa-bars", "fa-solid fa-moon", "fab fa-github"])
def test_an_icon_is_a_drawing_within_its_box(icons, names):
    from actnorm_sphinx.lines import absolute

    html = icons.icon(names)
    assert 'aria-hidden="true"' in html
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', html).groups())
    pieces = absolute(re.search(r'd="([^"]+)"', html)[1])
    ends = [numbers[-2:] for letter, numbers in pieces if letter != "z"]
    assert len(ends) > 5
    assert all(-1 <= x <= width + 1 and -1 <= y <= height + 1 for x, y in ends)


def test_attributes_are_those_of_its_place(icons):
    html = icons.icon("fas fa-sun", classes="theme-switch", data_mode="light")
    assert html.startswith('<svg class="an-icon theme-switch" data-mode="light" viewBox=')


@pytest.mark.parametrize("names", ["fas fa-no-such-icon", "fal fa-bars"])
def test_an_icon_that_is_gone_is_named(icons, names):
    with pytest.raises(ExtensionError, match=f"the icon {names} is not there any more"):
        icons.icon(names)
