"""The activation explorer: what it offers and refuses, and its arithmetic against SciPy."""

import numpy as np
import pytest
from scipy.interpolate import CubicHermiteSpline
from traitlets import TraitError

from actnorm import ACTIVATIONS, sigmoid, sigmoid_grad, softmax
from actnorm.explorers import ActivationExplorer
from actnorm.plots.sampling import sample

KINK = ("x", "fLeft", "f", "fRight", "gradLeft", "grad", "gradRight")


def sampled(name):
    entry = ACTIVATIONS[name]
    return sample(entry.f, entry.grad, kinks=entry.kinks)


def cut(node_maths, samples):
    """Cut samples at their kinks in node; give the pieces and the kinks as JavaScript has them."""
    kinks = [dict(zip(KINK, kink, strict=True)) for kink in samples.kinks]
    given = [samples.x.tolist(), samples.f.tolist(), samples.grad.tolist(), kinks]
    return node_maths("activation/math.js", [("cut", given)])[0], kinks


@pytest.mark.parametrize("name", ["sigmoid", "relu", "hard_swish", "step", "selu"])
def test_between_samples_it_is_scipys_cubic(node_maths, name):
    samples, rng = sampled(name), np.random.default_rng(5)
    pieces, kinks = cut(node_maths, samples)
    assert len(pieces) == len(list(samples.pieces()))
    for piece in samples.pieces():
        spline = CubicHermiteSpline(piece.x, piece.f, piece.grad)
        x = rng.uniform(piece.x[0], piece.x[-1], size=40)
        answers = node_maths("activation/math.js", [("at", [pieces, kinks, v]) for v in x.tolist()])
        for got, f, grad in zip(answers, spline(x), spline(x, 1), strict=True):
            assert got["f"] == pytest.approx(f, rel=1e-11, abs=1e-13)
            assert got["grad"] == pytest.approx(grad, rel=1e-11, abs=1e-12)


def test_at_a_kink_it_is_the_convention(node_maths):
    samples = sampled("relu")
    pieces, kinks = cut(node_maths, samples)
    (got,) = node_maths("activation/math.js", [("at", [pieces, kinks, 0.0])])
    assert (got["f"], got["grad"], got["kink"]["gradRight"]) == (0, 0, 1)


@pytest.mark.parametrize("name", ["tanh", "silu", "hard_swish"])
@pytest.mark.parametrize("threshold", [0.05, 0.3])
def test_where_the_slope_is_small(node_maths, name, threshold):
    samples = sampled(name)
    pieces, _ = cut(node_maths, samples)
    (found,) = node_maths("activation/math.js", [("below", [pieces, threshold])])
    want = intervals(samples.pieces(), threshold)
    np.testing.assert_allclose(found, want, rtol=1e-10, atol=1e-10)


def intervals(pieces, threshold):
    """Find where the straight lines between the slopes are within ±threshold."""
    merged = []
    for piece in pieces:
        fine = np.union1d(piece.x, crossings(piece, threshold))
        middle = (fine[1:] + fine[:-1]) / 2
        inside = np.abs(np.interp(middle, piece.x, piece.grad)) < threshold
        for a, b in zip(fine[:-1][inside].tolist(), fine[1:][inside].tolist(), strict=True):
            if merged and a - merged[-1][1] < 1e-9:
                merged[-1][1] = b
            else:
                merged.append([a, b])
    return merged


def crossings(piece, threshold):
    out = []
    for level in (threshold, -threshold):
        d = piece.grad - level
        i = np.flatnonzero(d[1:] * d[:-1] < 0)
        out += (piece.x[i] - d[i] * (piece.x[i + 1] - piece.x[i]) / (d[i + 1] - d[i])).tolist()
    return out


def test_offers_the_registry():
    explorer = ActivationExplorer()
    assert list(explorer._functions) == list(ACTIVATIONS)
    assert explorer.name == next(iter(ACTIVATIONS))


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("x", [-8.0, -3.0, -1.3, 0.0, 0.1, 2.75, 6.0, 8.0])
def test_value_and_slope_are_the_functions_own(name, x):
    explorer = ActivationExplorer(name=name, x=x)
    assert explorer.value == float(ACTIVATIONS[name].f(x))
    assert explorer.slope == float(ACTIVATIONS[name].grad(x))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_samples_are_the_functions_own(name):
    """To the digits that are sent, at whole tenths, with the limits beside each kink."""
    sent = ActivationExplorer()._functions[name]
    entry = ACTIVATIONS[name]
    x = np.arange(-80, 81) / 10
    np.testing.assert_allclose(sent["f"], entry.f(x), rtol=1e-5)
    np.testing.assert_allclose(sent["grad"], entry.grad(x), rtol=1e-5)
    assert tuple(kink[0] for kink in sent["kinks"]) == entry.kinks
    for at, f_left, _, f_right, left, _, right in sent["kinks"]:
        assert [f_left, f_right] == pytest.approx(
            entry.f(np.array([at - 1e-9, at + 1e-9])), abs=1e-8
        )
        assert [left, right] == pytest.approx(
            entry.grad(np.array([at - 1e-9, at + 1e-9])), abs=1e-8
        )


def test_own_functions_come_first():
    explorer = ActivationExplorer({"mine": np.sin, "relu": (sigmoid, sigmoid_grad)})
    assert list(explorer._functions)[:3] == ["mine", "relu", "sigmoid"]
    assert explorer.name == "mine"
    explorer.name = "relu"  # one's own hides the library's
    assert explorer.value == float(sigmoid(1.0))


def test_own_derivative_by_central_differences():
    explorer = ActivationExplorer({"mine": np.sin}, x=1.25)
    assert explorer.slope == pytest.approx(np.cos(1.25), abs=1e-9)
    sent = explorer._functions["mine"]
    np.testing.assert_allclose(sent["grad"], np.cos(np.arange(-80, 81) / 10), atol=1e-5)
    assert sent["kinks"] == []


@pytest.mark.parametrize(
    ("f", "kinks"),
    [
        (lambda x: np.maximum(x, 0), [(0.0, 0, 0, 0, 1)]),
        (lambda x: np.where(x > 0, x, 0.1 * x), [(0.0, 0, 0, 0.1, 1)]),
        (lambda x: (x > 1) * 1.0, [(1.0, 0, 1, 0, 0)]),
        (lambda x: np.clip(x, -1.25, 2.5), [(-1.25, -1.25, -1.25, 0, 1), (2.5, 2.5, 2.5, 1, 0)]),
        (np.abs, [(0.0, 0, 0, -1, 1)]),
        (np.tanh, []),
        (lambda x: np.tanh(8 * x), []),
        (lambda x: x**3 / 50, []),
    ],
)
@pytest.mark.parametrize("given", [False, True])
def test_kinks_of_own_functions_are_found(f, kinks, given):
    def grad(x):
        return (f(x + 1e-7) - f(x - 1e-7)) / 2e-7

    found = ActivationExplorer({"mine": (f, grad) if given else f})._functions["mine"]["kinks"]
    assert len(found) == len(kinks)
    for (at, f_left, _, f_right, left, _, right), want in zip(found, kinks, strict=True):
        assert (at, f_left, f_right) == pytest.approx(want[:3], abs=2e-3)
        assert (left, right) == pytest.approx(want[3:], abs=2e-3)


def test_a_registry_entry_can_be_renamed():
    explorer = ActivationExplorer({"hinge": ACTIVATIONS["relu"]})
    assert explorer._functions["hinge"]["label"] == "hinge"
    assert explorer._functions["hinge"]["kinks"][0][0] == 0.0


def raises(x):
    raise RuntimeError("no")


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"mine": raises}, ValueError, r"functions\['mine'\] raised RuntimeError .* no\."),
        ({"mine": lambda x: 1.0 if x > 0 else 0.0}, ValueError, "raised ValueError .*np.where"),
        ({"mine": lambda x: x[:3]}, ValueError, r"shape \(161,\) it returned shape \(3,\)"),
        ({"mine": lambda x: 1.0}, ValueError, r"one value per x"),
        ({"mine": lambda x: None}, ValueError, "must return real numbers"),
        ({"mine": lambda x: [[1], [2, 3]]}, ValueError, "must return real numbers"),
        ({"mine": lambda x: x + 1j}, ValueError, "must return real numbers"),
        ({"mine": np.log}, ValueError, r"finite from -8 to 8, but is nan at x = -8"),
        ({"mine": lambda x: 1 / x}, ValueError, r"but is inf at x = 0"),
        ({"mine": softmax}, ValueError, "must act on each x alone"),
        ({"mine": (np.sin, np.log)}, ValueError, r"the derivative in functions\['mine'\]"),
        ({"mine": 3}, TypeError, "a function or a pair"),
        ({"mine": (np.sin, 3)}, TypeError, "a function or a pair"),
        ({"mine": (np.sin, np.cos, np.sin)}, TypeError, "a function or a pair"),
        ({3: np.sin}, TypeError, "must have names as keys, got 3"),
        ({"": np.sin}, TypeError, "must have names as keys, got ''"),
        ([np.sin], TypeError, "must map names to functions"),
        (np.sin, TypeError, "must map names to functions"),
    ],
)
def test_functions_that_cannot_be_drawn_are_refused(given, error, message):
    with pytest.raises(error, match=message):
        ActivationExplorer(given)


def test_own_functions_cannot_change_what_they_are_given():
    def greedy(x):
        x *= 2
        return x

    assert ActivationExplorer({"mine": greedy}, x=1.0).value == 2.0


def test_a_name_given_as_functions_is_understood():
    with pytest.raises(TypeError, match=r"got str; did you mean name='relu'\?"):
        ActivationExplorer("relu")


def test_an_unknown_name_is_refused():
    with pytest.raises(TraitError, match=r"name must be one of 'sigmoid', .*; got 'sigmod'"):
        ActivationExplorer(name="sigmod")
