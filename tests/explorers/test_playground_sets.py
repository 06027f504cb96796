"""Real data in the playground: what the networks see, what is drawn, and how the data come."""

import base64
import json
import re
import zlib

import numpy as np
import pytest

from actnorm.explorers import PlaygroundExplorer
from actnorm.explorers.playground.shipped import FEATURES, SHIPPED, sheet

from ..site.hands import rest
from .net import opened, traits
from .page import blank, show, state_of
from .test_playground import returned, said
from .test_playground_engine import node

KIND = "playground"
WINE = {"data": "wine", "across": "ash", "up": "proline", "activation": "tanh", "layers": 1}
DIGITS = {"data": "digits", "activation": "relu", "layers": 1, "units": 16, "lr": 0.02}
HOME = "actnorm/explorers/playground"


def seen(step=0, **state):
    explorer = PlaygroundExplorer(beside="alone", **state)
    (answer,) = node([{"do": "seen", "plan": explorer._plans()[0], "step": step}])
    return explorer, answer


@pytest.mark.parametrize("inputs", ["raw", "centred", "standardized"])
@pytest.mark.parametrize("state", [WINE, DIGITS, {"data": "moons"}], ids=lambda s: s["data"])
def test_the_networks_see_what_python_says(state, inputs):
    explorer, answer = seen(inputs=inputs, **state)
    split = explorer.split()
    for part, x, y in zip(answer["parts"], split[::2], split[1::2], strict=True):
        columns = np.reshape(part["x"], (-1, part["count"])).T
        np.testing.assert_allclose(columns, x, rtol=1e-9, atol=1e-12)
        assert part["labels"] == y.tolist()
    if inputs != "raw":
        mean, std = split.x_train.mean(axis=0), split.x_train.std(axis=0)
        np.testing.assert_allclose(mean, 0, atol=1e-9)
        if inputs == "standardized":
            np.testing.assert_allclose(std[std > 0], 1)


def test_the_map_shows_the_answers_where_the_wines_lie():
    """The cell of a wine has the colour of the network's answer to it, but for cells on an edge."""
    _, answer = seen(step=200, inputs="standardized", **WINE)
    test, side = answer["raw"][1], 36
    x, (across, up) = np.reshape(test["x"], (2, -1)), answer["edges"]
    column = ((x[0] - across[0]) / (across[1] - across[0]) * side).astype(int)
    row = side - 1 - ((x[1] - up[0]) / (up[1] - up[0]) * side).astype(int)
    shown = np.reshape(answer["map"], (side, side))[row, column] // 3
    assert np.mean(shown == answer["answers"]) > 0.9
    assert len(set(answer["answers"])) == 3
    x_all = np.concatenate([np.reshape(part["x"], (2, -1)) for part in answer["raw"]], axis=1)
    for (low, high), values in zip(answer["edges"], x_all, strict=True):
        assert low < values.min()
        assert values.max() < high


def test_every_feature_can_be_chosen():
    offered = [value for value, _ in PlaygroundExplorer()._controls["up"]["choices"]]
    assert offered == list(FEATURES)
    for name in FEATURES:
        state = WINE | {"across": name}
        explorer, answer = seen(**state)
        count = answer["parts"][0]["count"]
        np.testing.assert_array_equal(
            answer["parts"][0]["x"][:count], explorer.split().x_train[:, 0], err_msg=name
        )


@pytest.mark.parametrize("name", SHIPPED)
def test_the_page_s_sheet_is_what_the_library_has(name, root):
    stored = (root / HOME / f"data-{name}.css").read_text("utf-8")
    assert len(stored.encode()) <= 60_000
    if name == "wine":
        assert stored == sheet(name)
    else:  # another zlib may pack otherwise; node reads Python's, so the bytes of both are compared
        packed = [re.search(r'"x":"([^"]*)"', text)[1] for text in (stored, sheet(name))]
        first, second = (zlib.decompress(base64.b64decode(each), 31) for each in packed)
        assert first == second
        assert stored.replace(packed[0], "") == sheet(name).replace(packed[1], "")


def test_python_sends_real_data_when_they_are_chosen():
    explorer = PlaygroundExplorer()
    assert explorer._sets == {}
    explorer.data = "wine"
    assert set(explorer._sets) == {"wine"}
    assert set(PlaygroundExplorer(data="digits")._sets) == {"digits"}


@pytest.mark.site
def test_digits_are_drawn_as_a_table_and_the_images_it_gets_wrong(page):
    explorer = PlaygroundExplorer(inputs="standardized", step=100, beside="batch", **DIGITS)
    figure = show(page, explorer)
    page.wait_for_function("document.querySelector('.actnorm-words').innerText.includes('After')")
    rest(page)
    assert not figure.locator(".actnorm-plane").first.is_visible()
    returned(page, explorer)
    split = explorer.split()
    for second in (False, True):
        mlp = explorer.network(second=second)
        answers = mlp.forward(split.x_test, training=False)[0].argmax(axis=1)
        counts = np.zeros((10, 10), int)
        np.add.at(counts, (split.y_test, answers), 1)
        assert f"right for {np.trace(counts) / counts.sum():.0%}" in said(page)
        off = counts - np.diag(np.diag(counts))
        a, b = np.unravel_index(off.argmax(), off.shape)
        assert f"{a} for {b}, {off.max()} time" in said(page)
        table = figure.locator(".actnorm-confusion").nth(int(second))
        cells = table.locator(".actnorm-cell.is-output").evaluate_all(
            "paths => paths.map(e => (e.getAttribute('d') || '').split('Z').length - 1)"
        )
        assert sum(cells) == np.count_nonzero(off)
        wrong = np.flatnonzero(answers != split.y_test)
        words = [t for t in table.locator("text").all_text_contents() if "→" in t]
        expected = [f"{split.y_test[k]}→{answers[k]}" for k in wrong]
        assert words == expected[: len(words)]
        assert len(words) >= min(3, len(expected))


@pytest.mark.site
def test_once_the_data_are_here_it_is_busy_until_it_has_caught_up(page):
    """Data arrive outside a frame; a large network then takes many."""
    show(page, PlaygroundExplorer(data="digits", layers=10, units=64, step=12, batch=150))
    rest(page)  # the data
    page.wait_for_function("!document.querySelector('.actnorm-words').innerText.includes('way')")
    rest(page)
    assert "After 12 steps" in said(page)


@pytest.mark.site
def test_while_the_data_are_not_here_it_says_so(page):
    _, explorer, figure = opened(page, KIND)
    figure.locator("select[name=data]").select_option("digits")
    rest(page)
    assert traits(page, explorer)["data"] == "digits"
    assert said(page) == "The data are on their way: digits, 55 kB."  # nobody sends them here
    figure.locator("select[name=data]").select_option("xor")
    rest(page)
    assert "After 0 steps" in said(page)


POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
PAGE = """<meta http-equiv="Content-Security-Policy" content="{policy}">
<figure data-explorer=playground data-model=m1></figure>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script src="/actnorm/explorers/static/site-playground.js" defer></script>"""


@pytest.mark.site
@pytest.mark.parametrize("there", [True, False])
def test_the_page_asks_for_them_when_they_are_chosen(browser, root, there):
    """Under a strict policy; the data lie beside the page's script."""
    state = {"state": {"m1": {"state": state_of(PlaygroundExplorer(step=25))}}}
    body = PAGE.format(policy=POLICY, state=json.dumps(state).replace("</", "<\\/"))
    page = blank(browser, root, KIND, "<p>…", viewport={"width": 900, "height": 1200})
    asked = []

    def data(route):
        asked.append(route.request.url.rpartition("/")[2])
        if there:
            route.fulfill(path=root / HOME / asked[-1])
        else:
            route.abort()

    page.route("**/data-*.css", data)
    html = {"body": f"<!doctype html><meta charset=utf-8>{body}", "content_type": "text/html"}
    page.route("**/page", lambda route: route.fulfill(**html))
    page.goto("http://actnorm.test/page")
    words = page.locator(".actnorm-words")
    words.get_by_text("After 25 steps").wait_for()
    assert asked == []
    for name in SHIPPED:
        page.locator("select[name=data]").select_option(name)
        noun = {"wine": "wines", "digits": "images"}[name]
        words.get_by_text(f"of the test {noun}" if there else f"be loaded: {name}").wait_for()
    assert asked == [f"data-{name}.css" for name in SHIPPED]
    page.context.close()
