"""Sphinx finds the extension as the book does."""

import sys

import pytest

from .project import ROOT


@pytest.fixture(scope="module", autouse=True)
def ext_on_path():
    """Sphinx finds the extension as `_config.yml` has it found: through the path."""
    sys.path.insert(0, str(ROOT / "_ext"))
    yield
    sys.path.remove(str(ROOT / "_ext"))
