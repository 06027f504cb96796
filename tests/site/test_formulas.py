"""Every formula of the book stands as KaTeX draws it: each letter and each line in its place."""

import json
import re
import sys
from html import unescape

import pytest

from .visits import BUILD, ROOT

pytestmark = pytest.mark.site

KATEX = ROOT / "node_modules/katex/dist"
OURS = ROOT / "_ext/static/formulas.css"
FORMULA = re.compile(r'(katex-display">)?<span class="katex[^>]* data-tex="([^"]*)"')
# Where each letter of a formula is, with its baseline for a mark, and each line and drawing.
PLACES = """() => [...document.querySelectorAll('[data-formula]')].map(line => {
    const { left, top, height } = line.getBoundingClientRect();
    const at = ({ left: x, bottom: y, width }) => [x - left, y - top, width];
    const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const letters = [];
    for (let node; (node = walk.nextNode()); ) {
        if (node.parentElement.closest('math')) continue;
        const range = new Range();
        for (const { 0: letter, index } of node.data.matchAll(/[^\\s\\u200b]/gu)) {
            range.setStart(node, index);
            range.setEnd(node, index + letter.length);
            letters.push([letter, ...at(range.getBoundingClientRect())]);
        }
    }
    const lines = line.querySelectorAll('.frac-line, .overline-line, .fbox, svg');
    return { height, letters, lines: Array.from(lines, e => at(e.getBoundingClientRect())) };
})"""


@pytest.fixture(scope="module")
def formulas():
    """The formulas of the book: (TeX, whether it is displayed)."""
    texts = [page.read_text("utf-8") for page in BUILD.rglob("*.html")]
    found = {(unescape(m[2]), bool(m[1])) for text in texts for m in FORMULA.finditer(text)}
    assert len(found) > 1000
    return sorted(found)


@pytest.fixture
def ext_on_path():
    sys.path.insert(0, str(ROOT / "_ext"))
    yield
    sys.path.remove(str(ROOT / "_ext"))


def test_a_lean_formula_looks_like_katexs_own(browser, tmp_path, formulas, ext_on_path):
    from actnorm_sphinx.lean import Styles, lean_formula
    from actnorm_sphinx.node import run_node

    styles = Styles()
    katex = run_node("katex.mjs", [{"tex": tex, "display": display} for tex, display in formulas])
    theirs = [answer["html"] for answer in katex]
    lean = [
        lean_formula(html, tex, styles) for html, (tex, _) in zip(theirs, formulas, strict=True)
    ]
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    places = []
    for name, drawn, rules in (
        ("theirs", theirs, ""),
        ("lean", lean, OURS.read_text("utf-8") + styles.rules()),
    ):
        lines = "".join(f"<p data-formula>Text {html} text.</p>" for html in drawn)
        file = tmp_path / f"{name}.html"
        sheet = f'<link rel="stylesheet" href="{(KATEX / "katex.css").as_uri()}">'
        file.write_text(
            f"<!doctype html>{sheet}<style>p {{ line-height: 1.75 }}{rules}</style>{lines}", "utf-8"
        )
        page.goto(file.as_uri())
        page.evaluate("document.fonts.ready.then(() => 0)")
        places.append(page.evaluate(PLACES))
    page.close()
    wrong = []
    for (tex, _), before, after in zip(formulas, *places, strict=True):
        assert [letter for letter, *_ in before["letters"]] == [
            letter for letter, *_ in after["letters"]
        ], tex
        boxes = [
            [[p["height"]], *(where for _, *where in p["letters"]), *p["lines"]]
            for p in (before, after)
        ]
        numbers = [[number for box in each for number in box] for each in boxes]
        off = max(abs(a - b) for a, b in zip(*numbers, strict=True))
        if off > 0.1:
            wrong.append((round(off, 2), tex))
    assert json.dumps(wrong) == "[]"
