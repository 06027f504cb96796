"""What a GradientFlowExplorer shows, in words.

`js/gradient_flow_words.js` says the same; `tests/test_explorer_gradient_flow.py` holds them
together.
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext

from actnorm.explorers.words import fixed, scientific, small

__all__ = ["describe_flow", "times"]

# Beyond the factor 10, up or down, a gradient grows or fades; beyond 100 it explodes or vanishes.


def times(ratio):
    """Write a factor of any size with two digits.

    Examples
    --------
    >>> times(0.000025), times(0.043), times(1.0), times(38_000.0), times(2.1e-9)
    ('1/40,000 of', '0.043 times', '1.0 times', '38,000 times', '2.1×10⁻⁹ times')
    """
    if ratio == 0:
        return "exactly 0 times"
    if ratio < 1e-6 or ratio >= 1e6:
        return f"{scientific(ratio, 2)} times"
    if ratio < 0.01:
        return f"1/{_round(1 / ratio)} of"
    return f"{_round(ratio)} times"


def describe_flow(gradients, weights, steepest, faded):
    """Say what a GradientFlowExplorer shows, one sentence per line.

    Parameters
    ----------
    gradients, weights : sequence of float
        Of each hidden layer, the first layer first.
    steepest : float
        Largest slope of the activation.
    faded : float
        Share of the slopes that are below 0.01.
    """
    depth = len(gradients)
    ratio, cartoon = _over(gradients), steepest ** (depth - 1)
    taught = times(_over(weights))
    power = f"{steepest:.3g} to the power {depth - 1}"
    return [
        f"Layer 1 gets {times(ratio)} the gradient of layer {depth}. {_fate(ratio)}",
        f"The cartoon says {power}, {times(cartoon)} it: {_verdict(ratio / cartoon)}.",
        f"The weights of layer 1 get {taught} the gradient of those of layer {depth}.",
        f"{fixed(100 * faded, 0)}% of the slopes are below 0.01.",
    ]


def _over(values):
    return values[0] / values[-1] if values[-1] > 0 else 0.0


def _fate(ratio):
    if ratio == 0:
        return "Nothing arrives."
    if ratio < 0.1:
        return "It vanishes." if ratio < 0.01 else "It fades."
    if ratio > 10:
        return "It explodes." if ratio > 100 else "It grows."
    return "It arrives."


def _verdict(quotient):
    if quotient == 0:
        return "nothing is left of it"
    if quotient > 2:
        return f"too small, by a factor of {_factor(quotient)}"
    if quotient < 0.5:
        return f"too large, by a factor of {_factor(1 / quotient)}"
    return "right within a factor of 2"


def _factor(value):
    return scientific(value, 2) if value >= 1e6 else _round(value)


def _round(value):
    """Two digits, written out, below a million."""
    with localcontext() as context:
        context.prec, context.rounding = 2, ROUND_HALF_UP  # as JavaScript rounds
        two = float(+Decimal(value))
    if two < 1:
        return small(two, 2 if two >= 0.1 else 3)
    return fixed(two, 1) if two < 10 else f"{two:,.0f}"
