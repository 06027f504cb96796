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


@pytest.fixture
def drawn(formulas, ext_on_path):
    """Each formula as KaTeX draws it, and lean; and the rules of the lean ones."""
    from actnorm_sphinx.lean import Styles, lean_formula
    from actnorm_sphinx.node import run_node

    styles = Styles()
    katex = run_node("katex.mjs", [{"tex": tex, "display": display} for tex, display in formulas])
    theirs = [answer["html"] for answer in katex]
    pairs = zip(theirs, formulas, strict=True)
    lean = [lean_formula(html, tex, styles) for html, (tex, _) in pairs]
    return theirs, lean, styles.rules(styles)


@pytest.fixture
def places(browser, tmp_path):
    """Find the places of everything in some formulas, with the style sheets and rules given."""

    def find(drawn, *sheets, rules=""):
        links = "".join(f'<link rel="stylesheet" href="{sheet.as_uri()}">' for sheet in sheets)
        lines = "".join(f"<p data-formula>Text {html} text.</p>" for html in drawn)
        file = tmp_path / "page.html"
        file.write_text(f"<!doctype html>{links}<style>{rules}</style>{lines}", "utf-8")
        page = browser.new_page(viewport={"width": 1000, "height": 800})
        page.goto(file.as_uri())
        page.evaluate("document.fonts.ready.then(() => 0)")
        found = page.evaluate(PLACES)
        page.close()
        return found

    return find


def test_a_lean_formula_looks_like_katexs_own(drawn, places, formulas):
    theirs, lean, rules = drawn
    line = "p { line-height: 1.75 }"
    before = places(theirs, KATEX / "katex.css", rules=line)
    after = places(lean, KATEX / "katex.css", OURS, rules=line + rules)
    wrong = []
    for (tex, _), *both in zip(formulas, before, after, strict=True):
        letters = [[letter for letter, *_ in each["letters"]] for each in both]
        assert letters[0] == letters[1], tex
        numbers = [
            [
                each["height"],
                *(x for box in each["letters"] for x in box[1:]),
                *(x for e in each["lines"] for x in e),
            ]
            for each in both
        ]
        off = max(abs(a - b) for a, b in zip(*numbers, strict=True))
        if off > 0.1:
            wrong.append((round(off, 2), tex))
    assert json.dumps(wrong) == "[]"


def test_the_fonts_of_the_book_have_every_letter(drawn, places):
    """A letter that a font has lost would be drawn with the width of another font's."""
    _, lean, rules = drawn
    large = ".katex { font-size: 100px !important }"
    sheets = [BUILD / "_static/book.css", BUILD / "_static/all-pages.css"]
    ours = places(lean, *sheets, rules=large)
    theirs = places(lean, KATEX / "katex.css", OURS, rules=large + rules)
    # Without the words around: "Text" and "text."
    widths = [[(e[0], e[3]) for p in each for e in p["letters"][4:-5]] for each in (ours, theirs)]
    assert len(widths[0]) > 5000
    # A pixel of a hundred may be rounded otherwise: the book's fonts have no hints.
    lost = {a[0] for a, b in zip(*widths, strict=True) if abs(a[1] - b[1]) > 1.5}
    assert lost == set()
