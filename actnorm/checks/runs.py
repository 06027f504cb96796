"""What the checks of experiments share: results that come one per seed, and what they tell."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from actnorm.checks.answers import same_numbers
from actnorm.checks.core import ExerciseError, NotAttempted
from actnorm.checks.values import as_array, shape_of
from actnorm.typeset import mean_and_spread

__all__ = ["as_runs", "guessing", "never", "paired_runs", "told"]

ACCURACY = "an accuracy lies between 0 and 1"


def guessing(accuracy):
    """Say whether an accuracy on digits is that of a network that guesses, or has diverged."""
    return accuracy < 0.15


def never(result):
    """Say that no result may come out the same for all seeds."""
    return False


def paired_runs(answer, plan, *, name, equal=(), idle=guessing, **bounds):
    """Return the results of a plan, or say what is wrong with them.

    A check cannot know what is true of the student's runs; it sees to the plan, the seeds and the
    units, and says what the numbers can carry.

    Parameters
    ----------
    answer : object
        What the student gave: a dictionary of lists.
    plan : sequence of str
        The settings that were to be compared.
    name : str
        What the dictionary is called.
    equal : sequence of pairs of str
        Settings that may have the same results. All others may not, unless every network of both
        settings is idle: the same numbers twice are a switch that was forgotten.
    idle, **bounds
        As in `as_runs`.

    Returns
    -------
    list of ndarray
        One array per setting, in the plan's order and of one length.
    """
    if not isinstance(answer, Mapping):
        raise ExerciseError(f"{name} should be the dictionary of {len(plan)} lists you were given.")
    missing = [setting for setting in plan if setting not in answer]
    if missing:
        raise ExerciseError(f"{name} has no entry {missing[0]!r}; keep the names as given.")
    strange = [setting for setting in answer if setting not in plan]
    if strange:
        raise ExerciseError(
            f"{name} has an entry {strange[0]!r} that is not of the plan: {', '.join(plan)}."
        )
    runs = [as_runs(answer[setting], setting, idle=idle, **bounds) for setting in plan]
    if len({run.size for run in runs}) > 1:
        sizes = ", ".join(str(run.size) for run in runs)
        raise ExerciseError(
            f"{sizes} runs: give all {len(runs)} the same seeds, so that they compare in pairs."
        )
    for (one, a), (other, b) in combinations(zip(plan, runs, strict=True), 2):
        if np.array_equal(a, b) and not all(map(idle, a)) and (one, other) not in equal:
            raise ExerciseError(f"{name}: {same_numbers(one, other)}")
    return runs


def as_runs(answer, name, *, low=0.0, high=1.0, what=ACCURACY, idle=guessing):
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
    idle : callable
        Whether all results may be this number, to the last digit; by default those of networks
        that guess.
    """
    if answer is None:
        raise NotAttempted
    shape = shape_of(answer)
    runs = as_array(answer, name, shape=(5,) if shape is None else shape)
    if runs.ndim == 2 and 1 in runs.shape:
        runs = runs.ravel()
    if runs.ndim != 1 or runs.size < 5:
        raise ExerciseError(
            f"{name} has shape {runs.shape}: give a list of at least five numbers, one per seed."
        )
    inside = (runs >= low) & (runs <= high)
    if not inside.all():
        raise ExerciseError(f"{name} holds {runs[~inside][0]:.4g}: {what}.")
    if np.ptp(runs) == 0 and not idle(runs[0]):
        raise ExerciseError(
            f"{name}: all {runs.size} numbers are {runs[0]:.4g}, to the last digit: did each run "
            "get a generator of its own seed?"
        )
    return runs


def told(effect, *, digits=0, agree=False):
    """Say an effect over seeds: mean ± spread and, if asked for, how many seeds agree in sign."""
    said = mean_and_spread(effect, f"+.{digits}f")
    if not agree:
        return said
    with_it = np.sum(np.sign(effect) == np.sign(effect.mean()))
    return f"{said} ({with_it} of {effect.size} agree)"
