"""The six patients: how they are trained, what each cure does to them, what each choice deserves.

Their words, complaints and answers, are in `messages.js` and `answers.js`.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from actnorm.activations import leaky_relu, leaky_relu_grad, tanh, tanh_grad

__all__ = [
    "CURES",
    "DIAGNOSES",
    "HIDDEN",
    "PATIENTS",
    "Patient",
    "grades",
    "plans",
    "shipped",
    "treated",
    "ward",
]

SEED, HIDDEN = 1, (32, 32, 32)

DIAGNOSES = ("inputs", "rate", "start", "saturated", "vanish", "overfit", "mode", "few")
CURES = ("standardize", "rate", "start", "relu", "leaky", "batch", "eval", "larger")


class Patient(NamedTuple):
    """A sick training run: how it is trained, what is wrong with it, and what heals it."""

    settings: dict
    diagnosis: str
    symptoms: tuple
    """Diagnoses that are seen rightly, but are not the cause."""
    cure: str
    helps: tuple
    """Cures that help, but not at the root."""


_LARGE = {"init": "normal", "init_std": 1.0, "lr": 0.02}

PATIENTS = (
    Patient(
        _LARGE | {"activation": (tanh, tanh_grad)},
        diagnosis="start",
        symptoms=("saturated", "overfit"),
        cure="start",
        helps=("batch",),
    ),
    Patient(
        {"scaling": "none", "lr": 0.05},
        diagnosis="inputs",
        symptoms=("rate", "saturated", "vanish"),
        cure="standardize",
        helps=("rate", "batch"),
    ),
    Patient(
        {"norm": "batch", "lr": 0.02, "training": True},
        diagnosis="mode",
        symptoms=("overfit", "few"),
        cure="eval",
        helps=(),
    ),
    Patient(
        _LARGE,
        diagnosis="start",
        symptoms=("inputs", "rate", "saturated"),
        cure="start",
        helps=("rate", "leaky", "batch"),
    ),
    Patient(
        {"norm": "batch", "lr": 0.02, "batch_size": 2, "images": 128},
        diagnosis="few",
        symptoms=("saturated", "vanish", "mode"),
        cure="larger",
        helps=(),
    ),
    Patient(
        {"lr": 0.5},
        diagnosis="rate",
        symptoms=("saturated", "vanish"),
        cure="rate",
        helps=("batch",),
    ),
)

_USUAL = {"scaling": "standardize", "init": "he", "activation": "relu", "norm": None, "lr": 0.05}
_USUAL |= {"training": False, "batch_size": 64, "images": None, "init_std": 0.01}


def treated(settings, cure):
    """Return the settings of a patient after a cure.

    Parameters
    ----------
    settings : dict
        As in `PATIENTS`.
    cure : str
        One of `CURES`, or "" for none.

    Returns
    -------
    dict
        Complete settings: equal ones give the same run, to the last digit.
    """
    plan = _USUAL | settings
    changes = {
        "": {},
        "standardize": {"scaling": "standardize"},
        "rate": {"lr": plan["lr"] / 10},
        "start": {"init": "he"},
        "relu": {"activation": "relu"},
        "leaky": {"activation": (leaky_relu, leaky_relu_grad)},
        "batch": {"norm": "batch"},
        "eval": {"training": False},
        "larger": {"batch_size": max(plan["batch_size"], 16)},
    }
    plan |= changes[cure]
    if plan["init"] != "normal":
        del plan["init_std"]  # plays no part
    if plan["norm"] is None:
        plan["training"] = False  # there is only one mode
    return plan


def plans():
    """Say how every patient is trained without and with every cure, each run once.

    Returns
    -------
    made : list of dict
        The settings that differ.
    which : list of dict
        For each patient: cure, or "" for none, to its plan's place in `plans`.
    """
    made, which = [], []
    for patient in PATIENTS:
        mine = {cure: treated(patient.settings, cure) for cure in ("", *CURES)}
        for plan in mine.values():
            if plan not in made:
                made.append(plan)
        which.append({cure: made.index(plan) for cure, plan in mine.items()})
    return made, which


@cache
def ward():
    """Train them all.

    Returns
    -------
    runs : list of Checkup
        One for each of the `plans`.
    which : list of dict
        As from `plans`.
    """
    from actnorm.data import digits
    from actnorm.network import checkup
    from actnorm.progress import track

    planned, which = plans()
    splits = {name: digits(scaling=name) for name in ("standardize", "none")}
    runs = []
    for plan in track(planned, label="six patients"):
        split = splits[plan.pop("scaling")]
        runs.append(checkup(split, sizes=(64, *HIDDEN, 10), seed=SEED, **plan))
    return runs, which


def grades(patient, runs):
    """Say what each choice deserves.

    Parameters
    ----------
    patient : Patient
    runs : dict
        As for this patient from `plans`: the same run for two cures means that they differ in
        nothing.

    Returns
    -------
    dict
        "diagnosis": of each of `DIAGNOSES` whether it is "right", a "symptom" or "wrong"; "cure":
        of each of `CURES` whether it is the "cure", helps for "other" reasons, changes nothing
        ("none"), or has "failed".
    """

    def cured(cure):
        if cure == patient.cure:
            return "cure"
        if runs[cure] == runs[""]:
            return "none"
        return "other" if cure in patient.helps else "failed"

    def found(diagnosis):
        if diagnosis == patient.diagnosis:
            return "right"
        return "symptom" if diagnosis in patient.symptoms else "wrong"

    return {
        "diagnosis": {name: found(name) for name in DIAGNOSES},
        "cure": {name: cured(name) for name in CURES},
    }


def shipped(runs):
    """Round the runs for the page: three digits; what is no number becomes None."""
    return [
        {
            "loss": _digits(run.loss),
            "accuracy": np.round(run.accuracy, 3).tolist(),
            "test": np.round(run.test_accuracy, 3).tolist(),
            "spread": [_digits(row) for row in run.pre_activation_std],
            "saturated": np.round(run.saturation, 3).tolist(),
            "dead": np.rint(run.dead * HIDDEN).astype(int).tolist(),
            "gradient": [_digits(row) for row in run.gradient],
            "ratio": [_digits(row) for row in run.ratio],
            "batch_dependence": run.batch_dependence,
        }
        for run in runs
    ]


def _digits(values):
    return [float(f"{v:.3g}") if np.isfinite(v) else None for v in np.asarray(values, float)]
