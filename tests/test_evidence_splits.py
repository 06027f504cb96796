"""How we measure names the chapters whose sweeps share a split, and those whose splits overlap."""

import ast
import json
import re

import pytest

from actnorm import evidence
from actnorm.evidence import _study

LOADERS = {"digits", "first_images", "wine", "load"}


def draws_a_split_per_seed(name):
    """Whether the code of a study asks for its data with a seed."""
    files = _study._with_siblings(evidence.study(name)._module)
    calls = [
        node
        for file in files
        if not file.name.startswith("_")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in LOADERS
    ]
    return any(keyword.arg == "seed" for call in calls for keyword in call.keywords)


def chapters_that_show(root, wanted):
    """Give the prose of the chapters that show a table of a wanted study, by number."""
    found = {}
    for path in sorted((root / "chapters").glob("[0-9]*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells]
        written = re.compile(r'(?<!note\()"(\w+)"')  # not what a number is called in the text
        quoted = {name for source in sources for name in written.findall(source)}
        shown = [name for name in evidence.STUDIES if name in quoted]
        if any(map(wanted, shown)):
            prose = [s for s, c in zip(sources, cells, strict=True) if c["cell_type"] == "markdown"]
            found[int(path.name[:2])] = "\n\n".join(prose)
    return found


def chapters_that_share(root):
    """Give the chapters that compare in tables of the digits made with one split."""

    def shares(name):
        return "digits" in evidence.study(name).on and not draws_a_split_per_seed(name)

    return chapters_that_show(root, shares)


def numbers(words):
    """Read "0, 2 to 4 and 11" as the set of its numbers."""
    spans = re.findall(r"(\d+)(?: to (\d+))?", words)
    return {n for low, high in spans for n in range(int(low), int(high or low) + 1)}


def test_numbers_are_read_from_words():
    assert numbers("0, 2 to 4 and 11") == {0, 2, 3, 4, 11}


def test_studies_with_one_split_and_with_many_are_told_apart():
    many = {name for name in evidence.STUDIES if draws_a_split_per_seed(name)}
    assert {"centring", "small_batches", "overconfidence", "placement_long"} <= many
    assert {"feature_scaling", "wine_whole"} <= many
    assert not many & {"remedies", "ghost_batches", "ten_sigmoid_layers", "below_small_batches"}


def test_how_we_measure_names_the_chapters_whose_sweeps_share_a_split(root):
    page = " ".join((root / "chapters/how_we_measure.md").read_text("utf-8").split())
    said = re.search(r"sweeps on digits of chapters ([\d, toand]+) share one split", page)[1]
    assert numbers(said) == set(chapters_that_share(root))


@pytest.mark.parametrize("number", [7, 8, 9, 11])
def test_a_chapter_whose_sweeps_share_a_split_says_so(root, number):
    paragraphs = chapters_that_share(root)[number].split("\n\n")
    says = [p for p in paragraphs if "{doc}`one split <how_we_measure>`" in p]
    assert len(says) == 1


def test_how_we_measure_names_the_chapters_whose_splits_overlap(root):
    page = " ".join((root / "chapters/how_we_measure.md").read_text("utf-8").split())
    said = re.search(r"overlap, as the splits .{,40} in chapters ([\d, and]+) do", page)[1]
    assert numbers(said) == set(chapters_that_show(root, draws_a_split_per_seed))


@pytest.mark.parametrize("number", [6, 10])
def test_a_chapter_whose_splits_overlap_says_so(root, number):
    paragraphs = chapters_that_show(root, draws_a_split_per_seed)[number].split("\n\n")
    says = [p for p in paragraphs if "overlap" in p and "{doc}`too narrow <how_we_measure>`" in p]
    assert len(says) == 1
