"""The parts of the book fit together: contents, citations, exercises."""

import ast
import re

import yaml

from .book import ROOT, nodes, notebooks

CITATION = re.compile(r"\{cite(?::\w+)*\}`([^`]+)`")
DIRECTIVE = re.compile(r"^:{3,}\{([\w-]+)\} *(.*)\n((?::\w+:.*\n)*)", re.M)


def toc_files():
    """Give every file `_toc.yml` names, without suffix."""
    found = []

    def walk(node):
        if isinstance(node, dict):
            found.extend(value for key, value in node.items() if key in ("root", "file"))
            node = list(node.values())
        for child in node if isinstance(node, list) else []:
            walk(child)

    walk(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8")))
    return found


def bibliography():
    text = (ROOT / "references.bib").read_text("utf-8")
    return re.findall(r"^\s*@\w+\{\s*([^,\s]+)\s*,", text, re.M)


def cited():
    """Give {key: where it is cited}."""
    keys = {}
    for page in notebooks():
        for group in CITATION.findall(page.text):
            keys |= dict.fromkeys(map(str.strip, group.split(",")), page.path.name)
    return keys


def test_contents_and_files_match_one_to_one():
    listed = toc_files()
    pages = [*ROOT.glob("*.ipynb"), *(ROOT / "chapters").iterdir()]
    present = {
        path.relative_to(ROOT).with_suffix("").as_posix()
        for path in pages
        if path.suffix in (".ipynb", ".md")
    }
    assert len(listed) == len(set(listed))
    in_chapters = {name for name in listed if name.startswith("chapters/") or name in present}
    assert in_chapters == present
    for name in set(listed) - present:
        assert list(ROOT.glob(f"{name}.*")), f"_toc.yml names {name}, and there is no such file"


def test_every_citation_is_in_the_bibliography():
    unknown = {key: page for key, page in cited().items() if key not in bibliography()}
    assert not unknown


def test_the_bibliography_names_each_work_once():
    assert len(bibliography()) == len(set(bibliography()))


def test_functions_and_norms_cite_known_works():
    from actnorm import ACTIVATIONS, NORMS

    for entry in [*ACTIVATIONS.values(), *NORMS.values()]:
        assert entry.reference is None or entry.reference in bibliography(), entry


def exercises(chapter):
    """Give, for each exercise's label: its hints, its stub and its solution, as {part: sources}."""
    found, here, part = {}, None, None
    for cell in chapter.cells:
        if cell["cell_type"] == "code":
            if here is not None and part:
                found[here][part].append(cell["source"])
            continue
        for kind, argument, options in DIRECTIVE.findall(cell["source"] + "\n"):
            if kind == "exercise":
                here, part = re.search(r":label: *(\S+)", options)[1], "stub"
                assert here not in found, f"two exercises are called {here}"
                found[here] = {"hint": [], "stub": [], "solution": []}
            elif kind == "hint":
                assert "dropdown" in options, f"the hint of {here} is not folded"
                found[here]["hint"].append(cell["source"])
            elif kind == "solution-start":
                assert argument == here, f"the solution of {argument} follows the exercise {here}"
                assert "dropdown" in options, f"the solution of {here} is not folded"
                part = "solution"
                found[here][part].append(cell["source"])
            elif kind == "solution-end":
                here = part = None
    return found


def checks(source):
    return set(re.findall(r"\bcheck_\w+", source))


def blank(source):
    """Whether code leaves something open with `...`."""
    dots = nodes({"source": source}, ast.Constant)
    return any(node.value is ... for node in dots)


def test_every_exercise_has_a_folded_hint_and_a_folded_solution(chapter):
    found = exercises(chapter)
    assert len(found) >= 3
    for label, parts in found.items():
        assert parts["hint"], f"{label} has no hint"
        assert parts["solution"], f"{label} has no solution"


def test_every_code_exercise_is_open_and_has_a_check(chapter):
    coded = {label: parts for label, parts in exercises(chapter).items() if parts["stub"]}
    assert coded
    for label, parts in coded.items():
        stub = "\n".join(parts["stub"])
        assert blank(stub), f"{label} leaves nothing to the reader"
        assert checks(stub), f"{label} has no check"


def test_every_code_solution_is_complete_and_runs_its_check(chapter):
    """The check raises when a solution is wrong, so that running the notebook is the proof."""
    for label, parts in exercises(chapter).items():
        if not parts["stub"]:
            continue
        _text, *code = parts["solution"]
        assert not any(map(blank, code)), f"{label} has a solution with a gap"
        assert checks("\n".join(parts["stub"])) <= checks("\n".join(code)), label


def test_every_check_of_the_chapter_belongs_to_an_exercise(chapter):
    used = set()
    for parts in exercises(chapter).values():
        used |= checks("\n".join(parts["stub"]))
    imported = {
        alias.name
        for cell in chapter.code
        for node in nodes(cell, ast.ImportFrom)
        if node.module.startswith("actnorm.checks")
        for alias in node.names
    }
    assert imported == used
