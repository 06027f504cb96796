"""Search that finds: for each of these queries the page that teaches it comes first."""

import gzip
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from .visits import BUILD, pages

pytestmark = pytest.mark.site

# What a reader types → the beginning of the page's name.
QUERIES = {
    "batchnorm": "07",
    "layernorm": "10",
    "RMSNorm": "10",
    "group norm": "10",
    "normalisation": "07",
    "standardise": "06",
    "feature scaling": "06",
    "data leakage": "06",
    "condition number": "06",
    "dead neuron": "04",
    "dying relu": "04",
    "leaky relu": "(04|11)",
    "epsilon": "07",
    "train eval": "08",
    "running mean": "08",
    "momentum": "08",
    "vanishing gradient": "03",
    "exploding gradients": "03",
    "he init": "03",
    "xavier": "03",
    "glorot": "glossary",
    "softmax overflow": "05",
    "log-sum-exp": "05",
    "temperature": "05",
    "cross entropy": "05",
    "calibration": "05",
    "sigmoid derivative": "02",
    "saturation": "02",
    "universal approximation": "01",
    "backward pass of batch norm": "09",
    "weight decay": "07",
    "debugging": "11",
    "warmup": "glossary",
    "phuong sai": "glossary",
    "phương sai": "glossary",
    "chuan hoa theo batch": "07",
    "nơ-ron chết": "04",
    "softmaks": "05",
    "calibraton": "05",
}
BOX = "#an-query"
RESULTS = "#search-results li"


@pytest.fixture(scope="module")
def search(browser):
    """The search page, opened once from the folder, where no page may fetch another."""
    page = browser.new_page()
    page.goto(f"{BUILD.as_uri()}/search.html")
    yield page
    page.close()


@pytest.mark.parametrize("query", QUERIES)
def test_the_page_that_teaches_it_comes_first(search, query):
    search.fill(BOX, query)
    address = search.locator(f"{RESULTS} a").first.get_attribute("href")
    assert re.match(rf"\./(chapters/)?{QUERIES[query]}", address), address


def test_every_result_leads_somewhere_and_shows_no_tex(search):
    for query in ("softmax", "gamma", "phương sai", "sqrt", "norm"):
        search.fill(BOX, query)
        for link in search.locator(f"{RESULTS} a").all():
            name, _, place = link.get_attribute("href").removeprefix("./").partition("#")
            html = (BUILD / name).read_text("utf-8")
            assert not place or f'id="{place}"' in html, (name, place)
        shown = search.locator("#search-results").inner_text()
        assert not re.search(r"\\[a-z]|[_^]\{", shown)


def test_a_query_is_answered_without_asking_for_anything(visit, site):
    page, asked = visit("search.html"), []
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    page.fill(BOX, "batch norm")
    expect(page.locator(RESULTS).first).to_be_visible()
    expect(page.locator(f"{RESULTS} p").first).to_contain_text("batch", ignore_case=True)
    expect(page.locator(f"{RESULTS} mark").first).to_be_visible()
    page.keyboard.press("Enter")
    assert page.url == f"{site}/search.html?q=batch+norm"
    assert asked == []


def test_the_number_of_results_is_said_once(visit):
    """When the typing has paused, however many letters were typed."""
    page = visit("search.html")
    page.evaluate(
        """() => {
            window.said = [];
            const status = document.getElementById('an-found');
            new MutationObserver(() => said.push(status.textContent))
                .observe(status, {childList: true, characterData: true, subtree: true});
        }"""
    )
    page.locator(BOX).press_sequentially("softmax", delay=20)
    expect(page.locator("#an-found")).to_have_text(re.compile(r"^\d+ results$"))
    page.wait_for_timeout(1000)
    assert len(page.evaluate("said")) == 1
    page.fill(BOX, "zzzzzz")
    expect(page.locator("#an-found")).to_have_text("No results")
    page.fill(BOX, "")
    expect(page.locator("#an-found")).to_have_text("")
    assert page.locator("#an-found").get_attribute("role") == "status"


@pytest.mark.parametrize(
    "query",
    [
        *("constructor", "__proto__", "toString hasOwnProperty"),
        *("<img src=x onerror=alert(1)>", "%", "\\", "'\"", "(a+)+$", "x" * 5000),
    ],
)
def test_odd_queries_do_no_harm(visit, query):
    page = visit(f"search.html?q={quote(query)}")
    expect(page.locator(BOX)).to_have_value(query)
    assert page.locator("#search-results :is(img, script)").count() == 0
    page.fill(BOX, "softmax")
    expect(page.locator(f"{RESULTS} a").first).to_contain_text("Softmax")


def test_what_is_looked_for_is_kept_in_the_address_and_nowhere_else(visit):
    page = visit("search.html?q=softmax")
    page.locator(f"{RESULTS} a").first.click()
    page.wait_for_load_state("load")
    kept = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert page.evaluate(kept) == [0, 0, ""]
    page.go_back()
    expect(page.locator(BOX)).to_have_value("softmax")
    expect(page.locator(RESULTS).first).to_be_visible()


def test_nothing_is_kept_but_the_theme(visit):
    """Whatever a reader has done: searched, moved a figure, chosen colours. No worker either."""
    page = visit("search.html?q=softmax")
    page.locator(f"{RESULTS} a").first.click()
    page.wait_for_load_state("load")
    page.locator("input[type=range]").first.press("End")
    page.get_by_role("button", name="Colour theme").click()
    kept = """async () => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie,
      await indexedDB.databases(), await caches.keys(),
      (await navigator.serviceWorker.getRegistrations()).length]"""
    assert page.evaluate(kept) == [["mode"], [], "", [], [], 0]


def test_it_is_light_and_loaded_where_it_is_used():
    files = [BUILD / "_static" / name for name in ("search.js", "search-data.js")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 200_000
    for name in pages():
        loads = "search-data.js" in (BUILD / name).read_text("utf-8")
        assert loads == (name == "search.html")
