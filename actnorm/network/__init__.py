"""A small multilayer perceptron with manual backprop, for the book's experiments."""

from actnorm.network.cache import Cache, LayerCache
from actnorm.network.checkup import Checkup, checkup
from actnorm.network.comparison import Best, Comparison
from actnorm.network.diagnostics import (
    Diagnosis,
    dead_units,
    diagnose,
    saturation_share,
    update_ratios,
)
from actnorm.network.init import INITS, initial_bias, initial_weight
from actnorm.network.mlp import MLP
from actnorm.network.recording import UnitRecord, record_units, recorded_steps
from actnorm.network.sweep import sweep
from actnorm.network.table import Sweep
from actnorm.network.training import History, accuracy, train

__all__ = [
    "INITS",
    "MLP",
    "Best",
    "Cache",
    "Checkup",
    "Comparison",
    "Diagnosis",
    "History",
    "LayerCache",
    "Sweep",
    "UnitRecord",
    "accuracy",
    "checkup",
    "dead_units",
    "diagnose",
    "initial_bias",
    "initial_weight",
    "record_units",
    "recorded_steps",
    "saturation_share",
    "sweep",
    "train",
    "update_ratios",
]
