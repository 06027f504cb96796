"""The standardize explorer: its state, its valley, and its JavaScript against NumPy."""

import json
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_wine
from traitlets import TraitError

from actnorm.explorers import StandardizeExplorer
from actnorm.explorers.standardize.maths import descend, path, valley

from .page import show, state_of

KIND = "standardize"

PAIRS = StandardizeExplorer()._pairs


def given():
    """Every pair raw, centred, scaled, standardized, and at places that the sliders reach."""
    rng = np.random.default_rng(6)
    for pair in PAIRS:
        settings = [(mu, sigma) for mu in ([0, 0], pair["mean"]) for sigma in ([1, 1], pair["std"])]
        for _ in range(12):
            stops = rng.integers(0, 101, size=2)
            mu = [lo + k * s for lo, k, s in zip(pair["lo"], stops, pair["step"], strict=True)]
            settings.append((mu, [float(f"{10**e:.2g}") for e in rng.uniform(-3, 3, size=2)]))
        for mu, sigma in settings:
            for lr, steps in ((0.8, 50), (0.05, 1), (0.5, 7), (0.95, 200), (1.0, 3), (1.05, 20)):
                yield {"pair": pair, "mu": mu, "sigma": sigma, "lr": lr, "steps": steps}
    yield {"pair": PAIRS[0], "mu": [0, 0], "sigma": [1, 1], "lr": 0.8, "steps": 0}


CASES = list(given())


def test_javascript_computes_what_numpy_does(node_maths):
    valleys = [valley(case["pair"], case["mu"], case["sigma"]) for case in CASES]
    calls = []
    for case, seen in zip(CASES, valleys, strict=True):
        moves = [seen._asdict(), case["lr"], case["steps"]]
        calls += [("valley", [case["pair"], case["mu"], case["sigma"]]), ("descend", moves)]
        calls.append(("path", moves))
    answers = iter(node_maths("standardize/math.js", calls))
    for case, seen in zip(CASES, valleys, strict=True):
        got = next(answers)
        for name, want in seen._asdict().items():
            np.testing.assert_allclose(got[name], want, rtol=1e-12, err_msg=name)
        left, got = descend(seen, case["lr"], case["steps"]), next(answers)
        for name, want in left._asdict().items():
            np.testing.assert_allclose(got[name], want, rtol=1e-12, atol=1e-300)
        ends = path(seen, case["lr"], case["steps"])
        np.testing.assert_allclose(next(answers), ends, rtol=1e-12, atol=1e-12 * np.abs(ends).max())


def answer_of(case):
    return valley(case["pair"], case["mu"], case["sigma"])


def exact_eigenvalues(pair, mu, sigma):
    """Return both eigenvalues of the Hessian from the moments, in 60 digits."""
    v1, c, v2 = map(Fraction, pair["cov"])
    (d1, d2), (s1, s2) = (
        [Fraction(m) - Fraction(t) for m, t in zip(pair["mean"], mu, strict=True)],
        map(Fraction, sigma),
    )
    h11, h12, h22 = (v1 + d1 * d1) / s1**2, (c + d1 * d2) / (s1 * s2), (v2 + d2 * d2) / s2**2
    with localcontext() as context:
        context.prec = 60
        half, root = (
            Decimal(f.numerator) / Decimal(f.denominator)
            for f in ((h11 + h22) / 2, ((h11 - h22) / 2) ** 2 + h12**2)
        )
        root = root.sqrt()
        return float(half + root), float(half - root)


def test_the_eigenvalues_keep_their_digits_in_the_longest_valley():
    for case in CASES:
        seen = answer_of(case)
        exact = exact_eigenvalues(case["pair"], case["mu"], case["sigma"])
        np.testing.assert_allclose([seen.steep, seen.flat], exact, rtol=1e-12)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda p: p["name"])
def test_the_moments_are_those_of_the_data(pair):
    load = load_wine if pair["name"].startswith("wine") else load_breast_cancer
    data = load()
    names = [n.replace("mean ", "") for n in data.feature_names]
    x = data.data[:, [names.index(f) for f in pair["features"]]]
    y = 1.0 * (data.target == 0)
    y = (y - y.mean()) / y.std()
    z = (x - pair["mean"]) / pair["std"]
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(z.std(axis=0), 1, rtol=1e-12)
    seen = valley(pair, pair["mean"], pair["std"])
    values, vectors = np.linalg.eigh(z.T @ z / len(z))
    np.testing.assert_allclose([seen.flat, seen.steep], values, rtol=1e-9)
    np.testing.assert_allclose(abs(vectors[:, 1] @ seen.axes), 1, rtol=1e-9)
    np.testing.assert_allclose(seen.goal, np.linalg.lstsq(z, y, rcond=None)[0], rtol=1e-9)


def test_the_path_is_that_of_gradient_descent():
    explorer = StandardizeExplorer(steps=30, lr=0.7, sigma=(1.0, 300.0), mu=(12.0, 700.0))
    h11, h12, h22 = explorer.valley.moments
    hessian = np.array([[h11, h12], [h12, h22]])
    aim = np.array(explorer.shown["cross"]) / explorer.sigma
    w = np.zeros(2)
    for _ in range(30):
        w -= 0.7 * 2 / explorer.valley.steep * (hessian @ w - aim)
    np.testing.assert_allclose(explorer.weights, w, rtol=1e-9)
    goal = np.linalg.solve(hessian, aim)
    far = np.linalg.norm(w - goal) / np.linalg.norm(goal)
    np.testing.assert_allclose(explorer.distance_left, far, rtol=1e-9, atol=1e-14)


def test_the_promised_steps_are_enough_and_no_fewer_in_the_slow_direction():
    for case in CASES:
        seen = answer_of(case)
        needed = descend(seen, case["lr"], 0).needed
        if np.isfinite(needed):
            rates = [abs(1 - 2 * case["lr"] * f / seen.steep) for f in (seen.steep, seen.flat)]
            if max(rates) > 0.999:  # as close to 1 as that, a float keeps too few of its digits
                continue
            assert descend(seen, case["lr"], int(needed)).distance <= 0.01 * (1 + 1e-9)
            slowest = np.log(max(rates))
            assert needed == 1 or (needed - 1) * slowest >= np.log(0.01) * (1 + 1e-9)


def test_standardizing_leaves_the_correlation():
    explorer = StandardizeExplorer()
    for pair in PAIRS:
        explorer.pair = pair["name"]
        explorer.use_own()
        v1, c, v2 = pair["cov"]
        r = abs(c) / np.sqrt(v1 * v2)
        assert explorer.kappa == pytest.approx((1 + r) / (1 - r), rel=1e-9)


def test_centring_alone_can_make_it_worse():
    explorer = StandardizeExplorer()
    raw = explorer.kappa
    explorer.use_own(sigma=False)
    assert explorer.sigma == (1, 1)
    assert explorer.kappa > 5 * raw


def test_own_data():
    rng = np.random.default_rng(0)
    x = rng.normal([5, -300], [2, 80], size=(500, 2))
    y = x[:, 0] + rng.normal(size=500)
    explorer = StandardizeExplorer(x, y, features=("length", "depth"))
    assert explorer.pair == "your data"
    assert len(explorer.shown["points"][0]) == 167
    assert explorer.shown["n"] == 500
    explorer.use_own()
    np.testing.assert_allclose(explorer.mu, x.mean(axis=0))
    assert explorer.kappa < 1.3
    assert repr(explorer).startswith(
        "StandardizeExplorer(x=<1000 numbers>, y=<500 values>, features=('length', 'depth'), "
    )


def test_all_state_is_in_traits_that_a_page_keeps():
    state = StandardizeExplorer(mu=(1, 2), sigma=(0.5, 3), lr=0.5, steps=9, held=1).get_state()
    kept = {k: v for k, v in state.items() if not k.startswith("_") or k in ("_explorer", "_pairs")}
    mine = {"mu": [1, 2], "sigma": [0.5, 3], "lr": 0.5, "steps": 9, "held": 1}
    assert json.loads(json.dumps(kept)).items() >= mine.items()
    assert len(json.dumps(kept)) < 20_000


X, Y = np.array([[1.0, 2.0], [2.0, 1.0], [4.0, 5.0]]), np.array([0, 1, 3])


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"x": X}, TypeError, "together"),
        ({"y": Y}, TypeError, "together"),
        ({"x": [["a", "b"]] * 3, "y": Y}, TypeError, "x must hold real numbers"),
        ({"x": X[:, :1], "y": Y}, ValueError, r"shape \(n, 2\)"),
        ({"x": X, "y": Y[:2]}, ValueError, "one number per row"),
        ({"x": X * np.nan, "y": Y}, ValueError, "finite"),
        ({"x": 1e6 * X, "y": Y}, ValueError, "change the unit"),
        ({"x": X * [1, 0], "y": Y}, ValueError, "constant"),
        ({"x": X[:, [0, 0]], "y": Y}, ValueError, "superfluous"),
        ({"x": X, "y": Y * 0}, ValueError, "nothing can be learnt"),
        ({"x": X, "y": Y, "features": ("a",)}, ValueError, "2 names"),
        ({"x": X, "y": Y, "features": ("a", "b" * 17)}, ValueError, "16 letters"),
        ({"pair": "beer"}, TraitError, "pair must be one of"),
        ({"mu": 3.0}, TraitError, "mu must be a row of finite numbers"),
        ({"mu": (0, np.inf)}, TraitError, "finite"),
        ({"mu": (0, 1, 2)}, TraitError, "mu must be two numbers"),
        ({"mu": (0, 1e7)}, TraitError, "mu must be from"),
        ({"sigma": (0, 1)}, TraitError, "sigma must be from 0.001 to 1000"),
        ({"x": np.ma.masked_array(X, X > 4), "y": Y}, TypeError, "masked array"),
        ({"mu": np.ma.masked_array([0.0, 1.0], [0, 1])}, TypeError, "masked array"),
        ({"sgma": (1, 1)}, TypeError, "did you mean 'sigma'"),
        ({"held": 3}, TraitError, "held must be one of 1, 2"),
        ({"lr": 2.0}, TraitError, "lr must be from 0.05 to 1.05"),
        ({"steps": -1}, TraitError, "steps must be from 0 to 200"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(wrong, error, said):
    with pytest.raises(error, match=said):
        StandardizeExplorer(**wrong)


def test_traits_stay_as_they_were_when_refused():
    explorer = StandardizeExplorer()
    for name, value in [("mu", (1, 2, 3)), ("sigma", (1, -1)), ("lr", 0.0), ("steps", 999)]:
        before = getattr(explorer, name)
        with pytest.raises(TraitError, match=name):
            setattr(explorer, name, value)
        assert getattr(explorer, name) == before


def test_the_repr_recreates_it():
    explorer = StandardizeExplorer(pair=PAIRS[2]["name"], mu=(1, 2), sigma=(0.5, 3), held=1)
    again = eval(repr(explorer))
    for name in explorer._controls:
        assert getattr(again, name) == getattr(explorer, name)


@pytest.mark.site
@pytest.mark.parametrize("pair", PAIRS, ids=lambda p: p["name"])
def test_each_own_button_sets_its_own_and_nothing_else(page, pair):
    here = {"mu": [1.0, 0.5], "sigma": [2.0, 0.25]}
    explorer = StandardizeExplorer(pair=pair["name"], **here)
    for text, sets in (("Own μ", ["mu"]), ("Own σ", ["sigma"]), ("Own μ and σ", ["mu", "sigma"])):
        page.evaluate("document.body.replaceChildren()")
        figure = show(page, explorer)
        figure.get_by_role("button", name=text, exact=True).click()
        page.evaluate("frame()")
        own = {"mu": pair["mean"], "sigma": pair["std"]}
        want = here | {name: own[name] for name in sets}
        assert page.evaluate("({ mu: state.mu, sigma: state.sigma })") == want, text


@pytest.mark.site
def test_another_pair_starts_as_measured(page):
    figure = show(page, StandardizeExplorer(mu=(13.0, 747.0), sigma=(0.8, 300.0)))
    figure.get_by_label("data").select_option(PAIRS[1]["name"])
    page.evaluate("frame()")
    assert page.evaluate("[state.mu, state.sigma]") == [[0, 0], [1, 1]]


@pytest.mark.site
@pytest.mark.parametrize("width", [345, 690])
def test_the_planes_stretch_neither_way_and_the_start_lies_on_its_contour(page, width):
    """Ellipses are compared with the model: axes, directions, and the level of the start."""
    explorer = StandardizeExplorer(mu=(13.0, 700.0), sigma=(0.9, 200.0), lr=0.9, steps=9)
    show(page, explorer, width)
    ellipses = page.evaluate(
        """[...el.querySelectorAll("ellipse")].map((e) => {
          const turn = Number(e.getAttribute("transform").match(/rotate\\(([-.\\d]+)/)[1]);
          return [...["cx", "cy", "rx", "ry"].map((name) => Number(e.getAttribute(name))), turn];
        })"""
    )
    (_, _, rx, ry, turn), *rings = ellipses
    seen = explorer.valley
    assert rx / ry == pytest.approx(np.sqrt(seen.kappa), rel=0.01)
    angle = -np.degrees(np.arctan2(seen.axes[1], seen.axes[0]))
    assert (turn - angle + 90) % 180 == pytest.approx(90, abs=0.1)
    start = page.evaluate(
        "['cx', 'cy'].map(n => Number(el.querySelector('circle.actnorm-start').getAttribute(n)))"
    )
    through = rings[3]
    dx, dy = start[0] - through[0], start[1] - through[1]
    # The way from goal to start on the screen is that of the model, upwards turned over.
    along = np.array([-seen.goal[0], seen.goal[1]])
    np.testing.assert_allclose(
        np.array([dx, dy]) / np.hypot(dx, dy), along / np.hypot(*along), atol=0.01
    )
    t = np.radians(through[4])
    p, q = dx * np.cos(t) + dy * np.sin(t), dy * np.cos(t) - dx * np.sin(t)
    assert (p / through[2]) ** 2 + (q / through[3]) ** 2 == pytest.approx(1, abs=0.02)
    assert through[2] / through[3] == pytest.approx(np.sqrt(seen.kappa), rel=0.01)


@pytest.mark.site
@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("mean", [1]), ("cov", [1, 2, None]), ("points", [[1, 2], [1]]), ("upper", []),
        ("span", None), ("digits", [0, "1"]), ("step", [1, None]), ("features", None),
    ],
)  # fmt: skip
def test_damaged_data_are_refused(page, part, wrong):
    state = state_of(StandardizeExplorer())
    state["_pairs"][1][part] = wrong  # a pair that is not even shown
    said = page.evaluate(
        "state => open_view(state, 690).then(() => 'shown', error => error.message)", state
    )
    assert said != "shown"
    assert page.evaluate("document.body.textContent").strip() == ""
