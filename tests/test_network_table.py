"""A part of a sweep's table, and the words in which it says what was done and counted."""

import json
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from actnorm import ACTIVATIONS
from actnorm.data import wine
from actnorm.network import Sweep, sweep

COMMON = {"sizes": [13, 6, 3], "batch_size": 32}
RATES = [0.003, 0.03, 0.3]


def test_a_part_of_the_table():
    arms = {"one": {}, "two": {"activation": "tanh"}, "three": {"momentum": 0.5}}
    whole = sweep(arms, wine(), rates=RATES, seeds=2, epochs=(1, 2), **COMMON)
    part = whole.only({"three": "input", "one": "output"})  # such as the colours of a plot
    assert part.arms == ("three", "one")
    np.testing.assert_array_equal(part.scores, whole.scores[[2, 0]])
    np.testing.assert_array_equal(part.diverged, whole.diverged[[2, 0]])
    assert list(part.settings["arms"]) == ["three", "one"]
    assert part.settings["numpy"] == whole.settings["numpy"]
    assert part.best("one").mean == whole.best("one").mean
    with pytest.raises(ValueError, match="arm must be one of 'one', 'two', 'three'; got 'four'"):
        whole.only(["four"])


def test_what_made_a_table_is_said_without_places_in_memory():
    class Callable:
        def __call__(self, rates, seeds, epochs):
            return np.zeros((len(epochs), len(rates)))

    def nothing(mlp, why):
        pass

    arms = {
        "pair": {"activation": (np.square, lambda x: 2 * x)},
        "entry": {"activation": ACTIVATIONS["tanh"]},
        "changed": {"activation": replace(ACTIVATIONS["tanh"], name="mine", f=lambda x: x)},
        "start": {"start": partial(nothing, why=lambda: 0)},
        "object": Callable(),
        "bound": Callable().__call__,
        "partial": partial(Callable()),
    }
    found = sweep(arms, wine(), rates=0.1, seeds=1, epochs=1, **COMMON)
    said = found.settings["arms"]
    assert " at 0x" not in json.dumps(said)
    assert said["pair"]["activation"].startswith("(square, ")
    assert said["entry"]["activation"] == "tanh"
    assert said["changed"]["activation"] == "mine"
    assert said["pair"]["sizes"] == "(13, 6, 3)"


def test_what_is_counted_has_its_name_everywhere():
    scores = np.array([[[1.0, 2]] * 3, [[2.0, 2]] * 3])[..., np.newaxis]
    words = {"seeds_are": "tasks", "epochs_are": "steps"}
    found = Sweep(("a", "b"), RATES, range(2), (10,), scores, **words)
    said = (found, found._repr_markdown_(), found.compare("a", "b"), found.shortfalls("a", "b"))
    shown = " ".join(map(str, said))
    assert "2 tasks" in shown
    assert "| steps |" in shown
    assert "after 10 steps" in shown
    assert "epochs" not in shown
    assert "seeds" not in shown
    assert Sweep.from_json(found.to_json()).epochs_are == "steps"
    own = {"a": lambda rates, seeds, epochs: np.zeros((len(epochs), len(rates)))}
    plan = {"rates": RATES, "epochs": (1, 4), "seeds_are": "tasks", "epochs_are": "steps"}
    assert "12 tasks" in repr(sweep(own, None, **plan))
