"""The doctor's explorer, on runs made up here: real ones differ in their last digits by machine,
and patient 5, trained on pairs, turns that into something to be seen."""

from functools import cache
from unittest.mock import patch

import numpy as np

from actnorm.explorers import DoctorExplorer
from actnorm.explorers.doctor.cases import plans
from actnorm.network.checkup import Checkup

from ..net import About

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


ABOUT = About(make={"default": made}, marks=[])
