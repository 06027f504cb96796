"""The picture that a link to a page has where it is shared."""

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from actnorm.plots import palette

from .project import ROOT, SPHINX_WARNINGS, build

pytestmark = SPHINX_WARNINGS

TITLES = {
    path.name[:2]: re.search(r'"# (.*?)\\n"', path.read_text("utf-8"))[1]
    for path in sorted(ROOT.glob("chapters/[0-9][0-9]_*.ipynb"))
}
OFF = {"ogp_social_cards": {"enable": False}}  # as in _config.yml
SITE = {"html_baseurl": "https://a.b/c/", "ogp_site_url": "https://a.b/c/", "html_title": "Book"}
FILES = {
    "index.md": "# Home\n\n```{toctree}\nchapters/02_bend\n```\n",
    "chapters/02_bend.md": "# Bend: *a* & b\n\nWords.\n",
}
ADDED = {"modules": ["maths", "cards"], "extensions": ["sphinxext.opengraph"]}


@pytest.mark.parametrize("chapter", TITLES)
def test_a_card_is_light_and_holds_its_title(chapter):
    """No line leaves the picture: the margins stay of paper, and the rest is not."""
    from actnorm_sphinx.cards import HEIGHT, LEFT, WIDTH, card

    png = card(TITLES[chapter], book="Activation and normalization", chapter=int(chapter))
    assert len(png) <= 30_000
    image = Image.open(BytesIO(png))
    assert image.size == (WIDTH, HEIGHT) == (1200, 630)
    pixels = np.asarray(image.convert("RGB")).astype(int)
    paper = np.array([int(palette()["paper"][i : i + 2], 16) for i in (1, 3, 5)])
    drawn = np.abs(pixels - paper).max(axis=2) > 8
    assert not drawn[:, : LEFT - 20].any()
    assert not drawn[:, -(LEFT - 40) :].any()
    assert drawn[60:150].any(axis=0).sum() > 200  # the title
    rows = drawn[:, : LEFT + 400].any(axis=1)
    blank = np.flatnonzero(~rows)
    assert ((blank > 250) & (blank < 335)).any(), "the title runs into the curve"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "book/chapters").mkdir(parents=True)
    return build(folder, FILES, **ADDED, **SITE, **OFF)


def tags(page):
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page.read_text())
    return dict(found)


def test_a_chapter_has_its_own_card_and_other_pages_share_one(site):
    own, shared = tags(site / "chapters/02_bend.html"), tags(site / "index.html")
    assert own["og:image"] == "https://a.b/c/cards/02.png"
    assert own["og:image:alt"].startswith("Bend: a &amp; b (")
    assert shared["og:image"] == "https://a.b/c/cards/book.png"
    for page in (own, shared):
        assert page["twitter:card"] == "summary_large_image"
        assert (page["og:image:width"], page["og:image:height"]) == ("1200", "630")
        assert Image.open(site / page["og:image"].removeprefix("https://a.b/c/")).size[0] == 1200


def test_without_an_address_there_is_no_card(tmp_path):
    (tmp_path / "book/chapters").mkdir(parents=True)
    out = build(tmp_path, FILES, **ADDED, **OFF, html_title="Book")
    assert not (out / "cards").exists()
    assert "og:image" not in tags(out / "index.html")
    assert "twitter:card" not in tags(out / "index.html")
