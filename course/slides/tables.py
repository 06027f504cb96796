"""A table on slides: whole, or in parts where a section has nothing else to show."""

import copy

from bs4 import Tag

from .sentences import words

COLUMNS, PLACES = 5, 24  # of a table, and its cells
PARTS = 4  # slides of a table at most
CELLS = 360  # characters of a table that can


def fits(table):
    """Whether a table can be read on one slide."""
    cells = table.select("th,td")
    if len(table.tr.select("th,td")) > COLUMNS or len(cells) > PLACES:
        return False
    return sum(len(words(cell)) for cell in cells) <= CELLS


def parts(table):
    """Give a table in as few parts as can be read, or nothing."""
    head, rows = table.thead, table.select("tbody > tr")
    for count in range(1, PARTS + 1):
        size = -(-len(rows) // count)
        chunks = [rows[at : at + size] for at in range(0, len(rows), size)]
        made = [_part(table, head, part) for part in chunks]
        if all(map(fits, made)):
            return made
    return []


def _part(table, head, rows):
    """Give a table with some of its rows."""
    soup = copy.copy(table)
    soup.clear()
    body = Tag(name="tbody")
    body.extend(map(copy.copy, rows))
    soup.extend([copy.copy(head), body] if head else [body])
    return soup
