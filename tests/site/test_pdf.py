"""The book on paper: contents and links lead to their places, and nothing is lost on the way."""

import re
import subprocess
import sys

import pytest
from pypdf import PdfReader

from .visits import ROOT

if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # _ext is no part of the wheel
from _ext.make_pdf import one_page, pages

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("pdf")]
CHAPTERS = ["index.html", "chapters/07_normalize_inside_the_network.html"]


@pytest.fixture(scope="module")
def html(built):
    return one_page(built, CHAPTERS)


@pytest.fixture(scope="module")
def pdf(html, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "whole.html").write_text(html, "utf-8")
    # In a process of its own: this one may have a browser open already.
    program = (
        "import sys; from pathlib import Path; from _ext.make_pdf import write_pdf; "
        "write_pdf(Path(sys.argv[1]).read_text('utf-8'), Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, folder / "whole.html", folder / "book.pdf"]
    subprocess.run(command, check=True, cwd=ROOT)
    return PdfReader(folder / "book.pdf")


def test_the_pages_are_those_of_the_side_bar(built):
    names = pages(built)
    assert names[0] == "index.html"
    assert len(names) > 15
    assert all((built / name).is_file() for name in names)


def test_bookmarks_name_the_chapters_and_their_parts(pdf):
    def flat(outline):
        for entry in outline:
            if isinstance(entry, list):
                yield from flat(entry)
            else:
                yield entry

    titles = [entry.title for entry in flat(pdf.outline)]
    assert any(title.startswith("Normalize inside the network") for title in titles)
    assert any(title.startswith("Explore") for title in titles)
    assert any(title.startswith("Solutions") for title in titles)
    numbers = [pdf.get_destination_page_number(entry) for entry in flat(pdf.outline)]
    assert numbers == sorted(numbers)


def test_links_stay_in_the_book_or_lead_to_the_web(pdf):
    inside, outside = [], []
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            link = note.get_object()
            action = link.get("/A", {})
            (outside if "/URI" in action else inside).append(action.get("/URI", link))
    assert len(inside) > 20
    assert len(outside) > 5
    assert all(re.match(r"https?:|mailto:", uri) for uri in outside)


def test_formulas_figures_and_explorers_are_drawn(pdf, html):
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "input x" in text  # an axis of the explorer: text, so it is no picture
    assert "pre-activation" in text
    assert html.count("<h1") == len(CHAPTERS) + 1


def test_solutions_stand_at_the_end_or_nowhere(html, built):
    end = html.index('id="solutions--"')
    assert 'class="admonition solution' not in html[:end]
    assert html[end:].count('class="admonition solution') > 3
    without = one_page(built, CHAPTERS, solutions=False)
    assert 'class="admonition solution' not in without
