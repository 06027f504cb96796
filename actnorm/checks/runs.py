"""What the checks of experiments share: results that come one per seed."""

from __future__ import annotations

import numpy as np

from actnorm.checks.core import ExerciseError, as_array

__all__ = ["as_runs"]


def as_runs(answer, name, *, low=0.0, high=1.0, what="an accuracy lies between 0 and 1"):
    """Return the answer as an array of at least five results, or say what is wrong with it.

    Parameters
    ----------
    answer : object
        What the student gave: a list of numbers, one per seed.
    name : str
        What it is called.
    low, high : float
        The bounds within which each result has to lie.
    what : str
        Says what the bounds mean.
    """
    try:
        shape = np.shape(answer)
    except (ValueError, TypeError):  # rows of unequal length, or nothing like an array
        shape = (5,)
    runs = as_array(answer, name, shape=shape)
    if runs.ndim != 1 or runs.size < 5:
        raise ExerciseError(
            f"{name} has shape {runs.shape}: give a list of at least five numbers, one per seed."
        )
    inside = (runs >= low) & (runs <= high)
    if not inside.all():
        raise ExerciseError(f"{name} holds {runs[~inside][0]:.4g}: {what}.")
    if np.ptp(runs) == 0:
        raise ExerciseError(
            f"{name}: all {runs.size} numbers are {runs[0]:.4g}, to the last digit: did each run "
            "get a generator of its own seed?"
        )
    return runs
