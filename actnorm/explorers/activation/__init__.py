"""The explorer of activations."""

from actnorm.explorers.activation.model import ActivationExplorer

__all__ = ["ActivationExplorer"]
