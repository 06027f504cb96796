"""The reader's notebooks run with the wheel alone, say what the pages say, and solve nothing."""

import re
import subprocess

import nbformat
import pytest

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
    assert len(shown) >= 1
    for before, number in shown:
        # the last words before it, where they are plain text: links and formulas look different
        words = "" if re.search(r"[“”‘’–…]", before[-8:]) else before[-8:]
        assert " ".join(f"{words}{number}".split()) in here


def test_its_first_cell_installs_the_released_wheel_where_it_is_missing(machine):
    """Without `actnorm` the cell asks pip for the wheel at the site's address."""
    cell = nbformat.read(built()[0], 4).cells[2].source
    wheel = re.search(r"https://\S+/wheel/actnorm-[\d.]+-py3-none-any\.whl", cell)
    assert wheel
    code = cell.replace("import actnorm", "import actnorm_that_is_missing")
    code = code.replace(f'%pip install --quiet "{wheel[0]}"', "print('asked')")
    done = subprocess.run([machine.python, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "asked\n"
