"""Imports point down: chapters → explorers, plots, checks → network, data → the maths → numpy."""

import ast
import json
import re
import subprocess
import sys
import tomllib

import pytest

from .book import ROOT, imported, notebooks

PACKAGE = ROOT / "actnorm"
MATHS = {"activations", "normalization"}
COMMON = {"dtypes"}
WAIT = {"progress"}
MIDDLE = MATHS | COMMON | {"network", "data", "gradcheck", "typeset"}
# part of the library -> the other parts it may use, the packages it may use
ARROWS = {
    "dtypes": (set(), {"numpy"}),
    "progress": (set(), {"tqdm"}),
    "typeset": (set(), {"numpy"}),
    "activations": (COMMON, {"numpy"}),
    "normalization": (COMMON, {"numpy"}),
    "gradcheck": (COMMON, {"numpy"}),
    "network": (MATHS | COMMON | WAIT, {"numpy"}),
    "data": (COMMON, {"numpy"}),
    "plots": (MIDDLE, {"numpy", "matplotlib", "matplotlib_inline", "IPython"}),
    "checks": (MIDDLE | WAIT, {"numpy"}),
    "claims": ({"typeset"}, {"numpy", "IPython"}),
    "evidence": (MIDDLE, {"numpy"}),
    "explorers": (
        MIDDLE | WAIT | {"plots"},
        {"numpy", "traitlets", "anywidget"},
    ),
}
LAZY = {"tqdm"}  # slow to load: only inside the function that needs them
HEAVY = {
    "matplotlib",
    "ipywidgets",
    "anywidget",
    "traitlets",
    "IPython",
    "scipy",
    "sklearn",
    "tqdm",
}
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def imports(path):
    """Yield (absolute dotted name, whether at module level) of everything a file imports."""
    package = ["actnorm", *path.relative_to(PACKAGE).parent.parts]
    module = ast.parse(path.read_text("utf-8"))
    functions = [n for n in ast.walk(module) if isinstance(n, ast.FunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    for node in ast.walk(module):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *filter(None, [node.module])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        for name in names:
            yield name, id(node) not in inside


def test_every_part_of_the_library_has_its_arrows():
    assert {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in FILES} == set(ARROWS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path):
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert part in ARROWS, f"{part} is a new part of actnorm: give it its place in ARROWS"
    parts, packages = ARROWS[part]
    for name, at_top in imports(path):
        top, *rest = name.split(".")
        if top == "actnorm":
            # what the package itself exports, `from actnorm import relu`, is the maths
            target = rest[0] if rest[0] in ARROWS else "activations"
            assert target in parts | {part}, f"{part} must not import actnorm.{target}"
        elif top not in sys.stdlib_module_names:
            assert top in packages, f"{part} must not import {top}"
            assert not (at_top and top in LAZY), f"import {top} inside the function that needs it"


EXPLORERS = PACKAGE / "explorers"
FOLDERS = sorted(path.parent for path in EXPLORERS.glob("*/messages.js"))


def test_there_are_explorers():
    assert len(FOLDERS) >= 10


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_explorer_imports_from_another(folder):
    """What two of them need stands beside them: in js/, or in a module of `actnorm.explorers`."""
    others = {path.name for path in FOLDERS} - {folder.name}
    for path in folder.glob("*.py"):
        for name, _ in imports(path):
            sibling = name.startswith("actnorm.explorers.") and name.split(".")[2] in others
            assert not sibling, f"{path.name} imports {name}"
    for path in folder.glob("*.js"):
        for name in re.findall(r"(?:from|import)\(? ?\"(.*?)\"", path.read_text("utf-8")):
            assert re.match(r"\./\w+\.js$|\.\./js/\w+\.js$", name), f"{path.name} imports {name}"


# They are there wherever a notebook is, and needed nowhere else.
UNDECLARED = {"IPython", "matplotlib_inline"}


def test_what_is_imported_is_declared_and_the_other_way_round():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.match(r"[\w-]+", need)[0] for need in project["dependencies"]}
    foreign = {name.partition(".")[0] for path in FILES for name, _ in imports(path)}
    foreign |= {
        name.partition(".")[0]
        for page in notebooks()
        for cell in page.code
        for name in imported(cell)
    }
    foreign -= {"actnorm", "myst_nb"} | sys.stdlib_module_names
    assert foreign - UNDECLARED == declared


def test_importing_actnorm_stays_light():
    code = "import actnorm, json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert not loaded & HEAVY


def test_chapters_need_only_what_a_student_has(notebook):
    allowed = {"actnorm", "numpy", "matplotlib", "ipywidgets", "myst_nb"} | sys.stdlib_module_names
    for cell in notebook.code:
        foreign = {name.partition(".")[0] for name in imported(cell)} - allowed
        assert not foreign, notebook.where(cell)
