"""The explorer of gradients on their way back."""

import numpy as np

from actnorm.explorers import GradientFlowExplorer


def silent():
    """Slopes that are 0 for nearly every input: nothing arrives, whatever the cartoon says."""
    return GradientFlowExplorer(
        activations={"far": (lambda x: np.maximum(x - 4, 0), lambda x: (x > 4).astype(float))},
        width=16,
    )


def steep():
    """Slopes of 2 everywhere: the cartoon grows, too."""
    return GradientFlowExplorer(
        activations={"double": (lambda x: 2 * x, lambda x: np.full_like(x, 2.0))}, width=16
    )
