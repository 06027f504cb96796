"""The doctor's explorer, on runs made up here: real ones differ in their last digits by machine,
and patient 5, trained on pairs, turns that into something to be seen."""

from dataclasses import replace
from functools import cache
from unittest.mock import patch

import numpy as np

from actnorm.explorers import DoctorExplorer
from actnorm.explorers.doctor.cases import plans
from actnorm.network.checkup import Checkup

from ..net import About, Mark

TIMES, LAYERS = 9, 3


def told(seed):
    """Make a run up: anything from 10⁻⁹ to 10⁷; some lose their gradient, some their numbers."""
    rng = np.random.default_rng(seed)

    def sizes(lo, hi, *shape):
        return np.round(10 ** rng.uniform(lo, hi, shape), 12)

    loss = sizes(-2, 3, TIMES)
    spread, gradient = sizes(-1, 7 * (seed % 2) + 1, TIMES, LAYERS), sizes(-7, 1, TIMES, LAYERS)
    ratio = sizes(-9, 0, TIMES, LAYERS)
    if seed % 3 == 0:
        gradient[4:, 0] = 0.0
    if seed % 4 == 2:
        for measured in (loss, spread, gradient, ratio):
            measured[6:] = np.nan
    shares = [np.round(rng.uniform(0, 1, TIMES), 2) for _ in range(2)]
    saturated = np.round(rng.uniform(0, 1, (TIMES, LAYERS)), 3)
    dead = rng.integers(0, 33, (TIMES, LAYERS)) / 32
    return Checkup(loss, *shares, spread, saturated, dead, gradient, ratio, int(rng.integers(9)))


@cache
def ward():
    made, which = plans()
    return [told(seed) for seed in range(len(made))], which


def made(**state):
    """Make the explorer of the made-up runs."""
    with patch("actnorm.explorers.doctor.model.ward", ward):
        return DoctorExplorer(**state)


def all_but_well():
    """Make every run up with one dead unit, and one image that answers otherwise."""
    dead = np.zeros((TIMES, LAYERS))
    dead[:, -1] = 1 / 32
    runs, which = ward()
    runs = [replace(run, dead=dead, batch_dependence=1) for run in runs]
    with patch("actnorm.explorers.doctor.model.ward", lambda: (runs, which)):
        return DoctorExplorer()


def clipped(value, decades):
    return float(np.clip(np.log10(value), *decades)) if value > 0 else decades[0]


def line(chart, what, css, values, decades=None):
    """Say where a line of a chart begins and ends, in the sick run and in the cured one.

    `values` gives the row of a run, (model, run) -> array; with `decades` the axis counts these,
    else per cent.
    """
    first = 0 if chart < 2 else 1

    def place(run, at):
        def where(m):
            row = run(m) and values(m, run(m))
            found = [] if row is None else np.flatnonzero(np.isfinite(row))
            if len(found) == 0:
                return None
            i = found[at]
            return first + i, clipped(row[i], decades) if decades else 100 * row[i]

        return where

    curve = f".actnorm-chart:nth-child({chart + 1}) .actnorm-curve{css}"
    axes = {"x": 2 * chart + 1, "y": 2 * chart}
    for whose, run, kind in (
        ("", lambda m: m.run, ":not(.is-cured)"),
        (", with the cure", lambda m: m.cured_run, ".is-cured"),
    ):
        for end, at in (("start", 0), ("end", -1)):
            yield Mark(f"{what}{whose}, {end}", curve + kind, place(run, at), at=end, **axes)


def cursor(chart):
    css = f".actnorm-chart:nth-child({chart + 1}) .actnorm-cursor"
    return Mark("the epoch", css, lambda m: (m.epoch, None), x=2 * chart + 1, at="start")


ABOUT = About(
    make={
        "default": lambda: made(diagnosis="start", cure="start"),
        "fresh": made,
        "committed": lambda: made(
            case=2, epoch=8, diagnosis="rate", cure="rate", committed=True, look="layers"
        ),
        "no number": lambda: made(case=3, epoch=8, look="steps"),
    },
    marks=[
        *line(0, "loss", "", lambda m, run: run.loss, (-2, 4)),
        *line(1, "right in training", ".is-input", lambda m, run: run.accuracy),
        *line(1, "right in the test", ".is-output", lambda m, run: run.test_accuracy),
        *line(2, "spread", "", lambda m, run: run.pre_activation_std[m.epoch], (-2, 4)),
        *line(3, "saturated", ".is-output", lambda m, run: run.saturation[m.epoch]),
        *line(3, "dead", ".is-dead", lambda m, run: run.dead[m.epoch]),
        *line(4, "gradient", "", lambda m, run: run.gradient[m.epoch], (-8, 2)),
        *line(5, "step", "", lambda m, run: run.ratio[m.epoch], (-8, 0)),
        cursor(0),
        cursor(1),
        Mark(
            "with your cure",
            ".actnorm-cure-key .actnorm-note",
            lambda m: (None, None) if m.committed else None,
        ),
    ],
    buttons={"Commit": lambda m: {"committed": True}},
    words={
        "diagnosis": {
            "": "choose …",
            "inputs": "inputs not standardized",
            "rate": "learning rate too high",
            "start": "initial weights too large",
            "saturated": "units dead or saturated",
            "vanish": "the gradient vanishes",
            "overfit": "it overfits",
            "mode": "tested in training mode",
            "few": "batches too small",
        },
        "cure": {
            "": "choose …",
            "standardize": "standardize the inputs",
            "rate": "learning rate ÷ 10",
            "start": "He initialization",
            "relu": "ReLU units",
            "leaky": "leaky ReLU units",
            "batch": "insert batch norm",
            "eval": "test in evaluation mode",
            "larger": "batches of at least 16",
        },
    },
)
