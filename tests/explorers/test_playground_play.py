"""Random play: whatever is set while the networks train, nothing breaks, no NaN is shown, and what
was used is given back.
"""

import random

import pytest

from actnorm.explorers import PlaygroundExplorer
from actnorm.explorers.playground.shipped import SHIPPED, shipped

from ..site.hands import rest
from .page import show

KIND, SECONDS = "playground", 20
WRONG = "NaN|Infinity|undefined"


def changes(rng, figure):
    """Change something, as a restless reader does."""
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
    for seed, seconds in ((0, 2), (1, SECONDS / 2), (2, SECONDS / 2)):
        play(page, figure, seconds, seed)
        figure.get_by_role("button", name="Reset").click()
        rest(page)
        sizes.append(used(page))
    assert max(sizes[1:]) < sizes[0] + 2e6, sizes
