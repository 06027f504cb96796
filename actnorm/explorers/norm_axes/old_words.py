"""What a NormAxesExplorer computes and says.

`js/norm_axes_math.js` and `js/norm_axes_words.js` do the same;
`tests/test_explorer_norm_axes.py` holds them together.
"""

from typing import NamedTuple

import numpy as np

from actnorm.explorers.words import fixed

__all__ = ["EPS", "Region", "describe_region", "normalize", "region", "statistics"]

EPS = 1e-5
_AXES = {"N": (0,), "C": (1, 2), "C/G": (2,), "H": (3,), "W": (3,)}


class Region(NamedTuple):
    """The cells averaged together: samples and channels, from the first up to the last but one.

    All pixels belong to it: there is no norm that leaves some of them out.
    """

    samples: tuple
    channels: tuple


def region(norm, shape, at, groups):
    """Return the `Region` of a cell.

    Parameters
    ----------
    norm : Norm
        An entry of `actnorm.NORMS`.
    shape : tuple of int
        Samples, channels, pixels.
    at : tuple of int
        Sample and channel of the cell.
    groups : int
        What divides the channels, for a norm that averages over "C/G".
    """
    (n, c, _), (i, j) = shape, at
    size = c if "C" in norm.axes else c // groups if "C/G" in norm.axes else 1
    first = j // size * size
    return Region((0, n) if "N" in norm.axes else (i, i + 1), (first, first + size))


def statistics(values, *, centres):
    """Return what is taken off, and what is divided by (without ε): a mean, a root of a mean."""
    mean = np.mean(values)
    mean = mean + np.mean(values - mean) if centres else 0.0
    return mean, np.sqrt(np.mean(np.square(values - mean)))


def normalize(x, norm, groups):
    """Return the output for `x` of shape (samples, channels, pixels), with γ = 1 and β = 0.

    This is the table of the axes at work: one formula, and the axes say which norm it is.
    """
    n, c, p = x.shape
    groups = groups if "C/G" in norm.axes else 1
    split = x.reshape(n, groups, c // groups, p)
    axes = tuple(sorted({a for name in norm.axes for a in _AXES[name]}))
    mean = split.mean(axis=axes, keepdims=True) if norm.centres else 0.0
    if norm.centres:
        mean = mean + (split - mean).mean(axis=axes, keepdims=True)
    centred = split - mean
    mean_square = np.square(centred).mean(axis=axes, keepdims=True)
    return (centred / np.sqrt(mean_square + EPS)).reshape(n, c, p)


def describe_region(norms, name, x, at, groups, digits):
    """Say what a NormAxesExplorer shows, one sentence per line.

    `norms` maps names to `Norm`; `x` has shape (samples, channels, pixels); `at` is a sample, a
    channel and a pixel.
    """
    norm, shape = norms[name], x.shape
    seen = region(norm, shape, at[:2], groups)
    members = x[slice(*seen.samples), slice(*seen.channels)]
    return [
        _averaged(norm, seen, shape, members.size),
        _becomes(norm, members, x[at], digits),
        _notices(norm, seen, members.size),
        _company(norm, shape[0]),
        _twins(norms, name, seen, shape, at, groups),
    ]


def _averaged(norm, seen, shape, count):
    if count == 1:
        return "Averaged over 1 cell: itself."
    first, end = seen.channels
    several = end - first
    channels = (
        "this channel"
        if several == 1
        else f"all {several} channels"
        if several == shape[1]
        else f"channels {first + 1} to {end}"
    )
    samples = "this sample"
    if "N" in norm.axes:
        samples = f"all {shape[0]} samples" if shape[0] > 1 else "the only sample"
    parts = [channels, samples]
    if shape[2] > 1:
        parts.append(f"all {shape[2]} pixels")
    return f"Averaged over {count} cells: {', '.join(parts)}."


def _becomes(norm, members, value, digits):
    mean, spread = statistics(members, centres=norm.centres)
    if members.size == 1 and norm.centres:
        return "Its mean is itself, its spread 0: whatever the value, the output is 0, that is, β."
    out = fixed((value - mean) / np.sqrt(spread * spread + EPS))
    taken = (
        f"Mean {fixed(mean, digits)}, spread {fixed(spread, digits)}"
        if norm.centres
        else f"Root mean square {fixed(spread, digits)}, no mean taken off"
    )
    return f"{taken}: the held {fixed(value, digits)} becomes {out}."


def _notices(norm, seen, count):
    if count == 1:
        alone = "not even its own" if norm.centres else "but its own"
        return f"Change the held value: no output moves, {alone}."
    others = seen.samples[1] - seen.samples[0] - 1
    if others == 0:
        return f"Change the held value: {count} outputs move, none of another sample."
    of = f"of {others} other sample{'' if others == 1 else 's'}"
    return f"Change the held value: {count} outputs move, also those {of}."


def _company(norm, samples):
    if not norm.running:
        return "No other sample has a say: a batch of one will do, and use is the same as training."
    later = "in use, running statistics take the place of these"
    if samples == 1:
        return f"A batch of one: nobody to be compared with; {later}."
    return f"The other samples have a say, in training; {later}."


def _twins(norms, name, seen, shape, at, groups):
    norm = norms[name]
    found = {
        o.label: o.centres
        for o in norms.values()
        if o is not norm and region(o, shape, at[:2], groups) == seen
    }
    said = {
        "Same cells, same output": [n for n, c in found.items() if c == norm.centres],
        "Same cells, mean left in": [n for n, c in found.items() if norm.centres and not c],
        "Same cells, mean taken off": [n for n, c in found.items() if c and not norm.centres],
    }
    lines = [f"{what}: {', '.join(names)}." for what, names in said.items() if names]
    return " ".join(lines) or "No other norm averages over these cells."
