"""Sphinx reads what has changed; what is written is what a first build would have written."""

import pytest

from .project import ACTIVATION, ALT, SPHINX_WARNINGS, THEMELESS, build, drawn, notebook, shown
from .test_ledger import LEDGER, claim

pytestmark = SPHINX_WARNINGS
WHOLE = {
    "modules": [*THEMELESS, "anew", "ledger", "lean", "theme", "page", "search", "assets"],
    "theme": "sphinx_book_theme",
    "extensions": ["sphinx_book_theme"],
    "force_all": False,
}
GLOSSARY = "# Words\n\n:::{glossary}\n{}\n  How far.\n:::\n"
INDEX = """# Root

```{toctree}
chapters/one
chapters/two
chapters/words
chapters/ledger
chapters/how_we_measure
```
"""
EXERCISE = ":::{{exercise}} {}\n:label: ex-{}\n\nFind it.\n:::"


def chapter(title, number, formula="x", exercises=("a",)):
    """A chapter with one of everything that stands on other pages too."""
    cell = ("note('a', 1)", [claim(title, number, kind="proven")], {"tags": ["claims"]})
    tasks = "\n\n".join(EXERCISE.format(name, title + name) for name in exercises)
    text = notebook(
        f"# {title}\n\n${formula}$ is {{glue:text}}`{title}`. {{term}}`variance`\n\n{tasks}",
        cell,
        ("show", [shown("a")]),
        ("plot()", [drawn()], ALT),
        state={"a": ACTIVATION},
    )
    # without a language Sphinx warns, and after a warning all is read again
    return text.replace('"display_name": "p"', '"display_name": "p", "language": "python"')


def files(one, words="variance"):
    return {
        "index.md": INDEX,
        "chapters/one.ipynb": one,
        "chapters/two.ipynb": chapter("Two", "0.75").replace('"bend"', '"bend-two"'),
        "chapters/words.md": GLOSSARY.replace("{}", words),
        "chapters/ledger.md": LEDGER,
        "chapters/how_we_measure.md": "# How we measure\n",
    }


def written(out):
    """Every file of a site, but for Sphinx's own note."""
    found = {path.relative_to(out): path for path in out.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in found.items() if name.name[0] != "."}


@pytest.fixture
def place(tmp_path):
    """Give a function that makes a folder for a book."""

    def make(name):
        (tmp_path / name / "book/chapters").mkdir(parents=True)
        return tmp_path / name

    return make


def test_after_a_change_it_is_what_a_first_build_gives(place):
    """The title, a number, a formula, an exercise and a term: all of them stand elsewhere too."""
    old, new = place("old"), place("new")
    before = written(build(old, files(chapter("One", "0.25")), **WHOLE))
    read = {path.name: path.stat().st_mtime_ns for path in old.rglob("*.doctree")}
    changed = files(
        chapter("Uno", "0.5", r"\mathbf{q}^2_{\Gamma}", ("b", "c")), "variance\nphương sai"
    )
    after = written(build(old, changed, **WHOLE))
    again = {
        path.name for path in old.rglob("*.doctree") if path.stat().st_mtime_ns != read[path.name]
    }
    assert again == {"one.doctree", "words.doctree"}
    first = written(build(new, changed, **WHOLE))
    assert after.keys() == first.keys()
    assert [name for name in after if after[name] != first[name]] == []
    there = [name for name in after if after[name] != before.get(name)]
    assert {"chapters/two.html", "chapters/ledger.html", "_static/search-data.js"} < set(there)


def test_a_page_on_which_nothing_was_changed_follows(place):
    """Sphinx alone would not write the ledger: its own text is as it was."""
    old, options = place("old"), {"modules": [*THEMELESS, "anew", "ledger"], "force_all": False}
    build(old, files(chapter("One", "0.25")), **options)
    out = build(old, files(chapter("One", "0.125")), **options)
    assert "<strong>0.125</strong>" in (out / "chapters/ledger.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["_ext/static/base.css", "course/misconceptions.yml", "_toc.yml"])
def test_when_anything_else_has_changed_all_is_read(place, name, tmp_path, monkeypatch):
    project = tmp_path / "project"
    for each in ("_ext/static/base.css", "course/misconceptions.yml", "_toc.yml"):
        (project / each).parent.mkdir(parents=True, exist_ok=True)
        (project / each).write_text("old")
    monkeypatch.setattr("actnorm_sphinx.anew.PROJECT", project)
    old, book = place("old"), {"a.md": "# A"}
    build(old, book, modules=["maths", "anew"], force_all=False)
    page = next(old.rglob("a.doctree"))
    first = page.stat().st_mtime_ns
    build(old, book, modules=["maths", "anew"], force_all=False)
    assert page.stat().st_mtime_ns == first
    (project / name).write_text("new")
    build(old, book, modules=["maths", "anew"], force_all=False)
    assert page.stat().st_mtime_ns > first


def test_a_warning_is_heard_until_it_is_mended(place):
    options = {"modules": ["maths", "anew"], "force_all": False, "keep_going": True}
    old = place("old")
    for _ in range(2):
        with pytest.raises(AssertionError, match="a warning"):
            build(old, {"a.md": "# A\n\n### A level left out"}, **options)
    build(old, {"a.md": "# A"}, **options)


def test_what_another_builder_has_read_is_read_again(place):
    """Figures are drawn for pages only: what the notebooks' builder has read has none."""
    page = notebook("# A", ("s", [shown("a")]), state={"a": ACTIVATION})
    old, book = place("old"), {"a.ipynb": page.replace('"p"', '"p", "language": "python"')}
    options = {"modules": [*THEMELESS, "anew"], "force_all": False}
    build(old, book, builder="text", **options)
    assert "<svg" in (build(old, book, **options) / "a.html").read_text("utf-8")
