"""A student's machine: the wheel, a kernel and what their metadata ask for, nothing else."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from ..site.visits import BUILD

NOTEBOOKS = BUILD.parent / "notebooks"


def built():
    """The reader's notebooks, or an empty name that fails if the book is not built."""
    return sorted(NOTEBOOKS.glob("*.ipynb")) or [Path("none")]


@dataclass
class Machine:
    """A virtual environment outside the repository, and a folder to work in."""

    python: Path
    home: Path

    def run(self, notebook):
        """Run a notebook from top to bottom; return it with its outputs."""
        client = NotebookClient(
            notebook, timeout=600, kernel_name="light", resources={"metadata": {"path": self.home}}
        )
        client.execute(env=self.environment())
        return notebook

    def pip(self, *command):
        """Let the machine's own pip do something."""
        pip = [self.python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *command], check=True, cwd=self.home, env=self.environment())

    def environment(self):
        return outside() | {"IPYTHONDIR": str(self.home / "ipython")}


def outside():
    """Give an environment in which Python knows nothing of the repository."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}


@pytest.fixture(scope="session")
def machine(tmp_path_factory):
    home = tmp_path_factory.mktemp("student")
    python = home / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = ["-m", "pip", "--quiet", "--disable-pip-version-check"]
    venv = [sys.executable, "-m", "venv", home / "venv"]
    subprocess.run(venv, check=True, cwd=home, env=outside())
    (wheel,) = (BUILD / "wheel").glob("actnorm-*.whl")  # the one that is published with the pages
    subprocess.run(
        [python, *pip, "install", wheel, "ipykernel"], check=True, cwd=home, env=outside()
    )
    spec = home / "share/kernels/light"
    spec.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel = {"argv": argv, "display_name": "light", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(kernel))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(home / "share"))
        (home / "work").mkdir()
        yield Machine(python, home / "work")


@pytest.fixture
def source(root):
    """Give the source of a reader's notebook."""

    def read(path):
        folder = root if path.stem == "index" else root / "chapters"
        return nbformat.read(folder / path.name, 4)

    return read
