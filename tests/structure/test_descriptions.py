"""Descriptions of figures type no number that a kept table holds: a new table would belie them."""

import ast
import re

from .book import nodes, tags

# What was measured, or a rate at which it was; not the design: "16 epochs", "batches of 2".
MEASURED = re.compile(
    r"\d\.\d|\d ?(?:%|per ?cent|points?\b)|\b(?:near|about|above|below|beyond) -?\d"
)


def names(cell, context):
    return {node.id for node in nodes(cell, ast.Name) if isinstance(node.ctx, context)}


def from_tables(chapter):
    """Give the cells that show what a kept table holds, at first or at second hand."""
    kept, found = set(), []
    for cell in chapter.code:
        if "claims" in tags(cell):
            continue
        made = names(cell, ast.Store) | {f.name for f in nodes(cell, ast.FunctionDef)}
        if "evidence.load" in cell["source"] or (names(cell, ast.Load) - made) & kept:
            found.append(cell)
            kept |= made
        else:
            kept -= made
    return found


def described(chapter):
    alts = [
        c["metadata"].get("mystnb", {}).get("image", {}).get("alt") for c in from_tables(chapter)
    ]
    return [alt for alt in alts if alt]


def test_descriptions_of_kept_tables_type_no_measured_number(chapter):
    for alt in described(chapter):
        assert not MEASURED.search(alt), f"{chapter.path.name}: {MEASURED.search(alt)} in {alt!r}"


def test_figures_of_kept_tables_are_found_and_only_these(chapter):
    """A chapter that loads tables shows them, and what it trains in the page is left alone."""
    loads = "evidence.load" in "".join(cell["source"] for cell in chapter.code)
    assert bool(described(chapter)) == loads
    assert MEASURED.search("Batch norm falls to about 0.77 at batches of 2.")
    assert not MEASURED.search("After 16 epochs, batch norm falls far at batches of 2.")
