"""Whatever a figure is given, it is drawn or a sentence names what is wrong."""

import threading
from fractions import Fraction

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from actnorm import plots


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def axes():
    """Axes of a figure that pyplot knows nothing of."""
    return Figure().subplots()


MASKED = np.ma.masked_array([[0.25, 0.5], [0.75, 1.0]], mask=[[0, 1], [0, 0]])
PAIR = ([[0.2, 0.8], [0.6, 0.4]], [1, 1])
# figure, the argument under test by name, and a call with everything else as it should be
DATA = {
    "plot_distribution": ("values", lambda v, ax: plots.plot_distribution(v, ax=ax)),
    "plot_features": ("x", lambda v, ax: plots.plot_features(v, ax=ax)),
    "plot_runs": ("runs", lambda v, ax: plots.plot_runs(v, ax=ax)),
    "plot_runs, x": ("x", lambda v, ax: plots.plot_runs(np.ones((2, 2)), x=v, ax=ax)),
    "plot_final": ("results", lambda v, ax: plots.plot_final({"a": v}, ax=ax)),
    "plot_jacobian": ("jacobian", lambda v, ax: plots.plot_jacobian(v, ax=ax)),
    "plot_pixels": ("pixels", lambda v, ax: plots.plot_pixels(v, ax=ax)),
    "plot_slopes": ("slopes", lambda v, ax: plots.plot_slopes(v, ax=ax)),
    "plot_slopes, before": ("before", lambda v, ax: plots.plot_slopes([0.5], before=v, ax=ax)),
    "plot_boundary, x": ("x", lambda v, ax: plots.plot_boundary(first, v, [0, 1], ax=ax)),
    "plot_boundary, y": ("y", lambda v, ax: plots.plot_boundary(first, PAIR[0], v, ax=ax)),
    "plot_boundary, score": (
        "score",
        lambda v, ax: plots.plot_boundary(lambda _: v, *PAIR, ax=ax, grid=2),
    ),
    "plot_reliability": (
        "probabilities",
        lambda v, ax: plots.plot_reliability([(v, [0, 1])], ax=ax),
    ),
    "plot_reliability, labels": (
        "labels",
        lambda v, ax: plots.plot_reliability([(PAIR[0], v)], ax=ax),
    ),
}
DRAWN = {
    "plot_batch_norm_graph",
    "list_family",
    "plot_activation",
    "plot_derivative",
    "plot_gallery",
}
ODD = {
    "empty": [],
    "empty rows": np.zeros((0, 2)),
    "a number": 3.0,
    "None": None,
    "text": "abc",
    "a list of texts": ["a", "b"],
    "ragged": [[1.0], [1.0, 2.0]],
    "complex": np.array([[1 + 2j, 2], [3, 4]]),
    "masked": MASKED,
    "a masked row": [MASKED[0], MASKED[1]],
    "NaN": [[np.nan, 1.0], [1.0, 0.5]],
    "a row of NaN": [np.nan, np.nan],
    "inf": [[np.inf, -np.inf], [1.0, 0.5]],
    "constant": np.full((2, 2), 0.1),
    "a constant row": [7.0, 7.0],
    "huge and constant": [1e16] * 3,
    "huge and nearly constant": [1e16, 1e16 + 2],
    "huge": [[1e300, -1e300], [0.0, 1.0]],
    "as large as can be drawn": [[1e150, -1e150], [0.0, 1.0]],
    "the largest float": [np.finfo(float).max, -np.finfo(float).max],
    "subnormal": [[5e-324, 0.0], [0.0, 0.0]],
    "zeros": np.zeros((2, 2)),
    "one": [[1.0]],
    "float16": np.ones((2, 2), np.float16),
    "integers": np.array([[0, 1], [1, 0]]),
    "truth values": np.array([True, False]),
    "many axes": np.ones((2, 2, 2)),
    "objects": [[Fraction(1, 2), object()]],
    "a dictionary": {"a": 1},
    "a function": len,
}


def first(points):
    return points[:, 0] - 0.5


def test_every_figure_that_takes_data_is_tried():
    drawing = {name for name in plots.__all__ if name.startswith(("plot_", "list_"))}
    assert drawing - DRAWN - {"plot_sweep"} == {name.partition(",")[0] for name in DATA}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", DATA)
def test_a_picture_or_a_sentence(name, odd):
    """Warnings are errors here; drawing is tried, too, for matplotlib looks at limits late."""
    argument, call = DATA[name]
    ax = axes()
    said = None
    try:
        call(ODD[odd], ax)
    except (TypeError, ValueError) as error:
        said = str(error)
    if said is None:
        assert not odd.startswith(("masked", "a masked", "ragged", "complex", "text"))
        FigureCanvasAgg(ax.figure).draw()
    else:
        assert argument in said
        assert " must " in said
        assert "\n" not in said
        assert not ax.has_data()  # nothing half drawn


@pytest.mark.parametrize("odd", ["constant", "huge and constant", "zeros", "one", "integers"])
def test_a_distribution_is_drawn_wherever_there_is_one(odd):
    ax = axes()
    plots.plot_distribution(ODD[odd], ax=ax)
    assert sum(bar.get_height() for bar in ax.patches) == np.size(ODD[odd])


def test_runs_have_a_gap_where_a_seed_diverged():
    ax = axes()
    plots.plot_runs([[1.0, np.inf, 3.0], [3.0, -np.inf, 5.0]], ax=ax)
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), [2.0, np.nan, 4.0])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: plots.plot_gallery([]), "activations must hold at least one"),
        (lambda: plots.plot_gallery({}), "activations must hold at least one"),
        (lambda: plots.list_family([]), "activations must hold at least one"),
        (lambda: plots.plot_gallery("relu"), "activations must be a mapping or a sequence"),
        (lambda: plots.plot_gallery(3), "activations must be a mapping or a sequence"),
        (lambda: plots.plot_gallery(["relu", "rulu"]), "got 'rulu'"),
        (lambda: plots.plot_gallery(["relu", "gelu"], axes=axes()), "axes must be at least 2"),
        (lambda: plots.plot_gallery(columns=0), "columns must be a whole number from 1"),
        (lambda: plots.plot_gallery(columns=1.5), "columns must be a whole number"),
        (lambda: plots.plot_activation(np.tanh), "activation must be one of"),
        (lambda: plots.plot_activation(None), "activation must be one of"),
        (lambda: plots.plot_activation("relu", xlim=(3, 3)), "xlim must be two finite numbers"),
        (lambda: plots.plot_activation("relu", xlim=(3, -3)), "xlim must be two finite numbers"),
        (lambda: plots.plot_activation("relu", xlim=(0, np.inf)), "xlim must be two finite"),
        (lambda: plots.plot_activation("relu", xlim=3), "xlim must be two finite numbers"),
        (lambda: plots.plot_derivative("relu", xlim=(-1e9, 1e9)), "an interval of at most"),
        (lambda: plots.plot_distribution([1.0], bins=0), "bins must be a whole number"),
        (lambda: plots.plot_distribution([1.0], bins="many"), "bins must be a whole number"),
        (
            lambda: plots.plot_distribution([1.0], bins=1e300),
            "bins must be .* from 1 to 10000",
        ),
        (lambda: plots.plot_distribution([1.0], bins=3 + 1j), "bins must be a whole number"),
        (lambda: plots.plot_distribution([1.0], bins=np.nan), "bins must be a whole number"),
        (lambda: plots.plot_distribution([1.0], bins=True), "bins must be a whole number"),
        (lambda: plots.plot_distribution([1.0], xlim=(1, 0)), "xlim must be two finite numbers"),
        (lambda: plots.plot_slopes([0.5], bins=-1), "bins must be a whole number"),
        (lambda: plots.plot_slopes([0.5], xlim=(0, np.nan)), "xlim must be two finite numbers"),
        (lambda: plots.plot_jacobian([[1.0]], largest=0.0), "largest must be a finite positive"),
        (lambda: plots.plot_jacobian([[1.0]], largest=np.nan), "largest must be a finite positive"),
        (lambda: plots.plot_boundary(first, *PAIR, pad=-1), "pad must be a finite positive"),
        (lambda: plots.plot_boundary(first, *PAIR, grid=1), "grid must be a whole number"),
        (lambda: plots.plot_boundary(first, *PAIR, grid=10**6), "grid must be .* from 2 to 2000"),
        (lambda: plots.plot_reliability([]), "runs must hold at least one pair"),
        (lambda: plots.plot_reliability([PAIR[0]]), "probabilities in runs must"),
        (lambda: plots.plot_reliability(None), "runs must hold pairs"),
        (lambda: plots.plot_reliability([3]), "runs must hold pairs"),
        (lambda: plots.plot_reliability([PAIR], bins=0), "bins must be a whole number"),
        (lambda: plots.plot_final({}), "at least one result"),
        (lambda: plots.plot_final([0.5, 0.6]), "results must map"),
        (lambda: plots.palette("sepia"), "theme must be 'light' or 'dark'"),
    ],
)
def test_odd_options_get_a_sentence(call, says):
    before = plt.get_fignums()
    with pytest.raises((TypeError, ValueError), match=says):
        call()
    assert plt.get_fignums() == before  # no empty figure is left behind


def test_the_readers_settings_are_never_touched():
    """Only `use` may set them. Many threads at once, each drawing all there is."""
    before = dict(mpl.rcParams)
    errors = []

    def draw():
        try:
            for name, (_, call) in DATA.items():
                value = [1, 0] if name.endswith(("labels", ", x", ", y")) else PAIR[0]
                ax = axes()
                call(PAIR[0] if name == "plot_boundary, x" else value, ax)
                FigureCanvasAgg(ax.figure).draw()
            plots.plot_gallery(["relu", "gelu"], axes=[axes(), axes()])
            plots.plot_batch_norm_graph(ax=axes())
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert dict(mpl.rcParams) == before
