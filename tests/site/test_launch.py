"""The book's own buttons: each leads to a notebook that is there, on the branch and on the site."""

from urllib.parse import unquote

import pytest
import yaml

from ..buttons import FOLLOW, buttons
from .visits import ROOT

pytestmark = pytest.mark.site
NOTEBOOK = "Notebook (.ipynb)"


@pytest.fixture(scope="module")
def repository():
    return yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["repository"]["url"]


def test_a_chapter_can_be_opened_and_kept_and_a_page_of_text_cannot(built, repository, name):
    found, page = buttons(built / name), built / name
    file = f"{page.stem}.ipynb"
    if not any((ROOT / folder / file).is_file() for folder in ("", "chapters")):
        assert not {*FOLLOW, NOTEBOOK} & set(found)
        return
    assert {"Colab", "Binder", NOTEBOOK} <= set(found)
    for service in FOLLOW.keys() & found:
        assert FOLLOW[service](found[service]) == (repository, "notebooks", file)
    branch = built.parent / "notebooks"
    kept = page.parent / unquote(found[NOTEBOOK])
    assert kept.read_bytes() == (branch / file).read_bytes()


def test_the_source_of_a_page_is_not_beside_it(built):
    assert not (built / "_sources").exists(), "an editor's notebooks, which a reader cannot read"
