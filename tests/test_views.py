"""A view in a browser: what it draws, hears and leaves behind, without any page around it."""

import json

import pytest

from actnorm.explorers import ActivationExplorer, BatchNormExplorer

pytestmark = pytest.mark.site

ORIGIN = "http://actnorm.test"

# A model that counts: its listeners, and how often it was told to save.
MODEL = """
window.open_view = async (state, width) => {
  const { default: explorer } = await import("/actnorm/explorers/static/explorers.js");
  const heard = new Map();
  window.saves = 0;
  window.model = {
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      for (const call of heard.get(`change:${name}`) ?? []) call();
    },
    on: (event, call) => heard.set(event, [...(heard.get(event) ?? []), call]),
    off: (event, call) => heard.set(event, (heard.get(event) ?? []).filter((c) => c !== call)),
    save_changes: () => { window.saves++; },
  };
  window.listeners = () => [...heard.values()].flat().length;
  window.el = document.createElement("div");
  document.body.style.cssText = `margin:0;width:${width}px`;
  document.body.append(el);
  window.end = explorer.render({ model, el });
  await frame();
};
window.frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
"""


@pytest.fixture
def page(browser, root):
    page = browser.new_page()

    def answer(route):
        path = root / route.request.url.removeprefix(f"{ORIGIN}/")
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(body="<!doctype html><title>view</title>", content_type="text/html")

    page.route(f"{ORIGIN}/**", answer)
    page.goto(f"{ORIGIN}/page")
    page.add_style_tag(url=f"{ORIGIN}/actnorm/explorers/static/explorers.css")
    page.evaluate(MODEL)
    yield page
    page.close()


@pytest.fixture(params=[ActivationExplorer, BatchNormExplorer])
def state(request):
    state = request.param().get_state()
    return {k: v for k, v in state.items() if k not in ("layout", "_esm", "_css")}


def show(page, state, width=690):
    page.evaluate(
        "([state, width]) => open_view(state, width)", [json.loads(json.dumps(state)), width]
    )


def test_cleanup_leaves_nothing(page, state):
    show(page, state)
    assert page.evaluate("listeners()") > 0
    page.evaluate("end()")
    assert page.evaluate("listeners()") == 0
    assert page.evaluate("el.childNodes.length") == 0
    page.evaluate("for (const name of ['x', 'mu', 'gamma']) model.set(name, 0.5)")
    page.evaluate("frame()")
    assert page.evaluate("el.childNodes.length") == 0


def test_a_cleanup_within_the_frame_stops_it(page, state):
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    show(page, state)
    page.evaluate(
        """async () => {
          const input = el.querySelector("input");
          input.value = input.max;
          input.dispatchEvent(new Event("input"));
          end();
          await frame();
        }"""
    )
    assert errors == []
    assert page.evaluate("saves") == 0


def test_a_slider_moves_what_exists_and_redraws_nothing(page, state):
    """In the picture a slider changes attributes; no element comes or goes."""
    show(page, state)
    for i in range(page.locator("input[type=range]").count()):
        changes = page.evaluate(
            """async (i) => {
              const seen = { childList: 0, attributes: 0 };
              const note = el.querySelector(".actnorm-note"); // names the bands there are
              const observer = new MutationObserver((list) => {
                for (const m of list) if (m.target !== note) seen[m.type] += 1;
              });
              const input = el.querySelectorAll("input[type=range]")[i];
              const svg = el.querySelector("svg");
              observer.observe(svg, { subtree: true, childList: true, attributes: true });
              input.stepUp(3);
              input.dispatchEvent(new Event("input"));
              await frame();
              observer.disconnect();
              seen.text = [...svg.querySelectorAll("text")].length;
              return seen;
            }""",
            i,
        )
        assert changes["attributes"] > 0
        # "3 more →" changes its text, which is one child for another
        assert changes["childList"] <= 2


def test_a_burst_of_input_is_one_update(page, state):
    show(page, state)
    page.evaluate(
        """async () => {
          const input = el.querySelector("input[type=range]");
          for (let i = 0; i < 50; i++) {
            input.stepUp(i % 2 ? -1 : 2);
            input.dispatchEvent(new Event("input"));
          }
          await frame();
        }"""
    )
    assert page.evaluate("saves") == 1


def test_two_views_of_one_model_keep_in_step(page, state):
    show(page, state)
    texts = page.evaluate(
        """async () => {
          const twin = document.createElement("div");
          document.body.append(twin);
          const { default: explorer } = await import("/actnorm/explorers/static/explorers.js");
          const stop = explorer.render({ model, el: twin });
          await frame();
          const input = twin.querySelector("input[type=range]");
          input.stepUp(2);
          input.dispatchEvent(new Event("input"));
          await frame();
          const said = [el, twin].map((e) => e.querySelector(".actnorm-words").textContent);
          stop();
          return said;
        }"""
    )
    assert texts[0] == texts[1]


@pytest.mark.parametrize("width", [290, 345, 690])
def test_fits_and_stays_legible(page, state, width):
    show(page, state, width)
    measured = page.evaluate(
        """() => ({
          over: document.scrollingElement.scrollWidth - innerWidth,
          wide: Math.max(...[...el.querySelectorAll("*")].filter((e) => !e.closest("svg"))
            .map((e) => e.getBoundingClientRect().right)),
          text: Math.min(...[...el.querySelectorAll("text, p, label, button, select")]
            .map((e) => parseFloat(getComputedStyle(e).fontSize))),
          scale: el.querySelector("svg").getBoundingClientRect().width
            / el.querySelector("svg").viewBox.baseVal.width,
          touch: Math.min(...[...el.querySelectorAll("input, button, select, .actnorm-reach")]
            .map((e) => e.getBoundingClientRect()).flatMap((r) => [r.width, r.height])),
        })"""
    )
    assert measured["over"] <= 0
    assert measured["wide"] <= width + 0.5
    assert measured["text"] >= 12
    assert measured["scale"] == pytest.approx(1, abs=0.01)
    assert measured["touch"] >= 24


def test_is_laid_out_anew_on_resize(page, state):
    show(page, state, 690)
    tall = page.evaluate("el.querySelector('svg').getAttribute('height')")
    page.evaluate("document.body.style.width = '320px'")
    page.wait_for_function("el.querySelector('svg').getAttribute('width') === '320'")
    assert page.evaluate("el.querySelector('svg').getAttribute('height')") != tall
    assert page.evaluate("el.classList.contains('is-narrow')")


def test_no_ids_no_globals_no_inline_markup(page, state):
    before = set(page.evaluate("Object.keys(window)"))
    show(page, state)
    ours = {"open_view", "frame", "saves", "model", "listeners", "el", "end"}
    assert set(page.evaluate("Object.keys(window)")) - before <= ours
    assert page.evaluate("el.querySelectorAll('[id]').length") == 0


def test_room_kept_on_the_page_is_what_the_figure_takes(page, state):
    """Else going live would shift the text below."""
    show(page, state, 690)
    for width in (690, 345):
        kept, taken = page.evaluate(
            """async (width) => {
              document.body.style.width = `${width}px`;
              const slot = document.createElement("figure");
              slot.className = "actnorm-slot";
              slot.dataset.explorer = model.get("_explorer");
              document.body.append(slot);
              await frame();
              await frame();
              const heights = [slot.offsetHeight, el.offsetHeight];
              slot.remove();
              return heights;
            }""",
            width,
        )
        assert kept == pytest.approx(taken, abs=2)


def test_an_unknown_explorer_is_refused(page, state):
    with pytest.raises(Exception, match=r"_explorer must be one of .*activation.*got nonsense"):
        show(page, state | {"_explorer": "nonsense"})
