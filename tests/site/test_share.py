"""What a figure can be taken away as: a link, an embedded page, a file; and the full screen."""

import io
import json
import re
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import expect

from ..serve import serving
from .hands import rest, settle, shape, sliders
from .visits import BUILD, LIVE, SLOT, explorer_pages, pages

pytestmark = pytest.mark.site
SVG = "{http://www.w3.org/2000/svg}"
CHAPTER = "chapters/07_normalize_inside_the_network.html"
TAMPERED = [
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "%"),
    *("", "NaN", "1e999", "-1e308", "99", "__proto__", "[]", "{}", "null", "0x1F", "1,2,3", "+"),
    *("%00", "٣", "1_000", "9" * 5000),
]


def copied(page):
    """What the page put on the clipboard, once it has said that it did."""
    expect(page.locator("[role=status].visually-hidden")).to_have_text("Copied")
    return page.evaluate("navigator.clipboard.readText()")


def choose(page, figure, name):
    """Open a figure's menu and press one of its entries."""
    figure.locator(".an-share").click()
    page.get_by_role("button", name=name).click()


@pytest.fixture
def copying(explorer):
    """Open a kind of explorer where pages may use the clipboard."""

    def go(kind, **visitor):
        return explorer(kind, permissions=["clipboard-read", "clipboard-write"], **visitor)

    return go


def test_a_link_brings_a_figure_back_as_it_stands(copying, kind, visit, site):
    figure = copying(kind)
    before = shape(figure)
    for slider in sliders(figure):
        slider.press("PageUp")
    for drop_down in figure.locator("select:visible").all():
        drop_down.select_option(index=1)
    rest(figure.page)
    moved, said = shape(figure), figure.locator(".actnorm-words").inner_text()
    assert moved != before
    choose(figure.page, figure, "Copy a link")
    link = copied(figure.page)
    page = visit(link.removeprefix(f"{site}/"))
    again = page.locator(f"#{figure.get_attribute('id')}")
    rest(page)
    assert shape(again) == moved
    assert again.locator(".actnorm-words").inner_text() == said
    assert page.locator(".actnorm-refused").count() == 0


def test_reset_leads_back_to_the_chapter_s_state(visit):
    plain = visit(CHAPTER).locator("#figure-batch-norm")
    asked = visit(f"{CHAPTER}?batch-norm.gamma=2#figure-batch-norm").locator("#figure-batch-norm")
    assert shape(asked) != shape(plain)
    asked.get_by_role("button", name="Reset").click()
    assert shape(asked) == shape(plain)


@pytest.fixture(scope="module")
def untouched(browser, site):
    """The front page's figure as it stands without anything in the address."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/index.html")
    drawn = shape(page.locator(SLOT))
    page.close()
    return drawn


@pytest.mark.parametrize("value", TAMPERED)
def test_a_tampered_address_changes_nothing_and_says_so(visit, untouched, value):
    page = visit(f"index.html?front.mu={quote(value)}&front.{quote(value)}=1")
    figure = page.locator(SLOT)
    assert figure.get_attribute("class") == "actnorm-slot is-live"
    line = page.locator(".actnorm-refused")
    assert line.count() == 1
    assert line.locator("*").count() == 0  # text, never markup
    assert "mu = " in line.inner_text()
    assert shape(figure) == untouched


def test_a_part_of_a_whole_number_is_refused(visit):
    name = explorer_pages()["batch-mates"]
    page = visit(f"{name}?batch-mates.image=2.5")
    assert "image" in page.locator(".actnorm-refused").inner_text()
    assert page.locator("#figure-batch-mates").get_attribute("class") == "actnorm-slot is-live"


@pytest.fixture(scope="module")
def host(tmp_path_factory, built):
    """Somebody's page on another host, with the book's figure in an iframe that may only run."""
    folder = tmp_path_factory.mktemp("host")
    with serving(built) as book, serving(folder) as url:

        def frame(name, query=""):
            (folder / "index.html").write_text(
                "<!doctype html><title>host</title><script>window.heard = []; addEventListener("
                "'message', e => heard.push(e.data))</script><iframe sandbox='allow-scripts' "
                f"width=360 height=500 src='{book}/embed/{name}.html{query}'></iframe>"
            )
            return url

        yield frame


FIGURES = sorted(path.stem for path in (BUILD / "embed").glob("*.html")) or ["none"]


@pytest.mark.parametrize("figure", FIGURES)
def test_an_embedded_figure_lives_in_a_sandbox(browser, host, figure):
    page, noise = browser.new_page(), []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(host(figure), wait_until="load")
    frame = page.frames[1]
    slot = frame.locator(LIVE)
    slot.wait_for()
    page.wait_for_timeout(100)
    heights = [each for each in page.evaluate("heard") if isinstance(each, dict)]
    assert heights[-1]["type"] == "actnorm:height"
    assert heights[-1]["figure"] == figure
    assert heights[-1]["height"] == frame.evaluate(
        "Math.ceil(document.body.getBoundingClientRect().height)"
    )
    told = [json.loads(each) for each in page.evaluate("heard") if isinstance(each, str)]
    assert told[-1] == {"subject": "lti.frameResize", "height": heights[-1]["height"]}
    assert frame.evaluate("document.documentElement.scrollWidth") <= 360
    before = slot.locator("svg").first.inner_html()
    slot.locator("input[type=range]").first.press("End")
    frame.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert slot.locator("svg").first.inner_html() != before
    page.close()
    assert noise == []


def test_an_embedded_figure_takes_state_and_theme_from_its_address(browser, host):
    page = browser.new_page()
    page.goto(host("batch-norm", "?gamma=2&theme=dark&utm_source=x"))
    frame = page.frames[1]
    frame.locator(LIVE).wait_for()
    assert frame.locator("html").get_attribute("data-theme") == "dark"
    assert "2.0" in frame.locator(".actnorm-controls").inner_text()
    assert frame.locator(".actnorm-refused").count() == 0
    link = frame.locator("main > p a")
    assert link.get_attribute("href") == f"../{CHAPTER}#figure-batch-norm"
    page.close()


def test_the_code_to_embed_names_a_page_that_is_there(copying):
    figure = copying("batch-norm")
    figure.locator("input[type=range]").nth(2).press("End")
    choose(figure.page, figure, "Copy code")
    code = copied(figure.page)
    frame = re.search(r'src="([^"]+)"', code)[1]
    path, _, query = frame.partition("?")
    assert query
    assert (BUILD / re.search(r"embed/.*", path)[0]).is_file()
    assert 'sandbox="allow-scripts' in code
    assert 'title="' in code


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("what", ["slot", "plot"])
def test_a_picture_is_a_file_of_its_own(visit, scheme, what):
    page = visit(CHAPTER, color_scheme=scheme)
    button = page.locator(f"{'.actnorm-slot' if what == 'slot' else '.an-share-place'} .an-share")

    def saved(entry):
        button.first.click()
        with page.expect_download() as download:
            page.get_by_role("button", name=entry).click()
        return download.value.path().read_bytes()

    text = saved("Save as SVG").decode()
    assert "var(" not in text
    root = ElementTree.fromstring(text)
    assert root.find(f"{SVG}title").text
    assert len(root.find(f"{SVG}desc").text) > 20
    assert "CC BY 4.0" in root.find(f"{SVG}metadata").text
    assert "07_normalize" in root.find(f"{SVG}metadata").text
    assert "prefers-color-scheme:dark" in root.find(f"{SVG}style").text
    picture = Image.open(io.BytesIO(saved("Save as PNG"))).convert("RGB")
    assert min(picture.size) > 600
    paper = picture.getpixel((2, 2))
    assert (min(paper) > 200) == (scheme == "light")
    assert len(picture.getcolors(1 << 24)) > 20  # something is drawn


def test_what_makes_a_file_comes_when_a_menu_is_opened_and_its_absence_is_told(visit):
    page = visit(CHAPTER)
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.route("**/picture.js*", lambda route: route.abort("aborted"))
    button = page.locator(".actnorm-slot .an-share").first
    assert not page.evaluate("'anPicture' in window")
    for times in (1, 2):  # the next try asks again
        button.click()
        page.get_by_role("button", name="Save as SVG").click()
        expect(button).to_have_text("Not saved")
        expect(page.locator("[role=status].visually-hidden")).to_have_text("Not saved")
        assert len([name for name in asked if name.startswith("picture.js")]) >= times
        expect(button).to_have_text("Share")
    page.unroute("**/picture.js*")
    with page.expect_download():
        choose(page, page.locator(".actnorm-slot").first, "Save as SVG")


def test_the_figure_that_was_asked_for_is_saved(visit):
    """Whatever menu is opened while what makes files is still on its way."""
    page = visit("chapters/02_read_a_curve_and_its_slope.html")
    held = []
    page.route("**/picture.js*", lambda route: held.append(route))
    choose(page, page.locator("#figure-activation"), "Save as SVG")
    page.locator("#figure-snake .an-share").click()
    with page.expect_download() as download:
        held[0].continue_()
    assert download.value.suggested_filename == "activation.svg"


def test_the_licence_in_a_picture_is_the_book_s(built):
    licence = re.search(r'"(CC BY[^"]*)"', (built / "_static/picture.js").read_text("utf-8"))[1]
    assert licence in (built / "index.html").read_text("utf-8")
    assert licence in (built / "embed/batch-norm.html").read_text("utf-8")


def test_full_screen_fills_the_screen(explorer, kind):
    width, height = 1280, 720
    figure = explorer(kind, width=width, height=height)
    small = figure.locator("svg").first.bounding_box()["width"]
    choose(figure.page, figure, "Full screen")
    figure.page.wait_for_timeout(100)
    settle(figure.page)
    body = figure.locator(".actnorm").bounding_box()
    assert body["width"] <= width
    assert figure.locator("svg").first.bounding_box()["width"] > small


def test_the_menu_by_key(visit):
    page = visit(CHAPTER)
    button = page.locator("#figure-batch-norm .an-share")
    assert button.get_attribute("aria-label").startswith("Share: ")
    button.press("Enter")
    page.wait_for_timeout(100)
    assert page.evaluate("document.activeElement.textContent") == "Copy a link to what it shows"
    page.keyboard.press("Escape")
    assert not page.locator("#an-share-menu").is_visible()
    assert page.evaluate("document.activeElement.className") == "an-share"


def test_the_gallery_leads_to_every_figure(visit):
    page = visit("chapters/figures.html")
    links = page.locator(".an-gallery a").evaluate_all("all => all.map(a => a.href)")
    assert len(links) == 2 * len(FIGURES)
    for link in links:
        path, _, anchor = re.sub(r"^.*?://[^/]+/", "", link).partition("#")
        html = (BUILD / path).read_text("utf-8")
        assert f'id="{anchor}"' in html or path.startswith("embed/")
    assert page.locator(".an-gallery [role=slider], .an-gallery [tabindex]").count() == 0
    for picture in page.locator(".an-gallery .actnorm-stage > svg").all():
        assert picture.bounding_box()["height"] > 100  # it is seen
    assert page.locator(".an-gallery .actnorm-stage > svg").count() == len(FIGURES)


def test_every_page_with_figures_has_the_menu():
    for name in pages():
        html = (BUILD / name).read_text("utf-8")
        figures = 'class="an-figure"' in html or 'class="actnorm-slot"' in html
        assert ("_static/figure.js" in html) == figures, name
