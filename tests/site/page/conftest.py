"""The small book on a strict server, in place of the large one."""

import pytest

from ...serve import serving
from ..conftest import STRICT
from .booklet import build


@pytest.fixture(scope="session")
def booklet(tmp_path_factory):
    """The folder of the small book."""
    return build(tmp_path_factory.mktemp("booklet"))


@pytest.fixture(scope="session")
def site(booklet):
    """The small book's address, on a server with a strict content security policy."""
    with serving(booklet, Content_Security_Policy=STRICT) as url:
        yield url


@pytest.fixture
def lesson(visit):
    """Open the small book's lesson."""

    def go(fragment="", **visitor):
        return visit(f"lesson.html{fragment}", **visitor)

    return go
