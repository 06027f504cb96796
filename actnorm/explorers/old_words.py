"""Numbers and pictures in words: the text beside a still picture.

`js/words.js` says the same beside the live one; `tests/vectors.json` holds the two together.
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import numpy as np

__all__ = [
    "describe_activation",
    "describe_batch",
    "fixed",
    "position",
    "scientific",
    "small",
    "tiny",
    "verdict",
]


def fixed(value, digits=2):
    """Write a number with a fixed count of decimals, a true minus sign, and no "−0.00".

    Examples
    --------
    >>> fixed(-0.001), fixed(-1.25), fixed(12345678900.0)
    ('0.00', '−1.25', '1.235×10¹⁰')
    """
    size = abs(float(value))
    return _sign(value, scientific(size, 4) if size >= 1e9 else _round(size, digits))


def small(value, digits=3):
    """Like `fixed`, but what would round to nothing keeps two digits.

    Examples
    --------
    >>> small(0.25), small(2.5e-5), small(-3.2e-8)
    ('0.250', '0.000025', '−3.2×10⁻⁸')
    """
    text = fixed(value, digits)
    size = abs(float(value))
    if size == 0 or any(c in "123456789" for c in text):
        return text
    if size < 1e-6:
        return _sign(value, scientific(size, 2))
    return _sign(value, _round(size, 1 - int(np.floor(np.log10(size)))))


def tiny(value):
    """Write a positive number by its size: 0.02 and 10 as they are, 2×10⁻⁵ below a thousandth."""
    if value < 1e-3:
        return scientific(value, 2).replace(".0×", "×")
    with localcontext() as context:
        context.prec, context.rounding = 2, ROUND_HALF_UP
        return f"{float(+Decimal(value)):g}"


def position(x):
    """Write a position on the x axis: one decimal on the slider's grid, two between."""
    return fixed(x, 1 if abs(x * 10 - round(x * 10)) < 1e-6 else 2)


def verdict(grad, threshold):
    """Say what a slope does to a gradient on its way back."""
    size = abs(grad)
    if size == 0:
        return "flat. No gradient passes back."
    share = f"{small(100 * size, 1 if size < 0.1 else 0)}%"
    turned = ", its sign turned" if grad < 0 else ""
    if size < threshold:
        return f"saturated. Only {share} of a gradient passes back{turned}."
    if abs(size - 1) < 5e-4:
        return f"not saturated. All of a gradient passes back{turned}."
    if size > 1:
        return f"not saturated. A gradient passing back grows to {share}{turned}."
    return f"not saturated. {share} of a gradient passes back{turned}."


def describe_activation(x, f, grad, kink, threshold):
    """Say what an ActivationExplorer shows, one sentence per line.

    `kink` is a `Kink` where `x` is one, else `None`.
    """
    where = position(x)
    if kink is None:
        said = f": {verdict(grad, threshold)}"
    elif abs(kink.f_left - kink.f_right) > 1e-6:
        said = f" by convention: f jumps from {small(kink.f_left)} to {small(kink.f_right)}."
    else:
        sides = f"from {small(kink.grad_left)} to {small(kink.grad_right)}"
        said = f" by convention: at the kink the slope jumps {sides}."
    return [f"f({where}) = {small(f)}", f"f′({where}) = {small(grad)}{said}"]


def describe_batch(batch, y, norm, *, digits, edge):
    """Say what a BatchNormExplorer shows, one sentence per line.

    `norm` maps mu, sigma, gamma, beta and eps to their values; outputs from ``-edge`` to ``edge``
    are in the picture.
    """
    m, s, m_out, s_out = batch.mean(), batch.std(), y.mean(), y.std()
    beyond = np.count_nonzero(np.abs(y) > edge)
    lines = [
        f"Input: mean {fixed(m, digits)}, std {fixed(s, digits)}.",
        f"Output: mean {fixed(m_out)}, std {fixed(s_out)}: {_judge(m, s, m_out, s_out, norm)}.",
    ]
    if beyond:
        lie = "lies" if beyond == 1 else "lie"
        lines.append(f"{beyond} of {batch.size} outputs {lie} beyond the edge of the picture.")
    return lines


def _judge(m, s, m_out, s_out, norm):
    def near(a, b, unit):
        return abs(a - b) <= 0.005 * unit

    scale = norm["gamma"] / np.sqrt(norm["sigma"] ** 2 + norm["eps"])
    if near(m_out, 0, 1) and near(s_out, 1, 1):
        return "standardized"
    if near(s_out, 0, 1):
        return "every sample comes out the same"
    own = near(norm["mu"], m, s) and near(norm["sigma"], s, s)
    if near(scale, 1, 1) and near(norm["beta"], scale * norm["mu"], s):
        return "γ and β undo it, the output is the input" if own else "the output is the input"
    if not own:
        return "μ and σ are not the batch’s own"
    if abs(scale) * s < 0.995 * abs(norm["gamma"]):
        return "ε holds the spread below γ"
    return "standardized, then scaled by γ and shifted by β"


def _round(size, digits):
    """Round half up, as JavaScript's toFixed does on the exact binary value."""
    with localcontext() as context:
        context.prec = 60
        step = Decimal(1).scaleb(-digits)
        return f"{Decimal(size).quantize(step, rounding=ROUND_HALF_UP):f}"


def scientific(size, digits):
    """Write a positive number with a power of ten and a count of digits: 3.2×10⁻⁸."""
    with localcontext() as context:
        context.prec, context.rounding = digits, ROUND_HALF_UP
        mantissa, exponent = f"{+Decimal(size):.{digits - 1}e}".split("e")
    return f"{mantissa}×10{str(int(exponent)).translate(_RAISED)}"


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _sign(value, text):
    return f"−{text}" if value < 0 and any(c in "123456789" for c in text) else text
