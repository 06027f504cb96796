"""A reader's notebook is plain Markdown: nothing of MyST is left, and nothing is lost unsaid."""

import nbformat
import pytest
from sphinx.errors import ExtensionError

from .project import ACTIVATION, SPHINX_WARNINGS, THEMELESS, build, notebook, shown
from .test_ledger import claim

pytestmark = SPHINX_WARNINGS
SITE = "https://example.org/"


def plain_of():
    from actnorm_sphinx.plain import Plain

    return Plain(Book())


class Book:
    """Answers that can be told apart."""

    def value(self, name):
        return {"a": "0.25", "b": "91 ± 2"}[name]

    def place(self, scheme):
        return {"site": SITE, "repository": "https://git.org/me/book/"}[scheme]

    def here(self):
        return f"{SITE}here.html"

    def page(self, target):
        return f"Title of {target}", f"{SITE}{target}.html"

    def term(self, text):
        return text, f"{SITE}glossary.html#{text}"

    def label(self, name):
        return f"Exercise {name}", f"{SITE}here.html#{name}"

    def cite(self, key):
        return f"{key} et al.", "2015", f"{SITE}{key}"


@pytest.mark.parametrize(
    ("myst", "plain"),
    [
        ("A slope of {glue:text}`a`, {glue:text}`b`%.", "A slope of 0.25, 91 ± 2%."),
        ("see {doc}`other`", f"see [Title of other]({SITE}other.html)"),
        ("see {doc}`the\nother <other>`", f"see [the other]({SITE}other.html)"),
        ("{term}`Batch norm <batch norm>`", f"[Batch norm]({SITE}glossary.html#batch norm)"),
        ("{ref}`ex-a`", f"[Exercise ex-a]({SITE}here.html#ex-a)"),
        ("{cite:p}`x, y`", f"([x et al., 2015]({SITE}x); [y et al., 2015]({SITE}y))"),
        ("{cite:t}`x` say", f"x et al. ([2015]({SITE}x)) say"),
        ("(here)=\n## Head", "## Head"),
        (
            "[above](here) and [there](#there)",
            f"[above]({SITE}here.html#here) and [there]({SITE}here.html#there)",
        ),
        ("[out](https://a.b/c)", "[out](https://a.b/c)"),
        (
            "[set](playground:playground.lr=2&playground.step=3)",
            f"[set]({SITE}chapters/playground.html"
            "?playground.lr=2&playground.step=3#figure-playground)",
        ),
        ("[tell](repository:issues)", "[tell](https://git.org/me/book/issues)"),
        ("> <site:>, as site: says", f"> <{SITE}>, as site: says"),
        (
            "\\begin{align}\na &= b\n\\end{align}",
            "$$\n\\begin{aligned}\na &= b\n\\end{aligned}\n$$",
        ),
        ("$x_{i}`$ stays, $$\n\\frac{a}{b}\n$$ too", "$x_{i}`$ stays, $$\n\\frac{a}{b}\n$$ too"),
        (
            ":::{exercise} Do\n:label: ex-a\n\nIt.\n\nNow.\n:::",
            "> **Exercise ex-a: Do**\n>\n> It.\n>\n> Now.",
        ),
        (":::{hint}\n:class: dropdown\nNo.\n:::\nText", "Text"),
        (":::{admonition} Note\n:class: note\nSo.\n:::", "> **Note**\n>\n> So."),
        (
            "Q?\n\n:::{admonition} Answer\n:class: dropdown\nYes.\n:::",
            f"Q?\n\n*Answer: [on the page]({SITE}here.html).*",
        ),
    ],
)
def test_writes_plainly(myst, plain):
    assert plain_of().cell(myst) == plain


def test_a_solution_over_several_cells_is_left_to_the_page():
    plain = plain_of()
    assert plain.cell("Before\n\n:::{solution-start} ex-a\n:::\nHow") == (
        f"Before\n\n*Hint and solution: [Exercise ex-a]({SITE}here.html#ex-a).*"
    )
    assert plain.solving
    assert plain.cell("Because.") == ""
    assert plain.cell("So.\n:::{solution-end}\n:::\n\nAfter") == "After"
    assert not plain.solving


@pytest.mark.parametrize("myst", ["{abbr}`x`", ":::{figure} a.png\n:::"])
def test_what_it_does_not_know_stops_the_build(myst):
    with pytest.raises(ExtensionError, match="a notebook cannot show"):
        plain_of().cell(myst)


@pytest.fixture(params=["html", "notebooks"])
def written(tmp_path, request):
    source = notebook(
        "# One\n\n(here)=\n## Section\n",
        ("from actnorm.claims import Claims\nx = dict(cite=True)", [], {}),
        ("assert x", [claim("a", "0.25", kind="proven")], {"tags": ["claims"]}),
        "A slope of {glue:text}`a`. See {ref}`here`, {doc}`two`, {term}`Hat`, {cite:t}`one2015`.",
        ":::{exercise} Try\n:label: ex-try\n\nIt.\n:::",
        ("answer = ...", [], {"tags": ["exercise"]}),
        ":::{solution-start} ex-try\n:class: dropdown\n:::\n\nSo:",
        ("answer = 1", [], {"tags": ["solution"]}),
        ":::{solution-end}\n:::",
    )
    files = {
        "index.md": "# Root\n\n```{toctree}\none\ntwo\n```\n",
        "one.ipynb": source,
        "two.md": "# Two\n\n:::{glossary}\nhat\n: On x.\n:::\n\n```{bibliography}\n```\n",
        "references.bib": "@article{one2015, title={T}, year={2015}, doi={10.1/x},\n"
        "author={One, A. and {van Two}, B.}, journal={J}}\n",
    }
    modules = [*THEMELESS, "ledger", "notebooks"]
    out = build(
        tmp_path, files, builder=request.param, modules=modules, html_baseurl=SITE,
        extensions=["sphinxcontrib.bibtex"],
    )  # fmt: skip
    return nbformat.read(out.parent / "notebooks/one.ipynb", 4)


def test_a_page_becomes_a_notebook(written):
    nbformat.validate(written)
    texts = [cell.source for cell in written.cells]
    assert texts[0] == "# One\n\n## Section"
    assert "one.html" in texts[1]
    assert texts[2].startswith("try:\n    import actnorm\n")
    assert f"{SITE}wheel/actnorm-" in texts[2]
    assert texts[3:] == [
        "x = dict()",
        f"A slope of 0.25. See [Section]({SITE}one.html#here), [Two]({SITE}two.html), "
        f"[Hat]({SITE}two.html#term-hat), One and van Two ([2015](https://doi.org/10.1/x)).",
        "> **Exercise 1: Try**\n>\n> It.",
        "answer = ...",
        f"*Hint and solution: [Exercise 1]({SITE}one.html#ex-try).*",
    ]
    assert all(not cell.get("outputs") for cell in written.cells)


def test_the_notebooks_alone_need_no_node(tmp_path, monkeypatch):
    """A student's environment has none."""
    from actnorm_sphinx import explorers, maths

    for module in (explorers, maths):
        monkeypatch.setattr(module, "run_node", lambda *given: pytest.fail(f"node: {given[0]}"))
    page = notebook("# One\n\n$x$", ("e", [shown("a")], {}), state={"a": ACTIVATION})
    out = build(
        tmp_path,
        {"one.ipynb": page},
        builder="notebooks",
        modules=[*THEMELESS, "ledger", "notebooks"],
    )
    assert (out.parent / "notebooks/one.ipynb").is_file()
