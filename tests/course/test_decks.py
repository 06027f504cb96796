"""Decks in a browser, from their folder, on two projectors: what fits, what moves, what is asked.

Two decks stand for all; `make test-course` drives every one (ACTNORM_ALL_DECKS=1).
"""

import os

import pytest
from pypdf import PdfReader

from course.book import ROOT, pages
from course.slides import make

from ..site.hands import (
    centre,
    drag_with_mouse,
    far_end,
    points,
    rest,
    shape,
    sliders,
    thumb,
    value,
)

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("decks")]

SITE = ROOT / "_build/html"
LEAST = 28  # px on a slide of 1280 × 720
PROJECTORS = [(1280, 720), (1920, 1080)]
FEW = ["lecture.html", "08_use_batch_norm_without_being_bitten.html"]
ALL = ["lecture.html", *(f"{path.stem}.html" for path in pages())]
DECKS = ALL if os.environ.get("ACTNORM_ALL_DECKS") else FEW
# What nobody in the room sees.
UNSEEN = ".notes, .aria-status, .katex-mathml, .actnorm-status, option, title, desc, defs"
TOO_MUCH = """() => {
  const slide = Reveal.getCurrentSlide(), scale = Reveal.getScale(), wrong = [];
  const frame = slide.querySelector(".slide").getBoundingClientRect();
  for (const e of slide.querySelectorAll(".slide *")) {
    if (e.closest(".katex-mathml, .actnorm-status, svg *")) continue;
    const box = e.getBoundingClientRect();
    const over = Math.max(box.right - frame.right, box.bottom - frame.bottom,
      frame.left - box.left, frame.top - box.top) / scale;
    if (box.width && box.height && over > 1) wrong.push(`${e.tagName} ${e.className} ${over}`);
  }
  for (const e of slide.querySelectorAll(".fit"))
    if (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
      wrong.push(`what is in ${e.className} is larger than it`);
  return wrong;
}"""
SMALL = """([least, unseen]) => {
  const wrong = [], scale = Reveal.getScale();
  const seen = (e) => {
    const { visibility, fontSize } = getComputedStyle(e), box = e.getBoundingClientRect();
    return visibility === "visible" && parseFloat(fontSize) && box.width > 1 && box.height > 1;
  };
  const drawn = (e) => {
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (!(e instanceof SVGElement)) return size;
    const m = e.getScreenCTM();
    return size * Math.sqrt(Math.abs(m.a * m.d - m.b * m.c)) / scale;
  };
  const size = (e) => {
    // An exponent is as small as its formula makes it: the formula counts.
    const formula = e.closest(".katex"), text = e.closest("svg text");
    const parts = text ? [text, ...text.querySelectorAll("tspan")] : [formula ?? e];
    const own = parts.filter((each) => [...each.childNodes].some((n) => n.nodeType === 3));
    return Math.max(...(own.length ? own : parts).map(drawn));
  };
  const check = (e, said) => {
    if (said.trim() && !e.closest(unseen) && seen(e) && size(e) < least - 0.05)
      wrong.push(`${said.trim().slice(0, 40)} ${size(e).toFixed(1)}`);
  };
  const slide = Reveal.getCurrentSlide();
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) check(walker.currentNode.parentElement, walker.currentNode.data);
  for (const e of slide.querySelectorAll("select")) check(e, e.selectedOptions[0]?.text ?? "");
  return wrong;
}"""
TO = "name => Reveal.slide(Reveal.getSlides().findIndex(slide => slide.id === name))"
LAST = "Reveal.isLastSlide()"
NAMES = "() => Reveal.getSlides().map(slide => slide.id)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of decks, made from the built book."""
    if not (SITE / "index.html").is_file():
        pytest.fail("there is no built book to test: type `make book` first", pytrace=False)
    out = tmp_path_factory.mktemp("các slide")  # a path with a blank and a mark
    make(SITE, out, chapters=None if DECKS is ALL else {2, 3, 7, 8})
    return out


@pytest.fixture
def show(browser, folder):
    """Open a deck; at the end, nothing may have gone wrong unseen."""
    opened, noise = [], []

    def go(deck, size=PROJECTORS[0], query=""):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: noise.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("requestfailed", lambda request: noise.append(f"failed: {request.url}"))
        inside = folder.as_uri()
        page.on("request", lambda r: r.url.startswith((inside, "data:")) or noise.append(r.url))
        page.goto(f"{inside}/{deck}{query}")
        page.evaluate("document.fonts.ready.then(() => 0)")
        return page

    yield go
    for context in opened:
        context.close()
    assert noise == []


def turn_to(page, name):
    page.evaluate(TO, name)
    page.evaluate("document.fonts.ready.then(() => 0)")
    rest(page)


def explorers(page):
    return page.evaluate("[...document.querySelectorAll('section.is-explorer')].map(s => s.id)")


@pytest.mark.parametrize("size", PROJECTORS, ids=lambda size: str(size[1]))
@pytest.mark.parametrize("deck", DECKS)
def test_all_fits_and_can_be_read_from_the_last_row(show, deck, size):
    page = show(deck, size)
    wrong = {}
    for name in page.evaluate(NAMES):
        turn_to(page, name)
        found = page.evaluate(TOO_MUCH) + page.evaluate(SMALL, [LEAST, UNSEEN])
        if found:
            wrong[name] = found[:3]
    assert wrong == {}


@pytest.mark.parametrize("size", PROJECTORS, ids=lambda size: str(size[1]))
@pytest.mark.parametrize("deck", DECKS)
def test_figures_are_live_and_stay_under_the_hand(show, deck, size):
    page = show(deck, size)
    names = explorers(page)
    assert names
    for name in names:
        turn_to(page, name)
        figure = page.locator(f'section[id="{name}"] figure')
        assert "is-live" in figure.get_attribute("class")
        for point in points(figure)[:1]:
            before, (x, y) = shape(figure), centre(point)
            goal = x - 90 if far_along(point) else x + 90
            drag_with_mouse(page, (x, y), (goal, y))
            rest(page)
            assert shape(figure) != before, name
            found = centre(point)[0]
            assert found == pytest.approx(goal, abs=3 + half_a_step(point)), name
        slider = sliders(figure)[0]
        stood = value(slider)
        goal = far_end(slider)
        drag_with_mouse(page, thumb(slider), thumb(slider, goal))
        rest(page)
        assert value(slider) != stood, name
        found = page.evaluate(TOO_MUCH) + page.evaluate(SMALL, [LEAST, UNSEEN])
        assert found == [], f"{name}, after it was moved"


def far_along(point):
    """Whether a point stands in the upper half of its range."""
    low, high, now = (float(point.get_attribute(f"aria-value{k}")) for k in ("min", "max", "now"))
    return now > (low + high) / 2


def half_a_step(point):
    """Give how far from the hand a point may be that moves from value to value, in px."""
    (there, _), _ = centre(point), point.press("ArrowRight")
    rest(point.page)
    return abs(centre(point)[0] - there) / 2


@pytest.mark.parametrize("deck", DECKS)
def test_arrows_stay_in_the_control_that_has_the_focus(show, deck):
    page = show(deck)
    for name in explorers(page):
        turn_to(page, name)
        figure = page.locator(f'section[id="{name}"] figure')
        for control in [*points(figure)[:1], sliders(figure)[0]]:
            stood = value(control)
            for key in ("Home", "ArrowRight", "ArrowRight", "ArrowUp", "End", "ArrowLeft"):
                control.press(key)
            rest(page)
            assert page.evaluate("Reveal.getCurrentSlide().id") == name
            control.press("Home" if stood != float(lowest(control)) else "End")
            assert value(control) != stood
        # Escape gives the arrows back; a presenter's remote has them always.
        at = page.evaluate("Reveal.getIndices().h")
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowLeft")
        assert page.evaluate("Reveal.getIndices().h") == at - 1
        turn_to(page, name)
        sliders(figure)[0].focus()
        page.keyboard.press("PageUp")
        assert page.evaluate("Reveal.getIndices().h") == at - 1


def lowest(control):
    return control.evaluate("e => e.min ?? e.getAttribute('aria-valuemin')")


@pytest.mark.parametrize("deck", DECKS)
def test_on_paper_a_slide_is_a_page(show, folder, deck, tmp_path):
    page = show(deck, query="?print-pdf")
    slides = (folder / deck).read_text("utf-8").count("<section ")
    page.wait_for_selector(f".pdf-page:nth-child({slides})", state="attached")
    page.evaluate("document.fonts.ready.then(() => 0)")
    rest(page)
    page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    found = PdfReader(tmp_path / "deck.pdf")
    assert len(found.pages) == slides
    bare = [number for number, page in enumerate(found.pages, 1) if len(page.extract_text()) < 20]
    assert bare == []
    width, height = (float(side) for side in found.pages[0].mediabox[2:])
    assert width / height == pytest.approx(16 / 9, rel=0.01)


@pytest.mark.parametrize("deck", DECKS)
def test_an_answer_waits(show, deck):
    page = show(deck)
    answers = [name for name in page.evaluate(NAMES) if "-answer-" in name]
    assert answers
    for name in answers:
        turn_to(page, name)
        told = page.locator(f'section[id="{name}"] .fragment')
        assert told.evaluate("e => getComputedStyle(e).visibility") == "hidden"
        page.keyboard.press("ArrowRight")
        assert page.evaluate("Reveal.getCurrentSlide().id") == name
        assert told.evaluate("e => getComputedStyle(e).visibility") == "visible"
        page.keyboard.press("ArrowRight")
        assert page.evaluate("Reveal.getCurrentSlide().id") != name or page.evaluate(LAST)


def test_the_speaker_has_a_window(show):
    page = show("lecture.html")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    notes = opened.value
    notes.wait_for_selector(".is-now")
    page.keyboard.press("ArrowRight")
    notes.wait_for_selector('.is-now[id="say-predictions"]')
    assert "Minutes 1 to 5" in notes.locator(".is-now .notes").inner_text()
    notes.keyboard.press("ArrowRight")
    notes.wait_for_selector('.is-now[id="02-predict.formula"]')
    assert page.evaluate("Reveal.getCurrentSlide().id") == "02-predict.formula"
    assert notes.locator(".clock").inner_text() == "0 min; this slide ends at 6 min"
