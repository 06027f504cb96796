"""Normalizations, each with its backward directly beneath it, and the table of their axes."""

from .axes import NORMS, Norm
from .batch import batch_norm, batch_norm_backward
from .scaling import standardize

__all__ = ["NORMS", "Norm", "batch_norm", "batch_norm_backward", "standardize"]
