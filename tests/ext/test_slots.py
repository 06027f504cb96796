"""Explorers on a page: a slot, a drawn figure, a small state; dead widgets stop the build."""

import json
import random
import re

import pytest

from course.slides.page import whole

from .project import (
    ACTIVATION,
    ACTIVATION_STATE,
    SPHINX_WARNINGS,
    STATE,
    build,
    failure,
    model,
    notebook,
    shown,
)

pytestmark = SPHINX_WARNINGS


def test_widget_becomes_a_slot_with_the_figure_drawn(tmp_path):
    cell = ("show", [shown("a1")])
    page = build(tmp_path, {"index.ipynb": notebook("# T", cell, state={"a1": ACTIVATION})})
    html = (page / "index.html").read_text()
    slot = re.search(r"<figure class=\"actnorm-slot\".*?</figure>", html, re.S)[0]
    assert 'id="figure-bend" data-explorer="activation" data-model="m1"' in slot
    assert 'aria-label="A bend &amp; &lt;small&gt;"' in slot
    assert "f(0.5) = 0.462" in slot
    assert slot.count("<svg") >= 4  # the picture for a wide and a narrow place, each with a stage
    assert '<option value="tanh" selected="">' in slot
    assert "style=" not in slot


def test_each_slot_holds_its_own_figure(tmp_path):
    other = model("activation", **(ACTIVATION_STATE | {"x": 2.0, "figure": "other"}))
    cells = [("A()", [shown("a")]), ("B()", [shown("b")])]
    book = notebook("# T", *cells, state={"a": ACTIVATION, "b": other})
    html = (build(tmp_path, {"index.ipynb": book}) / "index.html").read_text()
    first, second = re.findall(r"<figure class=\"actnorm-slot\".*?</figure>", html, re.S)
    assert 'id="figure-bend"' in first
    assert "f(0.5) = " in first
    assert 'id="figure-other"' in second
    assert "f(2.0) = " in second
    models = [re.search(r'data-model="(\w+)"', slot)[1] for slot in (first, second)]
    state = re.search(rf'<script[^>]*type="{re.escape(STATE)}"[^>]*>(.*?)</script>', html)[1]
    xs = [json.loads(state)["state"][name]["state"]["x"] for name in models]
    assert xs == [0.5, 2.0]


@pytest.mark.parametrize("missing", ["figure", "title"])
def test_a_figure_needs_a_name_and_a_title(tmp_path, missing):
    state = {"a": model("activation", **(ACTIVATION_STATE | {missing: ""}))}
    book = notebook("# T", ("A()", [shown("a")]), state=state)
    message = failure(tmp_path, {"index.ipynb": book})
    assert "need a name and a title" in message
    assert "index.ipynb, cell 2 (A())" in message


def test_a_name_stands_for_one_figure(tmp_path):
    one = notebook("# T\n\n```{toctree}\ntwo\n```", ("A()", [shown("a")]), state={"a": ACTIVATION})
    two = notebook("# Two", ("B()", [shown("b")]), state={"b": ACTIVATION})
    message = failure(tmp_path, {"index.ipynb": one, "two.ipynb": two})
    assert re.search(r"bend: index.ipynb, cell 2 \(A\(\)\) and two.ipynb, cell 2", message)


def test_a_page_that_has_gone_gives_its_names_back(tmp_path):
    """A notebook that is renamed, between two builds that share their environment."""
    old = notebook("# Old", ("A()", [shown("a")]), state={"a": ACTIVATION})
    toc = "# T\n\n```{toctree}\n:glob:\n\np*\n```\n"
    build(tmp_path, {"index.md": toc, "page.ipynb": old})
    (tmp_path / "book/page.ipynb").rename(tmp_path / "book/pages.ipynb")
    out = build(tmp_path, {"index.md": toc})
    assert 'id="figure-bend"' in (out / "pages.html").read_text()


def test_damaged_state_stops_the_build_by_name(tmp_path):
    state = {"a": model("activation", **(ACTIVATION_STATE | {"x": None}))}
    message = failure(
        tmp_path, {"index.ipynb": notebook("# T", ("A()", [shown("a")]), state=state)}
    )
    assert "x cannot be null" in message


def test_state_on_the_page_is_small_and_the_same_in_every_build(tmp_path):
    def state(model_id):
        cells = [("one", [shown(model_id)])]
        other = {"zz": model("activation"), "l": {"model_name": "LayoutModel", "state": {}}}
        book = notebook("# T", *cells, state={model_id: ACTIVATION} | other)
        html = (build(tmp_path / model_id, {"index.ipynb": book}) / "index.html").read_text()
        assert html.count('data-model="m1"') == 1
        embedded = re.search(rf'<script[^>]*type="{re.escape(STATE)}"[^>]*>(.*?)</script>', html)
        assert html.index("widget-state+json") < html.index("site-activation.js")
        return json.loads(embedded[1])

    first, second = state("a1"), state("b2")
    assert first == second
    assert set(first["state"]) == {"m1"}
    # Private traits are state too: an explorer keeps its samples in one.
    later = tmp_path / "a1/_build/html/_static/later"
    assert whole(first["state"], (), later)["m1"]["state"] == ACTIVATION_STATE
    assert len([*later.iterdir()]) > 10, "what is not chosen first is not in the page"


def test_host_is_loaded_only_where_there_is_an_explorer(tmp_path):
    book = notebook("# T\n\n```{toctree}\nplain\n```", ("s", [shown("a")]), state={"a": ACTIVATION})
    out = build(tmp_path, {"index.ipynb": book, "plain.md": "# Plain"})
    assert re.search(r"<script defer[^>]*site-activation\.js", (out / "index.html").read_text())
    plain = (out / "plain.html").read_text()
    assert "site-" not in plain
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
    assert "site-" not in html
    assert "widget-state" not in html


def test_other_builders_get_the_text(tmp_path):
    book = notebook("# T", ("show", [shown("a")]), state={"a": ACTIVATION})
    out = build(tmp_path, {"index.ipynb": book}, builder="latex")
    assert "An explorer()" in next(out.glob("*.tex")).read_text()


def test_known_explorers_are_those_of_the_library():
    from actnorm_sphinx.explorers import known_explorers

    from actnorm import explorers

    kinds = {getattr(explorers, name)._kind for name in explorers.__all__ if name != "Explorer"}
    assert known_explorers("actnorm.explorers") == kinds


def test_what_several_models_have_is_said_once():
    from actnorm_sphinx.state import as_data

    drawn = random.Random(0)
    curve = {"name": "relu", "f": drawn.sample(range(10**6), 1000), "kinks": [[0, 0], [1, 1]]}
    other = {"name": "tanh", "f": drawn.sample(range(10**6), 1000)}
    state = {
        "state": {
            "m1": {"state": {"_functions": [curve, other], "x": 1, "_small": [1, 2]}},
            "m2": {"state": {"_functions": [curve], "x": 1, "_small": [1, 2]}},
            "m3": {"state": {"_f": curve["f"]}},
        }
    }
    text = as_data(state)
    slim = json.loads(text)
    assert slim["state"]["m1"]["state"]["_functions"] == [{"$shared": 0}, other]
    two = {"_functions": [{"$shared": 0}], "x": 1, "_small": [1, 2]}
    assert slim["state"]["m2"]["state"] == two
    assert text.count("relu") == 1
    assert whole(slim["state"], slim["shared"]) == state["state"]
    alone = {"state": {"m1": {"state": {"_functions": [curve]}}}}
    assert json.loads(as_data(alone)) == alone
