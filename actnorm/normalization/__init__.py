"""Normalizations, each with its backward directly beneath it, and the table of their axes."""

from actnorm.normalization.axes import NORMS, Norm
from actnorm.normalization.batch import batch_norm, batch_norm_backward
from actnorm.normalization.group import (
    group_norm,
    group_norm_backward,
    instance_norm,
    instance_norm_backward,
)
from actnorm.normalization.layer import layer_norm, layer_norm_backward
from actnorm.normalization.rms import rms_norm, rms_norm_backward
from actnorm.normalization.scaling import min_max, robust_scale, standardize

__all__ = [
    "NORMS",
    "Norm",
    "batch_norm",
    "batch_norm_backward",
    "group_norm",
    "group_norm_backward",
    "instance_norm",
    "instance_norm_backward",
    "layer_norm",
    "layer_norm_backward",
    "min_max",
    "rms_norm",
    "rms_norm_backward",
    "robust_scale",
    "standardize",
]
