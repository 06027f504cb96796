"""Each font of the book has the letters that formulas ask of it."""

import pytest

FILES = {
    *("KaTeX_Main-Regular", "KaTeX_Main-Bold", "KaTeX_Main-Italic", "KaTeX_Main-BoldItalic"),
    *("KaTeX_Math-Italic", "KaTeX_Math-BoldItalic", "KaTeX_Size1-Regular", "KaTeX_Size2-Regular"),
}


def letters(*texs):
    from actnorm_sphinx.lean import Styles, lean_formula
    from actnorm_sphinx.letters import letters_of
    from actnorm_sphinx.node import run_node

    answers = run_node("katex.mjs", [{"tex": tex, "display": True} for tex in texs])
    drawn = zip(answers, texs, strict=True)
    return letters_of([lean_formula(a["html"], tex, Styles()) for a, tex in drawn], FILES)


@pytest.mark.parametrize(
    ("tex", "file", "letter"),
    [
        ("x", "Math-Italic", "x"),
        ("1 + x", "Main-Regular", "+"),
        (r"\mathbf w", "Main-Bold", "w"),
        (r"a_{\mathbf b}", "Main-Bold", "b"),
        (r"\boldsymbol\mu", "Math-BoldItalic", "μ"),
        (r"\sum_i", "Size2-Regular", "∑"),
        (r"\bigl( x \bigr)", "Size1-Regular", "("),
        (r"\mathrm{d}x", "Main-Regular", "d"),
        (r"\text{if } x", "Main-Regular", "i"),
    ],
)
def test_a_letter_is_in_the_font_that_draws_it(tex, file, letter):
    found = letters(tex)
    assert letter in found[f"KaTeX_{file}"]
    others = [name for name, has in found.items() if letter in has and not name.endswith(file)]
    assert others == []


def test_what_is_only_heard_is_in_no_font():
    assert not any("⁡" in each for each in letters(r"\max(x)").values())
