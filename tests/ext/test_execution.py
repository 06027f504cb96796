"""What a run gave is kept while it would come again, and no longer."""

import os
import shutil
import subprocess
import sys

import pytest

from .project import ROOT, notebook

CONF = """
import sys
sys.path.insert(0, {ext!r})
extensions = ["myst_nb", "actnorm_sphinx.execution"]
root_doc = "a"
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
"""
# A run is counted, and waits for the other notebook: one after the other they would never end.
RUN = """
from pathlib import Path
from time import sleep
with Path("{}").open("a") as runs:
    runs.write("run\\n")
while not Path("{}").exists():
    sleep(0.05)
"""
SLOPE = "import actnorm\nprint('slope', float(actnorm.sigmoid_grad(0.0)))"


@pytest.fixture
def library(tmp_path):
    """Give a copy of the library, to be changed."""
    copy = tmp_path / "library" / "actnorm"
    shutil.copytree(ROOT / "actnorm", copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture
def book(tmp_path, library):
    """Give a function that builds a small book anew; it gives what was said, and the first page."""
    source = tmp_path / "book"
    source.mkdir()
    (source / "conf.py").write_text(CONF.format(ext=str(ROOT / "_ext")))

    def build(files, *, fails=False):
        for name, text in files.items():
            (source / name).write_text(text, "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", "-b", "html", "-W", source, build.site],
            env=os.environ | {"PYTHONPATH": str(library.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert bool(done.returncode) == fails, said
        return said, (build.site / "a.html").read_text("utf-8") if not fails else ""

    build.folder = source
    build.site = tmp_path / "_build/html"
    build.caches = lambda: sorted((tmp_path / "_build/.jupyter_cache").iterdir())
    return build


def runs(book):
    """How often each notebook has run."""
    return [len((book.folder / name).read_text().splitlines()) for name in "ab"]


def pair(prose="Prose.", code="", tags=()):
    """Two notebooks that run side by side: text and tags vary in the first, code in the second."""
    first = notebook(
        f"# A\n\n{prose}\n\n```{{toctree}}\nb\n```",
        (RUN.format("a", "b"), []),
        (SLOPE, [], {"tags": [*tags]}),
    )
    second = notebook("# B", (RUN.format("b", "a"), []), (SLOPE + code, []))
    return {"a.ipynb": first, "b.ipynb": second}


def test_what_is_as_it_was_does_not_run_again(book):
    said, first = book(pair())
    assert "slope 0.25" in first
    assert "0 notebooks kept, 2 to run" in said
    assert "(2 of 2)" in said  # how far it has come
    assert "IPKernelApp" not in said, "a kernel warned of something"
    said, second = book(pair("Other words.", code="\nprint('more')"))
    assert "1 notebooks kept, 1 to run" in said
    assert runs(book) == [1, 2]
    assert "Other words." in second
    assert "slope 0.25" in second
    assert "more" in (book.site / "b.html").read_text("utf-8")
    _, third = book(pair("Other words.", tags=["remove-input"]))
    assert runs(book) == [2, 2], "the first has another tag, and the second's first code was kept"
    assert "sigmoid_grad" in second
    assert "sigmoid_grad" not in third
    assert "slope 0.25" in third


def test_a_changed_formula_changes_the_number(book, library):
    _, before = book(pair())
    formula = library / "activations" / "logistic.py"
    text = formula.read_text("utf-8")
    line = "    return e / (1 + e) ** 2\n"
    assert text.count(line) == 1
    assert "slope 0.25" in before
    formula.write_text(text.replace(line, line.replace("e /", "0.5 * e /")), "utf-8")
    old = book.caches()
    _, after = book({})  # no source of the book has changed
    assert "slope 0.125" in after
    assert len(book.caches()) == len(old) == 1
    assert book.caches() != old
    assert runs(book) == [2, 2]


def test_a_cell_that_fails_stops_the_build_and_says_where(book):
    said, _ = book(pair(code="\n1 / 0"), fails=True)
    assert "b.ipynb:" in said
    assert "1 / 0" in said
    assert "ZeroDivisionError: division by zero" in said
    book(pair())
    assert runs(book) == [1, 2], "what did run was kept"


@pytest.mark.parametrize(
    "name",
    [
        "activations/logistic.py",
        "data/wine.csv.gz",
        "evidence/tables/centring.json",
        "explorers/static/explorers.css",
        "palette.json",
    ],
)
def test_whatever_a_run_can_see_names_the_folder(library, name, ext_on_path, tmp_path, monkeypatch):
    from actnorm_sphinx.execution import seen

    lock = tmp_path / "lock"
    lock.write_text("numpy==1")
    names = {seen(library, lock)}
    (library / "__pycache__").mkdir()
    (library / "__pycache__" / "x.pyc").touch()
    names.add(seen(library, lock))
    assert len(names) == 1
    (library / name).write_bytes((library / name).read_bytes() + b" ")
    names.add(seen(library, lock))
    assert len(names) == 2
    (library / name).rename(library / f"{name}.txt")
    names.add(seen(library, lock))
    lock.write_text("numpy==2")
    names.add(seen(library, lock))
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    names.add(seen(library, lock))
    monkeypatch.setattr("actnorm_sphinx.execution.distributions", lambda: [])
    names.add(seen(library, lock))
    assert len(names) == 6
