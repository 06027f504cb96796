"""The life of a view: what it leaves behind, what it announces, how it stands beside another."""

import json

import pytest

from ..site.hands import drag_with_finger, name_of, rest, settle, sliders
from .net import KINDS, about, agree, follow, opened, traits
from .page import blank, state_of

pytestmark = [pytest.mark.site, pytest.mark.parametrize("kind", KINDS)]

# Counts the timers that run and the listeners that hang on what outlives a view.
COUNTING = """
window.running = new Set();
for (const [start, stop, again] of [["setTimeout", "clearTimeout"],
    ["setInterval", "clearInterval", true], ["requestAnimationFrame", "cancelAnimationFrame"]]) {
  const [begin, end] = [window[start], window[stop]];
  window[start] = (call, ...rest) => {
    const id = begin.call(window, (...given) => {
      if (!again) running.delete(`${start}${id}`);
      call(...given);
    }, ...rest);
    running.add(`${start}${id}`);
    return id;
  };
  window[stop] = (id) => { running.delete(`${start}${id}`); end.call(window, id); };
}
window.hanging = 0;
for (const target of [window, document, document.documentElement, document.body]) {
  const add = target.addEventListener;
  target.addEventListener = (name, call, options) => {
    hanging++;
    options?.signal?.addEventListener("abort", () => hanging--);
    add.call(target, name, call, options);
  };
}
window.observers = 0;
for (const kind of ["ResizeObserver", "MutationObserver", "IntersectionObserver"])
  window[kind] = class extends window[kind] {
    observe(...given) { if (!this.on) observers++; this.on = true; super.observe(...given); }
    disconnect() { if (this.on) observers--; this.on = false; super.disconnect(); }
  };
undefined;
"""
LEFT = """({ timers: [...running], hanging, observers, listeners: listeners(),
  nodes: el.childNodes.length })"""
NOTHING = {"timers": [], "hanging": 0, "observers": 0, "listeners": 0, "nodes": 0}
# Shows a second view of the same model.
TWIN = """() => {
  const { el, end } = view(document.body);
  Object.assign(window, { twin: el, endTwin: end });
}"""


@pytest.fixture
def page(browser, root, kind):
    page = blank(browser, root, kind, viewport={"width": 900, "height": 1200}, has_touch=True)
    page.evaluate(COUNTING)
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    page.context.close()
    assert errors == []


def test_a_view_that_goes_leaves_nothing(page, kind):
    known, explorer, figure = opened(page, kind)
    figure.locator("input[type=range]").first.press("End")  # an announcement is on its way
    if known.play:
        figure.get_by_role("button", name=known.play[0]).click()
    page.evaluate("end()")
    assert page.evaluate(LEFT) == NOTHING
    before = traits(page, explorer)
    page.wait_for_timeout(400)
    assert page.evaluate(LEFT) == NOTHING
    assert traits(page, explorer) == before


def test_a_view_that_goes_within_the_frame_saves_nothing_more(page, kind):
    opened(page, kind)
    saves = page.evaluate(
        """async () => {
          const before = saves;
          const input = el.querySelector("input[type=range]");
          input.value = input.max;
          input.dispatchEvent(new Event("input"));
          end();
          await frame();
          return saves - before;
        }"""
    )
    assert saves == 0


def test_two_views_stay_in_step_and_one_announces(page, kind):
    known, explorer, _ = opened(page, kind)
    page.evaluate(TWIN)
    one, two = page.locator(".actnorm").all()
    two.locator("input[type=range]").first.press("End")
    rest(page)
    follow(page, explorer)
    for figure in (one, two):
        agree(figure, explorer, known.marks)
    said = [each.locator(".actnorm-words").inner_text() for each in (one, two)]
    assert said[0] == said[1]
    page.wait_for_timeout(900)
    heard = [each.locator("[role=status]").inner_text() for each in (one, two)]
    assert heard[0] == ""
    assert heard[1].split() == said[1].split()
    assert heard[1] in page.evaluate("state.description")
    page.evaluate("endTwin()")
    one.locator("input[type=range]").first.press("Home")
    page.evaluate("frame()")
    agree(one, follow(page, explorer), known.marks)


def test_a_burst_of_input_is_one_update(page, kind):
    opened(page, kind)
    saves = page.evaluate(
        """async () => {
          const before = saves;
          const input = el.querySelector("input[type=range]");
          for (let i = 0; i < 50; i++) {
            input.stepUp(i % 2 ? -1 : 2);
            input.dispatchEvent(new Event("input"));
          }
          await frame();
          return saves - before;
        }"""
    )
    assert saves == 1


def test_a_change_is_drawn_before_its_frame_and_the_next_one_in_it(page, kind):
    """So the browser lays out the slider and the picture in one go, and draws once a frame."""
    _, explorer, figure = opened(page, kind)
    was = page.evaluate("el.querySelector('.actnorm-seen').innerHTML")
    at_once, again, later, seen = page.evaluate(
        """async () => {
          await frame();
          const before = saves;
          const input = el.querySelector("input[type=range]");
          const step = async () => {
            input.stepUp(input.value === input.max ? -1 : 1);
            input.dispatchEvent(new Event("input"));
            await null;
            return saves - before;
          };
          const counts = [await step()];
          const seen = el.querySelector(".actnorm-seen").innerHTML;
          counts.push(await step());
          await frame();
          return [...counts, saves - before, seen];
        }"""
    )
    assert (at_once, again, later) == (1, 1, 2)
    assert seen != was
    agree(figure, follow(page, explorer), about(kind).marks)


def test_a_slider_moves_what_exists(page, kind):
    """Apart from labels, no element of the picture comes or goes."""
    _, _, figure = opened(page, kind)
    for i in range(figure.locator("input[type=range]").count()):
        came = page.evaluate(
            """async (i) => {
              const input = el.querySelectorAll("input[type=range]")[i];
              let came = 0;
              const observer = new MutationObserver((list) => {
                for (const { addedNodes, target } of list)
                  if (!target.closest("text, .actnorm-axis")) came += addedNodes.length;
              });
              observer.observe(el.querySelector("svg"), { subtree: true, childList: true });
              input.stepUp(1);
              input.dispatchEvent(new Event("input"));
              await frame();
              observer.disconnect();
              return came;
            }""",
            i,
        )
        assert came == 0


def test_what_has_not_changed_is_not_written(page, kind):
    """A browser lays out anew whatever is written, be it what stands there already."""
    _, _, figure = opened(page, kind)
    for i in range(figure.locator("input[type=range]").count()):
        again = page.evaluate(
            """async (i) => {
              const input = el.querySelectorAll("input[type=range]")[i];
              const before = new Map(), again = [];
              const name = (e) => `${e.localName} ${e.getAttribute("class")}`;
              const observer = new MutationObserver((list) => {
                for (const record of list) {
                  const { type, target, attributeName, oldValue } = record;
                  const { addedNodes, removedNodes } = record;
                  if (type === "attributes") {
                    if (target.getAttribute(attributeName) === oldValue)
                      again.push(`${name(target)}: ${attributeName}`);
                  } else if (addedNodes.length === 1 && removedNodes.length === 1
                    && addedNodes[0].data && addedNodes[0].data === removedNodes[0].data)
                    again.push(`${name(target)}: “${addedNodes[0].data}”`);
                }
              });
              observer.observe(el, { subtree: true, childList: true, attributes: true,
                attributeOldValue: true });
              if (input.value === input.max) input.stepDown(); else input.stepUp();
              input.dispatchEvent(new Event("input"));
              await frame();
              observer.disconnect();
              return again;
            }""",
            i,
        )
        assert again == []


def test_no_ids_no_globals_no_style(page, kind):
    before = set(page.evaluate("Object.keys(window)"))
    opened(page, kind)
    ours = {"saves", "state", "model", "listeners", "view", "el", "end"}
    assert set(page.evaluate("Object.keys(window)")) - before <= ours
    assert page.evaluate("el.querySelectorAll('[id], [style]').length") == 0


def test_every_control_has_a_name_and_keeps_its_keys(page, kind):
    """JupyterLab must not take them, nor the browser bring back an old position."""
    _, _, figure = opened(page, kind)
    assert figure.get_attribute("role") == "group"
    assert len(figure.get_attribute("aria-label")) > 8
    controls = figure.locator("input, select, button, [role=slider], [tabindex]")
    for control in controls.all():
        name, keeps, back, tag = control.evaluate(
            "e => [e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? e.innerText,"
            " e.hasAttribute('data-lm-suppress-shortcuts'), e.getAttribute('autocomplete'),"
            " e.localName]"
        )
        assert name.strip()
        assert keeps, name
        assert back == "off" or tag not in ("input", "select"), name


def test_the_theme_changes_colours_only(page, kind):
    known, explorer, figure = opened(page, kind)
    seen = """[...el.querySelectorAll('svg *')].map(getComputedStyle).map(s => s.fill + s.stroke)"""
    light = page.evaluate(seen)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = page.evaluate(seen)
    assert sum(a != b for a, b in zip(light, dark, strict=True)) > 5
    agree(figure, explorer, known.marks)


def test_damaged_state_is_refused(page, kind):
    """Then the page keeps the picture it has; a hang would end this test by its time."""
    explorer = about(kind).make["default"]()
    state = state_of(explorer)
    for name, control in explorer._controls.items():
        wrong = [None, "NaN", "x", [], [None, None], {}]
        if "allowed" in control:
            wrong += [control["allowed"][0] - 1, control["allowed"][1] * 10 + 1]
        if "most" in control:
            offered = [value for value, _ in control["choices"]]
            wrong += [offered[:1] * 2, offered[: control["most"] + 1], [*offered[:1], "x"]]
        for value in wrong:
            if value == state[name]:
                continue  # a set may be empty
            said = page.evaluate(
                "state => open_view(state, 690).then(() => 'shown', error => error.message)",
                json.loads(json.dumps(state | {name: value})),
            )
            assert said != "shown", (name, value)
            assert page.evaluate("document.body.textContent").strip() == ""
            page.evaluate("document.body.replaceChildren()")


def test_two_fingers_are_the_page_s(page, kind):
    """They zoom it, and move no point."""
    known, explorer, figure = opened(page, kind)
    if not known.handles:
        return
    before = traits(page, explorer)
    point = figure.locator(".actnorm-handle").first
    box = point.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    devtools = page.context.new_cdp_session(page)

    def touch(what, *spots):
        spots = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(spots)]
        devtools.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": spots})

    touch("touchStart", (x, y))
    touch("touchStart", (x, y), (x + 60, y + 40))
    for step in range(1, 8):
        touch("touchMove", (x - 8 * step, y), (x + 60 + 8 * step, y + 40))
    touch("touchEnd")
    page.evaluate("frame()")
    assert traits(page, explorer) == before
    for each in figure.locator("svg, .actnorm-handle, input[type=range]").all():
        assert "pan-x" not in (action := each.evaluate("e => getComputedStyle(e).touchAction"))
        assert action in ("auto", "manipulation", "pan-y pinch-zoom")


def test_one_finger_moves_a_point_sideways(page, kind):
    known, explorer, figure = opened(page, kind)
    for i, (name, handle) in enumerate(known.handles.items()):
        point = figure.get_by_role("slider", name=name, exact=True).locator(".actnorm-dot")
        point = point if point.count() else figure.locator(".actnorm-handle .actnorm-dot").nth(i)
        box = point.first.bounding_box()
        start = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        before = traits(page, explorer)
        drag_with_finger(page, start, (start[0] + (60 if start[0] < 345 else -60), start[1] + 3))
        page.evaluate("frame()")
        assert traits(page, explorer) != before, name
        agree(figure, follow(page, explorer), known.marks)
        assert handle.trait.split(".")[0] in before


# What a reader sees change: the picture, and the words below it; not a slider's own readout.
SEEN = "() => [...el.querySelectorAll('svg, .actnorm-words')].map(e => e.outerHTML).join()"


def test_one_step_of_any_slider_can_be_seen(page, kind):
    """In the picture or in a sentence: else a reader thinks that the slider is dead."""
    *_, figure = opened(page, kind)
    for slider in sliders(figure):
        before = page.evaluate(SEEN)
        at_end = slider.evaluate("e => e.value === e.max")
        slider.press("ArrowLeft" if at_end else "ArrowRight")
        settle(page)
        assert page.evaluate(SEEN) != before, name_of(slider)
