"""What a SoftmaxExplorer shows, in words.

`js/softmax_words.js` says the same; `tests/test_explorer_softmax.py` holds them together.
"""

import numpy as np

from actnorm.activations import softmax, softmax_vjp
from actnorm.explorers.words import fixed, small

__all__ = ["amount", "describe_softmax", "jacobian", "naive_softmax", "outcome"]

_SEEN = 5e-4  # differences below it do not show in three decimals


def jacobian(z, temperature):
    """Return the matrix of ∂pᵢ/∂zⱼ."""
    return softmax_vjp(np.eye(len(z)), np.tile(z, (len(z), 1)), temperature=temperature)


def naive_softmax(z, temperature, dtype):
    """Compute e^z / Σ e^z as it is printed, every result rounded to `dtype`.

    Returns the exponentials, their sum and the quotients.
    """
    z, temperature = np.asarray(z, dtype), dtype(temperature)
    with np.errstate(all="ignore"):
        # Not NumPy's float32 exponential: its last bit depends on the processor, and the still
        # and the text must not.
        exps = np.exp((z / temperature).astype(np.float64)).astype(dtype)
        total = dtype(0)
        for e in exps:
            total = total + e
        return exps, total, exps / total


def describe_softmax(labels, z, temperature):
    """Say what a SoftmaxExplorer shows, one sentence per line; `z` has the constant added."""
    p = softmax(z, temperature=temperature)
    best = int(p.argmax())
    spread = np.exp(-sum(v * np.log(v) for v in p if v > 0))
    named = ", ".join(f"{label} {small(v)}" for label, v in zip(labels, p, strict=True))
    return [
        f"{named}: sum 1, as undecided as between {fixed(spread, 1)} equal classes.",
        _slope(labels[best], jacobian(z, temperature)[best, best]),
        f"Naive, float64: {_fate(z, temperature, p, np.float64)}",
        f"Naive, float32: {_fate(z, temperature, p, np.float32)}",
    ]


def outcome(value):
    """Write a number of the naive formula, which may be none."""
    return "NaN" if np.isnan(value) else "inf" if value == np.inf else fixed(value, 3)


def amount(value):
    """Write a sum of exponentials, of any size."""
    return "inf" if value == np.inf else small(value, 2)


def _slope(label, own):
    head = f"A little more score for {label}: its p rises {small(own)} times as much"
    return f"{head}. Saturated." if own < 0.01 else f"{head}."


def _fate(z, temperature, p, dtype):
    exps, total, got = naive_softmax(z, temperature, dtype)
    top = f"e^{fixed(max(z) / temperature, 1)}"
    if np.isinf(exps).all():
        return f"{top} = inf, inf/inf = NaN."
    if np.isinf(exps).any():
        return f"{top} = inf, inf/inf = NaN, finite/inf = 0."
    if np.isinf(total):
        return "every exponential fits, their sum is inf, every p is 0."
    if total == 0:
        return "every exponential is 0, 0/0 = NaN."
    off = np.abs(got.astype(np.float64) - p).max()
    if off < _SEEN:
        return "the same."
    return f"wrong by up to {small(off)}: exponentials so small lose digits."
