"""Random play: whatever is set while the networks train, nothing breaks, no NaN is shown, and what
was used is given back.

For ten minutes of it: ACTNORM_PLAY_SECONDS=600 pytest tests/explorers/test_playground_play.py
"""

import os
import random

import pytest

from actnorm.explorers import PlaygroundExplorer
from actnorm.explorers.playground.shipped import SHIPPED, shipped

from ..site.hands import rest
from .page import show

KIND = "playground"
SECONDS = float(os.environ.get("ACTNORM_PLAY_SECONDS", "20"))
WRONG = "NaN|Infinity|undefined"
KEYS = ("Home", "End", "ArrowRight", "ArrowDown", "Enter", "Escape", "Backspace", "ArrowUp")


def changes(rng, figure):
    """Change something, as a restless reader does: a control, the unit held, one's own points."""
    what = rng.random()
    if what < 0.25:  # of more than one kind of thing that hears keys
        ground = figure.locator("svg [role=spinbutton]:visible")
        if ground.count():
            place, key = rng.randrange(ground.count()), rng.choice(KEYS)
            ground.nth(place).press(key)
            return f"{key} on {place}"
    if what < 0.5:
        ground = figure.locator(".actnorm-pen:visible, .actnorm-units:visible")
        if ground.count():
            place, at = rng.randrange(ground.count()), (rng.random(), rng.random())
            ground.nth(place).evaluate(
                """(e, [x, y]) => {
                  const { left, top, width, height } = e.getBoundingClientRect();
                  const [clientX, clientY] = [left + x * width, top + y * height];
                  e.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX, clientY }));
                }""",
                at,
            )
            return f"tap on {place} at {at}"
    if what < 0.55:
        button = figure.locator("button:visible").filter(has_not_text="Copy code")
        place = rng.randrange(button.count())
        button.nth(place).evaluate("e => e.click()")
        return f"button {place}"
    controls = figure.locator("input[type=range], select")
    control = controls.nth(rng.randrange(controls.count()))
    value = control.evaluate(
        """(e, share) => {
          if (e.tagName === "SELECT") e.selectedIndex = Math.floor(share * e.length);
          else e.value = +e.min + share * (e.max - e.min);
          e.dispatchEvent(new Event("input", { bubbles: true }));
          e.dispatchEvent(new Event("change", { bubbles: true }));
          return `${e.name} = ${e.value}`;
        }""",
        rng.random(),
    )
    button = figure.get_by_role("button", name="Play", exact=True)
    if button.count():
        button.evaluate("e => e.click()")
    return value


def play(page, figure, seconds, seed):
    """Change things for some seconds, and look after each."""
    rng = random.Random(seed)
    began, done = page.evaluate("performance.now()"), []
    while page.evaluate("performance.now()") < began + 1000 * seconds:
        done.append(changes(rng, figure))
        page.evaluate("frame()")
        wrong = page.evaluate(
            """wrong => {
              const svg = document.querySelector(".actnorm-picture");
              const drawn = [...svg.querySelectorAll("path")].map(e => e.getAttribute("d") ?? "");
              const told = document.querySelector(".actnorm-words").innerText;
              return [...drawn, told, svg.textContent].filter(it => new RegExp(wrong).test(it));
            }""",
            WRONG,
        )
        assert wrong == [], ([each[-300:] for each in wrong], done)
    assert len(done) >= 5


def used(page):
    """Give the bytes of the heap that are still reachable."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.enable")
    devtools.send("HeapProfiler.collectGarbage")
    size = devtools.send("Runtime.getHeapUsage")["usedSize"]
    devtools.detach()
    return size


@pytest.mark.site
def test_random_play_breaks_nothing_and_leaves_nothing(page):
    """Ten minutes' changes in some seconds; then the first state again, and the heap as it was."""
    explorer = PlaygroundExplorer()
    explorer.set_trait("_sets", {name: shipped(name) for name in SHIPPED})
    figure = show(page, explorer)
    sizes = []
    for seed, seconds in ((0, SECONDS / 10), (1, SECONDS / 2), (2, SECONDS / 2)):
        play(page, figure, seconds, seed)
        figure.get_by_role("button", name="Reset").click()
        rest(page)
        sizes.append(used(page))
    assert max(sizes[1:]) < sizes[0] + 2e6, sizes
