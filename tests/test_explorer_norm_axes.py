"""The explorer of the norms' axes: its state, its words, and its JavaScript against NumPy."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from actnorm.explorers.norm_axes_words import describe_region, normalize, statistics
from traitlets import TraitError

from actnorm import NORMS, batch_norm, group_norm, instance_norm, layer_norm, rms_norm
from actnorm.explorers import NormAxesExplorer

SHAPES = [(4, 6, 4), (1, 6, 4), (8, 12, 9), (3, 4, 1), (1, 4, 1), (2, 1, 4), (1, 1, 1), (2, 1, 1)]
LIBRARY = {
    "batch": lambda x, groups: batch_norm(x)[0],
    "layer": lambda x, groups: layer_norm(x, axis=(1, 2)),
    "instance": lambda x, groups: instance_norm(x),
    "group": lambda x, groups: group_norm(x, num_groups=groups),
    "rms": lambda x, groups: rms_norm(x, axis=(1, 2)),
}


def given():
    """Every norm on batches of every kind, for some of their cells."""
    rng = np.random.default_rng(10)
    for shape in SHAPES:
        divisors = [g for g in range(1, shape[1] + 1) if shape[1] % g == 0]
        for name in NORMS:
            for groups in divisors if name == "group" else [divisors[-1]]:
                centre = rng.choice([0.0, 3.0, -200.0])
                x = rng.normal(centre, rng.choice([0.01, 1.0, 40.0]), size=shape)
                at = tuple(int(rng.integers(k)) for k in shape)
                yield name, x, at, groups, int(rng.integers(4))
    yield "batch", np.full((4, 2, 4), 0.1), (0, 0, 0), 1, 2  # constant: a sum is rounded
    yield "layer", np.zeros((2, 3, 1)), (1, 2, 0), 3, 2


CASES = list(given())


@pytest.fixture(scope="module")
def javascript():
    cases = [
        {
            "name": name,
            "x": x.ravel().tolist(),
            "shape": x.shape,
            "at": at,
            "groups": groups,
            "digits": digits,
        }
        for name, x, at, groups, digits in CASES
    ]
    script = Path(__file__).parent / "js" / "norm_axes.mjs"
    done = subprocess.run(
        ["node", str(script)],
        input=json.dumps({"norms": NormAxesExplorer()._norms, "cases": cases}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_javascript_computes_what_numpy_does(javascript):
    for (name, x, at, groups, _), answer in zip(CASES, javascript, strict=True):
        y = normalize(x, NORMS[name], groups)
        np.testing.assert_allclose(np.reshape(answer["y"], x.shape), y, rtol=1e-12, atol=1e-12)
        cells = NORMS[name].cells(x.shape, at, num_groups=groups if name == "group" else 1)
        assert answer["cells"] == np.flatnonzero(cells).tolist()
        found = statistics(x[cells], centres=NORMS[name].centres)
        got = answer["found"]["mean"], answer["found"]["spread"]
        np.testing.assert_allclose(got, found, rtol=1e-12, atol=1e-13)


def test_both_languages_say_the_same(javascript):
    for (name, x, at, groups, digits), answer in zip(CASES, javascript, strict=True):
        assert answer["lines"] == describe_region(NORMS, name, x, at, groups, digits)
    said = " ".join(line for answer in javascript for line in answer["lines"])
    for what in (
        "itself", "channels 1 to", "all 8 samples", "the only sample", "no mean taken off",
        "not even its own", "but its own", "1 other sample.", "A batch of one", "mean left in",
        "same output", "No other norm",
    ):  # fmt: skip
        assert what in said, "no case says so"


def test_the_axes_alone_give_the_librarys_norms():
    assert set(LIBRARY) == set(NORMS)
    for name, x, _, groups, _ in CASES:
        want = LIBRARY[name](x, groups)
        np.testing.assert_allclose(normalize(x, NORMS[name], groups), want, rtol=1e-9, atol=1e-9)


def test_what_is_shown_is_what_the_table_says():
    explorer = NormAxesExplorer(sample=2, channel=4, pixel=3, groups=3)
    for name, norm in NORMS.items():
        explorer.norm = name
        groups = 3 if name == "group" else 1
        cells = norm.cells((4, 6, 2, 2), (1, 3, 1, 0), num_groups=groups)
        np.testing.assert_array_equal(explorer.cells, cells)
        assert f"Averaged over {cells.sum()} cells" in repr(explorer)


def test_a_changed_value_moves_the_cells_that_light_up_and_no_other():
    explorer = NormAxesExplorer(sample=2, channel=4, pixel=3, groups=3)
    for name in NORMS:
        explorer.norm = name
        explorer.value = None
        before = explorer.y
        explorer.value = 4.0
        assert explorer.x[1, 3, 1, 0] == 4.0
        np.testing.assert_array_equal(explorer.y != before, explorer.cells)
        assert f"{explorer.cells.sum()} outputs move" in repr(explorer)


def test_holding_another_cell_forgets_the_value():
    explorer = NormAxesExplorer(value=3.0, sample=4)
    assert explorer.value == 3.0
    explorer.batch = 4
    assert explorer.value == 3.0
    explorer.batch = 2  # the held sample is no longer there
    assert explorer.value is None
    assert explorer.cells.shape == (2, 6, 2, 2)
    explorer.value = -1.0
    assert explorer.x[1, 0, 0, 0] == -1.0
    explorer.channel = 3
    assert explorer.value is None


def test_a_batch_of_one():
    explorer = NormAxesExplorer(np.arange(12.0).reshape(3, 4), batch=1)
    assert (explorer.y == 0).all()
    assert "whatever the value, the output is 0" in repr(explorer)
    images = NormAxesExplorer(batch=1)
    assert "Same cells, same output: instance norm." in repr(images)
    alone = images.y
    images.norm = "instance"
    np.testing.assert_allclose(images.y, alone, atol=1e-13)


def test_own_tensor():
    x = np.arange(24.0).reshape(2, 3, 2, 2) * 10
    explorer = NormAxesExplorer(x, norm="layer", sample=2, channel=3, pixel=4)
    np.testing.assert_array_equal(explorer.x, x)
    np.testing.assert_allclose(explorer.y, layer_norm(x, axis=(1, 2, 3)), rtol=1e-9)
    assert explorer.groups == 1
    assert explorer._view["reach"] == 500
    assert "held is sample 2, channel 3, pixel 4: 230." in repr(explorer)
    assert NormAxesExplorer(np.zeros((2, 2)))._view["reach"] == 2


def test_the_example_is_rounded_as_documented():
    x = NormAxesExplorer().x
    assert x.shape == (4, 6, 2, 2)
    np.testing.assert_array_equal(x * 64, np.round(x * 64))
    assert np.abs(x).max() < 5


def test_all_state_is_in_traits_that_a_page_keeps():
    state = NormAxesExplorer(norm="group", groups=3, batch=2, value=1.5).get_state()
    ours = ("_explorer", "_norms", "_values", "_view")
    kept = {k: v for k, v in state.items() if not k.startswith("_") or k in ours}
    mine = {"norm": "group", "groups": 3, "batch": 2, "value": 1.5, "shape": [4, 6, 2, 2]}
    assert json.loads(json.dumps(kept, allow_nan=False)).items() >= mine.items()
    assert len(json.dumps(kept)) < 3000


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"x": [["a", "b"]]}, TypeError, "x must hold real numbers"),
        ({"x": np.ones(3)}, ValueError, r"shape \(N, C, H, W\) or \(N, C\)"),
        ({"x": np.ones((2, 3, 4))}, ValueError, r"got shape \(2, 3, 4\)"),
        ({"x": np.ones((9, 3))}, ValueError, "N from 1 to 8"),
        ({"x": np.ones((2, 13))}, ValueError, "C from 1 to 12"),
        ({"x": np.ones((2, 3, 4, 1))}, ValueError, "from 1 to 3"),
        ({"x": np.ones((0, 3))}, ValueError, "N from 1"),
        ({"x": [[1.0, np.nan]]}, ValueError, "x must be finite"),
        ({"x": [[1.0, 1e6]]}, ValueError, "change the unit"),
        ({"norm": "weight"}, TraitError, "norm must be one of batch, layer"),
        ({"sample": 5}, TraitError, "sample must be from 1 to 4"),
        ({"channel": 0}, TraitError, "channel must be from 1 to 6"),
        ({"pixel": 5}, TraitError, "pixel must be from 1 to 4"),
        ({"pixel": 1.5}, TraitError, "pixel must be a whole number"),
        ({"batch": 0}, TraitError, "batch must be from 1 to 4"),
        ({"groups": 4}, TraitError, "groups must divide the 6 channels.* 1, 2, 3, 6"),
        ({"value": 6.0}, TraitError, "value must be from -5 to 5"),
        ({"value": "high"}, TraitError, "value must be a finite number"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(wrong, error, said):
    with pytest.raises(error, match=said):
        NormAxesExplorer(**wrong)


def test_traits_stay_as_they_were_when_refused():
    explorer = NormAxesExplorer(value=1.0)
    for name, value in [("norm", "no"), ("sample", 9), ("groups", 5), ("value", 50), ("batch", 9)]:
        before = getattr(explorer, name)
        with pytest.raises(TraitError, match=name):
            setattr(explorer, name, value)
        assert getattr(explorer, name) == before


def test_the_still_is_deterministic_and_small():
    for options in ({}, {"norm": "rms", "batch": 1}, {"x": np.arange(-4.0, 4).reshape(2, 4)}):
        (png, size), (again, _) = (NormAxesExplorer(**options)._still() for _ in range(2))
        assert png == again
        assert size["width"] == 576
        assert len(png) < 60_000
