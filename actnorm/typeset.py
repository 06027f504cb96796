"""Numbers as a text shows them: 3.2×10⁻⁸, a minus that is no hyphen, a mean with its spread.

One meaning for *spread* in the whole book: the standard deviation over seeds that is divided by
n − 1, behind the sign ±.
"""

import re

import numpy as np

__all__ = ["interval", "mean_and_spread", "number", "superscript"]

_RAISED = str.maketrans("+-0123456789", "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def superscript(n):
    """Write a whole number as an exponent.

    Examples
    --------
    >>> f"2{superscript(10)}, 10{superscript(-8)}"
    '2¹⁰, 10⁻⁸'
    """
    return str(int(n)).translate(_RAISED)


def number(value, spec=".3g"):
    """Write a number in a format of Python's, as a text shows it.

    Parameters
    ----------
    value : float
        The number.
    spec : str, default ".3g"
        As in ``format(value, spec)``. Powers of ten are raised, a minus is a minus, and what
        is rounded to 0 has no sign.

    Returns
    -------
    str

    Examples
    --------
    >>> number(3.17e-08, ".1e"), number(-0.5), number(-0.001, ".2f"), number(-0.123, "+.1%")
    ('3.2×10⁻⁸', '−0.5', '0.00', '−12.3%')
    """
    text = format(value, spec)
    mantissa, e, exponent = text.partition("e")
    if not _shows(mantissa):
        mantissa = format(abs(0 * value), spec.lstrip("+")).partition("e")[0]
    mantissa = mantissa.replace("-", "−")
    return f"{mantissa}×10{superscript(exponent)}" if e and value else mantissa


def interval(low, high, spec=".3g"):
    """Write an interval of a difference, with signs that say on which side of 0 it ends.

    Parameters
    ----------
    low, high : float
        Its ends.
    spec : str, default ".3g"
        As in `number`, for both. Where an end would be rounded to 0, both get up to three
        decimals more.

    Returns
    -------
    str

    Examples
    --------
    >>> interval(-0.69, 0.21, ".1f"), interval(-0.69, -0.049, ".1f")
    ('−0.7 to +0.2', '−0.69 to −0.05')
    """
    signed = f"+{spec.lstrip('+')}"
    for more in range(4):
        finer = re.sub(r"\.(\d+)", lambda digits, k=more: f".{int(digits[1]) + k}", signed)
        if all(end == 0 or _shows(format(end, finer)) for end in (low, high)):
            return " to ".join(number(end, finer) for end in (low, high))
    return " to ".join(number(end, signed) for end in (low, high))


def _shows(text):
    """Whether any of a number's own digits is left after it was rounded."""
    return any(c in text.partition("e")[0] for c in "123456789infa")


def mean_and_spread(values, spec=".1f"):
    r"""Write the mean of results over seeds, and their spread.

    Parameters
    ----------
    values : array_like
        One result per seed, at least two.
    spec : str, default ".1f"
        As in `number`, for both; a ``+`` is for the mean only, and ``%`` stands once.

    Returns
    -------
    str
        With spaces at which a line does not break.

    Examples
    --------
    >>> mean_and_spread([0.91, 0.93, 0.95], ".1%")
    '93.0\xa0±\xa02.0%'
    >>> mean_and_spread([-1.0, -3.0], "+.0f")
    '−2\xa0±\xa01'
    """
    mean = number(np.mean(values), spec).removesuffix("%")
    spread = number(np.std(values, ddof=1), spec.lstrip("+"))
    return f"{mean}\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}{spread}"
