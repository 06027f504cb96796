"""The checks of chapter 11, "Be the network's doctor"."""

from __future__ import annotations

import math

import numpy as np

from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import paired_runs, told

# The patient of the exercise: a gradient that fades in six sigmoid layers.
SICK = {
    "sizes": (64, 32, 32, 32, 32, 32, 32, 10),
    "activation": "sigmoid",
    "init": "xavier",
    "norm": "none",
    "scaling": "standardize",
    "lr": 0.05,
    "batch_size": 64,
    "epochs": 8,
}
PLAN = ("neither", "standardized", "batch norm", "both")
_HEALTHY, _SEEDS = 0.8, (0, 1)
_SILENT = math.log(10)


@exercise("cure the seventh patient")
def check_cure(settings):
    """Train the patient with the student's settings, from two seeds, and say what became of it."""
    plan = _plan(settings)
    changed = [name for name in SICK if plan[name] != SICK[name]]
    if not changed:
        raise ExerciseError("these are the patient's own settings; change what makes it ill.")
    for name in ("sizes", "epochs"):
        if name in changed:
            raise ExerciseError(
                f"you changed {name}: a smaller network or a longer training is another patient, "
                "and would not tell whether this one is cured. Leave it."
            )
    runs = _trained(plan)
    right = min(run.test_accuracy[-1] for run in runs)
    did = ", ".join(f"{name} = {plan[name]!r}" for name in changed)
    if right >= _HEALTHY:
        count = len(changed)
        several = f" But you changed {count} things: which of them was it?" if count > 1 else ""
        return f"with {did} at least {right:.0%} of the test images are right.{several}"
    why = _why(plan, changed, runs)
    raise ExerciseError(f"with {did}, {_shares(runs)} of the test images are right: {why}")


@exercise("which of the two did it")
def check_ablation(results):
    """Check a two-by-two ablation: test accuracies, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    runs = paired_runs(results, PLAN, name="results")
    for i, one in enumerate(runs):
        for name, other in zip(PLAN[i + 1 :], runs[i + 1 :], strict=True):
            if np.array_equal(one, other):
                raise ExerciseError(f"{PLAN[i]!r} and {name!r} hold the same numbers.")
    neither, first, second, both = 100 * np.array(runs)
    gains = [first - neither, second - neither, both - second, both - first]
    standardized, normalized, standardized_too, normalized_too = (
        told(gain, agree=True) for gain in gains
    )
    return (
        f"alone, standardizing gains {standardized} points and batch norm {normalized}; with the "
        f"other there already, {standardized_too} and {normalized_too}, over {neither.size} seeds."
    )


def _plan(settings):
    if not isinstance(settings, dict):
        raise ExerciseError("give the dictionary of settings itself, with your change in it.")
    unknown = [name for name in settings if name not in SICK]
    if unknown:
        raise ExerciseError(
            f"there is no setting {unknown[0]!r}; the settings are {', '.join(SICK)}."
        )
    return SICK | settings | {"sizes": tuple(np.ravel(settings.get("sizes", SICK["sizes"])))}


def _trained(plan):
    from actnorm.data import digits
    from actnorm.network import checkup

    plan = plan | {"norm": None if plan["norm"] == "none" else plan["norm"]}
    try:
        split = digits(scaling=plan.pop("scaling"))
        return [checkup(split, seed=seed, **plan) for seed in _SEEDS]
    except (TypeError, ValueError) as error:
        raise ExerciseError(f"it cannot be trained like this: {error}.") from None


def _shares(runs):
    """Say what the two starts came to."""
    low, high = (f"{v:.0%}" for v in sorted(run.test_accuracy[-1] for run in runs))
    return low if low == high else f"{low} or {high} (two seeds)"


def _why(plan, changed, runs):
    """Name the likely mistake of a cure that fails."""
    if any(not np.isfinite(run.loss[-1]) for run in runs):
        return "the loss is no number. Whatever made the steps small, they are too large now."
    if plan["scaling"] != "standardize":
        return "the inputs were the one thing in order."
    if max(run.test_accuracy[-1] for run in runs) >= _HEALTHY:
        return "one start gets well, the other does not; so it is on the edge, and that is no cure."
    fades = np.median([run.gradient[0][0] / run.gradient[0][-1] for run in runs])
    if fades < 0.05:
        least = (
            "a larger rate enlarges all steps alike."
            if changed == ["lr"] and plan["lr"] > SICK["lr"]
            else "look at what each layer multiplies it by."
        )
        return (
            f"before the first step the first layer still gets {fades:.1g} of the gradient of "
            f"the last; {least}"
        )
    if min(run.loss[-1] for run in runs) > 0.9 * _SILENT:
        return "the loss is still ln 10, so it still says nothing."
    return "the gradient now arrives, and it learns, but too slowly for eight epochs."
