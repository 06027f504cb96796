"""The explorer of dead units: its state, its words, and its JavaScript against Python."""

import gzip
import json
import subprocess
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from actnorm.explorers.dead_units_words import DEAD, OFF, census, describe_units, packed, part
from actnorm.explorers.dead_units_words import shares as shares_of
from traitlets import TraitError

from actnorm.data import digits
from actnorm.explorers import DeadUnitsExplorer
from actnorm.network import MLP, UnitRecord, record_units


def record(on, dead=None, layers=None, *, loss=None):
    """Make up a record from the shares of samples."""
    on = np.asarray(on, dtype=float)
    times, units = on.shape
    return UnitRecord(
        steps=np.arange(times) * 3,
        layers=layers or (units,),
        samples=1347,
        on=on,
        dead=on == 0 if dead is None else np.asarray(dead, dtype=bool),
        loss=np.linspace(2.3, 0.1, times) if loss is None else np.asarray(loss),
        accuracy=np.linspace(0.1, 0.95, times),
    )


def cases():
    """Histories of every kind: none dead, some, all; one layer and several; a loss that is none."""
    rng = np.random.default_rng(4)
    for layers in ((5,), (4, 3), (2, 2, 2)):
        for share in (0.0, 0.4, 1.0):
            on = rng.uniform(size=(9, sum(layers))) * (rng.uniform(size=(9, sum(layers))) >= share)
            on[:, 0] = np.round(on[:, 0])
            made = record(on, layers=layers, loss=rng.uniform(0, 900, 9) if share else [np.nan] * 9)
            leaky = replace(made, dead=np.zeros_like(made.dead))
            for one in (made, leaky):
                for moment in (0, 4, 8):
                    for unit in (1, sum(layers)):
                        yield one, moment, unit
    yield record([[0.5, 0.5], [0.5, 0.0], [0.0004, 0.7]]), 1, 2  # exactly one
    yield record([[0.5, 0.5], [0.5, 0.0], [0.0004, 0.9999]]), 2, 1


CASES = list(cases())


def loss_of(one):
    return [None if np.isnan(v) else float(v) for v in one.loss]


@pytest.fixture(scope="module")
def javascript():
    given = [
        {
            "units": b64encode(packed(one).tobytes()).decode(),
            "steps": one.steps.tolist(),
            "layers": list(one.layers),
            "samples": one.samples,
            "loss": loss_of(one),
            "accuracy": one.accuracy.tolist(),
            "moment": moment,
            "unit": unit,
        }
        for one, moment, unit in CASES
    ]
    script = Path(__file__).parent / "js" / "dead_units.mjs"
    done = subprocess.run(
        ["node", str(script)], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_both_languages_say_and_count_the_same(javascript):
    for (one, moment, unit), answer in zip(CASES, javascript, strict=True):
        units = packed(one)[: moment + 1]
        assert answer["lines"] == describe_units(
            units,
            steps=one.steps,
            layers=one.layers,
            samples=one.samples,
            loss=loss_of(one)[moment],
            accuracy=one.accuracy[moment],
            unit=unit,
        )
        own = units[:, unit - 1]
        assert answer["story"] == own.tolist()
        died, revived = census(own)
        assert answer["census"] == {"died": died, "revived": revived}
        np.testing.assert_allclose(answer["share"], shares_of(own), rtol=1e-15)
        assert answer["parts"] == [part(byte) for byte in own]


def test_the_cases_say_everything(javascript):
    said = " ".join(line for answer in javascript for line in answer["lines"])
    for fragment in (
        "none of 5 units is dead.",
        "off on every image, but a gradient passes)",
        "1 of 2 units is dead: off on all 1,347 images.",
        "in layer 3).",
        "dead from the start",
        "dead since step",
        "revival.",
        "it was dead and is back since step",
        "fewer than 1%",
        "on for every image",
        "Loss no number",
        "1 death and",
    ):
        assert fragment in said, fragment


def test_a_byte_keeps_what_matters():
    on = np.array([[0.0, 0.0, 1 / 1347, 0.5, 1346 / 1347, 1.0]])
    dead = np.array([[True, False, False, False, False, False]])
    bytes_ = packed(record(on, dead))[0]
    assert bytes_[0] == DEAD
    assert bytes_[1] == OFF
    assert 1 < bytes_[2] < bytes_[3] < bytes_[4] < 255 == bytes_[5]
    fine = np.linspace(1e-6, 1, 5000)[None]
    off_by = fine - shares_of(packed(record(fine)))
    assert off_by.min() >= 0
    assert off_by.max() <= 1 / 253


def test_it_says_what_the_networks_did():
    """The default runs, trained again here, unit by unit."""
    explorer = DeadUnitsExplorer()
    for name, scaling, options in [
        ("raw pixels, rate 0.1", "none", {}),
        ("standardized, rate 0.1", "standardize", {}),
        ("raw pixels, 0.1, GELU", "none", {"activation": "gelu"}),
    ]:
        data = digits(scaling=scaling)
        mlp = MLP([64, 32, 32, 10], rng=np.random.default_rng(0), **options)
        plan = {"lr": 0.1, "momentum": 0.0, "rng": np.random.default_rng(100)}
        mine = record_units(mlp, data, epochs=6, **plan)
        explorer.run = name
        for moment in (0, 1, 10, len(mine.steps) - 1):
            explorer.moment = moment
            np.testing.assert_array_equal(explorer.dead, mine.dead[moment])
            np.testing.assert_allclose(explorer.share, mine.on[moment], atol=1 / 253)
            assert explorer.step == mine.steps[moment]
        np.testing.assert_array_equal(explorer.deaths, mine.deaths)
        np.testing.assert_array_equal(explorer.revivals, mine.revivals)


def test_the_first_layer_never_comes_back_without_batch_norm():
    """Proved in chapter 4; with batch norm the running averages move without the weights."""
    explorer = DeadUnitsExplorer()
    for name in explorer.names:
        explorer.run = name
        first = explorer.revivals[: explorer.layers[0]].sum()
        assert first == 0 or "batch norm" in name


def test_all_state_is_small_and_in_traits():
    state = DeadUnitsExplorer().get_state()
    kept = {k: v for k, v in state.items() if not k.startswith("_") or k in ("_runs", "_explorer")}
    text = json.dumps({k: v for k, v in kept.items() if k != "layout"}, allow_nan=False)
    assert len(gzip.compress(text.encode())) < 50_000
    units = len(b64decode(state["_runs"][0]["units"]))
    assert units == len(state["steps"]) * sum(state["layers"])


def test_own_runs():
    one = record([[0.5, 0.2, 0.1], [0.4, 0.0, 0.3]])
    explorer = DeadUnitsExplorer({"mine": one, "theirs": one}, run="theirs", moment=1, unit=2)
    assert explorer.names == ["mine", "theirs"]
    assert explorer.dead.tolist() == [False, True, False]
    assert "1 of 3 units is dead" in explorer.describe()
    assert "Unit 2: dead since step 3." in explorer.describe()
    explorer.unit = np.int64(1)
    assert explorer.unit == 1


RUN = record([[0.5, 0.2], [0.4, 0.0]])


@pytest.mark.parametrize(
    ("runs", "error", "said"),
    [
        ({}, ValueError, "1 to 12"),
        ({str(i): RUN for i in range(13)}, ValueError, "1 to 12; got 13"),
        (RUN, TypeError, "map names"),
        ({"a": [1, 2]}, TypeError, "record_units"),
        ({3: RUN}, TypeError, "got 3"),
        ({"x" * 40: RUN}, ValueError, "1 to 36 letters"),
        ({"a": record(np.ones((3, 300)))}, ValueError, "2 to 256 units; got 300"),
        ({"a": record(np.ones((1, 3)))}, ValueError, "recorded steps; got 1"),
        ({"a": record(np.ones((3, 5)), layers=(1,) * 5)}, ValueError, "4 hidden layers; got 5"),
        ({"a": RUN, "b": record(np.ones((2, 3)))}, ValueError, "same layers"),
        ({"a": RUN, "b": record(np.ones((3, 2)))}, ValueError, "same steps"),
    ],
)
def test_runs_that_cannot_be_shown(runs, error, said):
    with pytest.raises(error, match=said):
        DeadUnitsExplorer(runs)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("run", "nobody", "run must be one of 'mine'; got 'nobody'"),
        ("moment", 2, "moment must be from 0 to 1"),
        ("moment", 0.5, "moment must be a whole number"),
        ("unit", 0, "unit must be from 1 to 2"),
        ("unit", True, "unit must be a whole number"),
    ],
)
def test_traits_stay_as_they_were_when_refused(name, value, said):
    explorer = DeadUnitsExplorer({"mine": RUN})
    before = getattr(explorer, name)
    with pytest.raises(TraitError, match=said):
        setattr(explorer, name, value)
    assert getattr(explorer, name) == before
    with pytest.raises(TraitError):
        explorer.steps = [0]


def test_the_still_is_deterministic_and_small():
    one = record(np.random.default_rng(0).uniform(size=(5, 9)), layers=(4, 3, 2))
    for explorer in (
        DeadUnitsExplorer(),
        DeadUnitsExplorer({"a": one}),
        DeadUnitsExplorer({"b": RUN}),
    ):
        (png, size), (again, _) = explorer._still(), explorer._still()
        assert png == again
        assert size["width"] == 576
        assert len(png) < 60_000
