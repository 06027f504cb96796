"""The reader's notebooks run with the wheel alone, say what the pages say, and solve nothing."""

import ast
import re
import subprocess
from pathlib import Path

import nbformat
import pytest
import yaml

import actnorm

from ..serve import serving
from ..site.visits import BUILD
from .conftest import built

# One machine for all of them, so one worker.
pytestmark = [pytest.mark.site, pytest.mark.xdist_group("reader")]
every = pytest.mark.parametrize("path", built(), ids=lambda path: path.stem)
MYST = re.compile(r"\{[\w:]+\}`|^\s*:{3,}|^\([\w-]+\)=$|^\{.*\}$", re.MULTILINE)
HEADING = re.compile(r"^#{1,6} +(.*)$", re.MULTILINE)


def text(notebook):
    return "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def drawn(notebook):
    """Give the Markdown that the cells put out."""
    outputs = [o.get("data", {}) for c in notebook.cells for o in c.get("outputs", [])]
    return "\n".join(o["text/markdown"] for o in outputs if "text/markdown" in o)


def printed(notebook):
    """What the cells printed, with the exercises' checks among it."""
    outputs = [o for c in notebook.cells for o in c.get("outputs", [])]
    return "\n".join(str(o.get("text") or o.get("data", {}).get("text/plain", "")) for o in outputs)


def test_there_is_one_for_every_chapter(root):
    names = {p.name for p in root.glob("chapters/*.ipynb")} | {"index.ipynb"}
    assert {path.name for path in built()} == names


@every
def test_it_runs_with_the_wheel_alone_and_solves_nothing(machine, path):
    notebook = nbformat.read(path, 4)
    exercises = sum("check_" in cell.source for cell in notebook.cells[3:])
    said = printed(machine.run(notebook))
    assert not MYST.search(drawn(notebook))
    assert "✓" not in said
    assert said.count("not attempted yet") >= min(exercises, 1)


@every
def test_it_is_plain_markdown(path):
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert not {"claims", "solution"} & set(cell.metadata.get("tags", []))
        if cell.cell_type == "markdown":
            code = re.sub(r"```.*?```|`[^`]*`", "", cell.source, flags=re.DOTALL)
            assert not MYST.search(cell.source.replace("``", "")), cell.source[:200]
            assert ":::" not in code
        else:
            assert "glue(" not in cell.source
            assert "Claims" not in cell.source


@every
def test_it_has_the_page_s_headings_and_numbers(path, source, browser):
    """Each number stands behind the same words as on the page."""
    here = " ".join(re.sub(r"^> ?", "", text(nbformat.read(path, 4)), flags=re.M).split())
    there = "\n".join(c.source for c in source(path).cells if c.cell_type == "markdown")
    headings = HEADING.findall(text(nbformat.read(path, 4)))
    assert headings == [h for h in HEADING.findall(there) if "{" not in h]
    page = browser.new_page()
    where = path.stem if path.stem == "index" else f"chapters/{path.stem}"
    page.goto(f"{BUILD.as_uri()}/{where}.html")
    shown = page.locator("main .an-claim").evaluate_all(
        """claims => claims.filter(c => !c.closest('details')).map(c => [
             c.previousSibling?.nodeType == 3 ? c.previousSibling.data : '', c.textContent])"""
    )
    page.close()
    # A page of the playground has no numbers of its own: it trains before the reader's eyes.
    assert shown or path.stem == "playground"
    for before, number in shown:
        # the last words before it, where they are plain text: links and formulas look different
        words = "" if re.search(r"[“”‘’–…]", before[-8:]) else before[-8:]
        assert " ".join(f"{words}{number}".split()) in here


@every
def test_every_cell_is_plain_python(path):
    """Without a magic's syntax: marimo, and whoever exports a script, read it too."""
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)


@pytest.mark.parametrize(("there", "said"), [(None, ""), ("0.0.1", "here is 0.0.1")])
def test_its_first_cell_tells_of_another_release(capsys, monkeypatch, there, said):
    if there:
        monkeypatch.setattr(actnorm, "__version__", there)
    exec(nbformat.read(built()[0], 4).cells[2].source, {})
    out = capsys.readouterr().out.strip()
    assert out.endswith(said)
    assert bool(out) == bool(said)


def test_its_first_cell_installs_the_wheel_beside_the_site_where_it_is_missing(machine, root):
    """As on Colab; the site is on this machine, under another address."""
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    site = config["html"]["baseurl"].rstrip("/")
    install = nbformat.read(built()[0], 4).cells[2]
    machine.pip("uninstall", "--yes", "actnorm")
    with serving(BUILD) as here:
        install.source, asked = re.subn(re.escape(site), here, install.source)
        ask = nbformat.v4.new_code_cell("import actnorm; print(actnorm.__file__)")
        said = printed(machine.run(nbformat.v4.new_notebook(cells=[install, ask])))
    assert asked == 1
    assert Path(said.split()[-1]).is_relative_to(machine.python.parents[1])


def test_the_wheel_is_whole(machine, root):
    """What the release tries on other systems."""
    command = [machine.python, "-W", "error", root / ".github/try_wheel.py"]
    done = subprocess.run(
        command, cwd=machine.home, env=machine.environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "explorers" in done.stdout
