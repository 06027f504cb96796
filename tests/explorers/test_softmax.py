"""What is peculiar to the softmax explorer: its maths in floats, its numbers, crowded phones."""

import itertools
import re

import numpy as np
import pytest
from traitlets import TraitError

from actnorm import softmax
from actnorm.explorers import SoftmaxExplorer
from actnorm.explorers.softmax.maths import jacobian, naive_softmax

from .drawn import draw
from .page import blank, show


def given():
    """Scores of every count, temperature and place that the sliders reach."""
    rng = np.random.default_rng(5)
    offsets = (0, 80, 86.7, 88.0, 95, 700, 708, 800, -80, -104, -700, -745, -800)
    for offset, temperature in itertools.product(offsets, (1.0, 0.1, 0.35, 10.0)):
        logits = np.round(rng.uniform(-10, 10, size=rng.integers(2, 6)), 1)
        yield (logits + offset).tolist(), temperature
    yield [1.0, 1.0, 1.0], 1.0
    yield [88.5, 88.5], 1.0  # each exponential fits into a float32, their sum does not
    yield [50.0, -50.0], 0.1  # an exponential that is 0 in float64
    yield [-103.0, -104.0, -102.5], 1.0  # float32 has few digits left


CASES = list(given())


def test_javascript_computes_what_numpy_does(node_maths):
    found = node_maths("softmax/math.js", [["softmax", [z, t]] for z, t in CASES])
    slopes = node_maths(
        "softmax/math.js",
        [["jacobian", [p, t]] for p, (_, t) in zip(found, CASES, strict=True)],
    )
    for p, matrix, (z, t) in zip(found, slopes, CASES, strict=True):
        np.testing.assert_allclose(p, softmax(np.array(z), temperature=t), rtol=1e-12)
        np.testing.assert_allclose(matrix, jacobian(z, t), rtol=1e-12, atol=1e-300)


def told(html, css):
    """Read the texts of a class from a drawn picture, the wide one."""
    wide = html.split("<svg ")[1]
    return [part.split(">", 1)[1].split("<")[0] for part in wide.split(css)[1:]]


@pytest.mark.parametrize(("dtype", "rtol"), [(np.float64, 1e-12), (np.float32, 3e-7)])
def test_javascript_fails_where_numpy_does(node_maths, dtype, rtol):
    calls = [["naive", [z, t, dtype.__name__]] for z, t in CASES]
    broken = 0
    for got, (z, t) in zip(node_maths("softmax/math.js", calls), CASES, strict=True):
        exps, total, p = naive_softmax(z, t, dtype)
        want = np.array([*exps, total, *p], dtype=float)
        # Below the smallest normal number a float keeps fewer digits: one unit there is allowed.
        tiny = float(np.finfo(dtype).smallest_subnormal)
        got = [*got["exps"], got["sum"], *got["p"]]
        np.testing.assert_allclose(got, want, rtol=rtol, atol=tiny, equal_nan=True)
        broken += not np.isfinite(want).all()
    assert 10 < broken < len(CASES) - 10


def test_each_column_shows_its_own_precision():
    """NaN and inf stand in the picture where NumPy has them."""
    explorers = [SoftmaxExplorer(offset=c) for c in (0, 87, 100, 709, 800, -103, -745, -800)]
    for explorer, figure in zip(explorers, draw(explorers), strict=True):
        columns = figure["html"].split("<svg ")[1].split(">float")[1:]
        for dtype, column in zip((np.float64, np.float32), columns, strict=True):
            assert column.startswith(f"{dtype.__name__[5:]}</text>")
            _, total, p = naive_softmax(explorer.scores, explorer.temperature, dtype)
            texts = re.findall("<text[^>]*>([^<]*)", column)
            got = [float(text.replace("−", "-")) for text in texts[:3]]
            np.testing.assert_allclose(got, p, atol=0.00051, equal_nan=True)
            assert (texts[3] == "inf") == np.isinf(total)


def test_naive_is_numpys_own_formula_as_long_as_that_is_finite():
    rng = np.random.default_rng(6)
    for dtype in (np.float32, np.float64):
        for _ in range(50):
            z = rng.uniform(-8, 8, size=4).astype(dtype)
            want = np.exp(z) / np.exp(z).sum()
            got = naive_softmax(z, 1.0, dtype)[2]
            assert got.dtype == want.dtype == dtype
            np.testing.assert_allclose(got, want, rtol=8 * np.finfo(dtype).eps)


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


def test_a_small_probability_is_written_whole():
    """9.4×10⁻¹⁴ was cut to 9.4×10⁻¹."""
    figure = draw([SoftmaxExplorer(temperature=0.1)])[0]
    assert "fox 9.4×10⁻¹⁴" in figure["description"]
    assert told(figure["html"], 'class="actnorm-strong"') == ["1.000", "0.000045", "9.4×10⁻¹⁴"]


def test_the_jacobian_is_written_where_python_has_it():
    explorer = SoftmaxExplorer([1, 2, 3, 4.5], temperature=0.8)
    html = draw([explorer])[0]["html"].split("<svg ")[1].split('class="actnorm-matrix"')[1]
    rows = html.split("<rect ")[1:17]
    numbers = [each.split("</text>")[0].rsplit(">", 1)[1].replace("−", "-") for each in rows]
    np.testing.assert_allclose(
        np.reshape(np.array(numbers, float), (4, 4)), explorer.jacobian, atol=0.00051
    )
    opacity = [float(each.split('fill-opacity="')[1].split('"')[0]) for each in rows]
    want = 0.45 * np.minimum(1, 4 * np.abs(explorer.jacobian.ravel()))
    np.testing.assert_allclose(opacity, want, atol=0.00051)


@pytest.mark.site
@pytest.mark.parametrize("count", [2, 3, 4, 5])
@pytest.mark.parametrize("width", [290, 345, 480, 690])
def test_every_number_of_classes_fits(browser, root, count, width):
    """No text runs into another or out of the picture; points can be told apart by a finger."""
    names = ["chinchilla", "wolverines", "two words", "B", "é"][:count]
    explorer = SoftmaxExplorer([-9.9, 9.9, -8.8, 7.7, 6.6][:count], labels=names, offset=-104)
    page = blank(browser, root, "softmax", viewport={"width": 700, "height": 1200})
    show(page, explorer, width)
    seen = page.evaluate(
        """() => {
          const svg = el.querySelector(".actnorm-picture");
          const frame = svg.getBoundingClientRect();
          const boxes = [...svg.querySelectorAll("text")].filter((t) => t.textContent.trim())
            .map((t) => [t.textContent, t.getBoundingClientRect()]);
          const out = boxes.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1);
          const met = boxes.flatMap(([s, a], i) => boxes.slice(i + 1)
            .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
              && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5)
            .map(([t]) => `${s} / ${t}`));
          const reach = [...svg.querySelectorAll(".actnorm-reach")]
            .map((c) => c.getBoundingClientRect());
          return { out: out.map(([s]) => s), met, high: svg.viewBox.baseVal.height,
            under: reach.slice(1).map((r, i) => r.top - reach[i].bottom),
            wide: document.scrollingElement.scrollWidth };
        }"""
    )
    assert seen["out"] == []
    assert seen["met"] == []
    assert min(seen["under"]) >= -0.5
    assert seen["wide"] <= 700
    if width < 480:
        assert seen["high"] <= 340
    page.context.close()


def test_own_scores_and_names():
    explorer = SoftmaxExplorer(np.array([12.34, 5, -3]), labels=["six", "eight", "nine"])
    assert explorer.logits == (12.34, 5.0, -3.0)
    assert explorer._controls["logits"]["max"] == 13
    assert SoftmaxExplorer([1.0, 2.0]).labels == ["A", "B"]
    explorer.logits = [1, 2, 3]
    assert explorer.logits == (1.0, 2.0, 3.0)


def test_its_repr_makes_it_again():
    explorer = SoftmaxExplorer([3, 1], labels=["a", "b"], temperature=0.5, offset=7)
    again = eval(repr(explorer), {"SoftmaxExplorer": SoftmaxExplorer})
    assert repr(again) == repr(explorer)
    assert repr(explorer) == (
        "SoftmaxExplorer(logits=(3.0, 1.0), labels=['a', 'b'], temperature=0.5, offset=7.0)"
    )


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"logits": [1.0]}, ValueError, "2 to 5"),
        ({"logits": np.zeros(6)}, ValueError, "2 to 5"),
        ({"logits": 3.0}, ValueError, "2 to 5"),
        ({"logits": np.array(3.0)}, ValueError, "2 to 5"),
        ({"logits": iter([1.0, 2.0])}, ValueError, "2 to 5"),
        ({"logits": "ab"}, TraitError, "finite"),
        ({"logits": [1.0, np.nan]}, TraitError, "finite"),
        ({"logits": [1.0, np.inf]}, TraitError, "finite"),
        ({"logits": [1.0, "b"]}, TraitError, "finite"),
        ({"logits": [[1.0], [2.0, 3.0]]}, TraitError, "finite"),
        ({"logits": np.ones((2, 2))}, TraitError, "finite"),
        ({"logits": [1.0, 1000.0]}, TraitError, "logits must be from -50 to 50"),
        ({"logits": np.ma.array([1.0, 2.0], mask=[0, 1])}, TypeError, "logits must be a plain"),
        ({"logits": [1.0, 2.0], "labels": ["a"]}, ValueError, "labels"),
        ({"logits": [1.0, 2.0], "labels": ["a", "a"]}, ValueError, "different"),
        ({"logits": [1.0, 2.0], "labels": ["a", 7]}, TypeError, "strings"),
        ({"logits": [1.0, 2.0], "labels": 7}, TypeError, "labels must be strings"),
        ({"labels": ["a", "b", "a name far too long"]}, ValueError, "letters"),
        ({"temperature": 0.0}, TraitError, "temperature must be from 0.1 to 10"),
        ({"temperature": "hot"}, TraitError, "temperature must be a finite number"),
        ({"offset": 1e4}, TraitError, "offset must be from -800 to 800"),
        ({"offset": np.inf}, TraitError, "offset"),
        ({"logit": [1.0, 2.0]}, TypeError, "did you mean 'logits'"),
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
