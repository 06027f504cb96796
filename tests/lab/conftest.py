"""A JupyterLab for the session, and notebooks to open in it."""

import functools

import pytest

from .jupyter import Notebook, jupyterlab


@pytest.fixture(scope="session")
def lab(browser, tmp_path_factory):
    """JupyterLab's address, and the folder it shows."""
    home = tmp_path_factory.mktemp("lab")
    with jupyterlab(home) as url:
        yield url, home / "work"


@pytest.fixture
def open_notebook(browser, lab):
    """Open a notebook made of the given code cells."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    yield functools.partial(Notebook.open, context.new_page(), *lab)
    context.close()
