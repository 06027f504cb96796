"""What search engines and lost readers are given."""

import json
import re

import pytest
import yaml

from .axe import violations
from .visits import ROOT, pages

pytestmark = pytest.mark.site
BASE = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["html"]["baseurl"]


def test_the_page_for_lost_addresses_works_at_any_depth(built):
    """It asks for no file, so nothing of it can be missing, and its links are whole."""
    html = (built / "404.html").read_text("utf-8")
    assert not re.search(r"<(script|img)\b|\b(src|srcset)=", html)
    asked = re.findall(r'<link\b[^>]* href="([^"]+)"', html)
    assert all(link.startswith("data:") for link in asked)
    links = re.findall(r'<a href="([^"]+)"', html)
    assert len(links) == 3
    for link in links:
        assert link.startswith(BASE)
        assert (built / (link.removeprefix(BASE) or "index.html")).is_file(), link


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_for_lost_addresses_can_be_read(visit, scheme):
    assert violations(visit("404.html", color_scheme=scheme)) == []


def test_the_sitemap_names_every_page(built):
    found = re.findall(r"<loc>(.*?)</loc>", (built / "sitemap.xml").read_text("utf-8"))
    assert {link.removeprefix(BASE) for link in found} == set(pages()) - {"search.html"}
    assert f"Sitemap: {BASE}sitemap.xml" in (built / "robots.txt").read_text("utf-8")


def test_a_chapter_says_what_it_is_as_data(built):
    html = (built / "chapters/07_normalize_inside_the_network.html").read_text("utf-8")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert data["@type"] == "LearningResource"
    assert data["url"] == f"{BASE}chapters/07_normalize_inside_the_network.html"
    assert len(data["description"]) > 50


def test_every_chapter_says_how_long_it_takes(built):
    """As data what it says below its title."""
    for name in pages():
        if not re.match(r"chapters/\d\d_", name):
            continue
        html = (built / name).read_text("utf-8")
        said = re.search(r"<strong>Time</strong>: about (\d+)\s+minutes", html)[1]
        assert f'"timeRequired": "PT{said}M"' in html, name


def test_every_page_names_its_edition(built):
    for name in pages():
        assert re.search(
            r"Edition \d+\.\d+\.\d+, \d+ \w+ 20\d\d", (built / name).read_text("utf-8")
        )
