"""The explorers' Python side: traits, checks, words and still pictures."""

import base64
import io
import json

import ipywidgets
import numpy as np
import pytest
from PIL import Image
from traitlets import Int, TraitError

from actnorm import explorers
from actnorm.explorers import ActivationExplorer, BatchNormExplorer, GradientFlowExplorer
from actnorm.explorers.base import Whole

BATCH = [1.0, 2.0, 3.0, 4.0]
KINDS = [getattr(explorers, name) for name in explorers.__all__ if name != "Explorer"]


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


@pytest.mark.parametrize("kind", KINDS)
def test_whole_numbers_come_from_numpy_too(kind):
    own = kind.class_own_traits(sync=True).items()
    whole = {name: t for name, t in own if isinstance(t, Int) and not t.read_only}
    assert [name for name, trait in whole.items() if not isinstance(trait, Whole)] == []


def test_a_whole_number_is_whole():
    flow = GradientFlowExplorer()
    flow.depth = np.int64(4)
    assert type(flow.depth) is int
    for odd in (2.5, 4.0, "4", True, None):
        with pytest.raises(TraitError, match=f"depth must be a whole number, got {odd!r}"):
            flow.depth = odd


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
