"""Numbers get into the prose rounded as asked, with what they rest on, or not at all."""

from dataclasses import replace

import numpy as np
import pytest

from actnorm import claims
from actnorm.claims import Claims
from actnorm.network import Sweep

RATES = np.geomspace(0.01, 1, 6)


@pytest.fixture
def written(monkeypatch):
    """What goes to the page: name → (text, standing)."""
    found = {}
    monkeypatch.setattr(claims, "_write", lambda name, *rest: found.update({name: rest}))
    return found


def table(difference=0.02, seeds=12, epochs=(2, 8), best=2):
    """Make a sweep in which arm a leads b by a difference, at a best rate inside."""
    curve = -((np.arange(6.0) - best) ** 2) / 100
    noise = np.random.default_rng(0).normal(scale=0.001, size=(2, 6, seeds, len(epochs)))
    scores = 0.9 + curve[:, np.newaxis, np.newaxis] + noise
    scores[0] += difference
    return Sweep(("a", "b"), RATES, np.arange(seeds), epochs, scores)


def test_writes_numbers_means_and_texts(written):
    note = Claims("measured", on="wine", seeds=3)
    note("share", 0.1234, ".1%")
    note("many", [1.0, 2.0, 3.0], ".1f")
    note("count", 1797)
    note("tiny", -3.2e-8, ".1e")
    note("word", "half")
    assert {name: text for name, (text, _) in written.items()} == {
        "share": "12.3%",
        "many": "2.0\xa0±\xa01.0",
        "count": "1797",
        "tiny": "−3.2×10⁻⁸",
        "word": "half",
    }
    assert written["share"][1] == {"kind": "measured", "on": "wine", "seeds": "3 seeds"}


def test_hands_it_to_the_page_as_glue_does(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **how: shown.append((data, how)))
    Claims("proven")("peak", 0.25, ".2f")
    ((data, how),) = shown
    prefix = how["metadata"]["scrapbook"]["mime_prefix"]
    assert data == {f"{prefix}text/plain": "'0.25'"}
    assert how["metadata"]["scrapbook"]["name"] == "peak"
    assert how["metadata"]["actnorm"] == {"kind": "proven"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "known"}, "kind must be one of proven, measured, cited; got 'known'"),
        ({"kind": "comparison"}, "kind must be one of"),
        ({"kind": "measured"}, "on must say what was measured"),
        ({"kind": "cited"}, "source must be a key"),
        ({"kind": "measured", "on": "wine", "budget": "3 epochs"}, "seeds must be at least 1"),
    ],
)
def test_a_standing_must_be_whole(arguments, message):
    with pytest.raises(ValueError, match=message):
        Claims(**arguments)


def test_one_number_for_each_seed():
    with pytest.raises(ValueError, match=r"one number for each of 5 seeds; got shape \(3,\)"):
        Claims("measured", on="wine", seeds=5)("many", [1.0, 2.0, 3.0])


def test_a_comparison_says_all_that_a_sceptic_asks(written):
    found = Claims.compare("lead", table(), "a", "b", ".1f", unit=100)
    assert found.mean == pytest.approx(0.02, abs=0.002)
    text = {name.removeprefix("lead"): text for name, (text, _) in written.items()}
    assert text[""] == "+2.0"
    assert text["-agree"] == "12 of 12"
    assert text["-a"].startswith("92.0\xa0±")
    assert text["-interval"].startswith("+1.9 to +2.")
    assert text["-rate-a"] == text["-rate-b"] == "0.0631"
    standing = written["lead"][1]
    assert standing["kind"] == "comparison"
    assert standing["seeds"] == "12 seeds"
    assert standing["agree"] == "12 of 12 seeds"
    assert "8 of 2 and 8 epochs" in standing["budget"]


def test_an_interval_that_ends_close_to_zero_says_on_which_side(written):
    close = table(seeds=24)
    half = 0.01 * np.sqrt(23) / 2.0687  # what makes the interval reach 0.01 to either side
    away = np.where(np.arange(24) % 2, half, -half)
    close.scores[0] = close.scores[1] + 0.0103 + away[:, np.newaxis]
    Claims.compare("lead", close, "a", "b", ".1f", unit=100)
    assert written["lead-interval"][0] == "+0.03 to +2.03"
    assert written["lead"][1]["interval"] == "+0.03 to +2.03"


def test_tasks_are_not_called_seeds_nor_steps_epochs(written):
    crossing = table()
    crossing.scores[0, :, :, 0] -= 0.1  # after the first budget the other arm leads
    Claims.compare("lead", replace(crossing, seeds_are="tasks", epochs_are="steps"), "a", "b")
    standing = written["lead"][1]
    assert standing["seeds"] == "12 tasks"
    assert standing["agree"] == "12 of 12 tasks"
    assert standing["budget"].startswith("8 of 2 and 8 steps, each at")
    assert standing["reversed"] == ["after 2 steps"]


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"best": 0}, "at the edge"),
        ({"seeds": 8}, "8 seeds, at least 12"),
        ({"epochs": (2, 4)}, "budgets"),
        ({"difference": 0.0}, "12 seeds, at least 24"),
    ],
)
def test_a_sweep_that_falls_short_stops_the_build(written, changes, lack):
    with pytest.raises(ValueError, match=lack):
        Claims.compare("lead", table(**changes), "a", "b")
    assert not written
