"""Every page is clean in git and written to the house style."""

import ast
import re

import pytest

from .book import ROOT, chapters, imported, nodes, notebooks, points, tags

# A lesson's title says what the reader will do. A new chapter adds its verb.
VERBS = {"be", "choose", "find", "follow", "normalize", "read", "see", "send", "standardize"}
VERBS |= {"start", "turn", "use"}
LINES = 15


def calls(cell):
    """Give the names of everything a cell calls, dotted as written."""
    return [ast.unparse(node.func) for node in nodes(cell, ast.Call)]


def explorers(notebook):
    """Give the cells that show an explorer on the published page."""
    return [
        cell
        for cell in notebook.code
        if any(name.endswith("Explorer") for name in calls(cell)) and "live-only" not in tags(cell)
    ]


def test_no_outputs_are_committed(notebook):
    for cell in notebook.code:
        assert cell["outputs"] == [], notebook.where(cell)
        assert cell["execution_count"] is None, notebook.where(cell)


def test_code_cells_are_short(notebook):
    for cell in notebook.code:
        if "claims" in tags(cell):
            continue
        assert len(cell["source"].splitlines()) <= LINES, notebook.where(cell)


def test_imports_stand_in_one_cell(notebook):
    importing = [notebook.where(cell) for cell in notebook.code if imported(cell)]
    assert len(importing) <= 1


def test_figures_say_what_they_show_to_who_cannot_see_them(notebook):
    for cell in notebook.code:
        draws = any(
            re.search(r"(^|\.)(subplots|figure)$|^plots\.(?!list_)\w+$", c) for c in calls(cell)
        )
        if not draws:
            continue
        alt = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt", "")
        assert len(alt.split()) >= 5, f"{notebook.where(cell)} draws and has no alt text: {alt!r}"
        assert not re.search(r"\.(png|svg)$", alt), f"{notebook.where(cell)}: a file is no alt text"


def test_a_drawing_prints_no_object_of_matplotlib(notebook):
    """A cell whose last line gives an axis or a legend ends in a semicolon: no <… at 0x7f…>."""
    for cell in notebook.code:
        made = {"fig"}
        for node in nodes(cell, ast.Assign):
            if ast.unparse(node.value).startswith("plt.subplots("):
                made |= {n.id for n in ast.walk(node.targets[0]) if isinstance(n, ast.Name)}
        last = ([*ast.parse(cell["source"]).body] or [None])[-1]
        if not isinstance(last, ast.Expr) or not isinstance(last.value, ast.Call):
            continue
        called = ast.unparse(last.value.func)
        draws = re.match(r"\w*", called)[0] in made or called.startswith("plots.plot_")
        silent = cell["source"].rstrip().endswith(";") or "claims" in tags(cell)
        assert silent or not draws, f"{notebook.where(cell)}: a semicolon at its end"


def test_titles_tell_the_reader_what_to_do(chapter):
    title = re.match(r"# (\S+)", chapter.cells[0]["source"])
    assert title, "the first cell opens with the title"
    assert title[1].lower() in VERBS


def test_lesson_opens_with_goals_minutes_and_prerequisites(chapter):
    opening = chapter.text.partition("\n## ")[0]
    _, _, after = opening.partition("**You will**")
    assert after, "the opening says **You will** …"
    assert 1 <= len(points(after)) <= 4
    assert re.search(r"\d+ minutes", opening)
    assert re.search(r"\*\*(Prerequisites|You need)", opening)


def test_reader_predicts_before_each_explorer(chapter):
    assert explorers(chapter)
    last = 0
    for cell in explorers(chapter):
        here = chapter.cells.index(cell)
        asked = "\n".join(c["source"] for c in chapter.cells[last:here])
        assert re.search(r"(?i)\bpredict", asked), f"{chapter.where(cell)}: ask for a prediction"
        last = here + 1


def test_the_answers_to_the_predictions_are_one_box(chapter):
    """Which the page folds; a list in the open would tell who only scrolls past."""
    assert chapter.section("Predict")
    boxes = re.findall(r"^:::\{admonition\} Compare with your predictions\n.*?^:::$", chapter.text,
                       re.M | re.S)  # fmt: skip
    assert len(boxes) == 1
    asked = re.findall(r"^\d\. ", chapter.section("Predict"), re.M)
    assert len(re.findall(r"^(?:\| )?\d\. ", boxes[0], re.M)) == len(asked)


def test_recap_answers_the_goals_one_by_one(chapter):
    goals = points(chapter.text.partition("**You will**")[2])
    assert len(points(chapter.section("What you can now do"))) == len(goals)


def test_lesson_ends_with_further_reading(chapter):
    headings = re.findall(r"^## (.*)", chapter.text, re.M)
    assert headings[-1].lower().startswith("further reading")
    reading = chapter.section("Further reading")
    assert points(reading)
    for entry in re.findall(r"^[-*] .*(?:\n +.*)*", reading, re.M):
        assert "{cite" in entry, f"no citation in {entry!r}"


@pytest.mark.parametrize("page", notebooks(), ids=lambda page: page.path.stem)
def test_every_image_in_the_text_has_alt_text(page):
    for alt in re.findall(r"!\[(.*?)\]\(", page.text):
        assert alt.strip()


def test_there_are_lessons():
    assert (ROOT / "index.ipynb").is_file()
    assert chapters()
