"""What is checked and what the prose quotes stands in cells of its own; nothing is just typed."""

import ast
import re

from actnorm.claims import COMPARES

from .book import nodes, tags

CHANGES = {"append", "update", "extend", "add", "setdefault", "step"}
# A quantity that a run would give.
QUANTITY = re.compile(r"(?<![\w.-])\d+(\.\d+)?\s*(%|percent|points?\b|times\b|±)")


def claims(notebook):
    return [cell for cell in notebook.code if "claims" in tags(cell)]


def lessons(notebook):
    return [cell for cell in notebook.code if "claims" not in tags(cell)]


def names(cell, context):
    found = {node.id for node in nodes(cell, ast.Name) if isinstance(node.ctx, context)}
    if context is ast.Store:
        found |= {node.name for node in nodes(cell, ast.FunctionDef, ast.ClassDef)}
    return found


def own_names(cell):
    """Names that a comprehension keeps to itself."""
    inner = nodes(cell, ast.comprehension)
    return {n.id for each in inner for n in ast.walk(each.target) if isinstance(n, ast.Name)}


def test_lesson_cells_teach_and_do_not_check(chapter):
    for cell in lessons(chapter):
        assert not nodes(cell, ast.Assert), f"{chapter.where(cell)}: assert in a claims cell"
        calls = {ast.unparse(node.func) for node in nodes(cell, ast.Call)}
        assert not calls & {"glue", "note", "Claims"}, chapter.where(cell)
        assert "Claims.compare" not in calls, chapter.where(cell)


def test_claims_cells_leave_nothing_behind(chapter):
    """A reader's notebook has no claims cells, and must run as well without them."""
    for cell in claims(chapter):
        later = chapter.code[chapter.code.index(cell) + 1 :]
        defined = names(cell, ast.Store) - own_names(cell)
        for other in later:
            wanted = (names(other, ast.Load) - own_names(other)) & defined
            # what a cell reads may have been assigned again in between, or by itself
            for name in wanted:
                between = chapter.code[chapter.code.index(cell) + 1 : chapter.code.index(other) + 1]
                again = any(name in names(each, ast.Store) for each in between)
                assert again, f"{chapter.where(other)} reads {name!r} of {chapter.where(cell)}"


def test_claims_cells_change_nothing_of_a_lesson(chapter):
    for cell in claims(chapter):
        own = names(cell, ast.Store)
        for node in nodes(cell, ast.Subscript, ast.Attribute):
            if isinstance(node.ctx, ast.Store):
                assert root_name(node) in own, f"{chapter.where(cell)} changes {ast.unparse(node)}"
        for node in nodes(cell, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
                assert root_name(node.func) in own, f"{chapter.where(cell)}: {ast.unparse(node)}"


def root_name(node):
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return getattr(node, "id", None)


def test_claims_cells_are_folded_in_jupyterlab_too(chapter):
    for cell in claims(chapter):
        assert cell["metadata"].get("jupyter") == {"source_hidden": True}, chapter.where(cell)
        assert "TODO" not in cell["source"], chapter.where(cell)
        assert '.replace("-"' not in cell["source"], (
            f"{chapter.where(cell)}: note(name, value, spec)"
        )


def test_every_written_number_is_shown(chapter):
    shown = {name.strip() for name in re.findall(r"\{glue[^}]*\}`([^`]+)`", chapter.text)}
    assert shown, "a chapter quotes what it has computed"
    written = {
        node.args[0].value
        for cell in claims(chapter)
        for node in nodes(cell, ast.Call)
        if ast.unparse(node.func) == "note" and isinstance(node.args[0], ast.Constant)
    }
    assert not written - shown, "written and never shown"


def test_no_measured_number_is_typed_by_hand(chapter):
    """A sentence that compares quantities shows what a claims cell wrote, or cites somebody."""
    for cell in chapter.cells:
        text = cell["source"]
        if cell["cell_type"] != "markdown" or cell["id"] == "predict" or "{exercise}" in text:
            continue
        for sentence in sentences(text):
            if COMPARES.search(sentence) and QUANTITY.search(sentence):
                backed = "{glue" in sentence or "{cite" in sentence or sentence.endswith("?")
                assert backed, f"{chapter.path.name}, {cell['id']}: {sentence}"


def sentences(text):
    """Cut running text; code, formulas, tables and headings aside."""
    for gone in (r"```.*?```", r"\$\$.*?\$\$", r"\$[^$]*\$", r"(?<!\})`[^`]*`", r"\]\([^)]*\)"):
        text = re.sub(gone, "…", text, flags=re.DOTALL)
    text = re.sub(r"^\s*[|#:].*$", "", text, flags=re.MULTILINE)
    return [" ".join(s.split()) for s in re.split(r"(?<=[.!?:])\s+|\n\n|\n(?=[-*\d])", text)]
