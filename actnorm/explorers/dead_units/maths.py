"""How a recorded unit is written in one byte, and what is counted of it; math.js reads the same."""

import numpy as np

__all__ = ["DEAD", "OFF", "census", "packed", "shares"]

DEAD, OFF = 0, 1  # slope 0 on every sample; never positive, but a gradient passes (leaky ReLU)
_FULL = 102  # positive on every sample; bytes 2 to 101: on some, 0 to 99 %


def packed(record):
    """Write each unit at each step as a byte; shape (steps, units).

    A share is rounded to whole per cent; but 0 % is all below 1 %, as it is said, only 102 means
    every sample, and 0 and 1 mean none.
    """
    exact = [record.dead, record.on == 0, record.on == 1]
    percent = np.where(record.on < 0.01, 0, np.minimum(np.rint(100 * record.on), 99))
    return np.select(exact, [DEAD, OFF, _FULL], 2 + percent).astype(np.uint8)


def shares(units):
    """Return the share of samples on which each unit is on, from its byte."""
    return np.maximum(np.asarray(units, dtype=float) - 2, 0) / (_FULL - 2)


def census(units):
    """Count deaths and revivals of each unit over the recorded steps; two arrays."""
    dead = np.asarray(units) == DEAD
    died = np.count_nonzero(~dead[:-1] & dead[1:], axis=0)
    return died, np.count_nonzero(dead[:-1] & ~dead[1:], axis=0)
