"""The quiz on its page, and the page "Common errors"."""

import re
import sys

import pytest

from course.lists import again, misconceptions, questions

from ..ext.project import ROOT, SPHINX_WARNINGS, THEMELESS, build, failure, notebook

pytestmark = SPHINX_WARNINGS
PAGE = (ROOT / "chapters/common_errors.md").read_text("utf-8").replace("{doc}`corrections`", "x")


@pytest.fixture(scope="module", autouse=True)
def ext_on_path():
    sys.path.insert(0, str(ROOT / "_ext"))
    yield
    sys.path.remove(str(ROOT / "_ext"))


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    # The links lead to chapters that this little book has not: they are warnings, and no matter.
    files = {"index.md": "# T\n\n:::{quiz} 7\n:::\n", "common_errors.md": PAGE}
    return build(tmp_path_factory.mktemp("quiz"), files, modules=[*THEMELESS, "quiz"])


def test_every_choice_is_a_fold_that_needs_no_script(out):
    page = (out / "index.html").read_text("utf-8")
    asked = [*questions(7), *again(7)]
    choices = sum(len(q.choices) for q in asked)
    assert len(re.findall(r'<details class="an-choice">', page)) == choices
    assert len(re.findall(r'<details class="admonition an-quiz">', page)) == 2
    assert page.count("<strong>Right.</strong>") == len(asked)
    assert page.count("<strong>No.</strong>") == choices - len(asked)
    assert "<script" not in page[page.index("<details") : page.rindex("</details>")]


def test_the_first_chapter_has_nothing_to_repeat(tmp_path):
    out = build(tmp_path, {"index.md": "# T\n\n:::{quiz} 0\n:::\n"}, modules=[*THEMELESS, "quiz"])
    page = (out / "index.html").read_text("utf-8")
    assert page.count('<details class="admonition an-quiz">') == 1


def test_common_errors_has_every_misconception(out):
    page = (out / "common_errors.html").read_text("utf-8")
    for error in misconceptions().values():
        assert f'id="error-{error.id}"' in page
    assert 'href="07_normalize_inside_the_network.html#figure-batch-norm"' in page


def test_the_quiz_links_to_the_error_behind_a_choice(out):
    page = (out / "index.html").read_text("utf-8")
    behind = {c.belief for q in questions(7) for c in q.choices} & set(misconceptions())
    for belief in behind:
        assert f'href="common_errors.html#error-{belief}"' in page


def test_the_readers_notebook_links_to_the_quiz(tmp_path):
    files = {"index.ipynb": notebook("# T", "## Quiz\n\n:::{quiz} 7\n:::")}
    modules = ["explorers", "ledger", "quiz", "notebooks"]
    out = build(
        tmp_path, files, modules=modules, html_baseurl="https://example.org/", builder="notebooks"
    )
    text = (out.parent / "notebooks/index.ipynb").read_text("utf-8")
    assert "The quiz is [on the page](https://example.org/index.html)" in text


def test_a_directive_that_nobody_knows_still_stops(tmp_path):
    files = {"index.ipynb": notebook("# T", ":::{quizz} 7\n:::")}
    modules = ["explorers", "ledger", "notebooks"]
    said = failure(
        tmp_path, files, modules=modules, html_baseurl="https://example.org/", builder="notebooks"
    )
    assert "quizz" in said
