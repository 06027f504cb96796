"""A figure that a notebook shows is kept twice: on its page, and beside the site for a slide."""

import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
from nbformat import v4
from sphinx.errors import ExtensionError

from .project import ALT, ROOT

CONF = """
import sys
sys.path.insert(0, {ext!r})
ours = ("execution", "figures", "slides")
extensions = ["myst_nb", *(f"actnorm_sphinx.{{name}}" for name in ours)]
root_doc = "a"
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
"""
DRAW = """
import matplotlib.pyplot as plt
from actnorm import plots
plots.use()
fig, axes = plt.subplots(2, 1)
for ax in axes:
    ax.plot([1, 2])
axes[1].set_xlabel("rate")
"""


@pytest.fixture
def build(tmp_path):
    """Build a book of one notebook; give what was said."""
    source = tmp_path / "book"
    source.mkdir()
    (source / "conf.py").write_text(CONF.format(ext=str(ROOT / "_ext")))

    def run(*cells, fails=False):
        title = v4.new_markdown_cell("# T")
        nbformat.write(v4.new_notebook(cells=[title, *cells]), source / "a.ipynb")
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", "-b", "html", "-W", source, tmp_path / "out/html"],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert bool(done.returncode) == fails, said
        return said

    return run


def test_what_was_drawn_for_a_slide_stands_beside_the_site(build, tmp_path):
    build(v4.new_code_cell(DRAW, metadata=ALT))
    page = (tmp_path / "out/html/a.html").read_text("utf-8")
    kept = json.loads((tmp_path / "out/slides/a.json").read_text("utf-8"))
    ((alt, svg),) = kept.items()
    assert alt == ALT["mystnb"]["image"]["alt"]
    assert (page.count("rate</text>"), svg.count("rate</text>")) == (1, 2)
    assert "var(--an-" in svg
    assert "actnorm.slide" not in page
    build(v4.new_code_cell(DRAW, metadata=ALT))  # now from what was kept
    assert json.loads((tmp_path / "out/slides/a.json").read_text("utf-8")) == kept


def test_the_notebook_goes_on_with_the_figure_as_it_made_it(build, tmp_path):
    size = "assert tuple(fig.get_size_inches()) == before"
    panels = "assert axes[0].get_position().y0 > axes[1].get_position().y1"
    again = {"mystnb": {"image": {"alt": "Once more."}}}
    build(
        v4.new_code_cell(f"{DRAW}before = tuple(fig.get_size_inches())", metadata=ALT),
        v4.new_code_cell(f"{size}\n{panels}\nassert plt.get_fignums() == []\nfig", metadata=again),
    )
    page = (tmp_path / "out/html/a.html").read_text("utf-8")
    assert len(set(re.findall(r'viewBox="[^"]*"', page))) == 1


def test_a_notebook_finds_no_names_that_it_did_not_write(build):
    build(v4.new_code_cell("assert not {'draw', 'MIME', 'math', 'start'} & set(globals())"))


def test_a_figure_that_cannot_be_drawn_again_stops_the_build(build):
    spoilt = "fig.set_size_inches = 3"
    said = build(v4.new_code_cell(f"{DRAW}{spoilt}", metadata=ALT), fails=True)
    assert "its figure is not for a slide" in said
    assert "'int' object is not callable" in said


def test_two_figures_of_one_alt_text_stop(ext_on_path):
    from actnorm_sphinx.slides import MIME, take

    shown = {MIME: "<?xml version='1.0'?><svg/>"}
    cells = [
        v4.new_code_cell(outputs=[v4.new_output("display_data", dict(shown))], metadata=ALT)
        for _ in range(2)
    ]
    with pytest.raises(ExtensionError, match="another figure has its alt text"):
        take(v4.new_notebook(cells=cells))
