"""An explorer fits where it stands: any width and font, on paper, under a hand on a phone."""

import pytest

from ..site.hands import name_of
from .drawn import draw
from .net import KINDS, about, agree, opened
from .page import blank, show, state_of

pytestmark = [pytest.mark.site, pytest.mark.parametrize("kind", KINDS)]

WIDTHS = (290, 320, 345, 375, 480, 512, 560, 608, 690)
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
MEASURE = """() => ({
  over: document.scrollingElement.scrollWidth - innerWidth,
  wide: Math.max(...[...el.querySelectorAll("*")].filter((e) => !e.closest("svg"))
    .map((e) => e.getBoundingClientRect().right)) - el.getBoundingClientRect().right,
  cut: [...el.querySelectorAll("svg text")].filter((t) => {
    const [a, b] = [t.getBoundingClientRect(), el.querySelector("svg").getBoundingClientRect()];
    return t.textContent.trim() && a.width && (a.left < b.left - 2 || a.right > b.right + 2);
  }).map((t) => t.textContent),
  text: Math.min(...[...el.querySelectorAll("text, p, label, button, select")]
    .filter((e) => e.getClientRects().length).map((e) => {
      const m = e.getScreenCTM?.();
      return parseFloat(getComputedStyle(e).fontSize) * (m ? Math.hypot(m.a, m.b) : 1);
    })),
  touch: Math.min(...[...el.querySelectorAll("input, button, select, .actnorm-reach")]
    .map((e) => e.getBoundingClientRect()).filter((r) => r.width)
    .flatMap((r) => [r.width, r.height])),
})"""


@pytest.fixture
def sheet(browser, root, kind):
    """Open a blank page of a size; every page is closed and was quiet."""
    pages, errors = [], []

    def open_page(width=900, height=1200, **context):
        pages.append(
            blank(browser, root, kind, viewport={"width": width, "height": height}, **context)
        )
        pages[-1].on("pageerror", lambda error: errors.append(error))
        return pages[-1]

    yield open_page
    for page in pages:
        page.context.close()
    assert errors == []


def fits(page, font):
    """See at every width that the figure on a page fits; yield where that was, and looked right."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("w => { document.body.style.width = `${w}px` }", width)
        page.evaluate(FRAME)
        page.evaluate(FRAME)
        seen = page.evaluate(MEASURE)
        where = f"{width} px, font {font} px: {seen}"
        assert seen["over"] <= 0, where
        assert seen["wide"] <= 0.5, where
        assert seen["cut"] == [], where
        # Letters shrink only where a large font leaves no room for the picture.
        assert seen["text"] >= 11, where
        assert seen["touch"] >= 23.9, where
        yield where


@pytest.mark.parametrize("font", [16, 24])
def test_fits_at_every_width(sheet, kind, font):
    page = sheet(width=760)
    page.add_style_tag(content=f"html{{font-size:{font}px}}")
    show(page, about(kind).make["default"](), 690)
    assert len([*fits(page, font)]) == len(WIDTHS)


# Symbol, name, track and value of a slider, or name and box of a drop-down: those that touch.
TOUCHING = """() => [...el.querySelectorAll(".actnorm-range, .actnorm-select")].flatMap((label) => {
  const parts = [...label.children].map((e) => {
    if (e.matches("input, select")) return [e.name, e.getBoundingClientRect()];
    const text = document.createRange();
    text.selectNodeContents(e);
    return [e.textContent, text.getBoundingClientRect()];
  }).filter(([, r]) => r.width && r.height);
  return parts.flatMap(([a, p], i) => parts.slice(i + 1)
    .filter(([, q]) => Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 1
      && Math.max(p.left, q.left) - Math.min(p.right, q.right) < 2)
    .map(([b]) => `${a} | ${b}`));
})"""


@pytest.mark.parametrize("font", [16, 24])
def test_a_control_s_name_and_value_stay_clear_of_it(sheet, kind, font):
    """Whatever the value is, and on paper."""
    known = about(kind)
    page = sheet(width=760)
    page.add_style_tag(content=f"html{{font-size:{font}px}}")
    show(page, known.make["default"](), 690)
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)
        for key in (None, "Home", "End"):
            if key and medium == "screen":
                for slider in page.locator(".actnorm input[type=range]").all():
                    slider.press(key)
            for width in (690, 560, 375, 320, 290):
                page.evaluate("w => { document.body.style.width = `${w}px` }", width)
                page.evaluate(FRAME)
                assert page.evaluate(TOUCHING) == [], f"{width} px, {medium}, {key}"


# Texts of the picture that overlap; a kink's number goes wherever its kink does.
OVERLAPPING = """() => {
  const seen = (e) => !e.parentElement.closest("[opacity='0'], .actnorm-handle")
    && e.textContent.trim() && e.getClientRects().length;
  const texts = [...el.querySelectorAll("svg text")].filter(seen)
    .map((e) => [e.textContent, e.getBoundingClientRect()]);
  return texts.flatMap(([a, p], i) => texts.slice(i + 1)
    .filter(([, q]) => Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 4
      && Math.max(p.left, q.left) < Math.min(p.right, q.right))
    .map(([b]) => `${a} | ${b}`));
}"""


def test_texts_of_the_picture_do_not_overlap(sheet, kind):
    page = sheet(width=760)
    show(page, about(kind).make["default"](), 690)
    for width in (690, 560, 375, 345, 320, 290):
        page.evaluate("w => { document.body.style.width = `${w}px` }", width)
        page.evaluate(FRAME)
        assert page.evaluate(OVERLAPPING) == [], f"{width} px"


def test_a_drop_down_shows_the_whole_of_what_is_chosen(sheet, kind):
    page = sheet(width=760)
    show(page, about(kind).make["default"](), 690)
    for box in page.locator(".actnorm select:visible").all():
        wants = box.evaluate(
            """e => {
              const wide = e.cloneNode(true);
              Object.assign(wide.style, { width: "max-content", maxWidth: "none" });
              e.after(wide);
              const wants = wide.offsetWidth;
              wide.remove();
              return wants - e.offsetWidth;
            }"""
        )
        assert wants <= 0, box.get_attribute("name")


# How tall a figure is, and where in it each control stands that is shown.
PLACES = """() => {
  const { top, height } = el.getBoundingClientRect();
  const places = { height };
  for (const [i, e] of el.querySelectorAll("input, button, select").entries())
    if (e.getClientRects().length) places[i] = e.getBoundingClientRect().top - top;
  return places;
}"""


@pytest.mark.parametrize("width", [320, 345, 690])
def test_nothing_below_moves(sheet, kind, width):
    """Nor a control: a sentence that grows must not push one from under the finger."""
    known = about(kind)
    page = sheet(width=width + 20)
    show(page, known.make["default"](), width)
    places = page.evaluate(PLACES)

    def still_as_tall(what):
        page.evaluate(FRAME)
        now = page.evaluate(PLACES)
        # A choice may bring its own controls in the place of others (the playground's points).
        both = now.keys() & places.keys()
        assert len(both) > len(places) / 2
        assert [now[name] for name in both] == pytest.approx(
            [places[name] for name in both], abs=0.6
        ), what

    for slider in page.locator(".actnorm input[type=range]").all():
        for key in ("Home", "End", "PageDown", "ArrowLeft"):
            slider.press(key)
            still_as_tall((slider.get_attribute("name"), key))
    for name in page.locator(".actnorm select:visible").evaluate_all("all => all.map(e => e.name)"):
        box = page.locator(f".actnorm select[name={name}]")
        first = box.input_value()
        for value in box.locator("option").evaluate_all("all => all.map(o => o.value)"):
            box.select_option(value)
            still_as_tall((name, value))
        box.select_option(first)


@pytest.mark.parametrize("width", [345, 520, 690])
def test_drawn_beforehand_it_is_the_same(sheet, kind, width):
    """The live figure takes the place of the drawn one: same words, same room, same marks."""
    known = about(kind)
    for make in known.make.values():
        explorer = make()
        page = sheet(width=width + 20)
        html = draw([explorer])[0]["html"]
        drawn = page.evaluate(
            """([html, width]) => {
              document.body.style.width = `${width}px`;
              document.body.innerHTML = html;
              return [document.body.offsetHeight, document.body.innerText];
            }""",
            [html, width],
        )
        page.evaluate("document.body.replaceChildren()")
        show(page, explorer, width)
        live = page.evaluate("[document.body.offsetHeight, document.body.innerText]")
        assert live[0] == pytest.approx(drawn[0], abs=0.6)
        if width != 520:  # there the drawn picture is a smaller one, with other tick labels
            assert live[1] == drawn[1]
        page.context.close()


def test_drawn_html_is_plain(sheet, kind):
    html = draw([about(kind).make["default"]()])[0]["html"]
    assert "style=" not in html
    assert " id=" not in html
    assert "NaN" not in html.replace(">NaN<", "").replace("= NaN", "")
    assert "undefined" not in html


@pytest.mark.parametrize("medium", ["print", "no script"])
def test_without_hands_names_and_values_stay(sheet, kind, medium):
    """On paper and without scripts: what cannot work vanishes, what it says stays."""
    drawn = draw([about(kind).make["default"]()])[0]["html"]
    page = sheet(body=drawn, java_script_enabled=medium == "print")
    if medium == "print":
        page.emulate_media(media="print")
    figure = page.locator(".actnorm")
    assert figure.locator("input:visible, select:visible, button:visible").count() == 0
    assert figure.locator(".actnorm-value:visible").count() > 0
    for label in figure.locator(".actnorm-select").all():
        assert label.locator(".actnorm-chosen").inner_text().strip()
    assert figure.locator(".actnorm-picture:visible").count() == 1
    assert figure.locator(".actnorm-words").inner_text().strip()


# Looks for a place of the page at which a control, what it changes and the sentences are in sight.
TOGETHER = """async ([e, part, words]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const edges = (q) => {
    const { top, bottom } = (q.nodeType ? q : el.querySelector(q)).getBoundingClientRect();
    return [Math.round(top), Math.round(bottom)];
  };
  const sees = ([top, bottom]) => top >= 47 && bottom <= innerHeight + 1;
  const uncovered = () => {
    if (e.closest("svg")) return true;
    const { left, right, top, bottom } = e.getBoundingClientRect();
    const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const around = Boolean(above?.contains(e) && above !== document.body);
    return above === e || e.contains(above) || around;
  };
  const from = el.getBoundingClientRect().top + scrollY;
  let last;
  for (let y = from - 60; y < from + el.offsetHeight; y += 12) {
    scrollTo(0, y);
    last = { control: edges(e), part: edges(part), words: edges(words), y };
    if ([last.control, last.part, last.words].every(sees) && uncovered()) break;
    last = { never: true, ...last };
  }
  e.focus();
  await frame();
  return { ...last, focused: uncovered() && sees(edges(e)) };
}"""


@pytest.mark.parametrize(("width", "height"), [(375, 667), (667, 375)])
def test_the_hand_and_the_eye(sheet, kind, width, height):
    """Whichever control is in use, what it changes and the sentences can be seen with it.

    And a control that gets the focus comes out from under what stays in sight. The page's header,
    48 px, stays too.
    """
    known = about(kind)
    page = sheet(width=width, height=height, has_touch=True)
    page.add_style_tag(content="body{padding:400px 15px 700px;width:auto!important;--an-top:48px}")
    show(page, known.make["default"](), width - 30)
    page.evaluate(FRAME)
    controls = page.locator(".actnorm :is(input, select, button, [role=slider]):visible").all()
    assert controls
    for control in controls:
        trait = (control.get_attribute("name") or "").split(".")[0]
        part = known.parts.get(trait, ".actnorm-picture")
        handle = control.element_handle()
        seen = page.evaluate(TOGETHER, [handle, part, ".actnorm-words p"])
        where = f"{trait or name_of(control)}: {seen}"
        assert "never" not in seen, where
        assert seen["focused"], where


def test_laid_out_anew_when_its_place_changes(sheet, kind):
    known, explorer, figure = opened(sheet(), kind)
    page = figure.page
    for width in (320, 690):
        page.evaluate("w => { document.body.style.width = `${w}px` }", width)
        page.wait_for_function(
            "w => el.querySelector('svg').viewBox.baseVal.width === w", arg=width
        )
        agree(figure, explorer, known.marks)


def test_a_title_is_heard(sheet, kind):
    """Two figures of a kind on a page can be told apart by what their cells call them."""
    page = sheet()
    state = state_of(about(kind).make["default"]()) | {"title": "A name of its own"}
    page.evaluate("([s, w]) => open_view(s, w)", [state, 690])
    assert page.get_by_role("group", name="A name of its own", exact=True).count() == 1
