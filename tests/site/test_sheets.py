"""The book's own sheets dress what is there: a class that others rename is not lost unseen."""

import re

import pytest

from .visits import BUILD, ROOT

pytestmark = pytest.mark.site

STATIC = ROOT / "_ext/static"
# Text without a colour of its own: white space, names, punctuation, operators, prompts, output.
PLAIN = {"", "w", "n", "p", "o", "gp", "go", "gt", "gr", "l", "ld"}


def pages():
    return [path.read_text("utf-8") for path in [*BUILD.glob("*.html"), *BUILD.glob("*/*.html")]]


def named(css):
    """Classes and ids of the selectors of a sheet."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    selectors = re.findall(r"([^{};]+)\{", css)
    return {name for each in selectors for name in re.findall(r"[.#]([A-Za-z][\w-]*)", each)}


def test_what_a_sheet_names_is_on_a_page_or_can_be_made():
    there = set()
    for html in pages():
        for value in re.findall(r'\b(?:class|id)="([^"]*)"', html):
            there |= {*value.split()}
    makers = [*STATIC.glob("*.js"), *ROOT.glob("_ext/*/page.js"), *ROOT.glob("_ext/*/maths.py")]
    made = "".join(file.read_text("utf-8") for file in makers)
    for sheet in STATIC.glob("*.css"):
        missing = {
            name
            for name in named(sheet.read_text("utf-8")) - there
            if not re.search(rf"[\"'. ]{name}[\"' ]", made)
        }
        assert not missing, sheet.name


def test_code_has_a_colour_for_every_kind_of_word():
    coloured = named((STATIC / "text.css").read_text("utf-8"))
    found = set()
    for html in pages():
        for code in re.findall(r'<div class="highlight">(.*?)</div>', html, re.S):
            found |= {*re.findall(r'<span class="(\w+)">', code)}
    assert len(found) > 10
    assert found - coloured <= PLAIN
