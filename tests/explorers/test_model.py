"""The Python side of every explorer: traits, what it refuses, how it is written."""

import json
import threading

import ipywidgets
import numpy as np
import pytest
from traitlets import Bool, Float, Int, TraitError

from actnorm import explorers
from actnorm.explorers import Explorer
from actnorm.explorers.traits import Flag, Number, Whole, choices, log_slider, slider, stops

from .net import KINDS, about

CLASSES = [getattr(explorers, name) for name in explorers.__all__ if name != "Explorer"]
every = pytest.mark.parametrize("kind", KINDS)


def default(kind):
    return about(kind).make["default"]()


@every
def test_is_an_ordinary_widget(kind):
    explorer = default(kind)
    assert isinstance(explorer, ipywidgets.DOMWidget)
    box = ipywidgets.HBox([explorer, ipywidgets.FloatSlider()])
    assert box.children[0] is explorer


@every
def test_state_is_plain_json(kind):
    """No buffers, no NaN: an embedded page must be able to read it."""
    state = {k: v for k, v in default(kind).get_state().items() if k != "layout"}
    assert json.loads(json.dumps(state, allow_nan=False))["_explorer"] == kind


@every
def test_loads_its_own_script_only(kind, root):
    state = default(kind).get_state()
    static = root / "actnorm" / "explorers" / "static"
    assert state["_esm"] == (static / f"{kind}.js").read_text("utf-8")
    assert state["_css"] == (static / f"{kind}.css").read_text("utf-8")


@every
def test_the_repr_makes_it_again(kind):
    for make in about(kind).make.values():
        explorer = make()
        text = repr(explorer)
        assert text.startswith(f"{type(explorer).__name__}(")
        if "=<" in text:  # data, and what depends on them
            continue
        again = eval(text, {name: getattr(explorers, name) for name in explorers.__all__})
        for name in explorer._controls:
            assert getattr(again, name) == getattr(explorer, name)


@every
def test_the_text_beside_the_view(kind):
    explorer = default(kind)
    data, _ = explorer._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert data["text/plain"].startswith(f"{explorer!r}\nRun this cell ")
    assert "image/png" not in data
    titled = type(explorer)(title="What it shows")._repr_mimebundle_()[0]["text/plain"]
    assert titled.startswith(f"What it shows\n{type(explorer).__name__}(")
    explorer.set_trait("description", "As a view says it.")
    assert explorer._repr_mimebundle_()[0]["text/plain"].endswith("\nAs a view says it.")


@every
def test_reset_leads_to_what_was_shown_first(kind):
    explorer = default(kind)
    slid = [n for n, c in explorer._controls.items() if "allowed" in c and "step" in c]
    moved = [n for n in slid if isinstance(explorer.traits()[n], (Number, Whole))]
    for name in moved[:1]:
        setattr(explorer, name, type(getattr(explorer, name))(explorer._controls[name]["max"]))
        explorer._repr_mimebundle_()
        shown = getattr(explorer, name)
        setattr(explorer, name, type(shown)(explorer._controls[name]["min"]))
        explorer._repr_mimebundle_()
        assert explorer._first[name] == shown


@every
def test_a_misspelt_keyword_is_refused(kind):
    with pytest.raises(TypeError, match=r"has no 'titles'; did you mean 'title'\?"):
        type(default(kind))(titles="x")
    with pytest.raises(TypeError, match="has no 'zzzzzz'; there are "):
        type(default(kind))(zzzzzz=1)


@every
def test_a_misspelt_trait_is_refused(kind):
    explorer = default(kind)
    for name in explorer._controls:
        with pytest.raises(AttributeError, match=rf"did you mean '{name}'\?"):
            setattr(explorer, f"{name}{name[-1]}", 1)


@every
def test_what_the_view_says_is_not_for_python_to_set(kind):
    with pytest.raises(TraitError, match="read-only"):
        default(kind).description = "x"


@every
def test_a_name_and_a_title_are_strings(kind):
    with pytest.raises(TypeError, match="figure must be a string; got 3"):
        type(default(kind))(figure=3)
    explorer = type(default(kind))(figure="a-name", title="A title")
    assert (explorer.figure, explorer.title) == ("a-name", "A title")


@pytest.mark.parametrize("kind", CLASSES)
def test_numbers_and_flags_take_numpys(kind):
    """A trait that is set is one of ours: those take NumPy's scalars, and say what is wrong."""
    ours = kind.class_traits(sync=True).items()
    own = {n: t for n, t in ours if not n.startswith("_") and not t.read_only}
    own = {n: t for n, t in own.items() if n not in Explorer.class_traits()}
    for name, trait in own.items():
        assert not isinstance(trait, Int) or isinstance(trait, Whole), name
        assert not isinstance(trait, Float) or isinstance(trait, Number), name
        assert not isinstance(trait, Bool) or isinstance(trait, Flag), name


@every
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, None, "1", True, 1j, [1.0]])
def test_a_number_that_is_none_is_refused(kind, wrong):
    explorer = default(kind)
    for name, trait in explorer.traits().items():
        if name in explorer._controls and isinstance(trait, (Number, Whole)):
            before = getattr(explorer, name)
            with pytest.raises(TraitError, match=f"{name} must be a (finite|whole) number, got "):
                setattr(explorer, name, wrong)
            assert getattr(explorer, name) == before


@every
def test_beyond_its_range_a_trait_is_refused(kind):
    explorer = default(kind)
    for name, trait in explorer.traits().items():
        control = explorer._controls.get(name, {})
        if "allowed" not in control or "choices" in control:
            continue
        if not isinstance(trait, (Number, Whole)):
            continue
        lo, hi = control["allowed"]
        step = 1 if isinstance(trait, Whole) else 1e-3 * max(1.0, abs(hi))
        before = getattr(explorer, name)
        for beyond in (lo - step, hi + step):
            value = int(beyond) if isinstance(trait, Whole) else beyond
            with pytest.raises(TraitError, match=f"{name} must be from .* to .*, got"):
                setattr(explorer, name, value)
            assert getattr(explorer, name) == before
        for end in (lo, hi):
            setattr(explorer, name, int(end) if isinstance(trait, Whole) else end)


@every
def test_a_choice_that_is_not_offered_is_refused(kind):
    explorer = default(kind)
    for name, control in explorer._controls.items():
        for wrong in ("no such thing", None, 10**6) if "choices" in control else ():
            with pytest.raises(TraitError, match=name):
                setattr(explorer, name, wrong)


def test_numpy_scalars_are_welcome():
    for number in (np.float32(0.25), np.float64(0.25), np.array(0.25)[()]):
        bn = explorers.BatchNormExplorer(gamma=number)
        assert bn.gamma == 0.25
        assert type(bn.gamma) is float


def test_links_with_other_widgets():
    bn, other = explorers.BatchNormExplorer(), ipywidgets.FloatSlider()
    link = ipywidgets.link((other, "value"), (bn, "gamma"))
    for value in (2.5, other.max, other.min):
        other.value = value
        assert bn.gamma == value
    bn.gamma = 1.5
    assert other.value == 1.5
    link.unlink()


def test_can_be_observed():
    seen = []
    explorer = explorers.ActivationExplorer()
    explorer.observe(lambda change: seen.append(change["new"]), names="x")
    explorer.x = 2.0
    assert seen == [2.0]


def test_the_reader_s_matplotlib_settings_are_never_touched():
    """Not even by two explorers that are shown in two threads."""
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    shown = [explorers.BatchNormExplorer(), explorers.ActivationExplorer()] * 4
    threads = [threading.Thread(target=each._repr_mimebundle_) for each in shown]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dict(mpl.rcParams) == before


def test_what_controls_offer():
    assert slider(-1, 1, step=0.1, digits=1)["allowed"] == [-1, 1]
    assert slider(-1, 1, step=0.1, allowed=(-9, 9))["allowed"] == [-9, 9]
    assert log_slider(0.1, 10, per_decade=20, digits=2)["per_decade"] == 20
    assert stops([1, 2, 7])["allowed"] == [1, 7]
    assert choices(["a", 2])["choices"] == [["a", "a"], [2, "2"]]
    assert choices({"a": "Alpha"})["choices"] == [["a", "Alpha"]]
