"""Numbers of the prose are listed with what they rest on; one rate carries no comparison."""

import pytest
from nbformat import v4

from .project import SPHINX_WARNINGS, THEMELESS, build, notebook

pytestmark = SPHINX_WARNINGS
PREFIX = "application/papermill.record/"
MODULES = [*THEMELESS, "ledger"]
LEDGER = "# What was measured\n\n:::{actnorm-ledger}\n:::\n"
RUN = {"kind": "measured", "on": "digits, [64, 10]", "seeds": "5 seeds", "budget": "3 at 0.1"}


def claim(name, text, **standing):
    """Output of a cell that writes a number into the prose."""
    meta = {"scrapbook": {"name": name, "mime_prefix": PREFIX}, "actnorm": standing}
    return v4.new_output("display_data", {f"{PREFIX}text/plain": repr(text)}, metadata=meta)


def pages(prose, *claims):
    cell = ("note('a', 1)", list(claims), {"tags": ["claims"]})
    return {
        "index.md": "# Root\n\n```{toctree}\nchapters/one\nchapters/ledger\n"
        "chapters/how_we_measure\n```\n",
        "chapters/one.ipynb": notebook("# One\n\n## Section\n", cell, prose),
        "chapters/ledger.md": LEDGER,
        "chapters/how_we_measure.md": "# How we measure\n",
    }


@pytest.fixture
def made(tmp_path):
    def make(prose, *claims):
        (tmp_path / "book/chapters").mkdir(parents=True)
        out = build(tmp_path, pages(prose, *claims), modules=MODULES)
        return {p.stem: p.read_text() for p in (out / "chapters").glob("*.html")}

    return make


def test_lists_each_number_once_in_its_sentence(made):
    prose = (
        "Before. The slope is {glue:text}`a`, no more! After.\n\n"
        "| run | accuracy |\n|---|---|\n| first | {glue:text}`b` |\n\nAgain {glue:text}`a`."
    )
    html = made(prose, claim("a", "0.25", kind="proven"), claim("b", "91%", **RUN))
    ledger = html["ledger"]
    assert "The slope is <strong>0.25</strong>, no more!" in ledger
    assert "first; accuracy: <strong>91%</strong>" in ledger
    assert ledger.count("0.25") == 1
    assert "Before." not in ledger
    assert "<strong>measured</strong> on digits, [64, 10], 5 seeds, 3 at 0.1" in ledger
    assert ledger.count('href="one.html#section"') == 2
    assert ">0.25<" in html["one"]


def test_cells_of_claims_are_folded_and_lead_to_the_protocol(made):
    page = made("{glue:text}`a`", claim("a", "0.25", kind="proven"))["one"]
    fold = page[page.index("<details") : page.index("</details>")]
    assert "an-claims" in fold
    assert "What is checked here" in fold
    assert 'href="how_we_measure.html"' in fold


@pytest.mark.parametrize(
    ("standing", "passes"),
    [
        (RUN, False),
        (RUN | {"one_rate": "the state is compared"}, True),
        (RUN | {"kind": "comparison"}, True),
        ({"kind": "measured", "on": "the curve"}, True),
    ],
)
def test_networks_at_one_rate_are_not_set_against_each_other(made, monkeypatch, standing, passes):
    from actnorm_sphinx import ledger

    warned = []
    monkeypatch.setattr(ledger.logger, "warning", lambda text, *rest, **how: warned.append(rest))
    made("This one is better by {glue:text}`a`.", claim("a", "2", **standing))
    assert (warned == []) == passes
    if not passes:
        assert warned[0][0] == "This one is better by 2."
