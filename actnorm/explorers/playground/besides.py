"""What the second network of a playground may differ in."""

from actnorm.activations import ACTIVATIONS

__all__ = ["BESIDES"]

# name -> a trait, and its value or a factor of it
BESIDES = {
    "none": {"trait": "norm", "value": "none"},
    "batch": {"trait": "norm", "value": "batch"},
    "layer": {"trait": "norm", "value": "layer"},
    "rms": {"trait": "norm", "value": "rms"},
    "he": {"trait": "init", "value": "he"},
    "xavier": {"trait": "init", "value": "xavier"},
    "larger": {"trait": "scale", "factor": 3.0},
    "smaller": {"trait": "scale", "factor": 1 / 3},
    "faster": {"trait": "lr", "factor": 10.0},
    "slower": {"trait": "lr", "factor": 0.1},
    "momentum": {"trait": "momentum", "value": 0.9},
    "standardized": {"trait": "inputs", "value": "standardized"},
} | {name: {"trait": "activation", "value": name} for name in ACTIVATIONS}
