"""Real training runs, unit by unit: who is dead, since when, and who comes back."""

from functools import cache

import numpy as np
import traitlets

from actnorm.activations import gelu, gelu_grad
from actnorm.explorers.base import Explorer
from actnorm.explorers.dead_units.maths import DEAD, census, packed, shares
from actnorm.explorers.digits import pack
from actnorm.explorers.traits import Choice, Whole, choices, slider, stops
from actnorm.progress import track

__all__ = ["DeadUnitsExplorer"]

_LAYERS, _UNITS, _TIMES, _RUNS = 4, 256, 200, 12  # what a page and a phone can take
_NAME = 36
_IMAGES = 1344  # full batches of 64; a last one of the three left over kills units of its own

_RAW = {"scaling": "none", "lr": 0.1}
_EXAMPLES = {
    "raw pixels, learning rate 0.1": _RAW,
    "raw pixels, learning rate 0.03": _RAW | {"lr": 0.03},
    "raw pixels, learning rate 0.01": _RAW | {"lr": 0.01},
    "standardized, learning rate 0.1": {"lr": 0.1},
    "standardized, 0.3 with momentum": {"lr": 0.3, "momentum": 0.9},
    "standardized, 0.1, initial bias −10": {"lr": 0.1, "init_bias": -10.0},
    "raw pixels, 0.1, leaky ReLU": _RAW | {"activation": "leaky_relu"},
    "raw pixels, 0.1, GELU": _RAW | {"activation": (gelu, gelu_grad)},
    "raw pixels, 0.1, batch norm": _RAW | {"norm": "batch"},
}


class DeadUnitsExplorer(Explorer, kind="dead-units"):
    """Scrub through recorded trainings and see which units are dead.

    Each cell is a hidden unit, the fuller the colour the more of the training samples it is on
    for; a dead one is grey and crossed out. Below, the share of dead units and the test accuracy
    over training, and the story of the one unit that is held (click on a cell to hold it).

    Parameters
    ----------
    runs : mapping of str to UnitRecord, optional
        Name of each run, up to 36 letters, to what `actnorm.network.record_units` returned: 1 to
        12 runs with the same layers and the same steps, up to 4 hidden layers with 256 units in
        all, and 2 to 200 recorded steps. By default nine trainings of a network of 64, 32, 32
        and 10 units on digits, trained when first asked for (in about three seconds).
    run : str, optional
        The run that is shown, by default the first.
    step : int, optional
        The training step that is shown, one of those recorded; by default the one in the middle.
    unit : int, default 1
        The unit that is held, counted from 1 through all hidden layers.

    Raises
    ------
    TypeError
        If `runs` does not map names to records.
    ValueError
        If there are too many or too large runs, or they differ in layers or steps.
    traitlets.TraitError
        If a trait is set to what is not there, `step` to one that was not recorded.

    Notes
    -----
    What is shipped to a page is rounded: shares to whole per cent (below 1 % to 0; only what is
    on for all samples has 1), losses to three digits, accuracies to four decimals. Deaths and
    revivals are counted between recorded steps; what happens between two of them and is undone is
    not seen.

    Examples
    --------
    >>> from actnorm.data import digits
    >>> from actnorm.explorers import DeadUnitsExplorer
    >>> from actnorm.network import MLP, record_units
    >>> mlp = MLP([64, 16, 10], rng=np.random.default_rng(0))
    >>> raw = digits(scaling="none")
    >>> plan = {"lr": 0.3, "momentum": 0.0, "rng": np.random.default_rng(1)}
    >>> explorer = DeadUnitsExplorer({"mine": record_units(mlp, raw, epochs=1, **plan)})
    >>> explorer.step = 22
    >>> int(explorer.dead.sum())
    16
    >>> explorer.step = 0
    >>> int(explorer.dead.sum())
    1
    """

    _data = {"runs": "runs"}  # noqa: RUF012
    _runs = traitlets.Dict(read_only=True).tag(sync=True)
    layers = traitlets.List(read_only=True, help="Units of each hidden layer.").tag(sync=True)
    samples = traitlets.Int(read_only=True, help="How many training samples.").tag(sync=True)
    run = Choice().tag(sync=True)
    step = Whole(0).tag(sync=True)
    unit = Whole(1).tag(sync=True)

    def __init__(self, runs=None, *, run=None, step=None, unit=1, **widget):
        self._own = runs
        runs = _checked(_trained() if runs is None else runs)
        self._bytes = {name: packed(record) for name, record in runs.items()}
        first = next(iter(runs.values()))
        self._steps = [int(step) for step in first.steps]
        self.set_trait("layers", [int(n) for n in first.layers])
        self.set_trait("samples", int(first.samples))
        self.set_trait("_runs", {name: self._shipped(name, runs[name]) for name in runs})
        controls = {
            "run": choices(runs.keys(), data="_runs"),
            "step": stops(self._steps) | choices(self._steps),  # and none between
            "unit": slider(1, sum(self.layers), step=1),
        }
        super().__init__(
            controls=controls,
            run=next(iter(runs)) if run is None else run,
            step=self._steps[len(self._steps) // 2] if step is None else step,
            unit=unit,
            **widget,
        )

    def _shipped(self, name, record):
        return {
            "units": pack(self._bytes[name].T, back=[1]),  # a unit changes little over time
            "loss": [float(f"{v:.3g}") if np.isfinite(v) else None for v in record.loss],
            "accuracy": [round(float(v), 4) for v in record.accuracy],
        }

    @property
    def runs(self):
        """The reader's own runs by name, or None."""
        return self._own

    @property
    def names(self):
        """The names of the runs."""
        return list(self._bytes)

    @property
    def steps(self):
        """The training steps that were recorded."""
        return list(self._steps)

    @property
    def dead(self):
        """Which units are dead now; bool, shape (units,)."""
        return self._so_far[-1] == DEAD

    @property
    def share(self):
        """On which share of the training samples each unit is on now; shape (units,)."""
        return shares(self._so_far[-1])

    @property
    def deaths(self):
        """How often each unit has died up to now; shape (units,)."""
        return census(self._so_far)[0]

    @property
    def revivals(self):
        """How often each unit has come back to life up to now; shape (units,)."""
        return census(self._so_far)[1]

    @property
    def accuracy(self):
        """Share of the test samples that are classified rightly now."""
        return self._runs[self.run]["accuracy"][self._steps.index(self.step)]

    @property
    def _so_far(self):
        return self._bytes[self.run][: self._steps.index(self.step) + 1]


def _checked(runs):
    """Check the reader's records."""
    from actnorm.network import UnitRecord

    pairs = list(runs.items()) if hasattr(runs, "items") else [(None, runs)]
    for name, record in pairs:
        if not isinstance(name, str) or not isinstance(record, UnitRecord):
            raise TypeError(
                "runs must map names to what actnorm.network.record_units returns; got "
                f"{name!r}: {type(record).__name__}"
            )
        if not name.strip() or len(name) > _NAME:
            raise ValueError(f"a run's name must have 1 to {_NAME} letters; got {name!r}")
    if not 1 <= len(pairs) <= _RUNS:
        raise ValueError(f"runs must be 1 to {_RUNS}; got {len(pairs)}")
    first = pairs[0][1]
    for what, size, lo, hi in (
        ("hidden layers", len(first.layers), 1, _LAYERS),
        ("units", sum(first.layers), 2, _UNITS),
        ("recorded steps", len(first.steps), 2, _TIMES),
    ):
        if not lo <= size <= hi:
            raise ValueError(f"runs must have {lo} to {hi} {what}; got {size}")
    for name, record in pairs[1:]:
        for what in ("layers", "steps", "samples"):
            mine, theirs = (np.asarray(getattr(r, what)).tolist() for r in (first, record))
            if mine != theirs:
                raise ValueError(
                    f"all runs must have the same {what}; {pairs[0][0]!r} has {mine}, "
                    f"{name!r} has {theirs}"
                )
    return dict(pairs)


@cache
def _trained():
    """Train the networks of the default runs: the same weights and order of images in all nine."""
    from actnorm.data import digits
    from actnorm.network import MLP, record_units

    runs = {}
    for name, options in track(_EXAMPLES.items()):
        options = dict(options)
        data = digits(scaling=options.pop("scaling", "standardize"))
        x, y = data.x_train[:_IMAGES], data.y_train[:_IMAGES]
        plan = {"lr": options.pop("lr"), "momentum": options.pop("momentum", 0.0)}
        mlp = MLP([64, 32, 32, 10], rng=np.random.default_rng(0), **options)
        data = data._replace(x_train=x, y_train=y)
        runs[name] = record_units(mlp, data, epochs=6, rng=np.random.default_rng(100), **plan)
    return runs
