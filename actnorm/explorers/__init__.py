"""Figures with sliders, the same in JupyterLab and on a published page."""

from actnorm.explorers.activation import ActivationExplorer
from actnorm.explorers.base import Explorer
from actnorm.explorers.batch_mates import BatchMatesExplorer
from actnorm.explorers.batch_norm import BatchNormExplorer
from actnorm.explorers.dead_units import DeadUnitsExplorer
from actnorm.explorers.doctor import DoctorExplorer
from actnorm.explorers.gradient_flow import GradientFlowExplorer
from actnorm.explorers.kinks import KinksExplorer
from actnorm.explorers.norm_axes import NormAxesExplorer
from actnorm.explorers.softmax import SoftmaxExplorer
from actnorm.explorers.standardize import StandardizeExplorer

__all__ = [
    "ActivationExplorer",
    "BatchMatesExplorer",
    "BatchNormExplorer",
    "DeadUnitsExplorer",
    "DoctorExplorer",
    "Explorer",
    "GradientFlowExplorer",
    "KinksExplorer",
    "NormAxesExplorer",
    "SoftmaxExplorer",
    "StandardizeExplorer",
]
