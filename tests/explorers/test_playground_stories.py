"""The page "Playground": each link sets a state, and what the page says of it is so."""

import re
from functools import cache
from itertools import product
from urllib.parse import parse_qsl

import pytest

from actnorm.explorers import PlaygroundExplorer

from ..structure.book import ROOT, Notebook
from .test_playground_code import plans, run
from .test_playground_engine import node

CHAPTERS = ("01", "02", "03", "04", "06", "07", "08", "10", "11")
SEEDS, STEPS = range(1, 5), 300
PAGE = Notebook(ROOT / "chapters" / "playground.ipynb")
LINK = re.compile(r"\]\(playground:([^)]*)\)")


def asked(query):
    """Give the traits that a link sets."""
    first = PlaygroundExplorer()
    pairs = [(name.removeprefix("playground."), text) for name, text in parse_qsl(query)]
    return {name: type(getattr(first, name))(text) for name, text in pairs}


@cache
def links():
    """Give the states of each story, by the name of its cell."""
    found = {cell["id"]: [asked(q) for q in LINK.findall(cell["source"])] for cell in PAGE.cells}
    return {name: states for name, states in found.items() if states}


@cache
def told():
    """Train every linked state from every seed; give for each network its answers by seed."""
    states = {(name, i): of for name, them in links().items() for i, of in enumerate(them)}
    states["thirty", 0] = links()["relatives"][0] | {"batch": 30}
    pairs = {
        (*key, seed): PlaygroundExplorer(seed=seed, **state)._plans()
        for (key, state), seed in product(states.items(), SEEDS)
    }
    flat = [(key, plan) for key, both in pairs.items() for plan in both]
    answers = node([{"do": "story", "plan": plan, "step": STEPS} for _, plan in flat])
    found = {}
    for ((name, i, _), plan), answer in zip(flat, answers, strict=True):
        which = plan is not pairs[name, i, plan["seed"]][0]
        found.setdefault((name, i, int(which)), []).append(answer)
    return found


def right(*key):
    """Give the lowest and the highest share of the test points, over the seeds."""
    shares = [answer["testAccuracy"] for answer in told()[key]]
    assert len(shares) == len(SEEDS)
    return min(shares), max(shares)


def ratios(answers):
    """Give layer 1's gradient over the last layer's, for each seed."""
    ends = [(it["layers"][0]["gradient"], it["layers"][-1]["gradient"]) for it in answers]
    return [first / last for first, last in ends]


def arriving(*key):
    """Give these ratios at the end."""
    return ratios(told()[key])


def at_first(name, i, which=0):
    """Give what stands there before the first step, for each seed."""
    begun = [PlaygroundExplorer(seed=seed, **links()[name][i])._plans()[which] for seed in SEEDS]
    return node([{"do": "story", "plan": plan, "step": 0} for plan in begun])


def arriving_at_first(name, i, which=0):
    """Give these ratios before the first step."""
    return ratios(at_first(name, i, which))


def dead(*key):
    return [sum(layer["dead"] for layer in it["layers"][:-1]) for it in told()[key]]


def test_every_story_has_its_test():
    stories = {"bend", "slope", "vanish", "start", "dying", "wine", "two", "relatives", "cure"}
    assert set(links()) == stories


@pytest.mark.parametrize("number", CHAPTERS)
def test_chapters_send_the_reader_to_a_story_with_a_prediction(number):
    (path,) = (ROOT / "chapters").glob(f"{number}_*.ipynb")
    cells = [cell for cell in Notebook(path).cells if LINK.search(cell["source"])]
    assert cells, f"{path.name} does not lead into the playground"
    told = [state for states in links().values() for state in states]
    for cell in cells:
        before = cell["source"].partition(LINK.search(cell["source"])[0])[0]
        assert re.search("predict", before.rpartition("\n\n")[2], re.I), cell["id"]
        for query in LINK.findall(cell["source"]):
            assert asked(query) in told, f"{path.name}: no story of the page says what happens"


def test_without_a_bend_the_boundary_stays_straight():
    assert right("bend", 0, 0)[1] < 2 / 3
    assert right("bend", 1, 0)[1] < 2 / 3
    assert right("bend", 1, 1)[0] > 0.9


def flat(*key):
    """Give the share of slopes on flat ground, in the hidden layers."""
    hidden = [it["layers"][:-1] for it in told()[key]]
    return [sum(layer["flat"] for layer in layers) / len(layers) for layers in hidden]


def test_a_sigmoid_with_xavier_s_weights_passes_on_too_little():
    assert max(flat("slope", 0, 0)) < 0.01
    assert right("slope", 0, 0)[1] <= 0.5
    assert right("slope", 0, 1)[0] > 0.9
    assert min(flat("slope", 0, 1)) > 0.05


def test_larger_weights_make_up_for_the_quarter():
    """The cause, changed by itself: the weights, with the flatter slopes that go with them."""
    assert links()["slope"][0] | {"scale": 5.0, "beside": "smaller"} == links()["slope"][1]
    assert min(flat("slope", 1, 0)) > 1 / 3
    assert right("slope", 1, 0)[0] > 0.9
    assert right("slope", 1, 1)[1] < 2 / 3
    small, large = (arriving_at_first("slope", i) for i in (0, 1))
    assert all(there > 10 * here for here, there in zip(small, large, strict=True))
    assert max(flat("slope", 1, 1)) < 0.05


def test_python_says_the_same_of_the_weights():
    for seed in SEEDS:
        (answer,) = node([plans(STEPS, seed=seed, **links()["slope"][1])])
        _, printed = run(answer["text"])
        larger, third = (int(re.search(r"right for (\d+)%", line)[1]) for line in printed)
        assert third < 67 < 90 < larger


def test_raw_wine_is_on_no_common_scale():
    assert all(it["loss"] > 1000 for it in told()["wine", 0, 0])
    assert right("wine", 0, 0)[1] < 0.5
    assert all(it["loss"] < 0.5 for it in told()["wine", 0, 1])
    assert right("wine", 0, 1)[0] > 0.8


def test_a_larger_rate_is_no_cure_for_a_vanishing_gradient():
    for which in (0, 1):
        assert right("cure", 0, which) == (0.5, 0.5)
        assert max(arriving("cure", 0, which)) < 1e-3
    assert max(arriving_at_first("cure", 0)) < 1e-3


def test_ten_sigmoid_layers_learn_with_batch_norm_only():
    assert all(abs(it["loss"] - 0.693) < 0.01 for it in told()["vanish", 0, 0])
    assert right("vanish", 0, 0) == (0.5, 0.5)
    assert max(arriving("vanish", 0, 0)) < 1e-3
    assert right("vanish", 0, 1)[0] > 0.7
    assert min(arriving("vanish", 0, 1)) > 0.1


def test_a_third_of_the_weights_is_too_small_a_start():
    assert right("start", 0, 0)[0] > 0.75
    assert right("start", 0, 1) == (0.5, 0.5)
    assert min(arriving_at_first("start", 0, 1)) > 0.5
    for both in zip(at_first("start", 0), at_first("start", 0, 1), strict=True):
        large, small = ([layer["gradient"] for layer in it["layers"]] for it in both)
        assert all(here < there / 100 for here, there in zip(small, large, strict=True))


def test_a_large_rate_kills():
    assert max(dead("dying", 0, 0)) <= 3
    assert right("dying", 0, 0)[0] > 0.9
    assert min(dead("dying", 0, 1)) > 12
    assert all(it["layers"][-1]["gradient"] == 0 for it in told()["dying", 0, 1])
    assert right("dying", 0, 1) == (0.5, 0.5)


def test_batch_norm_minds_a_batch_of_two():
    assert right("two", 0, 0)[0] > 0.9
    assert right("two", 0, 1)[1] < 0.8


def test_layer_norm_does_not():
    assert right("relatives", 0, 0)[1] < 0.7
    assert right("relatives", 0, 1)[0] > 0.9
    assert right("thirty", 0, 0)[0] > 0.9
