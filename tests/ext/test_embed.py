"""Pages to embed, the gallery, and what search engines ask for."""

import json
import re

import pytest

from .project import (
    ACTIVATION,
    ACTIVATION_STATE,
    SPHINX_WARNINGS,
    build,
    failure,
    model,
    notebook,
    shown,
)

pytestmark = SPHINX_WARNINGS
CELL = ("show", [shown("a1")])
PARTS = ["maths", "explorers", "embed", "gallery"]


def test_each_figure_has_a_page_of_its_own(tmp_path):
    book = {"index.ipynb": notebook("# T", CELL, state={"a1": ACTIVATION})}
    out = build(tmp_path, book, modules=PARTS)
    html = (out / "embed" / "bend.html").read_text("utf-8")
    assert "<title>A bend &amp; &lt;small&gt;</title>" in html
    assert 'href="../index.html#figure-bend"' in html
    assert "site-activation.js" in html
    assert "style=" not in html
    state = re.search(r'widget-state\+json">(.*?)</script>', html)[1]
    assert json.loads(state)["state"]["m1"]["state"]["x"] == 0.5
    assert 'data-embed="embed/bend.html"' in (out / "index.html").read_text("utf-8")


def test_the_gallery_shows_each_figure_with_its_question(tmp_path):
    other = model("activation", **(ACTIVATION_STATE | {"figure": "other", "title": "Other"}))
    cells = [("A()", [shown("a")]), ("B()", [shown("b")])]
    text = "# G\n\n```{gallery}\nother: Why?\nbend: How, and: when?\n```\n"
    book = {
        "index.ipynb": notebook("# T", *cells, state={"a": ACTIVATION, "b": other}),
        "g.md": "---\norphan: true\n---\n" + text,
    }
    html = (build(tmp_path, book, modules=PARTS) / "g.html").read_text("utf-8")
    cards = re.search(r'<ul class="an-gallery.*?</ul>', html, re.S)[0]
    assert re.findall(r"<p>([^<]*)</p>", cards) == ["Why?", "How, and: when?"]
    assert re.findall(r'href="(index[^"]*)"', cards) == [
        "index.html#figure-other",
        "index.html#figure-bend",
    ]
    assert cards.count("is-small") == 2
    assert "explorers.css" in html


@pytest.mark.parametrize(("lines", "wrong"), [("", "bend"), ("bend: Why?\nbent: Why?", "bent")])
def test_a_gallery_that_misses_a_figure_stops_the_build(tmp_path, lines, wrong):
    book = {
        "index.ipynb": notebook("# T", CELL, state={"a1": ACTIVATION}),
        "g.md": f"---\norphan: true\n---\n# G\n\n```{{gallery}}\n{lines}\n```\n",
    }
    message = failure(tmp_path, book, modules=PARTS)
    assert "needs one question" in message
    assert message.rstrip(".").endswith(wrong)
