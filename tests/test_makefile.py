"""`make lab` hands out and opens, whoever calls it and wherever the book lies."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no make")
JUPYTER = """\
#!/bin/sh
for each in "$@"; do echo "$each" >> "$(dirname "$0")/asked"; done
echo "$JUPYTER_CONFIG_PATH" > "$(dirname "$0")/config"
"""


@pytest.fixture
def book(root, tmp_path):
    """Give a book that is set up, with a Jupyter that notes what it is asked."""
    book = tmp_path / "bài học của tôi"
    for name in ("Makefile", "requirements.lock", "pyproject.toml", "_ext/hand_out.py"):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, book / name)
    for name in ("_build/notebooks/one.ipynb", ".venv/new", ".venv/lab", ".venv/ready"):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text("{}")
    programs = book / ".venv/bin"
    programs.mkdir()
    (programs / "python").symlink_to(sys.executable)
    (programs / "jupyter").write_text(JUPYTER)
    (programs / "jupyter").chmod(0o755)
    return book


def make(book, *given, **variables):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    done = subprocess.run(
        ["make", *given], cwd=book, env=environment | variables, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def asked(book):
    return (book / ".venv/bin/asked").read_text().splitlines()


def test_it_opens_the_notebooks_with_the_options_given(book):
    make(book, "lab", "ARGS=--no-browser --port=1234")
    assert {"lab", "--notebook-dir=notebooks", "--no-browser", "--port=1234"} <= set(asked(book))
    assert ("--allow-root" in asked(book)) == (os.geteuid() == 0)


def test_widgets_are_kept_in_the_notebook(book):
    """By the settings that the tests of JupyterLab use too."""
    make(book, "lab")
    config = Path((book / ".venv/bin/config").read_text().strip())
    assert config == book / "_ext/jupyter"


def test_a_changed_notebook_stays(book):
    make(book, "lab")
    mine = book / "notebooks/one.ipynb"
    mine.write_text("my answer")
    (book / "_build/notebooks/one.ipynb").write_text('{"newer": 1}')
    said = make(book, "lab")
    assert mine.read_text() == "my answer"
    assert "a newer edition is beside it" in said


def test_what_the_browser_s_kernel_lacks_is_said_last(book):
    """After all that the book's build says."""
    for name in (
        "_ext/lite-requirements.txt",
        ".venv/lite/ready",
        "package-lock.json",
        "node_modules/ready",
    ):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text("{}")
    assemble = "mkdir -p _build/lite; echo no NumPy > _build/lite/missing.txt"
    for name, line in (("lite/bin/python", assemble), ("bin/jupyter-book", "echo built")):
        (book / ".venv" / name).parent.mkdir(parents=True, exist_ok=True)
        (book / ".venv" / name).write_text(f"#!/bin/sh\n{line}\n")
        (book / ".venv" / name).chmod(0o755)
    said = make(book, "lite").splitlines()
    assert "built" in said
    assert said[-1] == "no NumPy"


@pytest.mark.parametrize("missing", [True, False])
def test_where_nobody_can_write_in_the_home_another_one_is_used(book, tmp_path, missing):
    home = "/proc/self" if missing else str(tmp_path)
    if missing and not Path(home).is_dir():
        pytest.skip("a folder in which even root cannot write")
    used = make(book, "--eval", "home:; @echo $$HOME", "home", HOME=home).strip()
    assert used == (str(book / ".venv/home") if missing else home)
