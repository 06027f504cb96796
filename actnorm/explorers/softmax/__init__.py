"""The explorer of softmax."""

from actnorm.explorers.softmax.model import SoftmaxExplorer

__all__ = ["SoftmaxExplorer"]
