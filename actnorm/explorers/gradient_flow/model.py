"""Gradients on their way back through deep networks, measured at every depth and weight scale."""

import numpy as np
import traitlets

from actnorm.activations import ACTIVATIONS, sigmoid, sigmoid_grad
from actnorm.explorers.base import Explorer, Number, Whole
from actnorm.explorers.gradient_flow_words import describe_flow
from actnorm.explorers.gradient_measure import (
    DEPTHS,
    columns,
    default_flows,
    digits_batch,
    measure,
    offsets,
    scales,
    shares,
    spread_of,
    starts,
    steepest,
    unpack,
)
from actnorm.explorers.words import fixed
from actnorm.progress import track

__all__ = ["GradientFlowExplorer"]

_CENTRED = {"sigmoid − ½": (lambda x: sigmoid(x) - 0.5, sigmoid_grad)}
_DEFAULT = {entry.label: name for name, entry in list(ACTIVATIONS.items())[:3]} | _CENTRED
_WIDTHS = (8, 128)
_IMAGES = (2, 32)


class GradientFlowExplorer(Explorer):
    r"""Follow a gradient through up to twenty layers, from the last hidden layer to the first.

    Measured in real networks on real images, five of them for each setting, before any training:
    the root mean square of the gradient at every layer's pre-activations, that of its weights, and
    histograms. Beside it the cartoon, which knows only the steepest slope of the activation:
    :math:`(\max |f'|)^{k}` after k layers.

    Parameters
    ----------
    x : array_like of shape (n, features), optional
        The batch, 2 to 32 rows. By default 16 standardized images of digits.
    labels : array_like of int, shape (n,), optional
        Their classes, from 0; needed with `x`.
    width : int, default 64
        Units of every hidden layer, 8 to 128.
    activations : sequence of str or mapping of str to (f, grad), optional
        Names in `actnorm.ACTIVATIONS`, or your own functions with their derivatives. By default
        sigmoid, tanh, ReLU, and the sigmoid less ½ ("sigmoid − ½").
    activation : str, optional
        The one that is shown; by default the first.
    depth : int, default 10
        Hidden layers, an even number from 2 to 20.
    scale : float, default 1.0
        Size of the weights in multiples of Xavier's, up to 16; it settles at the nearest stop.

    Raises
    ------
    TypeError
        If `activations` holds neither names nor pairs of functions.
    ValueError
        If the data do not fit together, a name is unknown, or a network overflows.
    traitlets.TraitError
        If a trait is set to something that is not in this explorer.

    Notes
    -----
    Everything is measured at construction, in less than a second per activation. What is kept is
    rounded to a fiftieth of a decade (numbers are within 2.4 %), histograms to 64 steps. The stop
    at ``0.01 * width**0.5`` is the start N(0, 0.01²), that at 0.58 PyTorch's default *with* its
    random biases, that at 1.41 He's; all others are Xavier's weights, multiplied.

    Examples
    --------
    >>> from actnorm.explorers import GradientFlowExplorer
    >>> explorer = GradientFlowExplorer(activations=["tanh"], depth=10)
    >>> bool(0.1 < explorer.ratio < 1)  # it arrives
    True
    >>> explorer.scale = 8  # most units are saturated, and yet
    >>> bool(explorer.ratio > 100)
    True
    >>> explorer.start = "xavier"
    >>> explorer.scale
    1.0
    """

    _explorer = traitlets.Unicode("gradient-flow").tag(sync=True)
    _flows = traitlets.Dict().tag(sync=True)
    _scales = traitlets.List().tag(sync=True)
    _starts = traitlets.List().tag(sync=True)
    activation = traitlets.Unicode().tag(sync=True)
    depth = Whole(10).tag(sync=True)
    scale = Number(1.0).tag(sync=True)

    def __init__(
        self,
        x=None,
        *,
        labels=None,
        width=64,
        activations=None,
        activation=None,
        depth=10,
        scale=1.0,
        **layout,
    ):
        if isinstance(width, bool) or not isinstance(width, int | np.integer):
            raise TypeError(f"width must be an integer, got {width!r}")
        if not _WIDTHS[0] <= width <= _WIDTHS[1]:
            raise ValueError(f"width must be from {_WIDTHS[0]} to {_WIDTHS[1]}, got {width}")
        chosen = _functions(_DEFAULT if activations is None else activations)
        if activations is None and x is None and labels is None and width == 64:
            flows = default_flows(tuple(chosen.items()))
        else:
            x, labels = digits_batch() if x is None and labels is None else _batch(x, labels)
            pairs = track(chosen.items(), label="measuring")
            flows = {name: measure(*pair, x, labels, width=width) for name, pair in pairs}
        self._stops = scales(width)
        self._named = starts(width)
        super().__init__(
            _flows={
                name: flow._asdict()
                | {"steepest": steepest(chosen[name][1]), "edges": spread_of(chosen[name][0])}
                for name, flow in flows.items()
            },
            _scales=self._stops,
            _starts=[[name, self._stops.index(s)] for name, s in self._named.items()],
            activation=next(iter(chosen)) if activation is None else activation,
            depth=depth,
            scale=scale,
            **layout,
        )

    @property
    def gradients(self):
        """RMS of the gradient at each hidden layer's pre-activations, first layer first.

        It is the gradient of each image's own loss; the median of five networks.
        """
        return unpack(self._shown["gradients"], *self._place())

    @property
    def spread(self):
        """Lowest and highest of the five networks, shape (2, depth)."""
        steps = [offsets(self._shown[k], *self._place()) for k in ("below", "above")]
        return self.gradients * np.array([1 / steps[0], steps[1]])

    @property
    def weight_gradients(self):
        """RMS of the gradient of each layer's weights, of the mean loss; the median of five."""
        return unpack(self._shown["weights"], *self._place())

    @property
    def cartoon(self):
        """What (max |f′|)^k predicts from the last hidden layer's gradient on."""
        back = np.arange(self.depth)[::-1]
        return self.gradients[-1] * self._shown["steepest"] ** back

    @property
    def ratio(self):
        """The first hidden layer's gradient over the last one's."""
        return float(self.gradients[0] / self.gradients[-1])

    @property
    def start(self):
        """The start that has this weight scale, or None; set it by name."""
        return {s: name for name, s in self._named.items()}.get(self.scale)

    @start.setter
    def start(self, name):
        if name not in self._named:
            raise ValueError(
                f"start must be one of {', '.join(map(repr, self._named))}; got {name!r}"
            )
        self.scale = self._named[name]

    def describe(self):
        """Say in a few sentences what the picture shows."""
        head = (
            f"{self.depth} layers of {self.activation}, weights {fixed(self.scale)} times "
            "Xavier’s, not yet trained."
        )
        return " ".join([head, *self._lines()])

    def _lines(self):
        faded = shares(self._shown["faded"], 20 * self._step, self.depth).mean()
        return describe_flow(
            self.gradients, self.weight_gradients, self._shown["steepest"], float(faded)
        )

    @property
    def _shown(self):
        return self._flows[self.activation]

    @property
    def _step(self):
        return self._stops.index(self.scale)

    def _place(self):
        """Where this depth's layers begin in the packed text, and how many there are."""
        return self._step * sum(DEPTHS) + sum(d for d in DEPTHS if d < self.depth), self.depth

    def _histograms(self):
        """Layers shown, and the roots of their shares: activations, then gradients."""
        layers, bins = columns(self.depth), 15
        before = sum(len(columns(d)) for d in DEPTHS if d < self.depth)
        row = self._step * sum(len(columns(d)) for d in DEPTHS) + before
        a = [shares(self._shown["outputs"], bins * (20 * self._step + i - 1), bins) for i in layers]
        g = [shares(self._shown["shapes"], bins * (row + k), bins) for k in range(len(layers))]
        return layers, np.sqrt(a), np.sqrt(g)

    def _draw(self):
        from actnorm.explorers.gradient_flow_still import draw_flow

        return draw_flow(self)

    @traitlets.validate("activation")
    def _activation_was_measured(self, proposal):
        if proposal["value"] in self._flows:
            return proposal["value"]
        allowed = ", ".join(map(repr, self._flows))
        raise traitlets.TraitError(
            f"activation must be one of {allowed} in this explorer, got {proposal['value']!r}"
        )

    @traitlets.validate("depth")
    def _depth_was_measured(self, proposal):
        if proposal["value"] in DEPTHS:
            return proposal["value"]
        raise traitlets.TraitError(
            f"depth must be an even number from 2 to 20, got {proposal['value']!r}"
        )

    @traitlets.validate("scale")
    def _scale_settles_at_a_stop(self, proposal):
        lo, hi = self._stops[0], self._stops[-1]
        value = self._in_range("scale", proposal["value"], 0.99 * lo, 1.01 * hi)
        return min(self._stops, key=lambda stop: abs(np.log(stop / value)))


def _functions(activations):
    """Name → (f, grad), from names of the registry or the reader's own pairs."""
    if isinstance(activations, str):
        activations = [activations]
    if not hasattr(activations, "items"):
        activations = dict.fromkeys(activations)
    if not activations:
        raise ValueError("activations must name at least one function, got none")
    chosen = {}
    for name, given in activations.items():
        entry = name if given is None else given
        if isinstance(entry, str):
            if entry not in ACTIVATIONS:
                raise ValueError(
                    f"activations must be names in actnorm.ACTIVATIONS ({', '.join(ACTIVATIONS)}) "
                    f"or pairs (f, grad); got {entry!r}"
                )
            entry = ACTIVATIONS[entry].f, ACTIVATIONS[entry].grad
        pair = isinstance(entry, tuple) and len(entry) == 2 and all(map(callable, entry))
        if not pair or not isinstance(name, str):
            raise TypeError(
                f"activations must map names to pairs (f, grad); got {name!r}: {given!r}"
            )
        chosen[name] = entry
    return chosen


def _batch(x, labels):
    """Check the reader's data."""
    if x is None or labels is None:
        raise ValueError("x and labels belong together: give both or neither")
    x, labels = np.asarray(x), np.asarray(labels)
    if x.dtype.kind not in "iufb":
        raise TypeError(f"x must hold real numbers, got dtype {x.dtype}")
    if x.ndim != 2 or not _IMAGES[0] <= len(x) <= _IMAGES[1] or not x.shape[1]:
        raise ValueError(
            f"x must be of shape (n, features) with {_IMAGES[0]} to {_IMAGES[1]} rows, got shape "
            f"{x.shape}"
        )
    if not np.isfinite(x).all():
        raise ValueError("x must be finite, and holds NaN or infinity")
    if labels.shape != x.shape[:1] or labels.dtype.kind not in "iu" or labels.min() < 0:
        raise ValueError(
            f"labels must be {len(x)} classes, whole numbers from 0; got {labels.dtype} of shape "
            f"{labels.shape}"
        )
    return x.astype(float), labels.astype(int)
