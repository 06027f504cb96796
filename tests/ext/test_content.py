"""What stands in the text: maths, figures, drop-downs, tables."""

import re

import pytest

from .project import (
    ALT,
    EXERCISE,
    MATHS,
    SPHINX_WARNINGS,
    SVG,
    THEMELESS,
    build,
    drawn,
    failure,
    notebook,
)

pytestmark = SPHINX_WARNINGS


def test_maths_is_drawn_for_eye_and_ear(tmp_path):
    html = (build(tmp_path, {"index.md": MATHS}) / "index.html").read_text()
    assert html.count("<math") == 4
    assert html.count('class="katex-display"') == 3
    assert '<span class="eqno">(1)' in html
    assert re.search(r'href="#equation-eq-slope"[^>]*>.*?\(1\)', html, re.S)
    assert not re.search(r"<script[^>]*mathjax", html, re.I)
    # Sphinx numbers the equation; KaTeX must not number its lines as well.
    assert "eqn-num" not in html


@pytest.mark.parametrize(
    ("tex", "drawn"),
    [
        ("a = b", "a = b"),
        (r"a \\ b", r"\begin{split}a \\ b\end{split}"),
        ("a\n\nb", r"\begin{gathered}a\\b\end{gathered}"),
        (
            "a \\\\ b\n\nc",
            r"\begin{gathered}\begin{split}a \\ b\end{split}\\c\end{gathered}",
        ),
        (r"\begin{cases}a \\ b\end{cases}", r"\begin{cases}a \\ b\end{cases}"),
        (r"\begin{align}a\end{align}", r"\begin{align*}a\end{align*}"),
    ],
)
def test_displayed_maths_has_the_lines_it_was_written_with(tex, drawn):
    from actnorm_sphinx.maths import display_tex
    from docutils import nodes

    assert display_tex(nodes.math_block(tex, tex)) == drawn


def test_maths_in_docstrings_is_drawn(tmp_path):
    text = "# T\n\n```{eval-rst}\n.. autofunction:: actnorm.sigmoid\n```\n"
    out = build(tmp_path, {"index.md": text}, extensions=["sphinx.ext.autodoc"])
    assert 'class="katex"' in (out / "index.html").read_text()


def test_wrong_maths_stops_the_build_and_says_where(tmp_path):
    message = failure(tmp_path, {"index.md": "# T\n\nfine $a$\n\nwrong $\\frac{1}$\n"})
    assert "index.md:5" in message
    assert r"\frac{1}" in message


def test_figures_stand_in_the_page_and_follow_the_theme(tmp_path):
    cells = [("plot()", [drawn()], ALT), ("plot(again)", [drawn(SVG + " ")], ALT)]
    html = (build(tmp_path, {"index.ipynb": notebook("# T", *cells)}) / "index.html").read_text()
    assert html.count('role="img" aria-label="The sigmoid, &quot;S-shaped&quot;."') == 2
    assert html.count('stroke="var(--an-input)"') == 2
    assert "#0072B2" not in html
    assert "by whom" not in html
    ids = re.findall(r'id="(f\w+-\w+)"', html)
    assert len(ids) == len(set(ids)) == 2
    targets = {"".join(t) for t in re.findall(r'url\(#([^)]+)\)|href="#(f\w+-\w+)"', html)}
    assert targets == set(ids)


def test_two_equal_figures_do_not_share_ids(tmp_path):
    cells = [("plot()", [drawn()], ALT), ("plot()", [drawn()], ALT)]
    html = (build(tmp_path, {"index.ipynb": notebook("# T", *cells)}) / "index.html").read_text()
    ids = re.findall(r'id="(f\w+-\w+)"', html)
    assert len(ids) == len(set(ids)) == 2


def test_many_round_points_become_one_path():
    from xml.etree import ElementTree

    from actnorm_sphinx import svg

    circle = '<path id="m" d="M 0 2 C 1 1 1 1 1 1 ' + "C 1 1 1 1 1 1 " * 7 + 'z"/>'
    style = 'style="fill: #0072b2; stroke: #0072b2; stroke-width: 0.5"'
    uses = "".join(f'<use xlink:href="#m" x="{i}.123456" y="1" {style}/>' for i in range(50))
    text = f"{SVG.split('<metadata>')[0]}<defs>{circle}</defs><g>{uses}</g></svg>"
    small = svg.themed(text, colours={"input": "#0072b2"}, alt="dots", prefix="f1-")
    root = ElementTree.fromstring(small)
    assert not list(root.iter(f"{{{svg.SVG}}}use"))
    dots = [path for path in root.iter(f"{{{svg.SVG}}}path") if "h0" in path.get("d")]
    assert dots[0].get("d").count("h0") == 50
    assert dots[0].get("d").startswith("m.1 1h0m1 0h0")
    assert dots[0].get("stroke-width") == "4.5"  # radius 2 and half the line, twice


@pytest.mark.parametrize("metadata", [{}, {"mystnb": {"image": {"alt": " "}}}])
def test_a_figure_without_alt_stops_the_build_and_names_its_cell(tmp_path, metadata):
    book = notebook("# T", ("fine()", [drawn()], ALT), ("bare()", [drawn()], metadata))
    assert "index.ipynb, cell 3 (bare())" in failure(tmp_path, {"index.ipynb": book})


def test_a_figure_may_have_a_caption(tmp_path):
    metadata = {"mystnb": ALT["mystnb"] | {"figure": {"caption": "How to read it.", "name": "f"}}}
    book = notebook("# T", ("plot()", [drawn()], metadata))
    html = (build(tmp_path, {"index.ipynb": book}) / "index.html").read_text()
    assert re.search(r"<figure.*?<svg.*?<figcaption.*?How to read it\.", html, re.S)


def test_dropdowns_are_details(tmp_path):
    html = (build(tmp_path, {"index.md": EXERCISE}) / "index.html").read_text()
    folds = re.findall(r"<details.*?</details>", html, re.S)
    summaries = [re.search(r"<summary[^>]*>(.*?)</summary>", fold, re.S)[1] for fold in folds]
    assert summaries == ["Hint", "Solution"]
    assert not re.search(r"<details[^>]* open", html), "a solution that shows itself"
    assert "Look at zero." in folds[0]
    assert "It is 1/4." in folds[1]
    assert "Find it." not in "".join(folds)


def test_what_answers_the_predictions_waits_until_it_is_asked_for(tmp_path):
    boxes = [f":::{{admonition}} {t}\nSaid.\n:::" for t in ("Compare with your predictions", "No")]
    text = "\n\n".join(["# T", *boxes])
    html = (build(tmp_path, {"index.md": text}) / "index.html").read_text()
    (fold,) = re.findall(r"<details.*?</details>", html, re.S)
    assert '<summary class="admonition-title">Compare with your predictions</summary>' in fold
    assert "Said." in fold
    assert not re.match(r"<details[^>]* open", fold)


FOLDS = """# T

:::{hint} See [the rule](https://example.org)
:class: dropdown
:name: rule

One.
:::

:::{hint}
:class: dropdown

Two.
:::
"""


def test_a_fold_can_be_linked_to_and_its_line_is_its_own(tmp_path):
    """A link in a summary could not be told from the summary."""
    html = (build(tmp_path, {"index.md": FOLDS.replace("{hint} S", "{admonition} S")})
            / "index.html").read_text()  # fmt: skip
    first, second = re.findall(r"<details.*?</details>", html, re.S)
    assert re.match(r'<details[^>]* id="rule"', first)
    assert '<summary class="admonition-title">See the rule</summary>' in first
    assert '<summary class="admonition-title">Hint</summary>' in second


def test_a_hidden_cell_has_a_plain_summary(tmp_path):
    book = notebook("# T", ("secret = 1", [], {"tags": ["hide-input"]}))
    html = (build(tmp_path, {"index.ipynb": book}) / "index.html").read_text()
    fold = re.search(r"<details.*?</details>", html, re.S)[0]
    assert "secret" in fold
    assert "<summary>Show code cell source</summary>" in fold


def test_an_empty_table_head_is_left_out(tmp_path):
    text = "# T\n\n| | |\n|---|---|\n| Read | here |\n\n| a | b |\n|---|---|\n| c | d |\n"
    html = (build(tmp_path, {"index.md": text}) / "index.html").read_text()
    assert html.count("<table") == 2
    assert html.count("<thead") == 1


# A picture of 4 × 2 pixels, as far as a page looks into it.
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\4\0\0\0\2" + bytes(9)


def test_a_table_head_with_a_picture_stays(tmp_path):
    text = "# T\n\n| ![](dot.png) | |\n|---|---|\n| Read | here |\n"
    (tmp_path / "book").mkdir()
    (tmp_path / "book/dot.png").write_bytes(PNG)
    html = (build(tmp_path, {"index.md": text}) / "index.html").read_text()
    assert html.count("<thead") == 1


def test_a_short_formula_keeps_its_comma(tmp_path):
    """Of boxes: a single symbol is text, which keeps its comma by itself."""
    text = "# T\n\nWith $a^2$, then ($x^2$), *so* $y^2$.\n\nAlone $z^2$, $w$, $a = b = c$.\n"
    html = (build(tmp_path, {"index.md": text}) / "index.html").read_text()
    assert html.count('<span class="an-nowrap">') == 4
    assert '<span class="an-nowrap">(<span' in html
    seen = re.sub(r"<math.*?</math>|<[^>]*>|\u200b", "", html)
    assert "With a2, then (x2), so y2." in seen
    assert "Alone z2, w, a=b=c." in seen


GLOSSARY = """# T

A {term}`softmax`, a {term}`hàm softmax`.

:::{glossary}
softmax
hàm softmax
  Sums to 1.

negative
ÂM
  Below zero.

leaf
lá
  At the end.

ellipse
e-líp
Bézier curve
Poincaré map
  Curves, and a map that a screen reader should say in English.

error
sai số kép
  Twice.

bridge
phép vá
  A patch.
:::
"""

VIETNAMESE = ["hàm softmax", "ÂM", "lá", "e-líp", "sai số kép", "phép vá"]


def test_vietnamese_terms_say_that_they_are_vietnamese(tmp_path):
    modules = [*THEMELESS, "languages"]
    html = (build(tmp_path, {"index.md": GLOSSARY}, modules=modules) / "index.html").read_text()
    assert re.findall(r'<dt[^>]* lang="vi"[^>]*>([^<]+)', html) == VIETNAMESE
    assert re.findall(r'<span[^>]* lang="vi"[^>]*>([^<]+)', html) == ["hàm softmax"]
    assert html.count(">softmax<") == 2


def test_a_long_name_in_a_table_may_break(tmp_path):
    """After each underscore, and without a character that would be copied."""
    text = (
        "# T\n\n| a | b |\n|---|---|\n| `test_a_long_name` | `a_b` |\n\nAnd `test_a_long_name`.\n"
    )
    html = (build(tmp_path, {"index.md": text}) / "index.html").read_text()
    whole, short, outside = re.findall(r"<code.*?</code>", html, re.S)
    assert [code.count("<wbr>") for code in (whole, short, outside)] == [3, 0, 0]
    assert re.sub(r"<[^>]*>", "", whole) == "test_a_long_name"
    before = [re.sub(r"<[^>]*>", "", part) for part in whole.split("<wbr>")]
    assert before == ["test_", "a_", "long_", "name"]
