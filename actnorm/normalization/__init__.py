"""Normalizations, each with its backward directly beneath it, and the table of their axes."""

from actnorm.normalization import axes, scaling
from actnorm.normalization.axes import *  # noqa: F403
from actnorm.normalization.scaling import *  # noqa: F403

__all__ = sorted([*axes.__all__, *scaling.__all__])
