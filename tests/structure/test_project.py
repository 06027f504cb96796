"""One fact, one place: versions, commands, dependencies, lists; and files short enough to read."""

import ast
import json
import re
import tomllib
from itertools import chain

import pytest
import yaml

from .book import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LINES = 350
SOURCES = [
    path
    for folder in ("actnorm", "_ext", "course", "tests", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".js", ".mjs", ".css")
    and not {"static", "vendor", "__pycache__"} & set(path.parts)
]
COMMANDED = [
    path
    for name in ("README.md", "CONTRIBUTING.md", "index.ipynb", ".ci/run", ".github/workflows/*")
    for path in ROOT.glob(name)
]


def short(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_files_can_be_read_in_one_sitting(path):
    assert len(path.read_text("utf-8").splitlines()) <= LINES


def test_version_is_said_once():
    """In actnorm/__init__.py; pyproject.toml reads it there, the citation is compared."""
    import actnorm

    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert str(citation["version"]) == actnorm.__version__
    assert "version" not in PYPROJECT["project"]
    assert PYPROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "actnorm.__version__"}


@pytest.mark.parametrize("path", COMMANDED, ids=short)
def test_commands_in_the_documents_exist(path):
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):(?!=)", makefile, re.M))
    text = path.read_text("utf-8")
    if path.suffix == ".md":  # commands stand in code; "make sure" does not
        text = "\n".join(a or b for a, b in re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", text, re.S))
    said = re.findall(r"(?:^|run: |\$ |&& |; |`|')make ([a-z][\w-]*)", text, re.M)
    assert set(said) <= targets


def test_workflows_run_actions_that_nobody_can_change():
    """A tag can be moved; a commit cannot. The comment says which release it is."""
    used = [
        line.strip("- ")
        for path in (ROOT / ".github/workflows").glob("*.yml")
        for line in map(str.strip, path.read_text("utf-8").splitlines())
        if re.match(r"-? ?uses:", line)
    ]
    assert used
    for line in used:
        assert re.fullmatch(r"uses: [\w./-]+@[0-9a-f]{40} # v\d[\d.]*", line), line


def test_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make book" in readme
    assert "make test" in readme


def test_every_case_of_set_up_is_tried():
    cases = re.search(r'^CASES="(.*)"$', (ROOT / "tests/setup/cases.sh").read_text(), re.M)[1]
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]
    matrix = jobs["setup"]["strategy"]["matrix"]
    assert {*matrix["case"], *(each["case"] for each in matrix["include"])} == set(cases.split())


def package(line):
    """Give a requirement's package name, in its one normal spelling; None where there is none."""
    found = re.match(r"[A-Za-z0-9][\w.-]*", line.strip())
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else None


def test_lock_holds_every_direct_dependency():
    assert "-e .[book,test]" in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    extras = PYPROJECT["project"]["optional-dependencies"]
    wanted = [*PYPROJECT["project"]["dependencies"], *chain(*extras.values())]
    lock = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    locked = {package(line) for line in lock if "==" in line}
    assert set(map(package, wanted)) - {"actnorm"} <= locked


def test_lock_pins_one_exact_version_of_everything():
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        assert line.startswith(("#", "-e .")) or re.match(r"[\w.-]+==[\w.+-]+( ;|$)", line), line


def test_npm_lock_holds_every_direct_dependency():
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    names = [*wanted.get("dependencies", {}), *wanted.get("devDependencies", {})]
    assert all(f"node_modules/{name}" in locked for name in names)


def test_node_reads_the_environment_s_scripts_as_they_are_meant():
    """The package.json above them is ours, and JupyterLab's yarn is no module."""
    assert "type" not in json.loads((ROOT / "package.json").read_text("utf-8"))


def strings(path):
    """Give the string literals of a Python or JavaScript file, without its docstrings."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        text = re.sub(r"/\*.*?\*/|^\s*//.*$", "", text, flags=re.S | re.M)
        return re.findall(r"""["'`]([^"'`\n]*)["'`]""", text)
    nodes = list(ast.walk(ast.parse(text)))
    prose = {id(n.value) for n in nodes if isinstance(n, ast.Expr)}
    return [
        n.value
        for n in nodes
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in prose
    ]


# Every file of the library: a part that is renamed or split stays under both rules below.
LIBRARY = [path for path in SOURCES if path.is_relative_to(ROOT / "actnorm")]
# Where each activation is defined is its entry, too: together they are the list.
REGISTRY = {path for path in LIBRARY if path.is_relative_to(ROOT / "actnorm" / "activations")}
# A study compares the ones it is about.
STUDIES = {path for path in LIBRARY if path.is_relative_to(ROOT / "actnorm" / "evidence")}


def test_no_part_of_the_library_leaves_the_rules():
    parts = {path.relative_to(ROOT / "actnorm").parts[0] for path in LIBRARY}
    there = {
        path.name
        for path in (ROOT / "actnorm").iterdir()
        if path.suffix == ".py" or (path.is_dir() and any(path.rglob("*.py")))
    }
    assert parts == there
    assert REGISTRY


@pytest.mark.parametrize(
    "path", [path for path in LIBRARY if path not in REGISTRY | STUDIES], ids=short
)
def test_the_list_of_activations_exists_once(path):
    """Who needs the names takes them from the registry; one may be named, as a default."""
    from actnorm import ACTIVATIONS

    assert len(set(strings(path)) & (set(ACTIVATIONS) - {"step"})) <= 1  # "step" is a word, too


@pytest.mark.parametrize("path", LIBRARY, ids=short)
def test_colours_come_from_the_one_palette(path):
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        text = "\n".join(strings(path))
    found = set(re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?=[;\"'` ])|\brgba?\(", text))
    assert found <= {"#fff"}  # the paper of a still picture, in both themes


def test_the_readers_settings_are_set_where_the_reader_asks():
    """Matplotlib's settings are the same for all threads: only `plots.use` may touch them."""
    setting = (
        r"rc_context|rcdefaults|\brcParams\.(update|setdefault)|\brcParams\[[^]]*\] =|\bplt\.rc\("
    )
    found = {short(p) for p in LIBRARY if p.suffix == ".py" and re.search(setting, code(p))}
    assert found == {"actnorm/plots/style.py"}


def code(path):
    """Give a Python file without its comments and docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if hasattr(node, "body") and isinstance(node.body, list):
            node.body = [n for n in node.body if not _is_text(n)] or [ast.Pass()]
    return ast.unparse(tree)


def _is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
