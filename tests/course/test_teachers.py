"""The teacher's page: its minutes add up, its commands exist, and what is made of it is right."""

import re
import sys
from html import unescape
from types import SimpleNamespace

import numpy as np
import pytest
import yaml
from docutils import nodes

from actnorm.checks import ExerciseError, check_batch_norm
from course.__main__ import VARIANTS
from course.assignments import ASSIGNMENTS
from course.book import cells, page_of, pages, places
from course.exercises import EXERCISES
from course.lists import misconceptions

from ..ext.project import ROOT, SPHINX_WARNINGS, THEMELESS, build

pytestmark = SPHINX_WARNINGS
PAGE = (ROOT / "chapters/teachers.md").read_text("utf-8")
WORDS = {"fourteen": 14, "thirty": 30, "three": 3}


@pytest.fixture(scope="module", autouse=True)
def ext_on_path():
    sys.path.insert(0, str(ROOT / "_ext"))
    yield
    sys.path.remove(str(ROOT / "_ext"))


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    page = re.sub(r"\{(ref|doc)\}`[^`]*`", "x", PAGE)
    modules = [*THEMELESS, "quiz", "teachers"]
    out = build(tmp_path_factory.mktemp("teachers"), {"teachers.md": page}, modules=modules)
    return (out / "teachers.html").read_text("utf-8")


def test_the_lecture_lasts_ninety_minutes_without_a_gap():
    spans = re.findall(r"^\| (\d+)–(\d+) \|", PAGE, re.M)
    ends = ["0", *(end for _, end in spans)]
    assert [start for start, _ in spans] == ends[:-1]
    assert ends[-1] == "90"


def test_commands_of_the_page_exist():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):(?!=)", makefile, re.M))
    said = set(re.findall(r"`make ([a-z-]+)", PAGE))
    assert {"course", "slides", "quizzes", "assignments", "worksheets"} <= said <= targets
    phony = makefile.partition(".PHONY:")[2].partition("\n\n")[0]
    assert {"course", "quizzes", "assignments", "worksheets"} <= set(phony.split())


def test_the_link_for_a_hub_hands_out_the_notebooks_without_solutions():
    """It stands in the README alone, which follows the repository's address."""
    readme = (ROOT / "README.md").read_text("utf-8")
    (link,) = re.findall(r"https://YOUR-HUB/hub/[^`\s]+", readme)
    assert "branch=notebooks" in link
    assert "git-pull" not in PAGE


def test_places_of_the_page_exist():
    named = re.findall(r"\{ref\}`(?:[^`<]*<)?([\w-]+)>?`", PAGE)
    assert len(named) > 15
    assert set(named) <= set(places())
    figures = re.findall(r"html#figure-([\w-]+)", PAGE)
    assert figures
    assert all(places()[name].kind == "figure" for name in figures)


def test_what_is_counted_on_the_page_is_so():
    count, variants = re.search(r"(\w+) questions in (\w+) variants", PAGE).groups()
    assert WORDS[count] == len(EXERCISES)
    assert WORDS[variants] == VARIANTS
    assert WORDS["three"] == len(ASSIGNMENTS)
    for name in ASSIGNMENTS:
        assert f"assignment *{name}*" in PAGE


def test_every_chapter_has_three_questions_to_discuss():
    asked = yaml.safe_load((ROOT / "course/discussion.yml").read_text("utf-8"))
    assert [*asked] == [*range(len(pages()))]
    for questions in asked.values():
        assert len(questions) == 3
        assert not [q for q in questions if q[-1] not in "?."]


def test_the_overview_says_what_the_chapters_say(html):
    from actnorm_sphinx.teachers import opening

    read, *others = opening(page_of(3))
    assert f"**Time**: about {read} minutes" in cells(page_of(3))[0]["source"]
    assert others == [75, [2, 5]]
    assert opening(page_of(0))[1:] == (30, [])
    row = re.search(r"<tr[^>]*><td><p>3 .*?</tr>", html, re.S)[0]
    assert re.findall(r"<td><p>([^<]*)</p></td>", row) == [str(read), "75", "–", "2, 5"]
    hours = sum(sum(opening(path)[:2]) for path in pages()) / 60
    assert f"together, {hours:.0f} hours" in html


def test_every_error_is_listed_with_what_to_show(html):
    said = unescape(html).replace("’", "'")
    for error in misconceptions().values():
        assert f"“{error.belief}”" in said


def test_the_kernels_seconds_are_those_of_the_build():
    from actnorm_sphinx.teachers import fill_in

    data = {f"chapters/{page_of(7).stem}": {"exec_data": {"runtime": 20.7}}}
    app = SimpleNamespace(env=SimpleNamespace(nb_metadata=data))
    page = nodes.paragraph("", "", nodes.Text("⟨seconds of 07⟩"), nodes.Text("⟨seconds of 08⟩"))
    fill_in(app, page, "teachers")
    assert page.astext() == "21–"


def test_a_check_in_the_students_process_can_be_fooled(monkeypatch):
    """Why marks do not come from running students' code: the page says so."""

    def zeros(x, gamma, beta, eps):
        return np.zeros_like(x)

    with pytest.raises(ExerciseError):
        check_batch_norm(zeros)
    monkeypatch.setattr(np, "allclose", lambda *given, **options: True)
    monkeypatch.setattr(np, "isclose", lambda a, b, **options: np.ones(np.shape(a), bool))
    assert check_batch_norm(zeros).passed
