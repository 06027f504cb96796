"""What a DeadUnitsExplorer shows, in words, and how a recorded unit is written in one byte.

`js/dead_units_words.js` says the same; `tests/test_explorer_dead_units.py` holds them together.
"""

from itertools import pairwise

import numpy as np

from actnorm.explorers.words import fixed, small

__all__ = ["DEAD", "OFF", "census", "describe_units", "name_of", "packed", "part", "shares"]

DEAD, OFF = 0, 1  # slope 0 on every sample; never positive, but a gradient passes (leaky ReLU)
_STEPS = 253  # bytes 2 to 255: positive on some samples, 255 on all


def packed(record):
    """Write each unit at each time as a byte; shape (times, units).

    A share is rounded down to a multiple of 1/253, so that 255 means every sample and 0 and 1
    mean none.
    """
    byte = np.where(record.on > 0, 2 + np.floor(_STEPS * record.on), OFF)
    return np.where(record.dead, DEAD, byte).astype(np.uint8)


def shares(units):
    """Return the share of samples on which each unit is on, from its byte."""
    return np.maximum(np.asarray(units, dtype=float) - 2, 0) / _STEPS


def census(units):
    """Count deaths and revivals of each unit over the recorded times; two arrays."""
    dead = np.asarray(units) == DEAD
    died = np.count_nonzero(~dead[:-1] & dead[1:], axis=0)
    return died, np.count_nonzero(dead[:-1] & ~dead[1:], axis=0)


def describe_units(units, *, steps, layers, samples, loss, accuracy, unit):
    """Say what a DeadUnitsExplorer shows at the last of the times given, one sentence per line.

    `units` has the bytes of all times up to now, one row each; `unit` counts from 1.
    """
    units = np.asarray(units)
    now = units[-1]
    count = np.count_nonzero(now == DEAD)
    ends = np.cumsum([0, *layers])
    parts = [slice(a, b) for a, b in pairwise(ends)]
    died, revived = census(units)
    return [
        f"Step {steps[len(units) - 1]}: {_dead(count, now, parts, samples)}",
        f"So far {_so_far(died, revived, parts)}.",
        f"{name_of(unit, layers)}: {_state(units[:, unit - 1], steps)}.",
        f"Loss {'no number' if loss is None else small(loss, 2)}, "
        f"test accuracy {fixed(100 * accuracy, 0)}%.",
    ]


def part(byte):
    """Say on how many samples a unit is on."""
    if byte == DEAD:
        return "dead"
    if byte == OFF:
        return "off on every image, yet a gradient passes"
    if byte == 255:
        return "on for every image"
    share = 100 * (int(byte) - 2) / _STEPS
    return f"on for {'fewer than 1' if share < 1 else fixed(share, 0)}% of the images"


def _dead(count, now, parts, samples):
    if count == 0:
        off = np.count_nonzero(now == OFF)
        idle = f" ({off} off on every image, but a gradient passes)" if off else ""
        return f"none of {len(now)} units is dead{idle}."
    verb = "is" if count == 1 else "are"
    head = f"{count} of {len(now)} units {verb} dead: off on all {samples:,} images"
    if len(parts) == 1:
        return f"{head}."
    rows = (
        f"{np.count_nonzero(now[p] == DEAD)} of {p.stop - p.start} in layer {i}"
        for i, p in enumerate(parts, 1)
    )
    return f"{head} ({', '.join(rows)})."


def _so_far(died, revived, parts):
    rows = []
    for i, p in enumerate(parts, 1):
        died_here, back = int(died[p].sum()), int(revived[p].sum())
        said = f"{_count(died_here, 'death')} and {_count(back, 'revival')}"
        rows.append(said if len(parts) == 1 else f"layer {i} saw {said}")
    return "; ".join(rows)


def _state(bytes_, steps):
    _, revived = census(bytes_)
    if bytes_[-1] == DEAD:
        alive = np.flatnonzero(bytes_ != DEAD)
        since = f"since step {steps[alive[-1] + 1]}" if alive.size else "from the start"
        again = f", after {_count(int(revived), 'revival')}" if revived else ""
        return f"dead {since}{again}"
    said = part(bytes_[-1])
    if not revived:
        return said
    back = steps[np.flatnonzero(bytes_ == DEAD)[-1] + 1]
    return f"{said}; it was dead and is back since step {back}"


def name_of(unit, layers):
    """Name a unit, counted from 1 through all layers, by its layer and its place there."""
    for i, size in enumerate(layers, 1):
        if unit <= size:
            return f"Unit {unit}" if len(layers) == 1 else f"Unit {unit} of layer {i}"
        unit -= size
    raise IndexError(unit)


def _count(n, noun):
    return f"{n} {noun}" + ("" if n == 1 else "s")
