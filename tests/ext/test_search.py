"""What the search page is given: sections with readable text; and how it compares words."""

import json
import subprocess

import pytest

from .project import MATHS, SPHINX_WARNINGS, build

pytestmark = SPHINX_WARNINGS

GLOSSARY = r"""
## Words

A {term}`variance`.

:::{glossary}
variance
phương sai
  How far.

bias
độ chệch
  How wrong.
:::

```python
eps = 1e-5
for x in variance: lambda np: eps
```

And $\lambda$, $\mu$.
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """What is written for a small page."""
    out = build(
        tmp_path_factory.mktemp("search"),
        {"index.md": MATHS + GLOSSARY},
        modules=["maths", "theme", "page", "search"],
        theme="sphinx_book_theme",
    )
    text = (out / "_static/search-data.js").read_text()
    return json.loads(text.removeprefix("globalThis.actnormSearch=").rstrip(";\n"))


def test_a_section_has_its_place_its_heading_and_readable_text(data):
    first, words, *_ = data["sections"]
    assert data["pages"][0][:2] == ["index.html", "T"]
    assert first[:3] == [0, "t", "T"]
    assert first[3].startswith("Inline σ(x) and see")
    assert "\\" not in first[3], "TeX"
    assert first[4] == "sigma"
    assert words[1:4] == ["words", "Words", "A variance."]


def test_an_entry_of_the_glossary_is_a_section_and_its_names_are_synonyms(data):
    assert data["synonyms"] == [["variance", "phương sai"], ["bias", "độ chệch"]]
    _, _, variance, bias = data["sections"]
    assert variance[1:4] == ["term-variance", "variance, phương sai", "How far."]
    assert bias[2] == "bias, độ chệch"
    assert bias[3].startswith("How wrong.")
    assert bias[4] == "eps lambda mu variance", "code is not shown, letters go by name"


def in_node(code):
    """Run a line of JavaScript with the search's functions; give what it returns."""
    from actnorm_sphinx.node import PROJECT, find_node

    script = (
        'import * as words from "./_ext/search/words.js";'
        'import * as find from "./_ext/search/find.js";'
        f"console.log(JSON.stringify({code}))"
    )
    done = subprocess.run(
        [find_node(), "--input-type=module", "-e", script],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def words_of(text):
    return in_node(f"words.words({json.dumps(text)})")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phương sai", "phuong sai"),
        ("Đạo hàm", "dao ham"),
        ("normalisation", "Normalize"),
        ("standardised", "standardization"),
        ("units", "unit"),
        ("ε", "epsilon"),
        ("vanishing gradients", "vanish gradient"),
    ],
)
def test_words_that_are_the_same_to_a_reader(one, other):
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(("one", "other"), [("loss", "los"), ("bias", "biased"), ("eps", "ep")])
def test_words_that_are_not(one, other):
    assert words_of(one) != words_of(other)


def test_an_excerpt_begins_near_what_was_found_and_marks_it():
    text = "nothing here. " * 40 + "Then the variance comes. " + "More follows. " * 40
    parts = in_node(f"find.excerpt({json.dumps(text)}, ['variance'])")
    assert parts[1::2] == ["variance"]
    assert parts[0].startswith("…")
    assert parts[0].endswith("Then the ")
    assert parts[-1].endswith("…")
    assert len("".join(parts)) < 320
    assert in_node("find.excerpt('', ['x'])") == [""]
    assert in_node("find.excerpt('Short.', ['y'])") == ["Short."]
