"""The Sphinx side: tiny projects with stored outputs, so that no kernel is needed."""

import base64
import json
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

# Warnings of Sphinx 7 and its extensions about each other; ours are errors all the same.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*:ResourceWarning"),
]

ROOT = Path(__file__).resolve().parent.parent
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
# A PNG of 4 × 2 pixels: what the page needs to know of a still is in its first bytes.
PNG = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (4).to_bytes(4, "big") + (2).to_bytes(4, "big") + bytes(9)
).decode()
SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 360 216" width="360pt">'
    '<metadata>when and by whom</metadata><defs><clipPath id="p1"><rect/></clipPath></defs>'
    '<g id="axes_1" clip-path="url(#p1)"><use xlink:href="#p1" style="stroke: #0072B2"/></g></svg>'
)
CONF = """
extensions = {extensions}
html_theme = {theme!r}
html_math_renderer = "katex"
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence"]
exercise_style = "solution_follow_exercise"
html_context = {{"default_mode": "auto"}}
"""
THEMELESS = ["maths", "explorers", "figures", "folds"]


@pytest.fixture(scope="module", autouse=True)
def ext_on_path():
    """Sphinx finds the extension as `_config.yml` has it found: through the path."""
    sys.path.insert(0, str(ROOT / "_ext"))
    yield
    sys.path.remove(str(ROOT / "_ext"))


def notebook(*cells, state=None):
    """Write a notebook: a str is markdown, a (source, outputs, metadata) a code cell."""
    book = v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "p"}})
    for i, cell in enumerate(cells):
        if isinstance(cell, str):
            new = v4.new_markdown_cell(cell)
        else:
            source, outputs, *rest = cell
            new = v4.new_code_cell(source, outputs=outputs, metadata=rest[0] if rest else {})
        new.id = f"c{i}"
        book.cells.append(new)
    if state:
        widgets = {"version_major": 2, "version_minor": 0, "state": state}
        book.metadata["widgets"] = {STATE: widgets}
    return nbformat.writes(book)


def model(explorer, **state):
    """Embedded state of one widget."""
    traits = {"_explorer": explorer, "_esm": "LIVE()", "_css": "a{}", "layout": "IPY_MODEL_l"}
    traits |= {"_model_name": "AnyModel", "_view_count": None, "_dom_classes": []}
    return {"model_name": "AnyModel", "model_module": "anywidget", "state": traits | state}


def shown(model_id, text="In words."):
    """Output of a cell that shows a widget."""
    view = {"model_id": model_id, "version_major": 2, "version_minor": 0}
    data = {VIEW: view, "image/png": PNG, "text/plain": text}
    return v4.new_output("display_data", data, metadata={"image/png": {"width": 2, "height": 1}})


def drawn(svg=SVG):
    """Output of a cell that draws with matplotlib."""
    return v4.new_output("display_data", {"image/svg+xml": svg, "text/plain": "<Figure>"})


def build(folder, files, *, builder="html", modules=THEMELESS, theme="basic", extensions=()):
    """Build a project of `files`; the first is the root. Return the output folder."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    source, out = folder / "book", folder / "_build" / builder
    source.mkdir(parents=True, exist_ok=True)
    names = ["myst_nb", "sphinx_exercise", *extensions, *(f"actnorm_sphinx.{m}" for m in modules)]
    conf = CONF.format(extensions=names, theme=theme)
    (source / "conf.py").write_text(conf + f"root_doc = {Path(next(iter(files))).stem!r}\n")
    for name, text in files.items():
        (source / name).write_text(text, "utf-8")
    with docutils_namespace():
        app = Sphinx(source, source, out, out / ".doctrees", builder, status=None, warning=None)
        app.build(force_all=True)
    assert app.statuscode == 0
    return out


def failure(folder, files, **options):
    """Build a project that must not build; return what it says."""
    from sphinx.errors import ExtensionError

    with pytest.raises(ExtensionError) as caught:
        build(folder, files, **options)
    return str(caught.value)


# --- explorers ------------------------------------------------------------------------------------

ACTIVATION_STATE = {"_explorer": "activation", "name": "tanh", "x": 0.5, "_data": [1, 2]}
ACTIVATION = model("activation", name="tanh", x=0.5, _data=[1, 2])


def test_widget_becomes_a_slot_with_a_still_and_its_text(tmp_path):
    cell = ("show", [shown("a1", "Slope 0.1 & <small>.")])
    page = build(tmp_path, {"index.ipynb": notebook("# T", cell, state={"a1": ACTIVATION})})
    html = (page / "index.html").read_text()
    slot = re.search(r"<figure class=\"actnorm-slot\".*?</figure>", html, re.S)[0]
    assert 'data-explorer="activation" data-model="m1"' in slot
    assert 'width="2" height="1" loading="lazy" alt="Activation explorer"' in slot
    assert "Slope 0.1 &amp; &lt;small&gt;." in slot
    assert (page / re.search(r'src="([^"]+)"', slot)[1]).read_bytes() == base64.b64decode(PNG)


def test_state_on_the_page_is_small_and_the_same_in_every_build(tmp_path):
    def state(model_id):
        cells = [("one", [shown(model_id)]), ("two", [shown(model_id)])]
        other = {"zz": model("activation"), "l": {"model_name": "LayoutModel", "state": {}}}
        book = notebook("# T", *cells, state={model_id: ACTIVATION} | other)
        html = (build(tmp_path / model_id, {"index.ipynb": book}) / "index.html").read_text()
        assert html.count('data-model="m1"') == 2
        embedded = re.search(rf'<script[^>]*type="{re.escape(STATE)}"[^>]*>(.*?)</script>', html)
        assert html.index("widget-state+json") < html.index("site.js")
        return json.loads(embedded[1])

    first, second = state("a1"), state("b2")
    assert first == second
    assert set(first["state"]) == {"m1"}
    # Private traits are state too: an explorer keeps its samples in one.
    assert first["state"]["m1"]["state"] == ACTIVATION_STATE


def test_host_is_loaded_only_where_there_is_an_explorer(tmp_path):
    book = notebook("# T\n\n```{toctree}\nplain\n```", ("s", [shown("a")]), state={"a": ACTIVATION})
    out = build(tmp_path, {"index.ipynb": book, "plain.md": "# Plain"})
    assert re.search(r"<script defer[^>]*site\.js", (out / "index.html").read_text())
    plain = (out / "plain.html").read_text()
    assert "site.js" not in plain
    assert "explorers.css" not in plain


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"a": {"model_name": "FloatSliderModel", "state": {"value": 1}}}, "FloatSliderModel"),
        ({"a": model("no-such-figure")}, "no-such-figure"),
        ({}, "a widget without state"),
    ],
)
def test_a_dead_view_stops_the_build_and_names_its_cell(tmp_path, state, said):
    book = notebook("# T", ("1 + 1", []), ("HBox([x])", [shown("a")]), state=state)
    message = failure(tmp_path, {"index.ipynb": book})
    assert f"index.ipynb, cell 3 (HBox([x])): {said}" in message
    assert "live-only" in message


def test_a_cell_can_be_live_only(tmp_path):
    state = {"a": {"model_name": "HBoxModel", "state": {}}}
    book = notebook("# T", ("HBox()", [shown("a")], {"tags": ["live-only"]}), state=state)
    html = (build(tmp_path, {"index.ipynb": book}) / "index.html").read_text()
    assert "This output lives in JupyterLab" in html
    assert "site.js" not in html
    assert "widget-state" not in html


def test_other_builders_get_the_still(tmp_path):
    book = notebook("# T", ("show", [shown("a")]), state={"a": ACTIVATION})
    out = build(tmp_path, {"index.ipynb": book}, builder="latex")
    assert re.search(r"includegraphics\b.*\.png\}", next(out.glob("*.tex")).read_text())


def test_known_explorers_are_those_of_the_library():
    from actnorm_sphinx.explorers import known_explorers

    from actnorm import explorers

    known = known_explorers("actnorm.explorers")
    assert explorers.ActivationExplorer.class_traits()["_explorer"].default_value in known
    assert explorers.BatchNormExplorer.class_traits()["_explorer"].default_value in known
    assert "" not in known


# --- maths ----------------------------------------------------------------------------------------

MATHS = r"""# T

Inline $\sigma(x)$ and

$$ \sigma' = \sigma(1-\sigma) $$ (eq-slope)

see {eq}`eq-slope`.

\begin{align}
a &= b \\
c &= d
\end{align}

```{math}
a = b \\
c = d
```
"""


def test_maths_is_drawn_for_eye_and_ear(tmp_path):
    html = (build(tmp_path, {"index.md": MATHS}) / "index.html").read_text()
    assert html.count('<math xmlns="http://www.w3.org/1998/Math/MathML"') == 4
    assert html.count('class="katex-display"') == 3
    assert '<span class="eqno">(1)' in html
    assert re.search(r'href="#equation-eq-slope"[^>]*>.*?\(1\)', html, re.S)
    assert not re.search(r"<script[^>]*mathjax", html, re.I)
    # Sphinx numbers the equation; KaTeX must not number its lines as well.
    assert "eqn-num" not in html


def test_maths_in_docstrings_is_drawn(tmp_path):
    text = "# T\n\n```{eval-rst}\n.. autofunction:: actnorm.sigmoid\n```\n"
    out = build(tmp_path, {"index.md": text}, extensions=["sphinx.ext.autodoc"])
    assert 'class="katex"' in (out / "index.html").read_text()


def test_wrong_maths_stops_the_build_and_says_where(tmp_path):
    message = failure(tmp_path, {"index.md": "# T\n\nfine $a$\n\nwrong $\\frac{1}$\n"})
    assert "index.md:5" in message
    assert r"\frac{1}" in message


# --- figures --------------------------------------------------------------------------------------

ALT = {"mystnb": {"image": {"alt": 'The sigmoid, "S-shaped".'}}}


def test_figures_stand_in_the_page_and_follow_the_theme(tmp_path):
    cells = [("plot()", [drawn()], ALT), ("plot(again)", [drawn(SVG + " ")], ALT)]
    html = (build(tmp_path, {"index.ipynb": notebook("# T", *cells)}) / "index.html").read_text()
    assert html.count('role="img" aria-label="The sigmoid, &quot;S-shaped&quot;."') == 2
    assert html.count("stroke:var(--an-input)") == 2
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
    assert dots[0].get("d").startswith("M0.1 1h0M1.1 1h0")
    assert "stroke-width:4.5" in dots[0].get("style")  # radius 2 and half the line, twice


@pytest.mark.parametrize("metadata", [{}, {"mystnb": {"image": {"alt": " "}}}])
def test_a_figure_without_alt_stops_the_build_and_names_its_cell(tmp_path, metadata):
    book = notebook("# T", ("fine()", [drawn()], ALT), ("bare()", [drawn()], metadata))
    assert "index.ipynb, cell 3 (bare())" in failure(tmp_path, {"index.ipynb": book})


def test_a_figure_may_have_a_caption(tmp_path):
    metadata = {"mystnb": ALT["mystnb"] | {"figure": {"caption": "How to read it.", "name": "f"}}}
    book = notebook("# T", ("plot()", [drawn()], metadata))
    html = (build(tmp_path, {"index.ipynb": book}) / "index.html").read_text()
    assert re.search(r"<figure.*?<svg.*?<figcaption.*?How to read it\.", html, re.S)


# --- folds ----------------------------------------------------------------------------------------

EXERCISE = """# T

:::{exercise} Largest slope
:label: ex-slope

Find it.
:::

:::{hint}
:class: dropdown

Look at zero.
:::

:::{solution-start} ex-slope
:class: dropdown
:::

It is 1/4.

:::{solution-end}
:::
"""


def test_dropdowns_are_details(tmp_path):
    html = (build(tmp_path, {"index.md": EXERCISE}) / "index.html").read_text()
    folds = re.findall(r"<details.*?</details>", html, re.S)
    summaries = [re.search(r"<summary[^>]*>(.*?)</summary>", fold, re.S)[1] for fold in folds]
    assert summaries == ["Hint", "Solution"]
    assert "Look at zero." in folds[0]
    assert "It is 1/4." in folds[1]
    assert "Find it." not in "".join(folds)


def test_a_hidden_cell_has_a_plain_summary(tmp_path):
    book = notebook("# T", ("secret = 1", [], {"tags": ["hide-input"]}))
    html = (build(tmp_path, {"index.ipynb": book}) / "index.html").read_text()
    fold = re.search(r"<details.*?</details>", html, re.S)[0]
    assert "secret" in fold
    assert re.search(r"<summary>[^<]+</summary>", fold)


# --- the whole page -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A page with one of everything, in the theme, with the book's sheet."""
    cells = [("show", [shown("a")]), ("plot()", [drawn()], ALT)]
    book = notebook(MATHS + EXERCISE[3:], *cells, state={"a": ACTIVATION})
    return build(
        tmp_path_factory.mktemp("site"),
        {"index.ipynb": book},
        modules=[*THEMELESS, "page", "assets"],
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


def test_one_sheet_with_its_fonts_and_nothing_else(site):
    html = (site / "index.html").read_text()
    sheets = re.findall(r'rel="stylesheet"[^>]*href="([^"?]+)', html)
    assert sorted(map(Path, sheets)) == [Path("_static/book.css"), Path("_static/explorers.css")]
    css = (site / "_static/book.css").read_text()
    fonts = set(re.findall(r"url\(([^)]*)\)", css))
    assert fonts == {file.name for file in site.glob("_static/*.woff2")}
    assert "KaTeX_Main-Regular.woff2" in fonts
    assert "KaTeX_Fraktur-Regular.woff2" not in fonts
    assert ".katex" in css
    assert "--an-input:#0072b2" in css
    assert ".carousel" not in css
    assert not list(site.glob("_static/**/*.map"))


def test_search_index_is_loaded_by_the_search_page_only(site):
    assert "searchindex.js" not in (site / "index.html").read_text()
    search = (site / "search.html").read_text()
    order = [search.index(name) for name in ("doctools.js", "searchtools.js", "searchindex.js")]
    assert order == sorted(order)


def test_state_comes_after_the_text(site):
    html = (site / "index.html").read_text()
    assert html.index("</article>") < html.index(f'<script type="{STATE}">')
    state = re.search(rf'<script type="{re.escape(STATE)}">(.*?)</script>', html, re.S)[1]
    assert json.loads(state)["state"]["m1"]["state"] == ACTIVATION_STATE


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


# --- fonts and node -------------------------------------------------------------------------------


def test_faces_that_no_rule_asks_for_are_dropped():
    from actnorm_sphinx.assets import drop_faces

    face = '@font-face{{font-family:{};src:url(x.woff2) format("woff2")}}'
    used, unused, spaced = face.format("Used"), face.format("Unused"), face.format('"Two Words"')
    rules = '.a{font:1em Used}.b{font-family:"Two Words"}'
    assert drop_faces(used + unused + spaced + rules) == used + spaced + rules


def test_icons_are_found_escaped_and_plain():
    from actnorm_sphinx.assets import icon_codes

    assert icon_codes('.a{content:"\\f185"}.b{--i:"\uf00c"}.c{content:"\\201c"}') == {
        "\uf185",
        "\uf00c",
    }


def test_node_comes_from_the_wheel_where_the_machine_has_none(monkeypatch):
    from actnorm_sphinx import node

    monkeypatch.setenv("PATH", "")
    assert Path(node.find_node()).is_file()


def test_a_failing_script_says_why():
    from actnorm_sphinx.node import run_node
    from sphinx.errors import ExtensionError

    with pytest.raises(ExtensionError, match=r"katex\.mjs failed"):
        run_node("katex.mjs", {"not": "a list"})


def test_an_empty_table_head_is_left_out(tmp_path):
    text = "# T\n\n| | |\n|---|---|\n| Read | here |\n\n| a | b |\n|---|---|\n| c | d |\n"
    html = (build(tmp_path, {"index.md": text}) / "index.html").read_text()
    assert html.count("<table") == 2
    assert html.count("<thead") == 1


def test_a_path_is_the_same_line_in_fewer_characters():
    from actnorm_sphinx.svg import shorten

    corners = [(0.333333 * i, 100 - 0.777777 * i) for i in range(60)]
    path = "M " + " L ".join(f"{x:.6f} {y:.6f}" for x, y in corners) + " z"
    short = shorten(path)
    assert len(short) < len(path) / 2
    steps = re.findall(r"[Ml](-?[\d.]+)\s?(-?[\d.]+)", short)
    x = y = 0.0
    for (dx, dy), (true_x, true_y) in zip(steps, corners, strict=True):
        x, y = x + float(dx), y + float(dy)
        assert abs(x - true_x) <= 0.00501
        assert abs(y - true_y) <= 0.00501
    assert short.endswith("z")
    assert shorten("M 1 2 C 1 2 3 4 5 6") == "M 1 2 C 1 2 3 4 5 6"


def test_a_short_formula_keeps_its_comma(tmp_path):
    text = "# T\n\nWith $\\gamma$, then ($x$), *so* $y$.\n\nAlone $z$, a $w$ here, $a = b = c$.\n"
    html = (build(tmp_path, {"index.md": text}) / "index.html").read_text()
    assert html.count('<span class="an-nowrap">') == 4
    assert '<span class="an-nowrap">(<span' in html
    seen = re.sub(r'<span class="katex-mathml">.*?</math></span>|<[^>]*>', "", html)
    assert "With γ, then (x), so y." in seen
    assert "Alone z, a w here, a=b=c." in seen
