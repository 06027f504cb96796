"""The six patients: how they are trained, and what each cure does to them."""

from functools import cache
from typing import NamedTuple

import numpy as np

from actnorm.activations import leaky_relu, leaky_relu_grad, tanh, tanh_grad
from actnorm.explorers.doctor_feedback import CURE_SAYS, DIAGNOSIS_SAYS

__all__ = ["CURES", "DIAGNOSES", "PATIENTS", "Patient", "treated", "ward"]

SEED, HIDDEN = 1, (32, 32, 32)

DIAGNOSES = {
    "inputs": "inputs not standardized",
    "rate": "learning rate too high",
    "start": "weights start too large",
    "flat": "units dead or saturated",
    "vanish": "the gradient vanishes",
    "overfit": "it overfits",
    "mode": "tested in training mode",
    "few": "batches too small",
}

CURES = {
    "standardize": "standardize the inputs",
    "rate": "a tenth of the rate",
    "start": "start with He’s weights",
    "relu": "ReLU units",
    "leaky": "leaky ReLU units",
    "batch": "insert batch norm",
    "eval": "test in evaluation mode",
    "larger": "batches of at least 16",
}


class Patient(NamedTuple):
    """A sick training run: what its owner says, how it is trained, what is wrong, what heals it."""

    complaint: str
    net: str
    settings: dict
    diagnosis: str
    cure: str


_RELU, _TANH = ("three hidden layers of 32 " + units for units in ("ReLU units", "tanh units"))
_NORMED = f"{_RELU}, each after a batch norm"
_LARGE = {"init": "normal", "init_std": 1.0, "lr": 0.02}

PATIENTS = (
    Patient(
        "It learns, but it never gets really good.",
        _TANH,
        _LARGE | {"activation": (tanh, tanh_grad)},
        "start",
        "start",
    ),
    Patient(
        "It has not got anywhere.",
        _RELU,
        {"scaling": "none", "lr": 0.05},
        "inputs",
        "standardize",
    ),
    Patient(
        "In training it is nearly always right. My test says it has learned nothing.",
        _NORMED,
        {"norm": "batch", "lr": 0.02, "training": True},
        "mode",
        "eval",
    ),
    Patient(
        "The loss was in the hundreds. Now it is 2.30 and does not move.",
        _RELU,
        _LARGE,
        "start",
        "start",
    ),
    Patient(
        "My machine is a small one. It gets nowhere.",
        _NORMED,
        {"norm": "batch", "lr": 0.02, "batch_size": 2, "images": 128},
        "few",
        "larger",
    ),
    Patient(
        "Before the training every value was normal.",
        _RELU,
        {"lr": 0.5},
        "rate",
        "rate",
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
        A name in `CURES`, or "" for none.

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


@cache
def ward():
    """Train every patient without and with every cure.

    Returns
    -------
    runs : list of Checkup
        The runs that differ.
    which : list of dict
        For each patient: cure, or "" for none, to its run's place in `runs`.
    """
    from actnorm.data import digits
    from actnorm.network import checkup
    from actnorm.progress import track

    plans, which = [], []
    for patient in PATIENTS:
        mine = {cure: treated(patient.settings, cure) for cure in ("", *CURES)}
        for plan in mine.values():
            if plan not in plans:
                plans.append(plan)
        which.append(mine)
    splits = {name: digits(scaling=name) for name in ("standardize", "none")}
    runs = []
    for plan in track(plans, label="six patients"):
        plan = dict(plan)
        split = splits[plan.pop("scaling")]
        runs.append(checkup(split, sizes=(64, *HIDDEN, 10), seed=SEED, **plan))
    return runs, [{cure: plans.index(plan) for cure, plan in mine.items()} for mine in which]


def shipped(run):
    """Round a Checkup for the page: three digits; what is no number becomes None."""
    return {
        "loss": _digits(run.loss),
        "accuracy": np.round(run.accuracy, 3).tolist(),
        "test": np.round(run.test_accuracy, 3).tolist(),
        "spread": [_digits(row) for row in run.pre_activation_std],
        "flat": np.round(run.saturation, 3).tolist(),
        "dead": np.rint(run.dead * HIDDEN).astype(int).tolist(),
        "gradient": [_digits(row) for row in run.gradient],
        "ratio": [_digits(row) for row in run.ratio],
        "company": run.company,
    }


def answers(number):
    """Say what the page answers to each diagnosis and each cure of one patient.

    Parameters
    ----------
    number : int
        The patient, from 0.

    Returns
    -------
    dict
        "diagnosis" and "cure", each a dict of name to [grade, sentence].
    """
    runs, which = ward()
    mine = which[number]
    before = runs[mine[""]]
    said = {}
    for cure, (grade, sentence) in CURE_SAYS[number].items():
        after = runs[mine[cure]]
        if after is not before:
            a, b = (f"{100 * run.test_accuracy[-1]:.0f}%" for run in (before, after))
            sentence += f" The owner’s test goes from {a} to {b}."
        said[cure] = [grade, sentence]
    spoken = {name: list(entry) for name, entry in DIAGNOSIS_SAYS[number].items()}
    return {"diagnosis": spoken, "cure": said}


def _digits(values):
    return [float(f"{v:.3g}") if np.isfinite(v) else None for v in np.asarray(values, float)]
