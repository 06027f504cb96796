"""The bundle in the repository is what its sources give."""

import re
import subprocess

import pytest


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    out = tmp_path_factory.mktemp("bundle")
    build = root / "actnorm" / "explorers" / "js" / "build.mjs"
    subprocess.run(["node", str(build), str(out)], check=True, cwd=root)
    return out


@pytest.fixture(scope="module")
def static(root):
    return root / "actnorm" / "explorers" / "static"


@pytest.mark.parametrize("name", ["explorers.js", "explorers.css", "site.js"])
def test_up_to_date(built, static, name):
    assert (static / name).read_bytes() == (built / name).read_bytes(), (
        f"{name} is not what its sources give: run `npm run bundle` and commit"
    )


def test_nothing_else_is_shipped(built, static):
    assert {p.name for p in static.iterdir()} == {p.name for p in built.iterdir()}


def test_module_exports_render(static):
    text = (static / "explorers.js").read_text("utf-8")
    assert re.search(r"export\{[^}]*\bas default\b", text)
    assert "import" not in re.findall(r"^\s*import\b", text, re.M)


@pytest.mark.parametrize("name", ["explorers.js", "site.js"])
def test_runs_under_a_strict_policy(static, name):
    """No eval, no blob, no markup from strings, no other host."""
    text = (static / name).read_text("utf-8")
    for word in ("eval(", "new Function", "blob:", "innerHTML", "insertAdjacentHTML", "import("):
        assert word not in text
    hosts = set(re.findall(r"https?://[^\"'`\s]+", text))
    assert hosts <= {"http://www.w3.org/2000/svg"}  # a namespace, never fetched


def test_weighs_little(static):
    """Half of the page's budget for scripts; the prototype with d3's scales and axes took 27 kB."""
    import gzip

    size = {p.name: len(gzip.compress(p.read_bytes(), 9)) for p in static.iterdir()}
    assert size["site.js"] < 20_000
    assert size["explorers.css"] < 5_000
