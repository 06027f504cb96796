"""How a recorded unit is written in one byte, and what is counted of it; math.js reads the same."""

import numpy as np

__all__ = ["DEAD", "OFF", "census", "packed", "shares"]

DEAD, OFF = 0, 1  # slope 0 on every sample; never positive, but a gradient passes (leaky ReLU)
_STEPS = 253  # bytes 2 to 255: positive on some samples, 255 on all


def packed(record):
    """Write each unit at each step as a byte; shape (steps, units).

    A share is rounded down to a multiple of 1/253, so that 255 means every sample and 0 and 1
    mean none.
    """
    byte = np.where(record.on > 0, 2 + np.floor(_STEPS * record.on), OFF)
    return np.where(record.dead, DEAD, byte).astype(np.uint8)


def shares(units):
    """Return the share of samples on which each unit is on, from its byte."""
    return np.maximum(np.asarray(units, dtype=float) - 2, 0) / _STEPS


def census(units):
    """Count deaths and revivals of each unit over the recorded steps; two arrays."""
    dead = np.asarray(units) == DEAD
    died = np.count_nonzero(~dead[:-1] & dead[1:], axis=0)
    return died, np.count_nonzero(dead[:-1] & ~dead[1:], axis=0)
