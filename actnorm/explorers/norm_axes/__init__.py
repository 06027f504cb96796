"""The explorer of what each norm averages over."""

from actnorm.explorers.norm_axes.model import NormAxesExplorer

__all__ = ["NormAxesExplorer"]
