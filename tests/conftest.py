"""What every test may ask for: the project's root, and a browser that really exists."""

import os
from pathlib import Path

import pytest

from .browser import NoBrowserError, launch

# With the oldest versions that we allow: others' calls of each other, which we cannot mend.
THEIRS = (
    "ignore:Deprecated in traitlets 4.1:DeprecationWarning",  # ipywidgets, in traitlets
    "ignore:'.*' deprecated - use '.*':DeprecationWarning",  # matplotlib, in pyparsing
)


def pytest_configure(config):
    for line in THEIRS:
        config.addinivalue_line("filterwarnings", line)


def pytest_collection_modifyitems(items):
    """Put the browser last: what is quick to fail fails first."""
    items.sort(key=lambda item: any(map(item.get_closest_marker, ("site", "lab"))))


@pytest.fixture(scope="session")
def root():
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the session; each test opens its own context in it.

    A missing browser fails. It may be done without on one's own machine, by saying so.
    """
    if os.environ.get("ACTNORM_NO_BROWSER") and not os.environ.get("CI"):
        pytest.skip("ACTNORM_NO_BROWSER is set: nothing was tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except NoBrowserError as missing:
            pytest.fail(str(missing), pytrace=False)
        yield browser
        browser.close()
