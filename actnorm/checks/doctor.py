"""The checks of chapter 11, "Be the network's doctor"."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from actnorm.checks.answers import Design, Value, forgotten_switch
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import paired_runs, told
from actnorm.checks.values import as_number

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
_HEALTHY, _LEARNS, _SEEDS = 0.8, 0.3, (0, 1)
_SILENT = math.log(10)

CURE = Value(
    lambda: SICK | {"norm": "batch"},
    lambda: {
        "these are the patient's own settings; change what makes it ill.": SICK,
        "you changed sizes: a smaller network or a longer training is another patient, and would "
        "not tell whether this one is cured. Leave it.": SICK | {"sizes": (64, 32, 10)},
        "you changed epochs: a smaller network or a longer training is another patient, and would "
        "not tell whether this one is cured. Leave it.": SICK | {"epochs": 100},
        "lr should be positive, and is -1.": SICK | {"lr": -1},
        "batch_size should be a whole number from 1, and is 0.": SICK | {"batch_size": 0},
        "the inputs were the one thing in order.": SICK | {"scaling": "none"},
        "a larger learning rate enlarges all steps alike.": SICK | {"lr": 1.0},
        "look at what each layer multiplies it by.": SICK | {"init": "he"},
        "the loss is NaN. Whatever made the steps small, they are too large now.": SICK
        | {"lr": 1e308},
        "the loss ends far above ln 10: the steps are too large now.": SICK
        | {"norm": "batch", "lr": 1e6},
    },
)


@exercise("cure the seventh patient", settings=CURE)
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
    did = ", ".join(f"{name} = {plan[name]!r}" for name in changed)
    # The best epoch, not the last: single epochs of a network that learns may be poor.
    best, last = (min(of(run.test_accuracy) for run in runs) for of in (max, lambda a: a[-1]))
    if best >= _HEALTHY:
        count = len(changed)
        several = f" But you changed {count} things: which of them was it?" if count > 1 else ""
        unsteady = (
            f" It is unsteady, though: at the end it is {last:.0%}; would smaller steps help?"
            if last < best - 0.05
            else ""
        )
        return f"with {did} the test accuracy is at least {best:.0%}.{unsteady}{several}"
    why = _why(plan, changed, runs)
    raise ExerciseError(f"with {did}, the test accuracy is {_shares(runs)}: {why}")


PLAN = ("neither", "standardized", "batch norm", "both")
ABLATION = Design(
    PLAN,
    lambda rng: dict(
        zip(PLAN, rng.uniform([[0.1], [0.92], [0.9], [0.92]], 0.96, (4, 5)), strict=True)
    ),
    lambda runs: (
        forgotten_switch(runs, PLAN[0], PLAN[1])
        | forgotten_switch(runs, PLAN[0], PLAN[2])
        | forgotten_switch(runs, PLAN[2], PLAN[3])
    ),
)


@exercise("which of the two did it", results=ABLATION)
def check_ablation(results):
    """Check a two-by-two ablation: test accuracies, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    neither, first, second, both = 100 * np.array(paired_runs(results, PLAN, name="results"))
    gains = [first - neither, second - neither, both - second, both - first]
    standardized, normalized, standardized_too, normalized_too = (
        told(gain, agree=True) for gain in gains
    )
    return (
        f"alone, standardizing gains {standardized} percentage points and batch norm {normalized}; "
        f"with the other there already, {standardized_too} and {normalized_too}, over "
        f"{neither.size} seeds."
    )


def _plan(settings):
    """Return all the settings, or say which of them is none."""
    if not isinstance(settings, Mapping):
        raise ExerciseError("give the dictionary of settings itself, with your change in it.")
    unknown = [name for name in settings if name not in SICK]
    if unknown:
        raise ExerciseError(
            f"there is no setting {unknown[0]!r}; the settings are {', '.join(SICK)}."
        )
    plan = SICK | dict(settings)
    plan["lr"] = as_number(plan["lr"], "lr")
    if plan["lr"] <= 0:
        raise ExerciseError(f"lr should be positive, and is {plan['lr']:g}.")
    for name in ("batch_size", "epochs"):
        number = as_number(plan[name], name)
        if number != round(number) or number < 1:
            raise ExerciseError(f"{name} should be a whole number from 1, and is {number:g}.")
        plan[name] = int(number)
    plan["norm"] = "none" if plan["norm"] is None else plan["norm"]
    if isinstance(plan["sizes"], list | np.ndarray):
        plan["sizes"] = tuple(plan["sizes"])
    return plan


def _trained(plan):
    from actnorm.data import digits
    from actnorm.network import checkup

    plan = plan | {"norm": None if plan["norm"] == "none" else plan["norm"]}
    try:
        with np.errstate(all="ignore"):  # what diverges overflows
            split = digits(scaling=plan.pop("scaling"))
            return [checkup(split, seed=seed, **plan) for seed in _SEEDS]
    except Exception as error:  # whatever the library says of a setting, it says in a sentence
        raise ExerciseError(f"it cannot be trained like this: {error}.") from None


def _shares(runs):
    """Say what the two seeds came to."""
    low, high = (f"{v:.0%}" for v in sorted(max(run.test_accuracy) for run in runs))
    return low if low == high else f"{low} or {high} (two seeds)"


def _why(plan, changed, runs):
    """Name the likely mistake of a cure that fails."""
    if any(not np.isfinite(run.loss[-1]) for run in runs):
        return "the loss is NaN. Whatever made the steps small, they are too large now."
    if max(run.loss[-1] for run in runs) > 2 * _SILENT:
        return "the loss ends far above ln 10: the steps are too large now."
    if plan["scaling"] != "standardize":
        return "the inputs were the one thing in order."
    if max(max(run.test_accuracy) for run in runs) >= _HEALTHY:
        return "one seed learns, the other does not; so it is on the edge, and that is no cure."
    fades = np.median([run.gradient[0][0] / run.gradient[0][-1] for run in runs])
    if fades < 0.05 and min(max(run.test_accuracy) for run in runs) > _LEARNS:
        return (
            "it learns, but not far enough in eight epochs; before the first step the first layer "
            f"gets {fades:.1g} of the gradient of the last, so look for what lets more through."
        )
    if fades < 0.05:
        least = (
            "a larger learning rate enlarges all steps alike."
            if changed == ["lr"] and plan["lr"] > SICK["lr"]
            else "look at what each layer multiplies it by."
        )
        return (
            f"before the first step the first layer still gets {fades:.1g} of the gradient of "
            f"the last; {least}"
        )
    if min(run.loss[-1] for run in runs) > 0.9 * _SILENT:
        return "the loss is still ln 10, so it still gives all classes the same probability."
    return "the gradient now arrives, and it learns, but too slowly for eight epochs."
