"""The bundle in the repository is what its sources give."""

import gzip
import re
import subprocess

import pytest

FORBIDDEN = ("eval(", "new Function", "blob:", "innerHTML", "insertAdjacentHTML", "import(")


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    out = tmp_path_factory.mktemp("bundle")
    build = root / "actnorm" / "explorers" / "js" / "build.mjs"
    subprocess.run(["node", str(build), str(out)], check=True, cwd=root)
    return out


@pytest.fixture(scope="module")
def static(root):
    return root / "actnorm" / "explorers" / "static"


def test_up_to_date(built, static):
    for file in built.iterdir():
        assert (static / file.name).read_bytes() == file.read_bytes(), (
            f"{file.name} is not what its sources give: run `npm run bundle` and commit"
        )


def test_nothing_else_is_shipped(built, static):
    assert {p.name for p in static.iterdir()} == {p.name for p in built.iterdir()}


def test_modules_export_render(static):
    for module in static.glob("*.js"):
        if not module.name.startswith("site-"):
            text = module.read_text("utf-8")
            assert re.search(r"export\{[^}]*\bas render\b", text)
            assert re.search(r"export\{[^}]*\bas default\b", text)
            assert not re.findall(r"^\s*import\b", text, re.M)


def test_runs_under_a_strict_policy(static):
    """No eval, no blob, no markup from strings, no other host."""
    for script in static.glob("*.js"):
        text = script.read_text("utf-8")
        for word in FORBIDDEN:
            assert word not in text, script.name
        hosts = set(re.findall(r"https?://[^\"'`\s]+", text))
        assert hosts <= {"http://www.w3.org/2000/svg"}  # a namespace, never fetched


def test_every_explorer_has_its_scripts(static):
    from actnorm import explorers

    kinds = {getattr(explorers, name)._kind for name in explorers.__all__} - {None}
    own = {f"{kind}.js" for kind in kinds} | {f"site-{kind}.js" for kind in kinds}
    assert {path.name for path in static.glob("*.js")} == own
    sheets = {f"{kind}.css" for kind in kinds} | {"explorers.css", "palette.css"}
    assert {path.name for path in static.glob("*.css")} == sheets


# The doctor words 75 answers, which once travelled with the page; the playground trains networks.
MORE = {"doctor": 9_700, "dead-units": 8_250, "playground": 24_000}


def test_weighs_little(static):
    """8 KiB, on a page its host, address and steps, in a notebook the line of `notebook.js`."""
    size = {p.name: len(gzip.compress(p.read_bytes(), 9)) for p in static.iterdir()}
    for name in size:
        if name.endswith(".js") and not name.startswith("site-"):
            assert size[name] <= MORE.get(name.removesuffix(".js"), 8_192) + 256, name
            hosted = 25_000 if name == "playground.js" else 10_800
            assert size[f"site-{name}"] < hosted, name
    assert size["explorers.css"] < 5_000
