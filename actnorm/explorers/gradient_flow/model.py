"""Gradients on their way back through deep networks, measured at every depth and weight scale."""

import numpy as np
import traitlets

from actnorm.activations import ACTIVATIONS, sigmoid, sigmoid_grad
from actnorm.dtypes import as_real
from actnorm.explorers.base import Explorer
from actnorm.explorers.digits import unpack
from actnorm.explorers.gradient_flow.measure import (
    default_flows,
    digits_batch,
    edges_of,
    measure,
    scales,
    starts,
    steepest,
)
from actnorm.explorers.gradient_flow.packing import BACK, DEPTHS, PACKING, factors, rms
from actnorm.explorers.traits import Choice, Number, Whole, choices, slider, stops
from actnorm.progress import track

__all__ = ["GradientFlowExplorer"]

_CENTRED = {"sigmoid − ½": (lambda x: sigmoid(x) - 0.5, sigmoid_grad)}
_DEFAULT = {e.label: name for name, e in ACTIVATIONS.items() if e.basic} | _CENTRED
_WIDTHS = (8, 128)
_IMAGES = (2, 32)


class GradientFlowExplorer(Explorer, kind="gradient-flow"):
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
    rounded to a fiftieth of a decade (numbers are within 2.4 %), the range of the seeds to a
    twentieth, the bars of a histogram to a twentieth of the highest one. The stop at
    ``0.01 * width**0.5`` is the start N(0, 0.01²), that at 0.58 PyTorch's default *with* its random
    biases, that at 1.41 He's; all others are Xavier's weights, multiplied.

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

    _data = {"x": "values", "labels": "labels", "activations": "functions"}  # noqa: RUF012
    _flows = traitlets.Dict(read_only=True).tag(sync=True)
    _packing = traitlets.Dict(PACKING, read_only=True).tag(sync=True)
    _starts = traitlets.Dict(read_only=True).tag(sync=True)
    activation = Choice().tag(sync=True)
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
        **widget,
    ):
        if isinstance(width, bool) or not isinstance(width, int | np.integer):
            raise TypeError(f"width must be an integer, got {width!r}")
        if not _WIDTHS[0] <= width <= _WIDTHS[1]:
            raise ValueError(f"width must be from {_WIDTHS[0]} to {_WIDTHS[1]}, got {width}")
        self._given = {"x": x, "labels": labels, "activations": activations, "width": width}
        chosen = _functions(_DEFAULT if activations is None else activations)
        if activations is None and x is None and labels is None and width == 64:
            flows = default_flows(tuple(chosen.items()))
        else:
            x, labels = digits_batch() if x is None and labels is None else _batch(x, labels)
            pairs = track(chosen.items(), label="measuring")
            flows = {name: measure(*pair, x, labels, width=width) for name, pair in pairs}
        own = {
            name: {"steepest": steepest(grad), "edges": edges_of(f)}
            for name, (f, grad) in chosen.items()
        }
        self.set_trait("_flows", {name: flow._asdict() | own[name] for name, flow in flows.items()})
        self.set_trait("_starts", starts(width))
        self._stops = scales(width)
        super().__init__(
            controls={
                "activation": choices(chosen.keys(), data="_flows"),
                "depth": slider(DEPTHS[0], DEPTHS[-1], step=2) | choices(DEPTHS),
                "scale": stops(self._stops),
            },
            activation=next(iter(chosen)) if activation is None else activation,
            depth=depth,
            scale=scale,
            **widget,
        )

    @property
    def x(self):
        """The reader's own batch, or None."""
        return self._given["x"]

    @property
    def labels(self):
        """The classes of the reader's own batch, or None."""
        return self._given["labels"]

    @property
    def activations(self):
        """The reader's own functions, or None."""
        return self._given["activations"]

    @property
    def width(self):
        """Units of every hidden layer."""
        return self._given["width"]

    @property
    def gradient_rms(self):
        """RMS of the gradient at each hidden layer's pre-activations, first layer first.

        It is the gradient of each image's own loss; the median of five networks.
        """
        return rms(self._coded("gradient_rms"))

    @property
    def gradient_rms_range(self):
        """Lowest and highest of the five networks, shape (2, depth)."""
        below, above = (factors(self._coded(name)) for name in ("below", "above"))
        return self.gradient_rms * np.array([1 / below, above])

    @property
    def weight_grad_rms(self):
        """RMS of the gradient of each layer's weights, of the mean loss; the median of five."""
        return rms(self._coded("weight_grad_rms"))

    @property
    def cartoon(self):
        """What (max |f′|)^k predicts from the last hidden layer's gradient on."""
        back = np.arange(self.depth)[::-1]
        return self.gradient_rms[-1] * self._shown["steepest"] ** back

    @property
    def ratio(self):
        """The first hidden layer's gradient over the last one's; 0 if not even there is one."""
        first, last = self.gradient_rms[[0, -1]]
        return float(first / last) if last else 0.0

    @property
    def start(self):
        """The start that has this weight scale, or None; set it by name."""
        return {scale: name for name, scale in self._starts.items()}.get(self.scale)

    @start.setter
    def start(self, name):
        if name not in self._starts:
            raise ValueError(
                f"start must be one of {', '.join(map(repr, self._starts))}; got {name!r}"
            )
        self.scale = self._starts[name]

    @property
    def _shown(self):
        return self._flows[self.activation]

    def _coded(self, name):
        """Read what was kept of each layer, at this scale and depth."""
        table = unpack(self._shown[name], sum(DEPTHS), BACK.get(name, ()))
        first = sum(d for d in DEPTHS if d < self.depth)
        return table[self._stops.index(self.scale), first : first + self.depth]

    @traitlets.validate("scale")
    def _scale_settles_at_a_stop(self, proposal):
        return min(self._stops, key=lambda stop: abs(np.log(stop / proposal["value"])))


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
    x, labels = as_real(x)[0], as_real(labels, "labels")[0]
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
