"""The minutes that a chapter states for reading are those that its content asks for."""

import json
import re

import pytest

from .book import ROOT, chapters, script


@pytest.fixture(scope="module")
def reading_time():
    return script("reading_time")


def test_every_chapter_states_about_what_is_computed(reading_time):
    """To a step; `make format` mends it."""
    for chapter in chapters():
        assert reading_time.SAID.search(chapter.text), chapter.path.name
        text = chapter.path.read_text("utf-8")
        assert reading_time.mended(chapter.path) == text, f"{chapter.path.name}: make format"


def test_the_teachers_page_states_the_paces(reading_time):
    said = (ROOT / "chapters/teachers.md").read_text("utf-8")
    pace = reading_time.PACE
    assert re.search(r"(\d+) words a minute", said)[1] == str(round(1 / pace["words"]))
    words = {0.5: "half a minute", 1 / 15: "four seconds", 1: "one minute", 4: "four"}
    things = ("formulas", "lines of code", "plots", "explorers")
    formula, line, plot, explorer = (words[pace[thing]] for thing in things)
    assert pace["predictions"] == pace["plots"]
    assert (
        f"{formula} for a formula on its own line, {line} for a line of code, "
        f"{plot} for a plot and\nfor each prediction, {explorer} for an explorer"
    ) in said


def cell(kind, source, **metadata):
    return {"cell_type": kind, "source": source, "metadata": metadata}


def test_what_is_counted(reading_time):
    cells = [
        cell("markdown", "# Title\n\n**Time**: about 5 minutes"),
        cell("markdown", "## Predict\n\n1. What is $x$?\n2. Two?\n\n$$\ny\n$$"),
        cell("code", "a = 1\n\nAnExplorer(a)", mystnb={"image": {"alt": "A plot."}}),
        cell("code", "assert a == 1", tags=["claims"]),
        cell("markdown", "## Exercises\n\nMany words.\n\n## Recap\n\n{glue:text}`one` word"),
        cell("markdown", "## Further reading\n\n- a book"),
    ]
    assert reading_time.counts(cells) == {
        "words": 12,
        "formulas": 1,
        "lines of code": 2,
        "plots": 1,
        "explorers": 1,
        "predictions": 2,
    }


@pytest.mark.parametrize(("said", "mended"), [(0, 10), (5, 5), (10, 10), (15, 15), (20, 10)])
def test_a_step_more_or_less_stays(reading_time, tmp_path, said, mended):
    source = f"**Time**: about {said} minutes" + " word" * 1450
    path = tmp_path / "00_short.ipynb"
    path.write_text(json.dumps({"cells": [cell("markdown", source)]}), "utf-8")
    assert reading_time.estimate(path) == 10
    assert f"about {mended} minutes" in reading_time.mended(path)
