"""Figures: data in, marks out, on the axes that were given."""

import io
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from actnorm import ACTIVATIONS, plots
from actnorm.plots.sampling import sample


@pytest.fixture(autouse=True)
def style():
    with mpl.rc_context():
        plots.use()
        yield
    plt.close("all")


def lines(ax):
    """Curves without the dots."""
    return [line for line in ax.lines if line.get_marker() in ("None", None, "")]


# Style


def test_use_sets_the_palette():
    colors = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
    assert colors[0] == plots.palette()["output"]
    plots.use(theme="dark")
    assert mpl.rcParams["figure.facecolor"] == plots.palette("dark")["paper"]


def test_svg_is_the_same_twice_and_its_text_is_text():
    def draw():
        figure, ax = plt.subplots()
        plots.plot_activation("gelu", ax=ax)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
        return buffer.getvalue()

    first = draw()
    assert first == draw()
    assert ">f(x)</text>" in first
    assert "<dc:date>" not in first


def test_use_asks_a_notebook_for_svg(monkeypatch):
    """In a kernel: SVG, no date. Elsewhere nothing is touched."""
    from matplotlib_inline import backend_inline
    from matplotlib_inline.config import InlineBackend

    class Shell:
        kernel = object()

    asked = {}
    monkeypatch.setattr("IPython.get_ipython", Shell)
    monkeypatch.setattr(
        backend_inline, "set_matplotlib_formats", lambda *f, **k: asked.update({f: k})
    )
    settings = SimpleNamespace()
    monkeypatch.setattr(InlineBackend, "instance", lambda **_: settings)
    plots.use()
    assert asked == {("svg",): {"bbox_inches": "tight", "metadata": {"Date": None}}}
    assert settings.figure_formats == {"svg"}


# Sampling


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_samples_lie_on_decimals_and_pieces_end_at_kinks(name):
    entry = ACTIVATIONS[name]
    samples = sample(entry.f, entry.grad, kinks=entry.kinks)
    assert samples.x[83] == 0.3
    pieces = samples.pieces()
    assert len(pieces) == 1 + len(entry.kinks)
    assert pieces[0].x[0] == -8
    assert pieces[-1].x[-1] == 8
    for left, right, kink in zip(pieces[:-1], pieces[1:], samples.kinks, strict=True):
        assert left.x[-1] == right.x[0] == kink.x
        assert left.grad[-1] == kink.grad_left
        assert right.grad[0] == kink.grad_right
    for piece in pieces:
        assert (np.diff(piece.x) > 0).all()
        assert piece.x.shape == piece.f.shape == piece.grad.shape


def test_a_kink_is_not_joined_across():
    entry = ACTIVATIONS["relu"]
    left, right = sample(entry.f, entry.grad, kinks=entry.kinks).pieces()
    assert set(left.grad) == {0.0}
    assert set(right.grad) == {1.0}


def test_kinks_out_of_the_picture_are_left_out():
    entry = ACTIVATIONS["relu6"]
    assert [k.x for k in sample(entry.f, entry.grad, kinks=entry.kinks, lo=-2, hi=2).kinks] == [0.0]


# Curves


@pytest.mark.parametrize("draw", [plots.plot_activation, plots.plot_derivative])
def test_draws_on_the_axes_it_is_given_and_returns_them(draw):
    _, (left, right) = plt.subplots(1, 2)
    assert draw("tanh", ax=left) is left
    assert not right.lines
    assert left.get_xlabel() == "x"
    assert left.get_ylabel() in ("f(x)", "f′(x)")


def test_without_axes_the_current_ones():
    _, ax = plt.subplots()
    assert plots.plot_activation(ACTIVATIONS["tanh"]) is ax


def test_a_jump_is_two_curves_two_open_dots_and_a_filled_one():
    _, ax = plt.subplots()
    plots.plot_derivative("relu", ax=ax)
    assert len(lines(ax)) == 2
    dots = {
        (line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if line.get_marker() == "o"
    }
    assert dots == {(0.0, 0.0), (0.0, 1.0)}
    assert ax.lines[-1].get_markerfacecolor() != ax.get_facecolor()  # the value is the last, filled


def test_a_corner_has_no_dots():
    _, ax = plt.subplots()
    plots.plot_activation("relu", ax=ax)
    assert [line.get_marker() for line in ax.lines] == ["None", "None"]


def test_curves_hold_the_functions_values():
    _, ax = plt.subplots()
    plots.plot_activation("sigmoid", ax=ax, xlim=(-3, 3))
    (curve,) = lines(ax)
    np.testing.assert_array_equal(curve.get_ydata(), ACTIVATIONS["sigmoid"].f(curve.get_xdata()))
    assert ax.get_xlim() == (-3, 3)


def test_one_entry_in_the_legend_however_many_pieces():
    _, ax = plt.subplots()
    plots.plot_derivative("hard_swish", ax=ax)
    assert len(ax.get_legend_handles_labels()[1]) == 1


def test_an_unknown_activation_is_refused():
    with pytest.raises(ValueError, match=r"activation must be one of sigmoid, .*got 'sigmod'"):
        plots.plot_activation("sigmod")


def test_gallery_shows_the_whole_registry():
    axes = plots.plot_gallery()
    assert [ax.get_title(loc="left") for ax in axes] == [a.label for a in ACTIVATIONS.values()]
    assert all(ax.lines for ax in axes)


def test_gallery_shows_what_it_is_given():
    assert len(plots.plot_gallery(["relu", "gelu", "silu"], columns=2)) == 3


# Distributions


def test_distribution_marks_mean_and_spread():
    values = np.array([1.0, 2.0, 3.0, 6.0])
    _, ax = plt.subplots()
    assert plots.plot_distribution(values, ax=ax, xlabel="x") is ax
    ticks, bar, dot = ax.lines
    np.testing.assert_array_equal(ticks.get_xdata()[::3], values)
    np.testing.assert_allclose(bar.get_xdata(), [3 - values.std(), 3 + values.std()])
    np.testing.assert_allclose(dot.get_xdata(), [3])
    assert ax.get_xlabel() == "x"


@pytest.mark.parametrize("values", [[], [1.0, np.nan], [np.inf]])
def test_distribution_refuses_what_has_no_mean(values):
    with pytest.raises(ValueError, match="values must be finite numbers"):
        plots.plot_distribution(values)


# Training


def test_runs_show_mean_and_range():
    runs = np.array([[0.1, 0.5, 0.8], [0.3, 0.5, 1.0]])
    _, ax = plt.subplots()
    assert plots.plot_runs(runs, ax=ax, label="with", ylabel="accuracy") is ax
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [0.2, 0.5, 0.9])
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [1, 2, 3])
    band = ax.collections[0].get_paths()[0].vertices
    assert band[:, 1].min() == 0.1
    assert band[:, 1].max() == 1.0


@pytest.mark.parametrize("runs", [[1.0, 2.0], [[1.0, 2.0]], np.zeros((3, 0))])
def test_a_single_run_is_refused(runs):
    with pytest.raises(ValueError, match="at least two seeds, got shape"):
        plots.plot_runs(runs)


def test_final_shows_every_seed():
    results = {"with": [0.9, 0.95, 0.94], "without": [0.5, 0.6, 0.7]}
    _, ax = plt.subplots()
    assert plots.plot_final(results, ax=ax, colors={"without": "dead"}) is ax
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [line.get_ydata().tolist() for line in dots] == list(results.values())
    assert dots[1].get_color() == plots.palette()["dead"]
    assert [t.get_text() for t in ax.get_xticklabels()] == list(results)


@pytest.mark.parametrize("results", [{}, {"with": []}])
def test_final_without_results_is_refused(results):
    with pytest.raises(ValueError, match=r"results.* must .*at least one result"):
        plots.plot_final(results)
