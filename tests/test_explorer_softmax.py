"""The softmax explorer: its state, its words, and its JavaScript against NumPy."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from actnorm.explorers.softmax_words import (
    amount,
    describe_softmax,
    jacobian,
    naive_softmax,
    outcome,
)
from traitlets import TraitError

from actnorm import softmax
from actnorm.explorers import SoftmaxExplorer

LABELS = ["A", "B", "C", "D", "E"]
STOPS = list(range(-20, 21))


def given():
    """Scores of every count, temperature and place that the sliders reach."""
    rng = np.random.default_rng(5)
    for offset in (0, 80, 86.7, 88.0, 95, 700, 708, 800, -80, -104, -700, -745, -800):
        for temperature in (1.0, 0.1, 0.35, 10.0):
            logits = np.round(rng.uniform(-10, 10, size=rng.integers(2, 6)), 1)
            yield (logits + offset).tolist(), temperature
    yield [1.0, 1.0, 1.0], 1.0
    yield [88.5, 88.5], 1.0  # each exponential fits into a float32, their sum does not
    yield [50.0, -50.0], 0.1  # an exponential that is 0 in float64
    yield [-103.0, -104.0, -102.5], 1.0  # float32 has few digits left


CASES = [{"labels": LABELS[: len(z)], "z": z, "temperature": t} for z, t in given()]


@pytest.fixture(scope="module")
def javascript():
    script = Path(__file__).parent / "js" / "softmax.mjs"
    done = subprocess.run(
        ["node", str(script)],
        input=json.dumps({"cases": CASES, "stops": STOPS}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def floats(strings):
    return np.array(strings, dtype=object).astype(float)


def test_javascript_computes_what_numpy_does(javascript):
    for case, answer in zip(CASES, javascript["answers"], strict=True):
        z, t = case["z"], case["temperature"]
        p = softmax(np.array(z), temperature=t)
        np.testing.assert_allclose(floats(answer["p"]), p, rtol=1e-12)
        np.testing.assert_allclose(
            floats(answer["jacobian"]), jacobian(z, t), rtol=1e-12, atol=1e-300
        )


@pytest.mark.parametrize(("dtype", "rtol"), [(np.float64, 1e-12), (np.float32, 3e-7)])
def test_javascript_fails_where_numpy_does(javascript, dtype, rtol):
    broken = 0
    for case, answer in zip(CASES, javascript["answers"], strict=True):
        exps, total, p = naive_softmax(case["z"], case["temperature"], dtype)
        want = np.array([*exps, total, *p], dtype=float)
        got = floats(answer[dtype.__name__])
        # Below the smallest normal number a float keeps fewer digits: one unit there is allowed.
        tiny = float(np.finfo(dtype).smallest_subnormal)
        np.testing.assert_allclose(got, want, rtol=rtol, atol=tiny, equal_nan=True)
        broken += not np.isfinite(want).all()
    assert 10 < broken < len(CASES) - 10


def test_naive_is_numpys_own_formula_as_long_as_that_is_finite():
    rng = np.random.default_rng(6)
    for dtype in (np.float32, np.float64):
        for _ in range(50):
            z = rng.uniform(-8, 8, size=4).astype(dtype)
            want = np.exp(z) / np.exp(z).sum()
            assert want.dtype == dtype
            got = naive_softmax(z, 1.0, dtype)[2]
            assert got.dtype == dtype
            np.testing.assert_allclose(got, want, rtol=8 * np.finfo(dtype).eps)


def test_both_languages_say_the_same(javascript):
    for case, answer in zip(CASES, javascript["answers"], strict=True):
        assert answer["lines"] == describe_softmax(case["labels"], case["z"], case["temperature"])
        _, total, p = naive_softmax(case["z"], case["temperature"], np.float32)
        assert answer["outcomes"] == [outcome(v) for v in p]
        assert answer["amount"] == amount(total)
    said = " ".join(line for answer in javascript["answers"] for line in answer["lines"])
    for fate in ("inf/inf = NaN.", "finite/inf = 0", "their sum is inf", "0/0", "lose digits"):
        assert fate in said, "no case has this fate"


def test_stops_of_the_temperature_slider_are_their_own_nearest(javascript):
    for k, (temperature, nearest) in zip(STOPS, javascript["warmth"], strict=True):
        assert nearest == k
        assert temperature == float(f"{10 ** (k / 20):.2g}")
    assert [javascript["warmth"][STOPS.index(k)][0] for k in (-20, 0, 20)] == [0.1, 1, 10]


def test_offset_moves_the_naive_formula_only():
    explorer = SoftmaxExplorer()
    calm = explorer.probabilities
    for offset, fits in [(0, "both"), (87, "float64"), (708, "none"), (-800, "none")]:
        explorer.offset = offset
        np.testing.assert_allclose(explorer.probabilities, calm, rtol=1e-12)
        np.testing.assert_allclose(explorer.jacobian.sum(axis=0), 0, atol=1e-15)
        np.testing.assert_allclose(explorer.jacobian.sum(axis=1), 0, atol=1e-15)
        assert np.isnan(explorer.naive(np.float32)).any() == (fits != "both")
        assert np.isnan(explorer.naive(np.float64)).any() == (fits == "none")


def test_jacobian_is_the_slope_of_the_probabilities():
    explorer = SoftmaxExplorer([0.3, -1.2, 2.0, 0.5], temperature=0.7)
    h, base = 1e-5, np.array(explorer.logits)
    for j in range(4):
        step = h * (np.arange(4) == j)
        rise = softmax(base + step, temperature=0.7) - softmax(base - step, temperature=0.7)
        np.testing.assert_allclose(explorer.jacobian[:, j], rise / (2 * h), atol=1e-9)


def test_own_scores_and_names():
    explorer = SoftmaxExplorer(np.array([12.34, 5, -3]), labels=["six", "eight", "nine"])
    assert explorer.logits == (12.34, 5.0, -3.0)
    assert explorer.reach == 13
    assert explorer.describe().startswith("Scores six 12.3, eight 5.0, nine −3.0 become")
    assert SoftmaxExplorer([1.0, 2.0]).labels == ["A", "B"]
    explorer.logits = [1, 2, 3]
    assert explorer.logits == (1.0, 2.0, 3.0)


def test_all_state_is_in_traits_that_a_page_keeps():
    state = SoftmaxExplorer([2, 1, -1], temperature=2.0, offset=5).get_state()
    kept = {k: v for k, v in state.items() if not k.startswith("_") or k == "_explorer"}
    mine = {"logits": [2, 1, -1], "temperature": 2, "offset": 5, "reach": 10}
    assert json.loads(json.dumps(kept)).items() >= mine.items()
    assert len(json.dumps(kept)) < 2000


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"logits": [1.0]}, ValueError, "2 to 5"),
        ({"logits": np.zeros(6)}, ValueError, "2 to 5"),
        ({"logits": 3.0}, ValueError, "2 to 5"),
        ({"logits": [1.0, np.nan]}, TraitError, "finite"),
        ({"logits": [1.0, "b"]}, TraitError, "finite"),
        ({"logits": [[1.0], [2.0, 3.0]]}, TraitError, "finite"),
        ({"logits": [1.0, 1000.0]}, TraitError, "offset"),
        ({"logits": [1.0, 2.0], "labels": ["a"]}, ValueError, "labels"),
        ({"logits": [1.0, 2.0], "labels": ["a", "a"]}, ValueError, "different"),
        ({"logits": [1.0, 2.0], "labels": ["a", 7]}, TypeError, "strings"),
        ({"labels": ["a", "b", "a name far too long"]}, ValueError, "letters"),
        ({"temperature": 0.0}, TraitError, "temperature must be from 0.1 to 10"),
        ({"temperature": "hot"}, TraitError, "temperature must be a finite number"),
        ({"offset": 1e4}, TraitError, "offset must be from -800 to 800"),
        ({"offset": np.inf}, TraitError, "offset"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(wrong, error, said):
    with pytest.raises(error, match=said):
        SoftmaxExplorer(**wrong)


def test_traits_stay_as_they_were_when_refused():
    explorer = SoftmaxExplorer()
    for name, value in [
        ("logits", [1.0, 2.0]),
        ("logits", [1.0, 2.0, 11.0]),
        ("temperature", 11.0),
        ("offset", -801.0),
    ]:
        before = getattr(explorer, name)
        with pytest.raises(TraitError, match=name):
            setattr(explorer, name, value)
        assert getattr(explorer, name) == before
    with pytest.raises(TraitError):
        explorer.labels = ["x", "y", "z"]


def test_the_still_is_deterministic_and_small():
    for options in ({}, {"offset": 800.0}, {"logits": [1, 2, 3, 4, 5], "temperature": 0.1}):
        (png, size), (again, _) = (SoftmaxExplorer(**options)._still() for _ in range(2))
        assert png == again
        assert size["width"] == 576
        assert len(png) < 60_000


def test_the_text_says_what_becomes_of_the_naive_formula():
    explorer = SoftmaxExplorer(offset=100)
    text = repr(explorer)
    assert "100 added to all" in text
    assert "cat 0.705, dog 0.259, fox 0.035: sum 1" in text
    assert "Naive, float64: the same." in text
    assert "Naive, float32: e^102.0 = inf, inf/inf = NaN." in text
