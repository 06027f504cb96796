"""What a forward pass leaves behind."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from actnorm.network.norms import Kept

__all__ = ["Cache", "LayerCache"]


class LayerCache(NamedTuple):
    """What one layer leaves behind for its backward pass.

    Arrays of shape (batch, units), of replicated networks (replicates, batch, units).
    """

    inputs: np.ndarray
    """What came in."""
    linear: np.ndarray
    """``inputs @ weight + bias``."""
    pre_activation: np.ndarray
    """What the activation saw: `linear`, or its norm where the norm comes first."""
    activation: np.ndarray
    """What the activation made of it."""
    output: np.ndarray
    """What the next layer gets: `activation`, or its norm where the norm comes after."""
    norm: Kept | None = None
    """What the norm, where there is one, keeps for its backward pass; without an outside view."""


@dataclass(frozen=True)
class Cache:
    """What a forward pass leaves behind: a `LayerCache` per layer, the linear last one included."""

    layers: tuple[LayerCache, ...]
    training: bool

    @property
    def pre_activations(self):
        """What each hidden layer's activation saw, first layer first."""
        return [layer.pre_activation for layer in self.layers[:-1]]

    @property
    def activations(self):
        """What each hidden layer's activation gave, first layer first."""
        return [layer.activation for layer in self.layers[:-1]]
