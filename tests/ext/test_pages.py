"""The whole page in the theme: scripts, one sheet, fonts, landmarks; and the node behind it."""

import json
import re
from pathlib import Path

import pytest

from course.slides.page import whole

from .project import (
    ACTIVATION,
    ACTIVATION_STATE,
    ALT,
    EXERCISE,
    MATHS,
    SPHINX_WARNINGS,
    STATE,
    THEMELESS,
    build,
    drawn,
    notebook,
    shown,
)

pytestmark = SPHINX_WARNINGS


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A page with one of everything, in the theme, with the book's sheet."""
    cells = [("show", [shown("a")]), ("plot()", [drawn()], ALT)]
    book = notebook(MATHS + EXERCISE[3:], *cells, state={"a": ACTIVATION})
    return build(
        tmp_path_factory.mktemp("site"),
        {"index.ipynb": book},
        modules=[*THEMELESS, "theme", "page", "search", "assets"],
        theme="sphinx_book_theme",
        extensions=["sphinx_book_theme", "sphinx_togglebutton", "sphinx_copybutton"],
    )


@pytest.mark.parametrize("page", ["index.html", "search.html"])
def test_scripts_are_files_of_the_book_and_do_not_block(site, page):
    html = (site / page).read_text()
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.S):
        if STATE in attributes:
            continue
        assert not body.strip(), "an inline script breaks the content security policy"
        source = re.search(r'src="([^"?]+)', attributes)[1]
        assert (site / source).is_file()
        assert "defer" in attributes or source.endswith("theme.js")
    assert not re.search(r"\son\w+=", html)


@pytest.mark.parametrize("page", ["index.html", "search.html"])
def test_a_page_asks_no_other_host_and_misses_no_file(site, page):
    html = (site / page).read_text()
    for address in re.findall(r'<(?:script|img|link)[^>]*?(?:src|href)="([^"?]+)', html):
        assert not address.startswith(("http:", "https:", "//"))
        assert address == "#" or (site / address).exists(), address


def own_sheet(site):
    """The sheet that a page has for itself."""
    html = (site / "index.html").read_text()
    return site / re.search(r'href="(_static/pages/\w+\.css)', html)[1]


def fonts_of(sheet):
    return {sheet.parent / name for name in re.findall(r"url\(([^)]*\.woff2)\)", sheet.read_text())}


def test_the_books_sheet_and_the_pages_own_with_their_fonts_and_nothing_else(site):
    html = (site / "index.html").read_text()
    sheets = re.findall(r'rel="stylesheet"[^>]*href="([^"?]+)', html)
    book, own, every = (
        site / "_static/book.css",
        own_sheet(site),
        site / "_static/all-pages.css",
    )
    assert [site / sheet for sheet in sheets] == [book, own]
    assert fonts_of(book) | fonts_of(own) | fonts_of(every) == {*site.rglob("*.woff2")}
    families = {file.name.rpartition("-")[0] for file in fonts_of(own)}
    assert families == {file.name.rpartition("-")[0] for file in fonts_of(every)}
    assert "KaTeX_Main-Regular" in families
    assert "KaTeX_Fraktur-Regular" not in families
    css = book.read_text()
    assert ".katex" in css
    assert "--an-input:#0072b2" in css
    assert ".carousel" not in css
    assert not list(site.glob("_static/**/*.map"))


def test_what_searches_is_loaded_by_the_search_page_only(site):
    assert "search-data.js" not in (site / "index.html").read_text()
    search = (site / "search.html").read_text()
    assert search.index("search-data.js") < search.index("_static/search.js")
    assert not (site / "searchindex.js").exists()


def test_state_comes_after_the_text(site):
    html = (site / "index.html").read_text()
    assert html.index("</article>") < html.index(f'<script type="{STATE}">')
    state = re.search(rf'<script type="{re.escape(STATE)}">(.*?)</script>', html, re.S)[1]
    later = site / "_static/later"
    assert whole(json.loads(state)["state"], (), later)["m1"]["state"] == ACTIVATION_STATE
    assert {*re.findall(r'"\$later":"(\w+)"', state)} == {sheet.stem for sheet in later.iterdir()}


def test_landmarks_hold_everything(site):
    body = re.search(r"<body>(.*)</body>", (site / "index.html").read_text(), re.S)[1]
    assert body.count("<main ") == body.count("<h1>") == 1
    assert 'class="skip-link' in body
    assert body.count('type="search"') == 1


def test_roles_that_aria_dropped_are_mended(tmp_path):
    from actnorm_sphinx.page import mend_body

    context = {"body": '<div role="doc-biblioentry">x</div>'}
    mend_body(None, "index", "page.html", context, None)
    assert context["body"] == '<div role="listitem">x</div>'


def test_node_comes_from_the_wheel_where_the_machine_has_none(monkeypatch):
    from actnorm_sphinx import node

    monkeypatch.setenv("PATH", "")
    assert Path(node.find_node()).is_file()


def test_a_failing_script_says_why():
    from actnorm_sphinx.node import run_node
    from sphinx.errors import ExtensionError

    with pytest.raises(ExtensionError, match=r"katex\.mjs failed"):
        run_node("katex.mjs", {"not": "a list"})


def test_the_books_own_rules_have_the_last_word(site):
    """What comes from others lies in a layer; ours lies in none."""
    css = (site / "_static/book.css").read_text()
    ours, theirs = css.index(".an-copy"), css.index(".katex{")
    layer = css.index("@layer theirs{")
    depth, end = 1, layer + len("@layer theirs{")
    while depth:
        depth += {"{": 1, "}": -1}.get(css[end], 0)
        end += 1
    assert layer < theirs < end <= ours


def test_the_fonts_hold_what_the_page_shows(site):
    from fontTools.ttLib import TTFont

    def letters(name):
        return {char for font in site.rglob(f"{name}-*.woff2") for char in cmap(font)}

    def cmap(font):
        return set(map(chr, TTFont(font).getBestCmap()))

    assert "σ" in letters("KaTeX_Math-Italic")
    for font in site.rglob("*.woff2"):
        assert cmap(font), f"{font.name}: browsers refuse a font without letters"


def test_a_page_has_the_letters_the_rules_and_the_figures_that_it_shows(tmp_path):
    """And not those of the next page."""
    from fontTools.ttLib import TTFont

    def page(title, tex, explorers=()):
        cells = [(f"show({name})", [shown(name)]) for name in explorers]
        return notebook(f"# {title}\n\n${tex}$", *cells, state={"a": ACTIVATION})

    toc = "# T\n\n```{toctree}\none\ntwo\nplain\n```\n"
    files = {"one.ipynb": page("One", r"\sigma^{2}", "a"), "two.ipynb": page("Two", r"\gamma_i")}
    out = build(
        tmp_path,
        {"index.md": toc, "plain.md": "# Plain", **files},
        modules=[*THEMELESS, "theme", "page", "search", "assets"],
        theme="sphinx_book_theme",
    )

    def own(name):
        return re.findall(r'href="(_static/pages/\w+\.css)', (out / f"{name}.html").read_text())

    one, two = (out / own(name)[0] for name in ("one", "two"))
    assert own("plain") == own("index") == []

    def letters(sheet):
        return {chr(code) for font in fonts_of(sheet) for code in TTFont(font).getBestCmap()}

    assert letters(one) == {"σ", "2"}
    assert letters(two) == {"γ", "i"}
    for name in ("one", "two"):
        html, css = (out / f"{name}.html").read_text(), (out / own(name)[0]).read_text()
        used = set(re.findall(r"\bk-[\w-]+", html))
        assert used
        assert used == set(re.findall(r"\.(k-[\w-]+)", css))
    assert ".actnorm-activation" in one.read_text()
    assert ".actnorm-softmax" not in one.read_text()
    assert "actnorm" not in two.read_text()


def test_a_plot_says_how_high_it_will_be(site):
    """Exactly: what is drawn only when it comes near must not move what stands below it."""
    figure = re.search(r'<div class="an-figure"><svg[^>]*>', (site / "index.html").read_text())[0]
    width, height = re.search(r'width="(\d+)" height="(\d+)"', figure).groups()
    name = re.search(r'class="(an-room-\d+-\d+)"', figure)[1]
    assert f".{name}{{content-visibility:auto;aspect-ratio:{width}/{height}}}" in (
        own_sheet(site).read_text()
    )


def test_what_a_page_refers_to_is_there_and_nothing_else(site):
    here = {path.name for path in (site / "_static").iterdir() if path.is_file()}
    assert {"book.css", "page.js", "theme.js", "search.js"} <= here
    assert {"all-pages.css", "explorers.css"} <= here, "slides and the PDF ask for them"
    assert not {"basic.css", "copybutton.js", "togglebutton.js", "pygments.css"} & here


def test_heads_and_notes_without_meaning_are_mended():
    from actnorm_sphinx.page import mend_body

    table = '<th class="head"><p></p></th><th></th><th class="head"><p>a</p></th>'
    context = {"body": f'{table}<a role="doc-noteref">1</a><div role="note">x</div>'}
    mend_body(None, "index", "page.html", context, None)
    assert context["body"] == (
        '<td></td><td></td><th class="head"><p>a</p></th><a>1</a><div >x</div>'
    )


def test_an_address_changes_with_what_is_there(site):
    """So that a new edition is seen at once, and all else may be kept for ever."""
    import hashlib

    html = (site / "index.html").read_text()
    found = re.findall(r'_static/([^"?#]+\.(?:css|js))\?v=(\w+)"', html)
    names = {name for name, _ in found}
    assert {
        "book.css",
        "theme.js",
        "page.js",
        own_sheet(site).relative_to(site / "_static").as_posix(),
    } <= names
    for name, mark in found:
        assert hashlib.sha256((site / "_static" / name).read_bytes()).hexdigest().startswith(mark)
    assert len(re.findall(r'_static/[^"?#]+\.(?:css|js)"', html)) == 0
    for font in site.rglob("*.woff2"):
        assert re.search(r"-[0-9a-f]{8}\.woff2$", font.name)


@pytest.mark.parametrize("page", ["index.html", "search.html"])
def test_the_page_says_what_it_may_load_before_it_loads_it(site, page):
    html = (site / page).read_text()
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy.start() < html.index("<script")
    assert policy.start() < html.index("<link")
    said = dict(part.split(" ", 1) for part in policy[1].replace("&#39;", "'").split("; "))
    assert said["default-src"] == "'self'"
    assert said["img-src"] == "'self' data:"
    assert said["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in policy[1]
    assert not {"script-src", "style-src"} & said.keys(), "the rest follows default-src"
    assert " style=" not in html
