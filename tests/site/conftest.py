"""The built book on a server of its own, and visitors of every kind."""

import pytest

from ..serve import serving
from .visits import BUILD, Visit, explorer_pages, pages

# What a school's strictest server may send: nothing but the book's own files, nothing evaluated.
STRICT = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def pytest_generate_tests(metafunc):
    """`name` is each page in turn, `kind` each kind of explorer."""
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", pages())
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", sorted(explorer_pages()) or ["none"])


@pytest.fixture(scope="session")
def built():
    """The folder of the built book."""
    if not (BUILD / "index.html").is_file():
        pytest.fail("there is no built book to test: type `make book` first", pytrace=False)
    return BUILD


@pytest.fixture(scope="session")
def site(built):
    """The book's address, on a server with a strict content security policy."""
    with serving(built, Content_Security_Policy=STRICT) as url:
        yield url


@pytest.fixture
def visit(browser, site):
    """Open a page as a given visitor; at the end, nothing may have gone wrong unseen."""
    visits = []

    def go(name, *, base=site, width=1280, height=900, init="", **visitor):
        context = browser.new_context(viewport={"width": width, "height": height}, **visitor)
        context.set_default_timeout(60_000)
        context.add_init_script(init)
        visits.append(Visit(context.new_page(), base))
        return visits[-1].go(name)

    yield go
    for each in visits:
        each.page.context.close()
    assert [noise for each in visits for noise in each.noise] == []


@pytest.fixture
def explorer(visit):
    """Open the page of a kind of explorer, and give the first such figure on it, alive."""

    def go(kind, **visitor):
        page = visit(explorer_pages()[kind], **visitor)
        figure = page.locator(f'figure.actnorm-slot[data-explorer="{kind}"]').first
        figure.scroll_into_view_if_needed()
        return figure

    return go
