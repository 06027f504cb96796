"""Every button leads to a notebook that is there, under the one address that the book has."""

import html
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

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
        modules=[*THEMELESS, "address", "page", "assets", "ledger", "notebooks", "launch", "share"],
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


def buttons(page):
    """Give {text: address} of the links in a page's menus."""
    text = page.read_text("utf-8")
    menus = "".join(re.findall(r'<details class="an-menu">.*?</details>', text, re.S))
    found = re.findall(r'<a class="dropdown-item" href="([^"]*)".*?<span>(.*?)</span>', menus, re.S)
    return {name: html.unescape(address) for address, name in found}


def on_colab(address):
    """Follow Colab's path: /github/OWNER/REPOSITORY/blob/BRANCH/FILE."""
    assert address.startswith("https://colab.example/github/school/a-book/blob/notebooks/")
    return unquote(urlsplit(address).path.split("/", 6)[6])


def on_binder(address):
    """Follow Binder's: /v2/gh/OWNER/REPOSITORY/BRANCH, and the path on the server it starts."""
    where = urlsplit(address)
    assert (where.netloc, where.path) == ("binder.example", "/v2/gh/school/a-book/notebooks")
    (path,) = parse_qs(where.query)["urlpath"]
    return unquote(path.removeprefix("lab/tree/"))


def on_hub(address):
    """Follow nbgitpuller's: it clones the branch into a folder named as the repository."""
    where, asked = urlsplit(address), parse_qs(urlsplit(address).query)
    assert (where.netloc, where.path) == ("hub.example", "/hub/user-redirect/git-pull")
    assert (asked["repo"], asked["branch"]) == ([REPOSITORY], ["notebooks"])
    return unquote(asked["urlpath"][0].removeprefix("lab/tree/a-book/"))


@pytest.mark.parametrize("name", NAMES)
def test_each_button_leads_to_the_notebook_of_its_page(site, name):
    page = site / f"{name}.html"
    found, wanted = buttons(page), f"{name.rpartition('/')[2]}.ipynb"
    branch = site.parent / "notebooks"
    for follow, service in ((on_colab, "Colab"), (on_binder, "Binder"), (on_hub, "JupyterHub")):
        assert follow(found[service]) == wanted
        assert (branch / wanted).is_file()
    kept = page.parent / unquote(found["Notebook (.ipynb)"])
    assert kept.name == wanted
    assert kept.read_bytes() == (branch / wanted).read_bytes()


def test_a_page_of_text_can_be_printed_and_no_more(site):
    page = site / "text.html"
    assert not {"Colab", "Binder", "JupyterHub", "Notebook (.ipynb)"} & set(buttons(page))
    assert "data-print" in page.read_text("utf-8")


def test_a_service_that_is_not_named_has_no_button(tmp_path):
    services = {"colab_url": "https://colab.example"}
    site = book(tmp_path, services=services, repository="https://gitlab.com/school/a-book/")
    assert "JupyterHub" not in buttons(site / "index.html")
    assert "Colab" not in buttons(site / "index.html"), "Colab opens notebooks on GitHub only"


def test_binder_takes_a_repository_of_any_host(tmp_path):
    site = book(tmp_path, repository="https://gitlab.com/us/a-book/")
    found = urlsplit(buttons(site / "index.html")["Binder"])
    assert found.path == "/v2/git/https%3A%2F%2Fgitlab.com%2Fus%2Fa-book/notebooks"


def test_the_branch_holds_the_notebooks_and_binders_environment(site):
    branch = site.parent / "notebooks"
    found = {p.relative_to(branch).as_posix() for p in branch.rglob("*") if p.is_file()}
    binder = {".binder/requirements.txt", ".binder/runtime.txt"}
    assert found == {"index.ipynb", "a b (ữ).ipynb", "README.md"} | binder
    readme = (branch / "README.md").read_text("utf-8")
    follow = {"colab.example": on_colab, "binder.example": on_binder, "hub.example": on_hub}
    for link in re.findall(r"<(https://\S+?)>", readme):
        assert follow[urlsplit(link).netloc](link) == "index.ipynb"
    assert len(re.findall(r"<https://", readme)) == 3


def test_the_wheel_lies_where_the_notebooks_ask_for_it(site):
    import nbformat

    (wheel,) = (site / "wheel").iterdir()
    address = f"{SITE}wheel/{wheel.name}"
    for name in NAMES:
        path = site / "notebooks" / f"{name.rpartition('/')[2]}.ipynb"
        assert f'%pip install --quiet "{address}"' in nbformat.read(path, 4).cells[2].source
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
