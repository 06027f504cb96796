"""What is peculiar to the explorer of the norms' axes: its maths, the table, the held value."""

import dataclasses
import re
from types import MappingProxyType

import numpy as np
import pytest
from traitlets import TraitError

from actnorm import NORMS, layer_norm
from actnorm.explorers import NormAxesExplorer
from actnorm.explorers.norm_axes import model
from actnorm.explorers.norm_axes.maths import EPS, normalize

from .drawn import draw
from .page import show

KIND = "norm-axes"

SHAPES = [(4, 6, 4), (1, 6, 4), (8, 12, 9), (3, 4, 1), (1, 4, 1), (2, 1, 4), (1, 1, 1), (2, 1, 1)]


def grouped(name):
    return "C/G" in NORMS[name].axes


def given():
    """Every norm on batches of every kind, for some of their cells."""
    rng = np.random.default_rng(10)
    for shape in SHAPES:
        divisors = [g for g in range(1, shape[1] + 1) if shape[1] % g == 0]
        for name in NORMS:
            for groups in divisors if grouped(name) else [divisors[-1]]:
                centre = rng.choice([0.0, 3.0, -200.0])
                x = rng.normal(centre, rng.choice([0.01, 1.0, 40.0]), size=shape)
                at = tuple(int(rng.integers(k)) for k in shape)
                yield name, x, at, groups
    yield "batch", np.full((4, 2, 4), 0.1), (0, 0, 0), 1  # constant: a sum is rounded
    yield "layer", np.zeros((2, 3, 1)), (1, 2, 0), 3


CASES = list(given())
ROWS = {row["name"]: row for row in NormAxesExplorer()._norms}


def test_javascript_computes_what_numpy_does(node_maths):
    calls = [
        ["normalizeAll", [x.ravel().tolist(), ROWS[name], x.shape, groups, EPS]]
        for name, x, _, groups in CASES
    ]
    for (name, x, _, groups), y in zip(CASES, node_maths("norm_axes/math.js", calls), strict=True):
        want = normalize(x, NORMS[name], groups)
        np.testing.assert_allclose(np.reshape(y, x.shape), want, rtol=1e-12, atol=1e-12)


def test_javascript_averages_over_the_cells_that_python_marks(node_maths):
    calls = [["region", [ROWS[name], x.shape, at, groups]] for name, x, at, groups in CASES]
    for (name, x, at, groups), found in zip(
        CASES, node_maths("norm_axes/math.js", calls), strict=True
    ):
        want = NORMS[name].cells(x.shape, at, num_groups=groups if grouped(name) else 1)
        got = np.zeros(x.shape, dtype=bool)
        got[slice(*found["samples"]), slice(*found["channels"])] = True
        np.testing.assert_array_equal(got, want)


def test_axes_and_statistic_alone_give_the_librarys_norms():
    """Networks compute from them, too (`network.norms`)."""
    for name, x, _, groups in CASES:
        want = NORMS[name](x, num_groups=groups)
        np.testing.assert_allclose(normalize(x, NORMS[name], groups), want, rtol=1e-9, atol=1e-9)


class Strange:
    """A norm that the table might hold one day."""

    def __init__(self, of="rms", **changed):
        measured = {"centres": NORMS[of].centres, "squares": NORMS[of].squares}
        self.__dict__.update(dataclasses.asdict(NORMS[of]) | measured)
        self.__dict__.update({"name": "new", "label": "new norm"} | changed)

    def cells(self, *args, **options):
        return NORMS["rms"].cells(*args, **options)


def with_norm(monkeypatch, norm):
    monkeypatch.setattr(model, "NORMS", MappingProxyType({**NORMS, "new": norm}))


@pytest.mark.parametrize(
    ("norm", "said"),
    [
        (Strange(squares="none"), "new norm measures what a NormAxesExplorer cannot draw"),
        (Strange(centres=True, squares="sum"), "new norm measures what"),
        (Strange(axes=("C",)), "new norm averages over axes"),
        (Strange(axes=("C", "H", "W", "T")), "new norm averages over axes"),
    ],
)
def test_a_norm_that_it_does_not_know_is_refused(monkeypatch, norm, said):
    """It used to be drawn as RMS norm."""
    with_norm(monkeypatch, norm)
    with pytest.raises(ValueError, match=said):
        NormAxesExplorer()


def test_a_norm_that_divides_by_the_length(monkeypatch):
    with_norm(monkeypatch, Strange(squares="sum"))
    explorer = NormAxesExplorer([[3.0, 4.0], [1.0, 0.0]], norm="new")
    np.testing.assert_allclose(explorer.y, [[0.6, 0.8], [1, 0]], rtol=1e-4)
    said = draw([explorer])[0]
    assert "Length 5.00, mean left in: the held 3.00 becomes 0.60." in said["description"]
    assert "Same cells, mean subtracted: layer norm" in said["description"]
    assert "divided by the root mean square: RMS norm." in said["description"]
    assert "0 ± length" in said["html"]


@pytest.mark.site
def test_the_page_draws_no_norm_that_it_does_not_know(page):
    explorer = NormAxesExplorer(norm="rms")
    rows = [{**row, "squares": "none"} for row in explorer._norms]
    for name, value in (("_norms", rows), ("_norms", explorer._norms[:2])):
        explorer.set_trait(name, value)
        with pytest.raises(Exception, match="cannot be"):
            show(page, explorer)


def test_what_is_shown_is_what_the_table_says():
    explorer = NormAxesExplorer(sample=2, channel=4, pixel=3, groups=3)
    for name, norm in NORMS.items():
        explorer.norm = name
        groups = 3 if grouped(name) else 1
        cells = norm.cells((4, 6, 2, 2), (1, 3, 1, 0), num_groups=groups)
        np.testing.assert_array_equal(explorer.cells, cells)


def test_a_changed_value_moves_the_cells_that_are_marked_and_no_other():
    explorer = NormAxesExplorer(sample=2, channel=4, pixel=3, groups=3)
    for name in NORMS:
        explorer.norm = name
        explorer.value = explorer._x[1, 3, 1, 0]
        before = explorer.y
        explorer.value = 4.0
        assert explorer.x[1, 3, 1, 0] == 4.0
        np.testing.assert_array_equal(explorer.y != before, explorer.cells)


def test_holding_another_cell_forgets_the_value():
    explorer = NormAxesExplorer(value=3.0, sample=4)
    own = explorer._x
    assert explorer.value == 3.0
    explorer.batch = 4
    assert explorer.value == 3.0
    explorer.batch = 2  # the held sample is no longer there
    assert explorer.value == own[1, 0, 0, 0]
    assert explorer.cells.shape == (2, 6, 2, 2)
    explorer.value = -1.0
    assert explorer.x[1, 0, 0, 0] == -1.0
    explorer.channel = 3
    assert explorer.value == own[1, 2, 0, 0]
    explorer.batch = 4
    assert explorer.value == own[3, 2, 0, 0]


def test_a_value_that_comes_with_its_cell_stays():
    """Reset in the browser sends both at once: Python used to take the value away again."""
    explorer = NormAxesExplorer(value=3.0, sample=4)
    explorer.set_state({"sample": 2, "value": explorer._x[1, 0, 0, 0]})
    explorer.set_state({"sample": 4, "value": 3.0})
    assert (explorer.sample, explorer.value) == (4, 3.0)
    with explorer.hold_trait_notifications():
        explorer.channel, explorer.value = 5, -2.0
    assert (explorer.channel, explorer.value) == (5, -2.0)
    explorer.set_state({"sample": 1})
    assert explorer.value == explorer._x[0, 4, 0, 0]


def test_a_batch_of_one():
    explorer = NormAxesExplorer(np.arange(12.0).reshape(3, 4), batch=1)
    assert (explorer.y == 0).all()
    images = NormAxesExplorer(batch=1)
    alone = images.y
    images.norm = "instance"
    np.testing.assert_allclose(images.y, alone, atol=1e-13)


def test_own_tensor():
    x = np.arange(24.0).reshape(2, 3, 2, 2) * 10
    explorer = NormAxesExplorer(x, norm="layer", sample=2, channel=3, pixel=4)
    np.testing.assert_array_equal(explorer.x, x)
    np.testing.assert_allclose(explorer.y, layer_norm(x, axis=(1, 2, 3)), rtol=1e-9)
    assert explorer.groups == 1
    assert explorer._controls["value"]["max"] == 500
    assert NormAxesExplorer(np.zeros((2, 2)))._controls["value"]["max"] == 2


@pytest.mark.parametrize("size", [0.001, 0.0017, 0.3, 0.9, 1.0, 1.7, 4.0, 12.0, 17.0, 9999.0])
def test_the_values_slider_has_round_steps_and_holds_the_data(size):
    explorer = NormAxesExplorer([[size, -size / 3]])
    control = explorer._controls["value"]
    assert f"{control['step']:.6e}"[:8] in ("1.000000", "2.000000", "5.000000")
    assert 1.1 * size <= control["max"] <= 2.8 * size
    assert control["max"] / control["step"] == pytest.approx(
        round(control["max"] / control["step"])
    )
    assert explorer.value == size


def test_the_example_is_rounded_as_documented():
    x = NormAxesExplorer().x
    assert x.shape == (4, 6, 2, 2)
    np.testing.assert_array_equal(x * 64, np.round(x * 64))
    assert np.abs(x).max() < 5


def test_its_repr_makes_it_again():
    explorer = NormAxesExplorer(norm="group", groups=3, sample=2, value=1.5)
    made = re.sub(r"x=<\d+ values>, ", "", repr(explorer))
    assert repr(eval(made, {"NormAxesExplorer": NormAxesExplorer})) == repr(explorer)
    assert "x=<96 values>, norm='group', sample=2, channel=1, pixel=1, groups=3" in repr(explorer)


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"x": [["a", "b"]]}, TypeError, "x must hold real numbers"),
        ({"x": np.ma.array(np.ones((2, 2)), mask=np.eye(2))}, TypeError, "x must be a plain array"),
        ({"x": np.ones(3)}, ValueError, r"shape \(N, C, H, W\) or \(N, C\)"),
        ({"x": np.ones((2, 3, 4))}, ValueError, r"got shape \(2, 3, 4\)"),
        ({"x": np.ones((9, 3))}, ValueError, "N from 1 to 8"),
        ({"x": np.ones((2, 13))}, ValueError, "C from 1 to 12"),
        ({"x": np.ones((2, 3, 4, 1))}, ValueError, "from 1 to 3"),
        ({"x": np.ones((0, 3))}, ValueError, "N from 1"),
        ({"x": [[1.0, np.nan]]}, ValueError, "x must be finite"),
        ({"x": [[1.0, 1e6]]}, ValueError, "change the unit"),
        ({"norm": "weight"}, TraitError, "norm must be one of 'batch', 'layer'"),
        ({"norm": None}, TraitError, "norm must be one of"),
        ({"sample": 5}, TraitError, "sample must be from 1 to 4"),
        ({"channel": 0}, TraitError, "channel must be from 1 to 6"),
        ({"pixel": 5}, TraitError, "pixel must be from 1 to 4"),
        ({"pixel": 1.5}, TraitError, "pixel must be a whole number"),
        ({"batch": 0}, TraitError, "batch must be from 1 to 4"),
        ({"groups": 4}, TraitError, "groups must divide the 6 channels.* 1, 2, 3, 6"),
        ({"groups": 0}, TraitError, "groups must be from 1 to 6"),
        ({"value": 6.0}, TraitError, "value must be from -5 to 5"),
        ({"value": "high"}, TraitError, "value must be a finite number"),
        ({"channels": 2}, TypeError, "did you mean 'channel'"),
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
