"""Formulas and code in fewer elements: nothing that is seen, heard or copied gets lost."""

import html as markup
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
    found = re.fullmatch(r'<span class="katex ?([^"]*)" data-tex="([^"]*)">(\w+)</span>', html)
    assert (found[2], found[3]) == (tex, text)
    if tex == "f":  # a slanted letter leans into what follows
        assert styles[found[1].split()[-1]].startswith("{margin-right:0.")


TEXS = [
    *(r"\frac{1}{2}", "x^2", "x_i", "x_i^2", r"\hat x", r"\sqrt{a < b}", r"a \cdot b", "e^{-x^2}"),
    *(
        r"\sum_{i=1}^n x_i",
        r"\underbrace{a + b}_{c}",
        r"\left(\frac{a}{b}\right)^{\!2}",
        r"x \ne y",
    ),
    *(
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"\overline{xy}",
        r"f'(x)",
        r"\text{if } x",
        r"x \ne y",
    ),
]


@pytest.mark.parametrize("tex", TEXS)
def test_a_formula_keeps_its_text_and_the_classes_that_its_sheet_has(lean, tex):
    html, before, styles = drawn(lean, tex)
    assert "style=" not in html
    assert "strut=" not in html
    assert set(re.findall(r"\bk-[\w-]+", html)) == styles.keys()
    text = [re.sub(r"<(math).*?</math>|<[^>]*>|\u200b", "", h, flags=re.S) for h in (html, before)]
    assert text[0] == text[1]
    assert len(re.findall("<span", html)) < 0.7 * len(re.findall("<span", before))
    assert not re.search(r'class="[^"]*\b(vlist(?!-t\b)|pstrut|mord)\b', html)


def test_a_strut_is_drawn_before_what_it_holds_where_a_line_is_not_as_high(lean):
    html, _, styles = drawn(lean, r"\sum_i x")
    assert 'class="katex-html katex-base an-strut k-sh1_05 k-sp-0_3"' in html
    assert ".k-sp-0_3::before{vertical-align:-0.3em}" in styles.rules(styles)
    html, _, styles = drawn(lean, "x_i")
    assert 'class="katex-html katex-base"' in html
    assert ".k-f0_7{font-size:0.7em}" in styles.rules(styles)


def test_a_stack_that_katex_builds_in_another_way_stops_the_build(lean):
    from sphinx.errors import ExtensionError

    _, before, styles = drawn(lean, r"\frac12")
    with pytest.raises(ExtensionError, match=r"boxes\.py"):
        lean.lean_formula(before.replace("pstrut", "strut"), "", styles)


def test_what_is_heard_stays_and_what_is_copied_is_said_once(lean):
    html, _, _ = drawn(lean, r"\frac{a<b}{2}")
    top = "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"
    assert f'<math class="katex-mathml"><mfrac>{top}<mn>2</mn></mfrac></math>' in html
    assert r'data-tex="\frac{a<b}{2}"' in html.replace("&lt;", "<")
    assert html.count(r"\frac") == 1
    assert 'aria-hidden="true"' in html


def test_a_part_too_many_stops_the_build_before_a_browser_leaves_the_formula_out(lean):
    from sphinx.errors import ExtensionError

    _, before, styles = drawn(lean, "x_i")
    with pytest.raises(ExtensionError, match="msub has 3 parts"):
        lean.lean_formula(before.replace("<msub>", "<msub><mi>y</mi>"), "", styles)


@pytest.mark.parametrize(
    ("tex", "heard"),
    [
        ("a + b", "<mi>a</mi><mo>+</mo><mi>b</mi>"),
        (r"x_{i+1}", "<msub><mi>x</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub>"),
        (r"x_{i}\,y", "<msub><mi>x</mi><mi>i</mi></msub><mi>y</mi>"),
        (
            r"\begin{aligned}a &= b\end{aligned}",
            "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd></mtr></mtable>",
        ),
        (r"(a)", "<mo>(</mo><mi>a</mi><mo>)</mo>"),
        (r"\lambda_{\max}", "<msub><mi>λ</mi><mi>max</mi></msub>"),
        (r"\mathbf x y", '<mi mathvariant="bold">x</mi><mi>y</mi>'),
    ],
)
def test_what_only_groups_or_looks_is_not_heard(lean, tex, heard):
    html, _, _ = drawn(lean, tex)
    assert f'<math class="katex-mathml">{heard}</math>' in html


def test_two_declarations_never_share_a_class(lean):
    styles = lean.Styles()
    styles.classes("height:1.5em;top:-1.5em")
    from sphinx.errors import ExtensionError

    with pytest.raises(ExtensionError, match="k-h1_5 would be"):
        styles.classes("height:1.5")


LINES = "for name in range(3 + 1):  # why\n    print(f\"a{name}\\n\", 'b')\n"
CODE = f"# T\n\n```python\n{LINES}```\n"


def test_code_keeps_its_text_and_its_colours(tmp_path):
    modules = [*THEMELESS, "lean", "theme", "page", "search", "assets"]
    out = build(tmp_path, {"index.md": MATHS + CODE}, modules=modules, theme="sphinx_book_theme")
    html = (out / "index.html").read_text()
    block = re.search(r"<pre>(.*?)</pre>", html, re.S)[1]
    assert markup.unescape(re.sub("<[^>]*>", "", block)) == LINES
    colours = re.findall(r'class="(\w+)">([^<]*)', block)
    assert {name for name, _ in colours} == {"k", "ow", "nb", "mi", "c1", "s"}
    strings = [markup.unescape(text) for name, text in colours if name == "s"]
    assert strings == ['f"a{', '}\\n"', "'b'"]  # in one piece but for the name in it
    article = re.search(r"<article.*?</article>", html, re.S)[0]
    assert " style=" not in article
    css = (out / re.search(r'href="(_static/pages/\w+\.css)', html)[1]).read_text()
    for name in set(re.findall(r"\bk-[\w-]+", article)):
        assert re.search(rf"\.{name}(::before)?{{", css)


def test_a_number_that_was_pasted_stands_in_one_element(lean):
    pasted = '<span class="pasted-text">0.5</span>'
    context = {"body": f'<p><span class="an-claim">{pasted}</span>, {pasted}</p>'}
    lean.lean_body(None, "", "", context, None)
    assert context["body"] == f'<p><span class="an-claim">0.5</span>, {pasted}</p>'


def test_a_citation_leads_to_its_entry_and_does_not_carry_it(lean):
    link = '<a class="reference internal" href="{}" title="{}">{}</a>'
    cited = link.format("bibliography.html#id5", "A. Author. A title. 2020.", "Author, 2020")
    other = link.format("#top", "Link to this heading", "#")
    context = {"body": cited + other}
    lean.lean_body(None, "", "", context, None)
    assert context["body"] == (
        '<a href="bibliography.html#id5">Author, 2020</a>'
        '<a href="#top" title="Link to this heading">#</a>'
    )


def test_classes_that_nothing_asks_for_are_left_out(lean):
    context = {"body": '<p class="simple">a <b class="std term doc">b</b></p><pre><span></span>c'}
    lean.lean_body(None, "", "", context, None)
    assert context["body"] == '<p>a <b class="term">b</b></p><pre>c'


def test_nothing_asks_for_an_idle_class(lean, root):
    """Neither a rule nor a script."""
    for file in [*root.glob("_ext/static/*.*s*"), *root.glob("_ext/search/*.js")]:
        asked = set(re.findall(r"\.([a-z][\w-]*)", file.read_text("utf-8")))
        assert not asked & lean.IDLE, file
