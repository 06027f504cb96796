"""Random play: whatever is set while the networks train, nothing breaks and no NaN is shown."""

import random

import pytest

from .net import opened

KIND, SECONDS = "playground", 5
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
    play = figure.get_by_role("button", name="Play", exact=True)
    if play.count():
        play.evaluate("e => e.click()")
    return value


@pytest.mark.site
def test_random_play_breaks_nothing(page, seconds=SECONDS, seed=1):
    rng = random.Random(seed)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    _, _, figure = opened(page, KIND)
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
        assert wrong == [], done
        assert errors == [], done
    assert len(done) >= 5
