"""What a GradientFlowExplorer shows, measured in real networks and packed for a page."""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from actnorm.activations import cross_entropy_grad
from actnorm.explorers.digits import pack
from actnorm.explorers.gradient_flow.packing import (
    BACK,
    DEPTHS,
    REACH,
    bars,
    columns,
    decades,
    roots,
    steps_above,
)
from actnorm.network import initial_bias, initial_weight
from actnorm.progress import track

__all__ = [
    "Flow",
    "default_flows",
    "digits_batch",
    "edges_of",
    "measure",
    "scales",
    "starts",
    "steepest",
    "weights",
]

SEEDS = 5
_SATURATED = 0.01  # slopes below this
_OVERFLOW = (
    "the activation must stay finite through {depth} layers; with weights of {scale:.3g} times "
    "Xavier the network overflows"
)
_OWN = [2.0 ** (k / 2) for k in range(-6, 9)]  # the multiples of Xavier between the named starts


class _Run(NamedTuple):
    """One network; the dictionaries map (depth, layer) to what the gradient is there."""

    activations: list
    saturated: list
    gradient_rms: dict
    weight_grad_rms: dict
    gradients: dict


class Flow(NamedTuple):
    """The measurement of one activation: tables of whole numbers, each packed as text.

    In this order: weight scale, depth, layer; for the histograms the bins come last.
    """

    gradient_rms: str
    """Root mean square of the gradient at a layer's pre-activations, median over the seeds."""
    weight_grad_rms: str
    """Root mean square of the gradient of a layer's weights, median over the seeds."""
    below: str
    """How far the lowest seed's `gradient_rms` lies below the median."""
    above: str
    """How far the highest seed's lies above it."""
    activations: str
    """Histograms of the activations of layers 1 to 20: weight scale, layer, bin."""
    gradients: str
    """Histograms of the gradients, over their RMS, of the layers named by `columns`."""
    saturated: str
    """Shares of slopes below 0.01: weight scale, layer."""


def starts(width):
    """Name → multiple of Xavier's standard deviation, for the starts that have a name."""
    return {
        "normal": 0.01 * width**0.5,
        "pytorch": 3**-0.5,
        "xavier": 1.0,
        "he": 2**0.5,
        "matched": 4.0,
    }


def scales(width):
    """All multiples of Xavier on the slider, in order."""
    named = starts(width).values()
    own = [s for s in _OWN if all(abs(s / n - 1) > 1e-6 for n in named)]
    return sorted([*named, *own])


def edges_of(f):
    """Interval in which activations are counted: the range of f, but -4 and 4 at most."""
    values = np.clip(f(np.linspace(-30, 30, 2001)), -4, 4)
    lo, hi = (round(float(v), 6) + 0.0 for v in (values.min(), values.max()))
    return [lo, hi] if lo < hi else [-4.0, 4.0]


def steepest(grad):
    """Largest slope there is."""
    return float(np.abs(grad(np.linspace(-30, 30, 60001))).max())


def weights(start, scale, fan_in, fan_out, rng):
    """Weight and bias of a layer: by a named scheme, or Xavier's times `scale`."""
    scheme = start if start in ("normal", "pytorch", "he") else "xavier"
    weight = initial_weight(scheme, fan_in, fan_out, rng=rng)
    bias = initial_bias(scheme, fan_in, fan_out, rng=rng)
    return (scale if scheme == "xavier" else 1.0) * weight, bias


def measure(f, grad, x, labels, *, width):
    """Measure one activation at every weight scale and depth, with `SEEDS` networks each.

    A network of depth D is the first D of 20 hidden layers, with a linear layer of its own on
    top. The gradients of all depths travel back together, as one stack.
    """
    named = {scale: name for name, scale in starts(width).items()}
    parts = []
    for scale in scales(width):
        runs = [
            _one(f, grad, x, labels, width, named.get(scale), scale, np.random.default_rng(seed))
            for seed in range(SEEDS)
        ]
        parts.append(_coded(runs, edges_of(f)))
    tables = zip(Flow._fields, zip(*parts, strict=True), strict=True)
    return Flow(*(pack(table, BACK.get(name, ())) for name, table in tables))


def _one(f, grad, x, labels, width, start, scale, rng):
    """Measure one network of 20 layers, and the networks that end below its top."""
    sizes = [x.shape[1], *[width] * DEPTHS[-1]]
    layers = [weights(start, scale, *pair, rng) for pair in pairwise(sizes)]
    last, offset = weights(start, scale, width, int(labels.max()) + 1, rng)
    a, slopes = [x], []
    with np.errstate(all="ignore"):
        for weight, bias in layers:
            z = a[-1] @ weight + bias
            a.append(f(z))
            slopes.append(grad(z))
        logits = np.concatenate([a[d] for d in DEPTHS]) @ last + offset
        if not np.isfinite(logits).all():
            raise ValueError(_OVERFLOW.format(depth=DEPTHS[-1], scale=scale))
        loss = cross_entropy_grad(logits, np.tile(labels, len(DEPTHS)), reduction="sum")
        tops = (loss @ last.T).reshape(len(DEPTHS), len(x), width)  # of each image's own loss
        gradient_rms, weight_grad_rms, gradients = {}, {}, {}
        back = np.empty((0, len(x), width))
        for layer in range(DEPTHS[-1], 0, -1):
            if layer in DEPTHS:  # a network that ends here joins the way back
                back = np.concatenate([tops[DEPTHS.index(layer)][None], back])
            back = back * slopes[layer - 1]
            weight_grad = (a[layer - 1].T / len(x)) @ back
            own = DEPTHS[-len(back) :]
            pairs = [(depth, layer) for depth in own]
            gradient_rms |= zip(pairs, _rms(back), strict=True)
            weight_grad_rms |= zip(pairs, _rms(weight_grad), strict=True)
            shown = zip(pairs, back, strict=True)
            gradients |= {pair: each for pair, each in shown if layer in columns(pair[0])}
            rows = back.reshape(-1, width) @ layers[layer - 1][0].T if layer > 1 else back
            back = rows.reshape(len(back), len(x), -1)
    saturated = [np.mean(np.abs(slope) < _SATURATED) for slope in slopes]
    return _Run(a[1:], saturated, gradient_rms, weight_grad_rms, gradients)


def _coded(runs, edges):
    pairs = [(d, layer) for d in DEPTHS for layer in range(1, d + 1)]
    rms = np.array([[run.gradient_rms[p] for p in pairs] for run in runs])
    weight_rms = np.array([[run.weight_grad_rms[p] for p in pairs] for run in runs])
    if not (np.isfinite(rms).all() and np.isfinite(weight_rms).all()):
        raise ValueError("the activation's slope must be finite; a gradient came out that is not")
    middle = np.median(rms, axis=0)
    layers = zip(*(run.activations for run in runs), strict=True)
    shown = [(d, layer) for d in DEPTHS for layer in columns(d)]
    gradients = (np.array([_scaled(run.gradients[p]) for run in runs]) for p in shown)
    return Flow(
        gradient_rms=decades(middle),
        weight_grad_rms=decades(np.median(weight_rms, axis=0)),
        below=steps_above(middle, rms.min(axis=0)),
        above=steps_above(rms.max(axis=0), middle),
        activations=[bars(np.array(layer), *edges) for layer in layers],
        gradients=[bars(each, -REACH, REACH) for each in gradients],
        saturated=roots(np.mean([run.saturated for run in runs], axis=0)),
    )


def _rms(stack):
    count = stack.shape[-2] * stack.shape[-1]
    return np.sqrt(np.einsum("...ij,...ij->...", stack, stack) / count)


def _scaled(gradient):
    rms = _rms(gradient)
    return gradient / rms if rms else gradient


@cache
def digits_batch():
    """16 standardized images of digits and their labels, the default of the explorer."""
    from actnorm.data import digits

    data = digits()
    return data.x_train[:16], data.y_train[:16]


@cache
def default_flows(pairs):
    """Measure the default functions on the default batch, once per session."""
    x, labels = digits_batch()
    pairs = track(pairs, label="measuring")
    return {name: measure(f, grad, x, labels, width=64) for name, (f, grad) in pairs}
