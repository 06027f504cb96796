"""The explorer of standardized features."""

from actnorm.explorers.standardize.model import StandardizeExplorer

__all__ = ["StandardizeExplorer"]
