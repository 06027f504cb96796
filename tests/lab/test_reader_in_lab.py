"""The reader's notebooks in a JupyterLab that knows no MyST: they read as on the page, and run."""

import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from ..reader.conftest import built

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("lab")]

RAW = re.compile(r"\{(glue|ref|doc|term|numref|cite)\b|:::|⚠|model not found|\$\$?[^$]*\\|\\begin")
RUN = "02_read_a_curve_and_its_slope"  # tests/reader runs them all, without a front end
TEXTS = """cells => cells.map(cell => {
  const copy = cell.cloneNode(true);
  for (const maths of copy.querySelectorAll("mjx-container")) maths.remove();
  return copy.textContent;
})"""
# What a reader takes for broken: a formula in red, a figure that is not there, an error.
BROKEN = "mjx-merror, [data-mjx-error], .jp-RenderedImage img:not([src]), .jp-mod-error"
ERRORS = "[data-mime-type='application/vnd.jupyter.error']"


def words(text):
    """Give what is said, without blanks: a line's end is none in a page."""
    return "".join(re.findall(r"[^\W_]+", text))


def parting(one, other):
    """Give both from where they differ."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 10**6)
    start = min(start, len(one), len(other))
    return [text[max(0, start - 20) : start + 20] for text in (one, other)]


def said_by(source):
    """Give the words of a plain Markdown text, without its formulas and marks."""
    text = re.sub(r"\$\$.*?\$\$", " ", source, flags=re.DOTALL)
    text = re.sub(r"(?<!\\)\$[^$]+\$", " ", text)
    text = re.sub(r"\]\((?:[^()\s]|\([^()\s]*\))*\)", "]", text)
    text = re.sub(r"^[> ]*((\d{1,2}\.|[-*]|#+)(?= )|\|?[-:| ]+\|?$)", " ", text, flags=re.MULTILINE)
    text = re.sub(r"^```\w*$", "", text, flags=re.MULTILINE)
    return words(re.sub(r"<(?!https?:)[^>]+>|[*_`]", "", text))


def test_every_text_reads_as_it_was_written(open_notebook, lab):
    """All of them in one notebook: a cell is drawn by itself."""
    texts = [c for path in built() for c in nbformat.read(path, 4).cells]
    texts = [cell for cell in texts if cell.cell_type == "markdown"]
    path = lab[1] / "texts.ipynb"
    for number, cell in enumerate(texts):
        cell.id = f"t{number}"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=texts, metadata=kernel), path)
    notebook = open_notebook("1")
    notebook.show(lab[0], path)
    page = notebook.page
    cells = page.locator(".jp-NotebookPanel .jp-MarkdownCell .jp-RenderedMarkdown")
    expect(cells).to_have_count(len(texts))
    formulas = sum("$" in cell.source for cell in texts)
    expect(cells.filter(has=page.locator("mjx-container"))).to_have_count(formulas)
    expect(page.locator(BROKEN)).to_have_count(0)
    shown = cells.evaluate_all(TEXTS)
    assert [text for text in shown if RAW.search(text)] == []
    pairs = [(words(a), said_by(b.source)) for a, b in zip(shown, texts, strict=True)]
    assert [parting(*pair) for pair in pairs if pair[0] != pair[1]] == []


def test_run_all(open_notebook, lab):
    """No error, no ✓ that the student has not earned, every figure drawn."""
    (source,) = [path for path in built() if path.stem == RUN]
    path = lab[1] / source.name
    shutil.copy(source, path)
    cells = nbformat.read(path, 4).cells
    notebook = open_notebook("1").show(lab[0], path)
    notebook.menu("Run", "Run All Cells")
    code = notebook.page.locator(".jp-NotebookPanel .jp-CodeCell .jp-InputPrompt")
    count = sum(cell.cell_type == "code" for cell in cells)
    expect(code).to_have_text([re.compile(r"\d")] * count, timeout=300_000)
    page = notebook.page
    expect(page.locator(ERRORS)).to_have_count(0)
    expect(page.locator(BROKEN)).to_have_count(0)
    outputs = page.locator(".jp-CodeCell .jp-OutputArea-output")
    said = "\n".join(outputs.all_inner_texts())
    assert "✓" not in said
    assert not RAW.search(said)
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    exercises = sum(len(re.findall(r"^check_\w+\(", text, re.MULTILINE)) for text in sources)
    assert exercises >= 3
    assert said.count("not attempted yet") == exercises
    explorers = sum("Explorer(" in text for text in sources)
    expect(page.locator(".actnorm svg.actnorm-picture")).to_have_count(explorers)
