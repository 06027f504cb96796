"""Explorers on a page: a slot, a still, a small state; dead widgets stop the build."""

import base64
import json
import re

import pytest

from .project import (
    ACTIVATION,
    ACTIVATION_STATE,
    PNG,
    SPHINX_WARNINGS,
    STATE,
    build,
    failure,
    model,
    notebook,
    shown,
)

pytestmark = SPHINX_WARNINGS


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
        assert html.index("widget-state+json") < html.index("site-activation.js")
        return json.loads(embedded[1])

    first, second = state("a1"), state("b2")
    assert first == second
    assert set(first["state"]) == {"m1"}
    # Private traits are state too: an explorer keeps its samples in one.
    assert first["state"]["m1"]["state"] == ACTIVATION_STATE


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
