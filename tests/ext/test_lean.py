"""Formulas and code in fewer elements: nothing that is seen, heard or copied gets lost."""

import re

import pytest

from .project import MATHS, SPHINX_WARNINGS, THEMELESS, build

pytestmark = SPHINX_WARNINGS


@pytest.fixture
def lean():
    from actnorm_sphinx import lean

    return lean


def drawn(lean, tex):
    from actnorm_sphinx.node import run_node

    (answer,) = run_node("katex.mjs", [{"tex": tex, "display": False}])
    styles = lean.Styles()
    return lean.lean_formula(answer["html"], tex, styles), answer["html"], styles


@pytest.mark.parametrize(("tex", "text"), [("x", "x"), (r"\sigma", "σ"), ("10", "10"), ("f", "f")])
def test_a_formula_of_one_symbol_is_that_symbol(lean, tex, text):
    html, _, styles = drawn(lean, tex)
    symbol = r'<span[^>]*?data-tex="([^"]*)"><span class="([^"]*)">(\w+)</span></span>'
    found = re.fullmatch(symbol, html)
    assert (found[1], found[3]) == (tex, text)
    if tex == "f":  # a slanted letter leans into what follows
        assert styles[found[2].split()[-1]].startswith("margin-right:0.")


@pytest.mark.parametrize("tex", [r"\frac{1}{2}", "x^2", r"\hat x", r"\sqrt{a < b}", r"a \cdot b"])
def test_every_style_becomes_a_class_that_does_the_same(lean, tex):
    html, before, styles = drawn(lean, tex)
    assert "style=" not in html
    said = [part for style in re.findall(r'style="([^"]*)"', before) for part in style.split(";")]
    said = [part for part in said if part]
    classes = re.findall(r"\bk-[\w-]+", html)
    assert [styles[name] for name in classes] == said
    rules = dict(re.findall(r"\.([\w-]+)\{([^}]*)\}", styles.rules()))
    assert rules == styles
    text = [re.sub(r"<(math).*?</math>|<[^>]*>", "", each, flags=re.S) for each in (html, before)]
    assert text[0] == text[1]


def test_what_is_heard_stays_and_what_is_copied_is_said_once(lean):
    html, _, _ = drawn(lean, r"\frac{a<b}{2}")
    top = "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"
    assert f"<math><mfrac>{top}<mn>2</mn></mfrac></math>" in html
    assert r'data-tex="\frac{a&lt;b}{2}"' in html
    assert html.count(r"\frac") == 1
    assert 'class="katex-mathml"' in html
    assert 'aria-hidden="true"' in html


def test_the_row_around_everything_goes_and_no_other(lean):
    assert lean.unrow("<mrow><mi>a</mi></mrow>") == "<mi>a</mi>"
    two = "<mrow><mi>a</mi></mrow><mo>+</mo><mrow><mi>b</mi></mrow>"
    assert lean.unrow(two) == two
    assert lean.unrow(f"<mrow>{two}</mrow>") == two


def test_two_declarations_never_share_a_class(lean):
    styles = lean.Styles()
    styles.classes("height:1.5em;top:-1.5em")
    from sphinx.errors import ExtensionError

    with pytest.raises(ExtensionError, match="k-h1_5 would be"):
        styles.classes("height:1.5")


CODE = "# T\n\n```python\nfor name in range(3):  # why\n    print(name)\n```\n"


def test_code_keeps_its_text_and_its_colours(tmp_path):
    modules = [*THEMELESS, "lean", "theme", "page", "search", "assets"]
    out = build(tmp_path, {"index.md": MATHS + CODE}, modules=modules, theme="sphinx_book_theme")
    html = (out / "index.html").read_text()
    block = re.search(r"<pre>(.*?)</pre>", html, re.S)[1]
    assert re.sub("<[^>]*>", "", block) == "for name in range(3):  # why\n    print(name)\n"
    assert set(re.findall(r'class="(\w+)"', block)) == {"k", "ow", "nb", "mi", "c1"}
    article = re.search(r"<article.*?</article>", html, re.S)[0]
    assert " style=" not in article
    css = (out / "_static/book.css").read_text()
    for name in set(re.findall(r"\bk-[\w-]+", article)):
        assert f".{name}{{" in css or f".{name}," in css
