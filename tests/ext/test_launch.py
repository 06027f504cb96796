"""Every button leads to a notebook that is there, under the one address that the book has."""

import re
from urllib.parse import unquote

import pytest

from ..buttons import FOLLOW, buttons, on_binder
from .project import SPHINX_WARNINGS, THEMELESS, build, notebook

pytestmark = SPHINX_WARNINGS
SITE = "https://school.example/a%20book/"
REPOSITORY = "https://github.com/school/a-book"
NAMES = ["index", "part/a b (ữ)"]
SERVICES = {
    "binderhub_url": "https://binder.example/",
    "colab_url": "https://colab.example",
    "jupyterhub_url": "https://hub.example/",
}


def book(folder, *, site=SITE, repository=REPOSITORY, services=SERVICES, **settings):
    """Build a book of two notebooks and a page of text."""
    pages = {f"{name}.ipynb": notebook(f"# {name}\n\n[tell](repository:issues)") for name in NAMES}
    (folder / "book/part").mkdir(parents=True)
    texts = {"text.md": "# Text\n\n<site:> [us](repository:)"}
    toctree = {"contents.md": "# C\n\n```{toctree}\nindex\npart/a b (ữ)\ntext\n```"}
    theme = {"repository_url": repository, "repository_branch": "main", "launch_buttons": services}
    return build(
        folder,
        toctree | pages | texts,
        modules=[
            *THEMELESS,
            "address",
            "theme",
            "page",
            "search",
            "assets",
            "ledger",
            "notebooks",
            "launch",
            "share",
        ],
        theme="sphinx_book_theme",
        extensions=["sphinx_book_theme", "sphinxext.opengraph"],
        html_title="A book",
        html_baseurl=site,
        html_theme_options=theme,
        **settings,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return book(tmp_path_factory.mktemp("site"))


@pytest.mark.parametrize("name", NAMES)
def test_each_button_leads_to_the_notebook_of_its_page(site, name):
    page = site / f"{name}.html"
    found, wanted = buttons(page), f"{name.rpartition('/')[2]}.ipynb"
    branch = site.parent / "notebooks"
    for service, follow in FOLLOW.items():
        assert follow(found[service]) == (REPOSITORY, "notebooks", wanted)
    kept = page.parent / unquote(found["Notebook (.ipynb)"])
    assert kept.name == wanted
    assert kept.read_bytes() == (branch / wanted).read_bytes()


def test_a_page_of_text_can_be_printed_and_no_more(site):
    page = site / "text.html"
    assert not {*FOLLOW, "Notebook (.ipynb)"} & set(buttons(page))
    assert "data-print" in page.read_text("utf-8")


def test_a_service_that_is_not_named_has_no_button(tmp_path):
    services = {"colab_url": "https://colab.example"}
    site = book(tmp_path, services=services, repository="https://gitlab.com/school/a-book/")
    assert "JupyterHub" not in buttons(site / "index.html")
    assert "Colab" not in buttons(site / "index.html"), "Colab opens notebooks on GitHub only"


def test_binder_takes_a_repository_of_any_host(tmp_path):
    site = book(tmp_path, repository="https://gitlab.com/us/a-book/")
    place = on_binder(buttons(site / "index.html")["Binder"])
    assert place == ("https://gitlab.com/us/a-book", "notebooks", "index.ipynb")


def test_the_branch_holds_the_notebooks_and_binders_environment(site):
    branch = site.parent / "notebooks"
    found = {p.relative_to(branch).as_posix() for p in branch.rglob("*") if p.is_file()}
    binder = {".binder/requirements.txt", ".binder/runtime.txt"}
    assert found == {"index.ipynb", "a b (ữ).ipynb", "README.md"} | binder
    readme = (branch / "README.md").read_text("utf-8")
    assert readme.startswith('# Notebooks of "A book"\n')
    links = re.findall(r"<(https://\S+?)>", readme)
    assert len(links) == len(FOLLOW)
    for follow, link in zip(FOLLOW.values(), links, strict=True):
        assert follow(link) == (REPOSITORY, "notebooks", "index.ipynb")


def test_the_wheel_lies_where_the_notebooks_ask_for_it(site):
    import nbformat

    (wheel,) = (site / "wheel").iterdir()
    address = f"{SITE}wheel/{wheel.name}"
    for name in NAMES:
        path = site / "notebooks" / f"{name.rpartition('/')[2]}.ipynb"
        assert f'"install --quiet {address}"' in nbformat.read(path, 4).cells[2].source
    needs = (site.parent / "notebooks/.binder/requirements.txt").read_text().splitlines()
    assert f"actnorm @ {address}" in needs


def test_another_address_is_said_twice_and_is_everywhere(tmp_path):
    """What a fork changes: the site's and the repository's address; nothing is left of ours."""
    site = book(tmp_path, site="https://fork.example/x", repository="https://github.com/fork/y")
    text = (site / "text.html").read_text("utf-8")
    assert '<a class="reference external" href="https://fork.example/x/">https://fork' in text
    assert 'href="https://github.com/fork/y/"' in text
    assert '<meta property="og:url" content="https://fork.example/x/text.html"' in text
    assert '<link rel="canonical" href="https://fork.example/x/text.html"' in text
    assert "https://github.com/fork/y/issues" in (site / "notebooks/index.ipynb").read_text()
    for path in (*tmp_path.rglob("*.html"), *tmp_path.glob("_build/notebooks/**/*")):
        if path.is_file():
            assert "actnorm/actnorm" not in path.read_text("utf-8"), path


def test_an_address_that_is_none_stops_the_build(tmp_path):
    with pytest.raises(Exception, match="the site's address begins with https://, not 'fork"):
        book(tmp_path, site="fork.github.io/y")
