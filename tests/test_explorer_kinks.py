"""The kinks explorer: its state, its words, and its JavaScript against NumPy."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from actnorm.explorers.kinks_targets import TARGETS
from actnorm.explorers.kinks_words import Digits, Sum, best_fit, describe_kinks, off_by, value
from traitlets import TraitError

from actnorm.explorers import KinksExplorer

DIGITS = Digits(2, 2, 3)


def given():
    """Sums of every count, some with kinks that coincide or sit at an end, on every target."""
    rng = np.random.default_rng(7)
    for name, make in TARGETS.items():
        target = make()
        for bend in (True, False):
            for count in (1, 2, 5, 8):
                kinks = np.round(rng.uniform(-60, 60, count)) / 20
                turns = np.round(rng.uniform(-100, 100, count)) / 20
                yield (
                    name,
                    target,
                    Sum((*kinks,), (*turns,), float(rng.integers(-40, 40)) / 20, bend),
                )
            together = (-3.0, 0.5, 0.5, 0.55, 3.0)
            yield name, target, Sum(together, (1.0, -2.0, 0.5, 0.0, 4.0), 0.0, bend)
            exact = Sum((-3.0, 0.0), (-1.0, 2.0), 2.0, bend)  # |x| − 1
            yield name, target, exact
            level, turns = best_fit(together, bend, target.x, target.y)
            yield name, target, Sum(together, turns, level, bend)


CASES = list(given())


@pytest.fixture(scope="module")
def javascript():
    cases = [
        {
            "curve": curve._asdict(),
            "points": {"x": target.x.tolist(), "y": target.y.tolist()},
            "held": len(curve.kinks) // 2,
            "digits": DIGITS,
        }
        for _, target, curve in CASES
    ]
    done = subprocess.run(
        ["node", str(Path(__file__).parent / "js" / "kinks.mjs")],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_javascript_computes_what_numpy_does(javascript):
    for (name, target, curve), answer in zip(CASES, javascript, strict=True):
        y = value(curve, target.x)
        np.testing.assert_allclose(answer["y"], y, rtol=1e-12, atol=1e-12, err_msg=name)
        error = np.abs(y - target.y)
        assert answer["off"]["rms"] == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-12)
        assert answer["off"]["largest"] == pytest.approx(error.max(), rel=1e-12)


def test_javascript_fits_as_numpy_does(javascript):
    for (_, target, curve), answer in zip(CASES, javascript, strict=True):
        level, turns = best_fit(curve.kinks, curve.bend, target.x, target.y)
        got = [answer["fit"]["level"], *answer["fit"]["turns"]]
        np.testing.assert_allclose(got, [level, *turns], rtol=1e-7, atol=1e-9)


def test_both_languages_say_the_same(javascript):
    for (_, target, curve), answer in zip(CASES, javascript, strict=True):
        held = len(curve.kinks) // 2
        said = describe_kinks(curve, target.x, target.y, held=held, digits=DIGITS)
        assert answer["lines"] == said
    said = " ".join(line for answer in javascript for line in answer["lines"])
    for part in (
        "turns the slope",
        "nothing is better",
        "one straight line",
        "No straight line",
        "nothing that",
    ):
        assert part in said, "no case says this"


def test_best_fit_is_the_least_squares_solution():
    rng = np.random.default_rng(1)
    x = np.linspace(-3, 3, 121)
    for bend in (True, False):
        for _ in range(20):
            kinks, y = rng.uniform(-3, 3, 5), rng.normal(size=x.size)
            level, turns = best_fit(kinks, bend, x, y)
            bent = np.subtract.outer(x, kinks)
            columns = np.column_stack([np.ones_like(x), bent.clip(0) if bend else bent])
            rest = columns @ [level, *turns] - y
            # The normal equations: what is left is at right angles to every unit.
            np.testing.assert_allclose(columns.T @ rest, 0, atol=1e-9)


def test_kinks_that_add_nothing_get_no_turn():
    x = np.linspace(-3, 3, 61)
    level, turns = best_fit([0.0, 0.0, 3.0], True, x, np.abs(x))
    assert turns[1:] == (0.0, 0.0)
    level, turns = best_fit([0.0, 1.0, 2.0], False, x, np.sin(x))
    slope, height = np.polyfit(x, np.sin(x), 1)
    assert turns == (pytest.approx(slope), 0.0, 0.0)
    assert level == pytest.approx(height)


@pytest.mark.parametrize("name", TARGETS)
def test_best_fit_is_best(name):
    explorer = KinksExplorer(name)
    explorer.use_best_fit()
    best = explorer.rms
    assert "nothing is better" in explorer.describe()
    for j in range(5):
        for step in (-0.05, 0.05):
            turns = list(explorer.turns)
            turns[j] += step
            moved = explorer._sum._replace(turns=tuple(turns))
            assert off_by(moved, *explorer.points[:2])[0] > best


def test_without_the_bend_every_sum_is_a_straight_line():
    explorer = KinksExplorer(bend=False, turns=[3.0, -1.0, 2.5, 4.0, -5.0])
    x = np.linspace(-3, 3, 31)
    np.testing.assert_allclose(np.diff(explorer.y(x), 2), 0, atol=1e-12)
    assert "one straight line of slope 3.50" in explorer.describe()
    explorer.bend = True
    assert np.abs(np.diff(explorer.y(x), 2)).max() > 0.1


def test_all_built_in_targets_fit_into_the_picture():
    explorer = KinksExplorer()
    for target in explorer._points.values():
        assert explorer._view["x"][0] <= target.x.min() <= target.x.max() <= explorer._view["x"][1]
        low, high = explorer._view["level"]
        assert low <= target.y.min() <= target.y.max() <= high


def test_measured_target_is_a_share_that_rises():
    explorer = KinksExplorer("tumours (measured)")
    x, y, dots = explorer.points
    assert dots
    assert 0 <= y.min() < 0.05 < 0.95 < y.max() <= 1
    assert np.corrcoef(x, y)[0, 1] > 0.8


def test_own_function_and_own_points():
    own = KinksExplorer(np.cos, xlim=(0, 12), kinks=8)
    assert own.target == "your own"
    assert own.kinks[0] == 0.0
    own.use_best_fit()
    assert own.rms < 0.1
    x = np.array([3.0, 1.0, 2.0])
    points = KinksExplorer((x, 1e4 * x**2), kinks=[1.5])
    np.testing.assert_allclose(points.points.x, [1, 2, 3])
    assert points.points.dots
    assert points.level == pytest.approx(1e4 * 14 / 3, rel=1e-5)
    assert KinksExplorer(([0, 1], [2, 2])).points.y.tolist() == [2, 2]  # level, and no size


@pytest.mark.parametrize("size", [1e-30, 1e-3, 1.0, 1e6, 1e40])
def test_sliders_fit_targets_of_any_size(size):
    x = np.linspace(5, 6, 40) * size
    explorer = KinksExplorer((x, np.sin(7 * x / size) / size))
    low, high = explorer._view["x"]
    assert low <= x.min() * (1 + 1e-12)
    assert high >= x.max() * (1 - 1e-12)
    for per_unit in explorer._view["per_unit"]:
        assert np.isfinite(per_unit)
        assert per_unit > 0
    before = explorer.rms
    explorer.use_best_fit()
    assert explorer.rms < 0.5 * before


def test_spread_evenly_starts_at_the_left_end():
    explorer = KinksExplorer(kinks=[2.0, 2.0, 2.0])
    explorer.spread_evenly()
    assert explorer.kinks == (-3.0, -1.0, 1.0)
    for count in range(1, 9):
        assert len(set(KinksExplorer(kinks=count).kinks)) == count


def test_all_state_is_in_traits_that_a_page_keeps():
    state = KinksExplorer("bump", kinks=[0.0, 1.0], held=1, bend=False).get_state()
    kept = {k: v for k, v in state.items() if k not in ("_esm", "_css", "layout")}
    mine = {"target": "bump", "kinks": [0, 1], "turns": [0, 0], "held": 1, "bend": False}
    assert json.loads(json.dumps(kept)).items() >= mine.items()
    assert len(json.dumps(kept)) < 12_000


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"target": "cosine"}, TraitError, "target must be one of 'sine'"),
        ({"target": 3.0}, TypeError, "a function, or a pair"),
        ({"target": ([1, 2], ["a", "b"])}, TypeError, "real numbers"),
        ({"target": ([1, 2, 3], [1, 2])}, ValueError, "numbers each"),
        ({"target": (np.arange(500), np.arange(500))}, ValueError, "2 to 400"),
        ({"target": ([1, 2], [1, np.nan])}, ValueError, "finite"),
        ({"target": ([1, 1], [1, 2])}, ValueError, "spread in x"),
        ({"target": np.log}, ValueError, "finite"),
        ({"target": lambda x: 1.0}, ValueError, "same shape"),
        ({"target": np.sin, "xlim": (2, 1)}, ValueError, "ascending"),
        ({"kinks": 0}, ValueError, "1 to 8"),
        ({"kinks": 9}, ValueError, "1 to 8"),
        ({"kinks": []}, ValueError, "1 to 8"),
        ({"kinks": 2.5}, ValueError, "1 to 8"),
        ({"kinks": [0.0, 4.0]}, TraitError, "kinks must be from -3 to 3"),
        ({"kinks": [0.0, "b"]}, TraitError, "finite"),
        ({"kinks": 2, "turns": [1.0]}, TraitError, "2 numbers, one per kink"),
        ({"turns": [1e12, 0, 0, 0, 0]}, TraitError, "turns must be from"),
        ({"level": np.inf}, TraitError, "level must be a finite number"),
        ({"level": 1e12}, TraitError, "level must be from"),
        ({"held": 5}, TraitError, "held must be from 0 to 4"),
        ({"bend": "yes"}, TraitError, "bend"),
    ],
)
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")
def test_what_cannot_be_shown_is_refused_in_words(wrong, error, said):
    with pytest.raises(error, match=said):
        KinksExplorer(**wrong)


def test_traits_stay_as_they_were_when_refused():
    explorer = KinksExplorer()
    for name, wrong in [("kinks", [1.0]), ("turns", [1.0]), ("held", 9), ("target", "nothing")]:
        before = getattr(explorer, name)
        with pytest.raises(TraitError, match=name):
            setattr(explorer, name, wrong)
        assert getattr(explorer, name) == before


def test_the_still_is_deterministic_and_small():
    for options in ({}, {"bend": False}, {"target": "tumours (measured)", "kinks": 8}):
        (png, size), (again, _) = (KinksExplorer(**options)._still() for _ in range(2))
        assert png == again
        assert size["width"] == 576
        assert len(png) < 60_000


def test_the_text_says_how_far_off_it_is():
    explorer = KinksExplorer("|x| − 1", kinks=[-3.0, 0.0], turns=[-1.0, 2.0], level=2.0, held=1)
    text = repr(explorer)
    assert "kinks at x = −3.00, 0.00, to follow the target “|x| − 1”" in text
    assert "Off by nothing that shows" in text
    assert "Kink 2, at x = 0.00, turns the slope from −1.00 to 1.00." in text
