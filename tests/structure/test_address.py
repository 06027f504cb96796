"""Site and repository have their addresses from `_config.yml`; a fork changes two lines."""

import re
import shutil
import tomllib
from urllib.parse import urlsplit

import pytest
import yaml

from ..buttons import FOLLOW
from .book import ROOT, script

FOLDERS = ("chapters", "actnorm", "_ext", "tests", "benchmarks", ".github", ".ci")
TEXT = [".py", ".md", ".ipynb", ".js", ".mjs", ".css", ".html", ".yml", ".toml", ".json", ".cff"]


@pytest.fixture(scope="module")
def readdress():
    return script("readdress")


def files():
    """Give every text of the project that git keeps."""
    for path in (*ROOT.iterdir(), *(p for name in FOLDERS for p in (ROOT / name).rglob("*"))):
        ours = not {"__pycache__", "static", "node_modules"} & set(path.parts)
        if path.is_file() and path.suffix in [*TEXT, ""] and ours and path.name != ".git":
            yield path


def test_nothing_but_the_configuration_and_what_is_mended_by_it_holds_an_address(readdress):
    found = {
        path.relative_to(ROOT).as_posix()
        for path in files()
        if any(place in path.read_text("utf-8") for place in readdress.said().values())
    }
    assert found == {"_config.yml", *readdress.FILES}
    config = (ROOT / "_config.yml").read_text("utf-8")
    assert [config.count(place) for place in readdress.said().values()] == [1, 1]


def test_what_no_build_writes_has_the_same_addresses(readdress):
    """If not: `make format`."""
    said, texts = readdress.said(), readdress.mended()
    assert texts == {name: (ROOT / name).read_text("utf-8") for name in readdress.FILES}
    assert tomllib.loads(texts["pyproject.toml"])["project"]["urls"] == said
    citation = yaml.safe_load(texts["CITATION.cff"])
    assert (citation["url"], citation["repository-code"]) == (said["Book"], said["Source"])
    assert all(place in texts["README.md"] for place in said.values())


def test_the_readme_s_links_lead_to_the_published_notebooks(readdress):
    check_links((ROOT / "README.md").read_text("utf-8"), readdress.said()["Source"])


def check_links(readme, repository):
    links = re.findall(r"https://[^\s)`|]+", readme)
    hosts = {"Colab": "colab.", "Binder": "mybinder.", "JupyterHub": "YOUR-HUB"}
    for service, host in hosts.items():
        (link,) = (link for link in links if urlsplit(link).netloc.startswith(host))
        place = FOLLOW[service](link)
        assert place == (repository, "notebooks", "index.ipynb")


def test_two_lines_of_a_fork_reach_the_rest(readdress, tmp_path, capsys):
    for name in ("_config.yml", *readdress.FILES):
        shutil.copy(ROOT / name, tmp_path)
    before, config = readdress.said(), (tmp_path / "_config.yml").read_text("utf-8")
    new = {"Book": "https://fork.example/", "Source": "https://github.com/fork/a"}
    for name, place in before.items():
        config = config.replace(place, new[name])
    (tmp_path / "_config.yml").write_text(config, "utf-8")
    readdress.main(tmp_path)
    assert len(capsys.readouterr().out.splitlines()) == len(readdress.FILES)
    for name in readdress.FILES:
        text = (tmp_path / name).read_text("utf-8")
        assert not any(place in text for place in before.values()), name
        assert new["Source"] in text
    check_links((tmp_path / "README.md").read_text("utf-8"), new["Source"])
    readdress.main(tmp_path)
    assert capsys.readouterr().out == ""
