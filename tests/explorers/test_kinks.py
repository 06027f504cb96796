"""The kinks explorer: its state, its fits, and its JavaScript against NumPy."""

import json

import numpy as np
import pytest
from traitlets import TraitError

from actnorm.explorers import KinksExplorer
from actnorm.explorers.kinks.maths import Sum, best_fit, off_by, value
from actnorm.explorers.kinks.targets import TARGETS

from .net import opened, traits
from .page import blank, state_of


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


def test_javascript_computes_what_numpy_does(node_maths):
    calls = []
    for _, target, curve in CASES:
        points = {"x": target.x.tolist(), "y": target.y.tolist()}
        calls += [("value", [curve._asdict(), float(x)]) for x in target.x[::9]]
        calls += [
            ("offBy", [curve._asdict(), points]),
            ("bestFit", [curve.kinks, curve.bend, points]),
        ]
    answers = iter(node_maths("kinks/math.js", calls))
    for name, target, curve in CASES:
        y = value(curve, target.x)
        got = [next(answers) for _ in target.x[::9]]
        np.testing.assert_allclose(got, y[::9], rtol=1e-12, atol=1e-12, err_msg=name)
        error = np.abs(y - target.y)
        off, fit = next(answers), next(answers)
        assert off["rms"] == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-12)
        assert off["largest"] == pytest.approx(error.max(), rel=1e-12)
        level, turns = best_fit(curve.kinks, curve.bend, target.x, target.y)
        np.testing.assert_allclose(
            [fit["level"], *fit["turns"]], [level, *turns], rtol=1e-7, atol=1e-9
        )


@pytest.mark.site
@pytest.mark.parametrize("bend", [True, False])
@pytest.mark.parametrize("target", TARGETS)
def test_best_fit_fits_the_family_that_is_shown(browser, root, target, bend):
    page = blank(browser, root, "kinks", viewport={"width": 900, "height": 900})
    explorer = KinksExplorer(target, kinks=[-2.0, 0.0, 1.5], bend=bend, held=1)
    state = state_of(explorer)
    page.evaluate("state => open_view(state, 690)", state)
    page.get_by_role("button", name="Least-squares fit").click()
    page.evaluate("frame()")
    x, y, _ = explorer.points
    rest = np.subtract.outer(x, explorer.kinks)
    columns = np.column_stack([np.ones_like(x), np.maximum(rest, 0) if bend else rest])
    least = np.linalg.lstsq(columns, y, rcond=None)[0]
    explorer.level, explorer.turns = page.evaluate("[state.level, state.turns]")
    np.testing.assert_allclose(explorer.y(x), columns @ least, atol=1e-7)
    page.context.close()


@pytest.mark.site
def test_whoever_holds_a_kink_has_its_sliders(browser, root):
    page = blank(browser, root, "kinks", viewport={"width": 900, "height": 900})
    _, explorer, figure = opened(page, "kinks")
    for j in (3, 1):
        point = figure.get_by_role("slider", name=f"kink {j + 1}", exact=True)
        for act in (point.focus, lambda point=point: point.press("ArrowLeft")):
            act()
            page.evaluate("frame()")
            assert traits(page, explorer)["held"] == j
        for trait in ("kinks", "turns"):
            slider = figure.locator(f"input[name='{trait}.{j}']")
            before = traits(page, explorer)[trait]
            assert float(slider.input_value()) == pytest.approx(before[j])
            slider.press("ArrowRight")
            page.evaluate("frame()")
            after = traits(page, explorer)[trait]
            step = explorer._controls[trait]["step"]
            assert after[j] == pytest.approx(before[j] + step)
            assert [v for i, v in enumerate(after) if i != j] == [
                v for i, v in enumerate(before) if i != j
            ]
    assert figure.get_by_label("held kink").input_value() == "1"
    page.context.close()


@pytest.mark.site
@pytest.mark.parametrize(
    "wrong",
    [
        {"x": [1, 2], "y": [1]},
        {"x": [1, 2], "y": [1, None]},
        {"x": [1, "2"], "y": [1, 2]},
        {"x": None, "y": [1]},
        None,
    ],
)
def test_a_damaged_target_is_refused(browser, root, wrong):
    page = blank(browser, root, "kinks")
    state = state_of(KinksExplorer())
    state["_targets"]["step"] = state["_targets"]["step"] and wrong
    said = page.evaluate(
        "state => open_view(state, 690).then(() => 'shown', error => error.message)", state
    )
    assert said != "shown"
    assert page.evaluate("document.body.textContent").strip() == ""
    page.context.close()


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
    explorer.bend = True
    assert np.abs(np.diff(explorer.y(x), 2)).max() > 0.1


def test_all_built_in_targets_fit_into_the_picture():
    explorer = KinksExplorer()
    kinks, level = explorer._controls["kinks"], explorer._controls["level"]
    for target in explorer._points.values():
        assert kinks["min"] <= target.x.min() <= target.x.max() <= kinks["max"]
        assert level["min"] <= target.y.min() <= target.y.max() <= level["max"]


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
    kinks = explorer._controls["kinks"]
    assert kinks["min"] <= explorer.points.x[0]
    assert kinks["max"] >= explorer.points.x[-1]
    for name in ("kinks", "turns", "level"):
        assert 0 < explorer._controls[name]["step"] < np.inf
    level = explorer._controls["level"]
    assert level["step"] >= 0.999 * 10.0 ** -level["digits"]  # a step shows
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
        ({"target": ([1, 2], ["a", "b"])}, TypeError, r"target\[1\] must hold real numbers"),
        ({"target": np.ma.masked_array([[1, 2], [1, 2]], 1)}, TypeError, "masked array"),
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
        ({"kinks": True}, ValueError, "1 to 8"),
        ({"kinks": "ab"}, ValueError, "1 to 8"),
        ({"kinks": np.ma.masked_array([0.0, 1.0], [0, 1])}, TypeError, "masked array"),
        ({"tarket": "sine"}, TypeError, "did you mean 'target'"),
        ({"target": np.sin, "xlim": 3}, ValueError, "ascending"),
        ({"kinks": 2.5}, ValueError, "1 to 8"),
        ({"kinks": [0.0, 4.0]}, TraitError, "kinks must be from -3 to 3"),
        ({"kinks": [0.0, "b"]}, TraitError, "finite"),
        ({"kinks": 2, "turns": [1.0]}, TraitError, "2 numbers, one per kink"),
        ({"turns": [1e12, 0, 0, 0, 0]}, TraitError, "turns must be from"),
        ({"level": np.inf}, TraitError, "level must be a finite number"),
        ({"level": 1e12}, TraitError, "level must be from"),
        ({"held": 5}, TraitError, "held must be one of 0, 1, 2, 3, 4"),
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


def test_the_repr_recreates_it():
    explorer = KinksExplorer("bump", kinks=2, turns=[0.5, -1.25], held=1, bend=np.bool_(False))
    again = eval(repr(explorer))
    assert traits_of(again) == traits_of(explorer)
    own = repr(KinksExplorer(([0, 1, 2], [3, 4, 6]), kinks=1))
    assert own.startswith("KinksExplorer(target=<3 points>, kinks=(0.0,), turns=(0.0,), level=4.33")


def traits_of(explorer):
    return {name: getattr(explorer, name) for name in explorer._controls}
