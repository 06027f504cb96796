"""A theme that has changed stops the build, and says what is not there any more."""

import re

import pytest
from sphinx.errors import ExtensionError

from .project import SPHINX_WARNINGS, build

pytestmark = SPHINX_WARNINGS

GROUP = {"type": "group", "tooltip": "Download", "icon": "fas fa-download"}
NOTEBOOK = {"type": "link", "text": ".ipynb", "icon": "fas fa-code", "url": "a.ipynb"}
SOURCE = {**NOTEBOOK, "text": ".md", "label": "download-source-button"}
PRINT = {"type": "javascript", "label": "download-pdf-button", "icon": "fas fa-file-pdf"} | {
    "text": ".pdf"
}
BINDER = {"type": "link", "text": "Binder", "icon": "_static/binder.svg", "url": "https://b.org"}


@pytest.fixture
def theme():
    from actnorm_sphinx import theme

    return theme


def test_the_theme_that_is_installed_has_all_we_take_from_it(theme):
    theme.check()


def test_a_block_that_is_gone_is_named(theme, monkeypatch, tmp_path):
    layout = tmp_path / "layout.html"
    layout.write_text(theme.LAYOUT.read_text("utf-8").replace("block footer", "block foot"))
    monkeypatch.setattr(theme, "LAYOUT", layout)
    with pytest.raises(ExtensionError, match="block footer"):
        theme.check()


def test_a_template_that_has_moved_is_named(theme, monkeypatch, tmp_path):
    monkeypatch.setattr(theme, "LAYOUT", tmp_path / "gone")
    with pytest.raises(ExtensionError, match="block"):
        theme.check()


def test_buttons_become_menus(theme):
    buttons = [{**GROUP, "buttons": [NOTEBOOK, SOURCE, PRINT, BINDER]}, {"type": "javascript"}]
    (menu,) = theme.menus(buttons)
    assert menu["title"] == "Download"
    texts = [item["text"] for item in menu["items"]]
    assert texts == ["Notebook (.ipynb)", "Print, or save as PDF", "Binder"]
    notebook, printer, binder = menu["items"]
    assert notebook["download"]
    assert printer["print"]
    assert "url" not in printer
    assert (binder["url"], binder["download"]) == (BINDER["url"], False)


@pytest.mark.parametrize("key", ["text", "url", "type"])
def test_a_button_with_other_keys_is_named(theme, key):
    button = {name: value for name, value in NOTEBOOK.items() if name != key}
    with pytest.raises(ExtensionError, match=f"a button's '{key}'"):
        theme.menus([{**GROUP, "buttons": [button]}])


def test_a_button_with_a_script_of_its_own_is_named(theme):
    """It would be dead: the theme's scripts are not on the page."""
    with pytest.raises(ExtensionError, match="known script behind the button launch-thebe"):
        theme.menus([{**GROUP, "buttons": [{**PRINT, "label": "launch-thebe"}]}])


@pytest.mark.parametrize("function", ["generate_toctree_html", "generate_toc_html"])
def test_lists_of_links_with_other_classes_are_named(theme, function):
    lists = {
        "generate_toctree_html": lambda **options: '<li class="toctree-l1"></li>',
        "generate_toc_html": lambda: '<a class="nav-link"></a>',
    }
    for make in theme.contents(lists).values():
        assert make()
    lists[function] = lambda **options: '<a class="changed"></a>'
    with pytest.raises(ExtensionError, match=r"the class (toctree-l1|nav-link)"):
        [make() for make in theme.contents(lists).values()]


def test_no_other_module_or_template_speaks_the_themes_words(theme):
    words = "pydata|sphinx_book_theme|generate_toc"
    found = {
        file.name
        for pattern in ("actnorm_sphinx/*.py", "templates/*.html", "static/*.js")
        for file in theme.OURS.glob(pattern)
        if re.search(words, file.read_text("utf-8"))
    }
    assert found <= {"theme.py"}


def test_another_theme_is_refused(tmp_path):
    with pytest.raises(ExtensionError, match="the templates' value"):
        build(tmp_path, {"index.md": "# T\n"}, modules=["maths", "theme"])
