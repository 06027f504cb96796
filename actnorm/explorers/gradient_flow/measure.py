"""What a GradientFlowExplorer shows, measured in real networks and packed for a page."""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from actnorm.activations import cross_entropy_grad
from actnorm.network import initial_bias, initial_weight
from actnorm.progress import track

__all__ = [
    "DEPTHS",
    "Flow",
    "columns",
    "default_flows",
    "digits_batch",
    "measure",
    "offsets",
    "scales",
    "shares",
    "spread_of",
    "starts",
    "steepest",
    "unpack",
]

DEPTHS = tuple(range(2, 21, 2))
SEEDS = 5
BINS = 15
REACH = 3.0  # gradients are counted up to so many root mean squares
_STEP = 0.02  # decades between two values that can be packed
_FLOOR = -45.0  # what 1 stands for, in decades
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_OVERFLOW = (
    "the activation must stay finite through {depth} layers; with weights of {scale:.3g} times "
    "Xavier the network overflows"
)
_OWN = [2.0 ** (k / 2) for k in range(-6, 9)]  # the multiples of Xavier between the named starts


class _Run(NamedTuple):
    """One network; the dictionaries map (depth, layer) to what the gradient is there."""

    activations: list
    faded: list
    sizes: dict
    taught: dict
    shapes: dict


class Flow(NamedTuple):
    """The packed measurement of one activation: text, one or two digits in base 64 per number.

    In this order: weight scale, depth, layer; for the histograms the bins come last.
    """

    gradients: str
    """Root mean square of the gradient at a layer's pre-activations, median over the seeds."""
    weights: str
    """Root mean square of the gradient of a layer's weights, median over the seeds."""
    below: str
    """How far the lowest seed's gradient lies below the median."""
    above: str
    """How far the highest seed's gradient lies above it."""
    outputs: str
    """Histograms of the activations of layers 1 to 20: weight scale, layer, bin."""
    shapes: str
    """Histograms of the gradients of the layers named by `columns`."""
    faded: str
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


def columns(depth):
    """Layers whose histograms are shown, up to five and evenly spread."""
    count = min(depth, 5)
    return [1 + round(i * (depth - 1) / (count - 1)) for i in range(count)]


def spread_of(f):
    """Interval in which activations are counted: the range of f, or 0 to 4 where it has no end."""
    values = f(np.linspace(-30, 30, 2001))
    lo, hi = (round(float(v), 6) + 0.0 for v in (values.min(), values.max()))
    return [lo if lo > -4 else -4.0, hi if hi < 4 else 4.0]


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
        parts.append(_packed(runs, spread_of(f)))
    return Flow(*("".join(column) for column in zip(*parts, strict=True)))


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
        sizes, taught, shapes = {}, {}, {}
        back = np.empty((0, len(x), width))
        for layer in range(DEPTHS[-1], 0, -1):
            if layer in DEPTHS:  # a network that ends here joins the way back
                back = np.concatenate([tops[DEPTHS.index(layer)][None], back])
            back = back * slopes[layer - 1]
            rise = (a[layer - 1].T / len(x)) @ back
            own = DEPTHS[-len(back) :]
            sizes |= {(d, layer): s for d, s in zip(own, _size(back), strict=True)}
            taught |= {(d, layer): s for d, s in zip(own, _size(rise), strict=True)}
            shapes |= {(d, layer): v for d, v in zip(own, back, strict=True) if layer in columns(d)}
            rows = back.reshape(-1, width) @ layers[layer - 1][0].T if layer > 1 else back
            back = rows.reshape(len(back), len(x), -1)
    faded = [np.mean(np.abs(slope) < 0.01) for slope in slopes]
    return _Run(a[1:], faded, sizes, taught, shapes)


def _packed(runs, edges):
    pairs = [(d, layer) for d in DEPTHS for layer in range(1, d + 1)]
    size = np.array([[run.sizes[p] for p in pairs] for run in runs])
    taught = np.array([[run.taught[p] for p in pairs] for run in runs])
    if not (np.isfinite(size).all() and np.isfinite(taught).all()):
        raise ValueError("the activation's slope must be finite; a gradient came out that is not")
    middle = np.median(size, axis=0)
    layers = zip(*(run.activations for run in runs), strict=True)
    shown = [(d, layer) for d in DEPTHS for layer in columns(d)]
    shapes = (np.array([_scaled(run.shapes[p]) for run in runs]) for p in shown)
    return (
        pack(middle),
        pack(np.median(taught, axis=0)),
        _apart(middle, size.min(axis=0)),
        _apart(size.max(axis=0), middle),
        "".join(_bars(np.array(layer), *edges) for layer in layers),
        "".join(_bars(shape, -REACH, REACH) for shape in shapes),
        _roots(np.mean([run.faded for run in runs], axis=0)),
    )


def pack(values):
    """Two digits each: 0 is zero, everything else its decades in steps of `_STEP`."""
    with np.errstate(divide="ignore"):
        decades = np.log10(values)
    code = np.where(np.isneginf(decades), 0, np.clip(np.rint((decades - _FLOOR) / _STEP), 1, 4095))
    return "".join(_DIGITS[int(c) // 64] + _DIGITS[int(c) % 64] for c in code)


def unpack(text, first, count):
    """Numbers `first` to `first + count` of a packed text; JavaScript does the same."""
    codes = [
        64 * _DIGITS.index(text[2 * i]) + _DIGITS.index(text[2 * i + 1])
        for i in range(first, first + count)
    ]
    return np.array([10 ** (_FLOOR + _STEP * c) if c else 0.0 for c in codes])


def offsets(text, first, count):
    """Factors from the median to the lowest or highest seed."""
    return np.array([10 ** (_STEP * _DIGITS.index(c)) for c in text[first : first + count]])


def shares(text, first, count):
    """Shares that were kept as their roots."""
    return np.array([(_DIGITS.index(c) / 63) ** 2 for c in text[first : first + count]])


def _apart(high, low):
    with np.errstate(all="ignore"):
        steps = np.nan_to_num((np.log10(high) - np.log10(low)) / _STEP, nan=0, posinf=63)
    return "".join(_DIGITS[int(c)] for c in np.clip(np.rint(steps), 0, 63))


def _size(stack):
    count = stack.shape[-2] * stack.shape[-1]
    return np.sqrt(np.einsum("...ij,...ij->...", stack, stack) / count)


def _scaled(delta):
    size = _size(delta)
    return delta / size if size else delta


def _bars(values, lo, hi):
    """Shares of the values in each bin; the outermost ones take what lies beyond."""
    at = np.clip((values.ravel() - lo) * (BINS / (hi - lo)), 0, BINS - 1).astype(int)
    share = np.bincount(at, minlength=BINS) / values.size
    return _roots(share)


def _roots(share):
    """One digit each; the root keeps small shares apart in 64 steps."""
    return "".join(_DIGITS[round(63 * s**0.5)] for s in share)


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
