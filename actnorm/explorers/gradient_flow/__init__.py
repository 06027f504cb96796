"""The explorer of gradients on their way back."""

from actnorm.explorers.gradient_flow.model import GradientFlowExplorer

__all__ = ["GradientFlowExplorer"]
