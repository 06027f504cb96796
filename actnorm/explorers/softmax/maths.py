"""What a SoftmaxExplorer computes beside softmax itself."""

import numpy as np

from actnorm.activations import softmax_vjp

__all__ = ["jacobian", "naive_softmax"]


def jacobian(z, temperature):
    """Return the matrix of ∂pᵢ/∂zⱼ."""
    return softmax_vjp(np.eye(len(z)), np.tile(z, (len(z), 1)), temperature=temperature)


def naive_softmax(z, temperature, dtype):
    """Compute e^z / Σ e^z as it is printed, every result rounded to `dtype`.

    Returns the exponentials, their sum and the quotients.
    """
    z, temperature = np.asarray(z, dtype), dtype(temperature)
    with np.errstate(all="ignore"):
        # Not NumPy's float32 exponential: its last bit depends on the processor, and what the
        # figure says must not.
        exps = np.exp((z / temperature).astype(np.float64)).astype(dtype)
        total = dtype(0)
        for e in exps:
            total = total + e
        return exps, total, exps / total
