"""What PyTorch computes, stored with its version, so that every run compares without PyTorch.

Each `make_….py` writes the file beside it: ``python -m tests.torch_reference.make_activations``.
"""

from pathlib import Path

import numpy as np


def path(name):
    """Return where `make_<name>.py` stores its arrays."""
    return Path(__file__).with_name(f"{name}.npz")


def load(name):
    """Return the arrays that `make_<name>.py` stored, by name."""
    with np.load(path(name)) as file:
        return dict(file)
