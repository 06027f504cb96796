"""Activation functions, each with its derivative; softmax and its relatives; the registry."""
# ruff: noqa: F403  each module says in its `__all__` what is public

from actnorm.activations import (
    along_axis,
    exponential,
    gated,
    gaussian,
    leaky,
    logistic,
    loss,
    rectifiers,
    saturating,
)
from actnorm.activations.along_axis import *
from actnorm.activations.entry import Activation
from actnorm.activations.exponential import *
from actnorm.activations.gated import *
from actnorm.activations.gaussian import *
from actnorm.activations.leaky import *
from actnorm.activations.logistic import *
from actnorm.activations.loss import *
from actnorm.activations.rectifiers import *
from actnorm.activations.registry import ACTIVATIONS
from actnorm.activations.saturating import *

__all__ = ["ACTIVATIONS", "Activation"]
__all__ += along_axis.__all__
__all__ += exponential.__all__
__all__ += gated.__all__
__all__ += gaussian.__all__
__all__ += leaky.__all__
__all__ += logistic.__all__
__all__ += loss.__all__
__all__ += rectifiers.__all__
__all__ += saturating.__all__
