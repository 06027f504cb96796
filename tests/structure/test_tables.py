"""Rows of the tables in the text have as many cells as their head."""

import re
from itertools import pairwise

import pytest

from .book import ROOT, notebooks

PAGES = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "chapters").glob("*.md"))}
PAGES |= {notebook.path.name: notebook.text for notebook in notebooks()}


def cells(row):
    """Count the cells of a row: a bar ends a cell in a formula too, unless it is escaped."""
    return len(re.findall(r"(?<!\\)\|", row.strip().removeprefix("|")))


def ragged(text):
    """Give the rows that have more or fewer cells than the row above them."""
    pairs = pairwise(text.splitlines())
    return [b for a, b in pairs if a[:1] == b[:1] == "|" and cells(a) != cells(b)]


def test_a_bar_in_a_formula_is_found():
    head = "| a | b |\n|---|---|\n"
    assert ragged(head + "| $\\eta/|w|^2$ | c |") == ["| $\\eta/|w|^2$ | c |"]
    assert ragged(head + "| $\\eta/\\lvert w\\rvert^2$ | c \\| d |") == []


@pytest.mark.parametrize("page", PAGES)
def test_every_row_of_a_table_has_as_many_cells_as_its_head(page):
    assert ragged(PAGES[page]) == []
