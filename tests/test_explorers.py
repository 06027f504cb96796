"""The explorers' Python side: traits, checks, words and still pictures."""

import base64
import io
import json

import ipywidgets
import numpy as np
import pytest
from PIL import Image
from traitlets import TraitError

from actnorm import ACTIVATIONS, sigmoid, sigmoid_grad, softmax
from actnorm.explorers import ActivationExplorer, BatchNormExplorer

BATCH = [1.0, 2.0, 3.0, 4.0]


@pytest.fixture(params=[ActivationExplorer, BatchNormExplorer])
def explorer(request):
    return request.param()


# Every explorer


def test_is_an_ordinary_widget(explorer):
    assert isinstance(explorer, ipywidgets.DOMWidget)
    box = ipywidgets.HBox([explorer, ipywidgets.FloatSlider()])
    assert box.children[0] is explorer


def test_state_is_plain_json(explorer):
    """No buffers, no NaN: an embedded page must be able to read it."""
    state = {k: v for k, v in explorer.get_state().items() if k not in ("layout",)}
    assert json.loads(json.dumps(state, allow_nan=False))["_explorer"] == explorer._explorer


def test_bundle_has_a_still_and_its_text(explorer):
    data, metadata = explorer._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert data["text/plain"] == explorer.describe()
    assert repr(explorer) == f"{type(explorer).__name__}. {explorer.describe()}"
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    size = metadata["image/png"]
    assert picture.size == (2 * size["width"], 2 * size["height"])
    assert size["width"] <= 690
    assert len(picture.convert("RGB").getcolors(1 << 24)) > 10  # not an empty sheet


@pytest.mark.parametrize("kind", [ActivationExplorer, BatchNormExplorer])
def test_still_is_the_same_twice_whatever_the_reader_draws(kind):
    first = kind()._repr_mimebundle_()[0]
    with ipywidgets.Output(), np.errstate(all="raise"):
        import matplotlib as mpl

        with mpl.rc_context({"figure.facecolor": "black", "font.size": 30, "lines.linewidth": 9}):
            again = kind()._repr_mimebundle_()[0]
    assert first["image/png"] == again["image/png"]
    assert first["text/plain"] == again["text/plain"]


def test_still_leaves_no_figure_open(explorer):
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    explorer._repr_mimebundle_()
    assert plt.get_fignums() == before


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, None, "1", True, 1j, [1.0]])
@pytest.mark.parametrize(
    ("kind", "trait"),
    [(ActivationExplorer, name) for name in ("x", "threshold")]
    + [(BatchNormExplorer, name) for name in ("mu", "sigma", "gamma", "beta", "eps", "sample")],
)
def test_a_trait_that_is_no_finite_number_is_refused(kind, trait, wrong):
    explorer = kind()
    before = getattr(explorer, trait)
    with pytest.raises(TraitError, match=f"{trait} must be a finite number, got "):
        setattr(explorer, trait, wrong)
    assert getattr(explorer, trait) == before


@pytest.mark.parametrize("number", [np.float32(0.25), np.float64(0.25), np.array(0.25)[()]])
def test_numpy_scalars_are_welcome(number):
    assert ActivationExplorer(x=number).x == 0.25
    assert BatchNormExplorer(gamma=number).gamma == 0.25
    assert type(BatchNormExplorer(gamma=number).gamma) is float


@pytest.mark.parametrize(
    ("kind", "trait", "wrong", "allowed"),
    [
        (ActivationExplorer, "x", 8.5, "from -8 to 8"),
        (ActivationExplorer, "x", -9, "from -8 to 8"),
        (ActivationExplorer, "threshold", -0.01, "from 0 to 0.5"),
        (ActivationExplorer, "threshold", 0.6, "from 0 to 0.5"),
        (BatchNormExplorer, "gamma", 100.5, "from -100 to 100"),
        (BatchNormExplorer, "beta", -101, "from -100 to 100"),
        (BatchNormExplorer, "eps", 0.0, "from 1e-08 to 100"),
        (BatchNormExplorer, "eps", 1000, "from 1e-08 to 100"),
        (BatchNormExplorer, "sigma", -0.5, "from 0 to "),
        (BatchNormExplorer, "mu", 1e3, "from -"),
        (BatchNormExplorer, "sample", -1e3, "from -"),
    ],
)
def test_a_trait_out_of_range_is_refused(kind, trait, wrong, allowed):
    explorer = kind()
    before = getattr(explorer, trait)
    with pytest.raises(TraitError, match=f"{trait} must be {allowed}.*got {wrong}"):
        setattr(explorer, trait, wrong)
    assert getattr(explorer, trait) == before
    with pytest.raises(TraitError, match=f"{trait} must be"):
        kind(**{trait: wrong})


def test_every_slider_reaches_its_ends():
    bn = BatchNormExplorer()
    for trait, (lo, hi, _) in bn._view["ranges"].items():
        for end in (lo, hi):
            setattr(bn, trait, end)
            assert getattr(bn, trait) == end
            assert np.isfinite(bn.y).all()


def test_links_with_other_widgets():
    bn, slider = BatchNormExplorer(), ipywidgets.FloatSlider()
    link = ipywidgets.link((slider, "value"), (bn, "gamma"))
    for value in (2.5, slider.max, slider.min):
        slider.value = value
        assert bn.gamma == value
    bn.gamma = 1.5
    assert slider.value == 1.5
    link.unlink()


def test_can_be_observed():
    seen = []
    explorer = ActivationExplorer()
    explorer.observe(lambda change: seen.append(change["new"]), names="x")
    explorer.x = 2.0
    assert seen == [2.0]


# ActivationExplorer


def test_offers_the_registry():
    explorer = ActivationExplorer()
    assert [f["name"] for f in explorer._functions] == list(ACTIVATIONS)
    assert explorer.name == next(iter(ACTIVATIONS))


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("x", [-8.0, -3.0, -1.3, 0.0, 0.1, 2.75, 6.0, 8.0])
def test_value_and_slope_are_the_functions_own(name, x):
    explorer = ActivationExplorer(name=name, x=x)
    assert explorer.value == float(ACTIVATIONS[name].f(x))
    assert explorer.slope == float(ACTIVATIONS[name].grad(x))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_samples_are_the_functions_own(name):
    """To the six digits that are sent, at whole tenths, with the limits beside each kink."""
    sent = next(f for f in ActivationExplorer()._functions if f["name"] == name)
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
    assert [f["name"] for f in explorer._functions][:3] == ["mine", "relu", "sigmoid"]
    assert explorer.name == "mine"
    explorer.name = "relu"  # one's own hides the library's
    assert explorer.value == float(sigmoid(1.0))


def test_own_derivative_by_central_differences():
    explorer = ActivationExplorer({"mine": np.sin}, x=1.25)
    assert explorer.slope == pytest.approx(np.cos(1.25), abs=1e-9)
    sent = explorer._functions[0]
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

    found = ActivationExplorer({"mine": (f, grad) if given else f})._functions[0]["kinks"]
    assert len(found) == len(kinks)
    for (at, f_left, _, f_right, left, _, right), want in zip(found, kinks, strict=True):
        assert (at, f_left, f_right) == pytest.approx(want[:3], abs=2e-3)
        assert (left, right) == pytest.approx(want[3:], abs=2e-3)


def test_a_registry_entry_can_be_renamed():
    explorer = ActivationExplorer({"hinge": ACTIVATIONS["relu"]})
    assert explorer._functions[0]["label"] == "hinge"
    assert explorer._functions[0]["kinks"][0][0] == 0.0


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


def test_an_unknown_name_is_refused():
    with pytest.raises(TraitError, match=r"name must be one of sigmoid, tanh, .*; got 'sigmod'"):
        ActivationExplorer(name="sigmod")


def test_says_what_it_shows():
    text = repr(ActivationExplorer(name="sigmoid", x=3.0))
    assert "f(3.0) = 0.953" in text
    assert "f′(3.0) = 0.045: saturated. Only 4.5% of a gradient passes back." in text
    assert "at the kink the slope jumps from 0.000 to 1.000" in repr(
        ActivationExplorer(name="relu", x=0.0)
    )


# BatchNormExplorer


def test_default_batch_is_real_and_not_standardized():
    bn = BatchNormExplorer()
    assert bn.x.shape == (64,)
    assert abs(bn.batch_mean) > 1
    assert bn.batch_std > 1.5


def test_formula():
    bn = BatchNormExplorer(BATCH, mu=1.0, sigma=0.5, gamma=2.0, beta=-1.0, eps=0.75)
    np.testing.assert_allclose(bn.x_hat, np.array([0.0, 1.0, 2.0, 3.0]), rtol=1e-15)
    np.testing.assert_allclose(bn.y, np.array([-1.0, 1.0, 3.0, 5.0]), rtol=1e-15)


def test_use_batch_statistics_standardizes():
    bn = BatchNormExplorer(eps=1e-8)
    bn.use_batch_statistics()
    assert bn.y.mean() == pytest.approx(0, abs=1e-12)
    assert bn.y.std() == pytest.approx(1, abs=1e-8)
    assert "standardized" in repr(bn)


def test_the_held_sample_pulls_the_statistics_but_not_the_sliders():
    bn = BatchNormExplorer(BATCH)
    bn.use_batch_statistics()
    mu, mean = bn.mu, bn.batch_mean
    bn.sample = 6.0
    assert bn.x.tolist() == [6.0, 2.0, 3.0, 4.0]
    assert bn.batch_mean > mean
    assert bn.mu == mu


@pytest.mark.parametrize("n", [2, 3, 64, 512])
def test_the_batchs_own_statistics_are_always_on_the_sliders(n):
    rng = np.random.default_rng(n)
    for x in (rng.normal(5, 2, n), rng.lognormal(0, 2, n), np.r_[np.zeros(n - 1), 1.0]):
        bn = BatchNormExplorer(x)
        for end in bn._view["ranges"]["sample"][:2]:
            bn.sample = end
            bn.use_batch_statistics()
            assert bn.mu == bn.batch_mean
            assert bn.sigma == bn.batch_std


@pytest.mark.parametrize("x", [1e6 + np.arange(64.0), 1e-6 * np.arange(9.0), np.full(8, 3.0)])
def test_odd_batches_start_in_the_picture(x):
    bn = BatchNormExplorer(x)
    lo, hi, _ = bn._view["ranges"]["mu"]
    assert lo <= bn.mu <= hi
    assert np.isfinite(bn.y).all()
    bn._repr_mimebundle_()


def test_a_constant_batch_comes_out_as_beta():
    bn = BatchNormExplorer(np.full(8, 0.1), beta=0.5)
    bn.use_batch_statistics()
    np.testing.assert_allclose(bn.y, 0.5, atol=1e-9)


@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        ([1.0], ValueError, r"2 to 512 values, got shape \(1,\)"),
        ([], ValueError, r"got shape \(0,\)"),
        (np.zeros(513), ValueError, r"got shape \(513,\)"),
        (np.zeros((4, 4)), ValueError, r"one-dimensional.*got shape \(4, 4\)"),
        (3.0, ValueError, r"got shape \(\)"),
        ([1.0, np.nan, 2.0], ValueError, r"x must be finite, but x\[1\] is nan"),
        ([1.0, 2.0, np.inf], ValueError, r"x must be finite, but x\[2\] is inf"),
        (["a", "b"], TypeError, "x must hold real numbers, got dtype <U1"),
        ([1j, 2j], TypeError, "x must hold real numbers, got dtype complex128"),
        ([0.0, 1e200], ValueError, "no larger than 1e100"),
        ([1e6, 1e6 + 1e-8], ValueError, "spread that a double can resolve"),
    ],
)
def test_data_that_cannot_be_drawn_are_refused(x, error, message):
    with pytest.raises(error, match=message):
        BatchNormExplorer(x)


def test_integers_and_lists_are_welcome():
    assert BatchNormExplorer([1, 2, 3]).x.tolist() == [1.0, 2.0, 3.0]
    assert BatchNormExplorer(np.arange(5, dtype=np.float32)).x.dtype == np.float64


def test_the_readers_array_is_left_alone():
    x = np.array(BATCH)
    bn = BatchNormExplorer(x)
    bn.sample = 2.5
    assert x.tolist() == BATCH


def test_says_when_gamma_and_beta_undo_it():
    bn = BatchNormExplorer()
    bn.use_batch_statistics()
    bn.gamma, bn.beta = bn.sigma, bn.mu
    assert "γ and β undo it, the output is the input" in repr(bn)


def test_says_how_many_outputs_are_out_of_the_picture():
    assert "3 of 4 outputs lie beyond the edge of the picture" in repr(
        BatchNormExplorer(BATCH, mu=1.0, sigma=0.0, eps=1e-4)
    )
