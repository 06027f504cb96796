"""Two networks that train in the page, side by side, from the same seed."""

from types import MappingProxyType

import traitlets

from actnorm.activations import ACTIVATIONS
from actnorm.explorers.base import Explorer
from actnorm.explorers.playground.besides import BESIDES
from actnorm.explorers.playground.held import Held
from actnorm.explorers.playground.own import own
from actnorm.explorers.playground.points import Points
from actnorm.explorers.playground.samples import registered
from actnorm.explorers.playground.shipped import FEATURES, SHIPPED, shipped
from actnorm.explorers.playground.split import split
from actnorm.explorers.traits import Choice, Number, Whole, choices, log_slider, slider, stops

__all__ = ["PlaygroundExplorer"]

_LAST = 3000  # steps


class PlaygroundExplorer(Explorer, kind="playground"):
    """Train two networks before your eyes, which differ in one setting.

    The networks are what the settings, the seed and the step say: a setting that is changed shows
    the networks as they would be after as many steps. They train in the page, without Python, and
    come back to it when they stand still.

    Parameters
    ----------
    functions : mapping, optional
        Your own activations: name to f, to a pair (f, f_grad) or to an `Activation`. They are
        sampled from -32 to 32, to 1e-6, kinks kept; a function that cannot be is refused.
    data : {"circles", "xor", "spirals", "moons", "gaussians", "own", "wine", "digits"}
        By default "circles": 150 points of two classes for training and as many for the test.
        "own" are `points`; or `actnorm.data.wine`, of which the networks see two features, or
        `actnorm.data.digits`.
    inputs : {"raw", "centred", "standardized"}, default "raw"
        How the networks see the data; mean and standard deviation are those of the training part.
    across, up : str, default "flavanoids" and "proline"
        The two features of the wines.
    points : sequence of (x, y, label), default ()
        Your own, up to 100, set here or on the plane: from -2.5 to 2.5 both ways, rounded to 0.05,
        of label 0 or 1. All train, so that none is left for a test; networks train once there are
        two of each. The text that stands in an address will do as well.
    adds : {"disc", "square"}, default "disc"
        Which of your own points a tap on the plane sets: of label 0 or of label 1.
    beside : str, default "batch"
        What the second network has instead: "none", "batch", "layer" or "rms" (norm), the name of
        an activation, "he" or "xavier" (initialization), "larger" or "smaller" (initial weights, by
        3), "faster" or "slower" (learning rate, by 10), "momentum" (0.9),
        "standardized" (inputs); "alone" for no second
        network.
    layers, units : int, default 6 and 8
        Hidden layers, up to 10, and the units of each, up to 64.
    activation : str, default "sigmoid"
        A name in `actnorm.ACTIVATIONS`, or in `functions`.
    norm : {"none", "batch", "layer", "rms"}, default "none"
    place : {"before", "after"}, default "before"
        Of the norm: before or after the activation.
    init : {"he", "xavier", "pytorch"}, default "xavier"
    scale : float, default 1.0
        A factor of the initial weights.
    lr, momentum, decay : float, default 0.05, 0.9 and 0
        Of gradient descent, as in `actnorm.network.MLP.step`.
    batch : int, default 10
        Points in a batch.
    noise : float, default 0.1
        Standard deviation of what is added to the points.
    seed : int, default 1
        Of points, first weights and batches.
    step : int, default 0
        How many steps have been taken.
    speed : {1, 5, 25, 100}, default 5
        Steps in a frame.
    statistics : {"running", "own"}, default "running"
        With which batch norm answers in the maps, the table and the words: its running statistics
        (evaluation mode), or those of the training data as one batch. Python's `network` and the
        charts do not depend on it.
    look : {"answers", "layers"}, default "answers"
        What is shown where there is no room for both.
    held : (layer, unit) or None, default None
        The unit that is looked at by itself, both counted from 1. A network that is made too small
        for it lets it go.

    Raises
    ------
    traitlets.TraitError
        If a trait is set to what its control does not offer.

    Notes
    -----
    The page computes with samples of the activations, which are right to 1e-6, and otherwise does
    in double precision what `actnorm.network` does. The random numbers are its own.

    Examples
    --------
    >>> from actnorm.explorers import PlaygroundExplorer
    >>> pg = PlaygroundExplorer(data="spirals", activation="tanh", layers=3)
    >>> pg.step = 200
    >>> pg.network()
    Traceback (most recent call last):
    ...
    RuntimeError: the networks of step 200 are in the page, and not here: show the figure, and ...
    """

    _data = MappingProxyType({"functions": "functions"})
    _functions = traitlets.List(read_only=True).tag(sync=True)
    _besides = traitlets.Dict(read_only=True).tag(sync=True)
    _sets = traitlets.Dict(read_only=True).tag(sync=True)
    _trained = traitlets.Dict(read_only=True).tag(sync=True)
    data = Choice().tag(sync=True)
    inputs = Choice().tag(sync=True)
    across = Choice().tag(sync=True)
    up = Choice().tag(sync=True)
    points = Points()
    adds = Choice().tag(sync=True)
    beside = Choice().tag(sync=True)
    layers = Whole(6).tag(sync=True)
    units = Whole(8).tag(sync=True)
    activation = Choice().tag(sync=True)
    norm = Choice().tag(sync=True)
    place = Choice().tag(sync=True)
    init = Choice().tag(sync=True)
    scale = Number(1.0).tag(sync=True)
    lr = Number(0.05).tag(sync=True)
    momentum = Number(0.9).tag(sync=True)
    decay = Number(0.0).tag(sync=True)
    batch = Whole(10).tag(sync=True)
    noise = Number(0.1).tag(sync=True)
    seed = Whole(1).tag(sync=True)
    step = Whole(0).tag(sync=True)
    speed = Whole(5).tag(sync=True)
    statistics = Choice().tag(sync=True)
    look = Choice().tag(sync=True)
    held = Held()

    def __init__(
        self,
        functions=None,
        *,
        data="circles",
        inputs="raw",
        across="flavanoids",
        up="proline",
        points=(),
        adds="disc",
        beside="batch",
        layers=6,
        units=8,
        activation="sigmoid",
        norm="none",
        place="before",
        init="xavier",
        scale=1.0,
        lr=0.05,
        momentum=0.9,
        decay=0.0,
        batch=10,
        noise=0.1,
        seed=1,
        step=0,
        speed=5,
        statistics="running",
        look="answers",
        held=None,
        **widget,
    ):
        self._own, self._given = own(functions, BESIDES), functions
        labels = {name: name for name in self._own}
        labels |= {name: entry.label for name, entry in ACTIVATIONS.items()}
        sampled = {name: each.sampled for name, each in self._own.items()} | registered()
        told = [
            {"name": name, "label": labels[name], "own": name in self._own} | function.shipped()
            for name, function in sampled.items()
        ]
        self.set_trait("_functions", told)
        mine = {name: {"trait": "activation", "value": name} for name in self._own}
        self.set_trait("_besides", mine | BESIDES)
        controls = {
            "data": choices(
                ("circles", "xor", "spirals", "moons", "gaussians", "own", "wine", "digits")
            ),
            "inputs": choices(("raw", "centred", "standardized")),
            "across": choices(FEATURES),
            "up": choices(FEATURES),
            "points": {},
            "adds": choices(("disc", "square")),
            "beside": choices(("alone", *self._besides)),
            "layers": slider(0, 10, step=1),
            "units": slider(1, 64, step=1),
            "activation": choices(labels),
            "norm": choices(("none", "batch", "layer", "rms")),
            "place": choices(("before", "after")),
            "init": choices(("he", "xavier", "pytorch")),
            "scale": log_slider(0.1, 10, per_decade=3, digits=1),
            "lr": log_slider(0.001, 10, per_decade=3, digits=1),
            "momentum": slider(0, 0.99, step=0.01, digits=2),
            "decay": stops([0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]),
            "batch": slider(1, 150, step=1),
            "noise": slider(0, 0.6, step=0.05, digits=2),
            "seed": slider(1, 99, step=1),
            "step": slider(0, _LAST, step=1),
            "speed": choices((1, 5, 25, 100)),
            "statistics": choices(("running", "own")),
            "look": choices(("answers", "layers")),
            "held": {"allowed": [0, 64]},
        }
        super().__init__(
            controls=controls,
            data=data,
            inputs=inputs,
            across=across,
            up=up,
            points=points,
            adds=adds,
            beside=beside,
            layers=layers,
            units=units,
            activation=activation,
            norm=norm,
            place=place,
            init=init,
            scale=scale,
            lr=lr,
            momentum=momentum,
            decay=decay,
            batch=batch,
            noise=noise,
            seed=seed,
            step=step,
            speed=speed,
            statistics=statistics,
            look=look,
            held=held,
            **widget,
        )

    @traitlets.observe("data")
    def _ship(self, change):
        """Send real data once they are chosen."""
        if change["new"] in SHIPPED and change["new"] not in self._sets:
            self.set_trait("_sets", self._sets | {change["new"]: shipped(change["new"])})

    @traitlets.validate("held")
    def _has(self, proposal):
        """Refuse a unit that the networks do not have."""
        held = proposal["value"]
        if self._beyond(held):
            raise traitlets.TraitError(
                f"held must be a unit of the networks, (layer, unit) up to ({self.layers}, "
                f"{self.units}), or None; got {held!r}"
            )
        return held

    @traitlets.observe("layers", "units")
    def _let_go(self, _):
        """Hold nothing that the networks do not have."""
        if self._beyond(self.held):
            self.held = None

    def _beyond(self, held):
        return bool(held) and (held[0] > self.layers or held[1] > self.units)

    def network(self, *, second=False):
        """Return the network, or the second one, as an `MLP` to go on with.

        Raises
        ------
        RuntimeError
            If the page has not handed it over: it does where the figure is shown and stands still.
        """
        from actnorm.explorers.playground.handover import rebuilt

        net, plan = self._net(second), self._plans()[second]
        return rebuilt(net["layers"], plan, self._pair(plan["activation"]))

    def curves(self, *, second=False):
        """Return what is drawn of the training, or of the second network's, as arrays by name.

        They are "step", every 25th, and of the network after so many steps, in evaluation mode,
        "loss", "accuracy", "test_loss" and "test_accuracy"; NaN where there is no number.

        Raises
        ------
        RuntimeError
            As `network`.
        """
        from actnorm.explorers.playground.handover import drawn

        return drawn(self._net(second)["curves"])

    def _net(self, second):
        nets = self._found("nets")
        if second and len(nets) < 2:
            raise ValueError("second must be False where there is no second network; got True")
        return nets[second]

    def _pair(self, name):
        mine = self._own.get(name)
        return (mine.f, mine.grad) if mine else name

    @property
    def functions(self):
        """The reader's own functions by name, or None."""
        return self._given

    def code(self):
        """Return the Python that makes the same networks with `actnorm.network`.

        Raises
        ------
        RuntimeError
            As `network`.
        """
        return self._found("code")

    def split(self):
        """Return the data as the networks see them, for `actnorm.network.train`."""
        return split(
            self.data,
            inputs=self.inputs,
            features=(self.across, self.up),
            own=self.points,
            noise=self.noise,
            seed=self.seed,
        )

    def _found(self, what):
        told = self._trained.get("state")
        if not told or self.get_state(list(told)) != told:
            raise RuntimeError(
                f"the networks of step {self.step} are in the page, and not here: show the figure, "
                "and ask again when it stands still"
            )
        return self._trained[what]

    def _plans(self):
        mine = self.get_state(list(self._controls))
        other = self._besides.get(self.beside)
        if other is None:
            return [mine]
        trait = other["trait"]
        value = mine[trait] * other["factor"] if "factor" in other else other["value"]
        return [mine, mine | {trait: value}]
