"""The book's notebooks as the structure tests see them: read from the files, nothing executed."""

import ast
import importlib.util
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def script(name):
    """Load a script of `_ext`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f"_ext/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Notebook:
    """A notebook as committed: its cells, and the text and code in them."""

    path: Path

    @cached_property
    def cells(self):
        cells = json.loads(self.path.read_text("utf-8"))["cells"]
        for cell in cells:
            cell["source"] = "".join(cell["source"])
        return cells

    @property
    def code(self):
        return [cell for cell in self.cells if cell["cell_type"] == "code"]

    @property
    def text(self):
        """All the markdown cells as one text."""
        return "\n\n".join(c["source"] for c in self.cells if c["cell_type"] == "markdown")

    def section(self, heading):
        """Give the markdown under the heading that begins with `heading`."""
        found, inside = [], False
        for line in self.text.splitlines():
            if re.match(r"#+ ", line):
                inside = line.lstrip("# ").lower().startswith(heading.lower())
            elif inside:
                found.append(line)
        return "\n".join(found)

    def where(self, cell):
        """Name a cell so that it can be found: its file, its number, its first line."""
        first = cell["source"].strip().partition("\n")[0]
        return f"{self.path.name}, cell {self.cells.index(cell)} ({first!r})"


def notebooks():
    return [Notebook(p) for p in [ROOT / "index.ipynb", *sorted(ROOT.glob("chapters/*.ipynb"))]]


def chapters():
    """The lessons: chapters/NN_name.ipynb."""
    return [page for page in notebooks() if re.match(r"\d\d_", page.path.name)]


def tags(cell):
    return cell["metadata"].get("tags", [])


def nodes(cell, *kinds):
    """Give the nodes of the given kinds in a code cell's syntax tree."""
    return [node for node in ast.walk(ast.parse(cell["source"])) if isinstance(node, kinds)]


def imported(cell):
    """Give the dotted names of the modules a code cell imports."""
    names = [alias.name for node in nodes(cell, ast.Import) for alias in node.names]
    return names + [node.module for node in nodes(cell, ast.ImportFrom)]


def points(text):
    """Give the points of the first list in `text`."""
    block = re.search(r"(?:^(?:[-*]|\d+\.) .*\n?(?:^(?: +\S.*)?\n?(?=^ |^[-*]|^\d))*)+", text, re.M)
    return re.findall(r"^(?:[-*]|\d+\.) +(.*)", block[0], re.M) if block else []
