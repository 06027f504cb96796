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


CHAPTER = "chapters/04_find_the_dead_units.html"
STYLE = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"


def test_paper_is_light_to_its_margins(visit):
    page = visit(CHAPTER, color_scheme="dark")
    assert page.evaluate(STYLE, ["html", "colorScheme"]) == "dark"
    page.emulate_media(media="print")
    assert page.evaluate(STYLE, ["html", "colorScheme"]) == "light"


def test_where_a_link_has_led_is_marked(visit):
    page = visit(f"{CHAPTER}#exercises")
    marked, other = (
        page.evaluate(STYLE, [f"{name} > h2", "backgroundColor"])
        for name in ("#exercises", "#quiz")
    )
    assert marked != other == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("width", [375, 800, 1280])
def test_without_scripts_menus_open_on_the_screen(visit, width):
    page = visit(CHAPTER, width=width, java_script_enabled=False)
    for menu in page.locator("details.an-menu").all():
        menu.locator("summary").click()
        box = menu.locator("ul").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        menu.locator("summary").click()
