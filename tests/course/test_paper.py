"""Sheets of paper: what is on them, and that each is one page."""

import re
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from actnorm import ACTIVATIONS, NORMS
from course import formulas, paper, worksheets
from course.book import ROOT, pages
from course.worksheets import PLAN, answers, exercise, predictions

CHAPTERS = range(len(pages()))
BUILT = ROOT / "_build/notebooks"


def print_all(sheets):
    """Print in a thread of its own: this one's browser may be open, and there is one a thread."""
    with ThreadPoolExecutor(1) as alone:
        alone.submit(paper.print_all, sheets).result()


def pages_in(path):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", path.read_bytes()))


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_sheet_has_axes_and_exercises_that_paper_can_show(chapter):
    plan = PLAN[chapter]
    assert len(plan["draw"]) == 2
    for empty in plan["draw"]:
        for _name, low, high in (empty["x"], empty["y"]):
            assert low < high
    assert plan["exercises"]
    for label in plan["exercises"]:
        for said in exercise(chapter, label):
            assert said
            assert not re.search(r"\{(term|ref|doc|cite|glue)|:::|\bcell below\b", said), said


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_line_that_a_task_names_is_on_the_grid(chapter):
    for empty in PLAN[chapter]["draw"]:
        _, low, high = empty["y"]
        for named in re.findall(r"\by = (\d+)", empty["say"]):
            assert (int(named) - low) % ((high - low) / 4) == 0, empty["say"]


def test_an_exercise_whose_answer_is_a_run_is_no_matter_of_paper():
    with pytest.raises(ValueError, match="ex-trial"):
        exercise(0, "ex-trial")


def test_predictions_and_answers_of_a_notebook():
    cells = [
        "## Predict\n\nA network. Write your answers down first.\n\n1. Is [it](http://a.b/) so?\n"
        "2. And\n   now?",
        "> **Compare with your predictions**\n>\n> 1. No: [see](http://a.b/c).\n> 2. 0.25",
    ]
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_markdown_cell, cells)])
    assert predictions(notebook)[1] == ["Is it so?", "And now?"]
    assert worksheets._shortened(predictions(notebook)[0]) == "A network."
    assert answers(notebook) == "1. No: see.\n2. 0.25"


def test_empty_axes_say_what_they_are():
    picture = paper.axes(["layer", 1, 10], ["f(x) < 1", -2, 2], cells=(3, 2))
    assert words(picture).split() == ["1", "10", "−2", "2", "layer", "f(x)", "&lt;", "1"]
    assert picture.count('class="grid"') == 3 + 1 + 2 + 1
    assert picture.count('class="zero"') == 1  # of y: 0 is not between 1 and 10


def test_the_formula_sheet_has_both_lists_whole():
    sheet = formulas.sheet()
    for entry in [*ACTIVATIONS.values(), *NORMS.values()]:
        assert f"<td>{entry.label}</td>" in sheet
    assert sheet.count('class="katex"') >= 3 * len(ACTIVATIONS) + len(NORMS)
    assert "only batch norm is another function" in sheet


def test_maths_that_cannot_be_read_stops():
    with pytest.raises(ValueError, match="KaTeX cannot read"):
        paper.document("T", paper.markdown(r"$\nonsense{$"))


# With a browser, and the reader's notebooks that the build has made


@pytest.mark.site
def test_the_formula_sheet_is_one_page(tmp_path):
    print_all({tmp_path / "formulas.pdf": formulas.sheet()})
    assert pages_in(tmp_path / "formulas.pdf") == 1


@pytest.mark.site
def test_what_is_too_long_is_refused(tmp_path):
    text = paper.document("T", "<p>Again.</p>" * 200)
    with pytest.raises(paper.TooLongError, match=r"long\.pdf"):
        print_all({tmp_path / "long.pdf": text})
    wide = paper.document("T", f"<p>{'wide' * 200}</p>")
    with pytest.raises(paper.TooLongError, match=r"wide\.pdf"):
        print_all({tmp_path / "wide.pdf": wide})


@pytest.mark.site
def test_every_sheet_and_its_answers_are_one_page_each(tmp_path):
    found = worksheets.sheets(tmp_path, BUILT)
    assert len(found) == 2 * len(CHAPTERS)
    print_all(found)
    assert [path.name for path in found if pages_in(path) != 1] == []
    for text in found.values():
        assert not re.search(r"\{glue|\{term|\{ref|:::", words(text))


@pytest.mark.site
@pytest.mark.parametrize("path", pages(), ids=lambda path: path.stem[:2])
def test_every_prediction_has_its_answer(path):
    notebook = nbformat.read(BUILT / path.name, 4)
    _, asked = predictions(notebook)
    told = re.findall(r"^(?:\| )?(\d+)\. ", answers(notebook), re.M)
    assert [int(n) for n in told] == [*range(1, len(asked) + 1)]
    assert len(asked) >= 3


def test_sheets_say_where_their_numbers_come_from(tmp_path):
    with pytest.raises(FileNotFoundError, match="make notebooks"):
        worksheets.sheets(tmp_path, tmp_path)
