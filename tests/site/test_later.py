"""What a figure shows when it is chosen comes when it is chosen, and not with the page."""

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from .hands import rest, shape
from .visits import BUILD, LIVE, pages

pytestmark = pytest.mark.site
STATE = re.compile(r'<script type="application/vnd[^>]*>(.*?)</script>', re.S)
FLOW = "chapters/03_follow_a_gradient_through_depth.html"
FIGURE = "#figure-gradient-flow"
TANH = "predicts 1⁹"  # its steepest slope is 1
LOST = "did not come"


def models(name):
    """The states of a page's figures; none before there is a book."""
    page = BUILD / name
    found = STATE.search(page.read_text("utf-8")) if page.is_file() else None
    return [model["state"] for model in json.loads(found[1])["state"].values()] if found else []


def by_choice():
    """Each figure whose data by choice are not all in its page: its page, its name, the choices."""
    for page in pages():
        for state in models(page):
            controls = state["_controls"].values()
            for table in {control["data"] for control in controls if "data" in control}:
                later = [choice for choice, data in state[table].items() if "$later" in data]
                if later:
                    yield pytest.param(page, state["figure"], later, id=state["figure"])


FIGURES = [*by_choice()]


def test_there_are_such_figures():
    assert len(FIGURES) >= 5


def drawn(figure):
    """What a figure shows, with its titles: two functions may look alike."""
    return shape(figure), *figure.locator("svg text").all_text_contents()


def requests(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def hold(page):
    """Let what comes later wait; the routes are noted."""
    held = []
    page.route("**/later/*", lambda route: held.append(route))
    return held


@pytest.mark.parametrize(("place", "figure", "later"), FIGURES)
def test_every_choice_is_shown_when_it_has_come(visit, place, figure, later):
    page = visit(place)
    rest(page)
    asked = requests(page)
    figure = page.locator(f"#figure-{figure}")
    drop_down = figure.locator("select").first
    shown = {drawn(figure)}
    for choice in later:
        drop_down.select_option(choice)
        rest(page)
        assert LOST not in figure.inner_text()
        shown.add(drawn(figure))
    assert len(shown) == len(later) + 1
    loaded = [url for url in asked if "/later/" in url]
    assert 0 < len(loaded) == len(set(loaded)) <= len(later)
    for choice in later:  # they are kept
        drop_down.select_option(choice)
        rest(page)
    assert len([url for url in asked if "/later/" in url]) == len(loaded)


@pytest.mark.parametrize("place", ["chapter", "embed"])
def test_a_link_to_a_choice_shows_it(visit, place):
    in_chapter = place == "chapter"
    key = "gradient-flow.activation" if in_chapter else "activation"
    name = f"{FLOW}?{key}=tanh" if in_chapter else f"embed/gradient-flow.html?{key}=tanh"
    page = visit(name)
    page.wait_for_selector(LIVE)
    rest(page)
    assert page.locator("select").first.input_value() == "tanh"
    expect(page.locator(".actnorm-words").first).to_contain_text(TANH)


def test_until_it_comes_the_figure_stays_and_is_busy_and_its_loss_is_told(visit):
    page = visit(FLOW)
    figure = page.locator(FIGURE)
    rest(page)
    held = hold(page)
    before, words = drawn(figure), figure.locator(".actnorm-words")
    said = words.inner_text()
    drop_down = figure.locator("select").first
    drop_down.select_option("tanh")
    body = figure.locator(".actnorm")
    expect(body).to_have_attribute("aria-busy", "true")
    page.set_viewport_size({"width": 1100, "height": 900})
    page.set_viewport_size({"width": 1280, "height": 900})
    assert (drawn(figure), words.inner_text()) == (before, said)
    assert drop_down.input_value() == "tanh"
    for route in held:
        route.abort("aborted")
    told = figure.locator(".actnorm-refused[role=status]")
    expect(told).to_contain_text("The data for tanh did not come")
    expect(body).to_have_attribute("aria-busy", "false")
    assert drop_down.input_value() == "sigmoid"  # what is shown, so that it can be chosen again
    assert (drawn(figure), words.inner_text()) == (before, said)
    page.unroute("**/later/*")
    drop_down.select_option("tanh")
    expect(words).to_contain_text(TANH)
    expect(told).to_have_count(0)


def test_what_was_chosen_last_is_shown_whatever_comes_when(visit):
    page = visit(FLOW)
    figure = page.locator(FIGURE)
    rest(page)
    held = hold(page)
    drop_down = figure.locator("select").first
    for choice in ("tanh", "ReLU", "tanh"):
        drop_down.select_option(choice)
        page.wait_for_timeout(50)
    for route in reversed(held):
        route.continue_()
    rest(page)
    assert drop_down.input_value() == "tanh"
    expect(figure.locator(".actnorm-words")).to_contain_text(TANH)
    drop_down.select_option("ReLU")
    figure.get_by_role("button", name="Reset").click()
    rest(page)
    assert drop_down.input_value() == "sigmoid"


@pytest.mark.parametrize("place", ["chapter", "embed"])
def test_a_link_to_what_does_not_come_shows_what_the_page_has_and_says_so(visit, place):
    in_chapter = place == "chapter"
    key = "gradient-flow.activation" if in_chapter else "activation"
    page = visit("index.html")
    page.route("**/later/*", lambda route: route.abort("aborted"))
    path = FLOW if in_chapter else "embed/gradient-flow.html"
    page.goto(page.url.rpartition("/")[0] + f"/{path}?{key}=tanh")
    expect(page.locator(".actnorm-refused").first).to_contain_text("tanh did not come")
    assert page.locator("select").first.input_value() == "sigmoid"
    assert len(shape(page.locator(".actnorm").first)) > 1000  # it is drawn
    expect(page.locator(".actnorm [role=slider], .actnorm input").first).to_be_visible()


def test_no_more_can_be_compared_while_they_come(visit):
    page = visit("chapters/02_read_a_curve_and_its_slope.html")
    figure = page.locator("#figure-activation")
    rest(page)
    hold(page)
    figure.locator(".actnorm-compare > summary").click()
    boxes = figure.locator(".actnorm-boxes input")
    for name in ("tanh", "elu", "gelu"):
        boxes.and_(page.locator(f"[value={name}]")).check()
    assert boxes.and_(page.locator(":checked")).count() == 4  # with the one that is shown
    assert boxes.and_(page.locator(":not(:checked):not(:disabled)")).count() == 0


def test_a_page_is_not_styled_anew_for_what_comes(visit):
    """A variable of the whole page would have each of its elements styled, twice a sheet."""
    page = visit(FLOW)
    rest(page)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")

    def spent():
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in metrics if each["name"] == "RecalcStyleDuration")

    page.evaluate("void document.body.offsetHeight")
    start = spent()
    page.evaluate("document.documentElement.style.setProperty('--anything', 1)")
    page.evaluate("void document.body.offsetHeight")
    whole = spent() - start
    start = spent()
    with page.expect_response("**/later/*"):
        page.locator(FIGURE).locator("select").first.focus()
    page.wait_for_load_state("networkidle")
    page.evaluate("void document.body.offsetHeight")
    assert spent() - start < 2 * whole


@pytest.mark.parametrize("how", ["pointer", "keyboard"])
def test_who_touches_a_figure_may_choose_without_a_network(visit, how):
    page = visit(FLOW)
    rest(page)
    asked = requests(page)
    figure = page.locator(FIGURE)
    slider = figure.locator("input[type=range]").first
    with page.expect_response("**/later/*"):
        slider.click() if how == "pointer" else slider.focus()
    page.wait_for_load_state("networkidle")
    loaded = [url for url in asked if "/later/" in url]
    page.context.set_offline(True)
    for choice in ("tanh", "ReLU", "sigmoid − ½"):
        figure.locator("select").first.select_option(choice)
        rest(page)
        assert figure.locator("select").first.input_value() == choice
        expect(figure.locator(".actnorm-refused")).to_have_count(0)
    assert [url for url in asked if "/later/" in url] == loaded


def test_from_a_folder_it_comes_too(browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto((BUILD / FLOW).as_uri() + f"?{quote('gradient-flow.activation')}=tanh")
    rest(page)
    expect(page.locator(f"{FIGURE} .actnorm-words")).to_contain_text(TANH)
    context.close()
