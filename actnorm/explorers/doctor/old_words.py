"""What a DoctorExplorer shows, in words.

`js/doctor_words.js` says the same; `tests/test_explorer_doctor.py` holds them together.
"""

from actnorm.explorers.words import fixed, scientific, small

__all__ = ["describe_patient", "size"]


def size(value):
    """Write a number of any size; None is no number.

    Examples
    --------
    >>> size(0.0831), size(463.2), size(1.5e7), size(None)
    ('0.08', '463', '1.5×10⁷', 'no number')
    """
    if value is None:
        return "no number"
    if value >= 1e5:
        return scientific(value, 2)
    if value >= 10:
        return fixed(value, 0 if value >= 100 else 1)
    return small(value, 2)


def describe_patient(run, epoch, units):
    """Say what was measured, one sentence or two per line.

    Parameters
    ----------
    run : dict
        See `doctor_cases.shipped`.
    epoch : int
        0 is before the first step.
    units : int
        Hidden units in all.

    Returns
    -------
    list of str
    """
    when = f"After epoch {epoch}" if epoch else "Before the first step"
    right, test = (fixed(100 * run[key][epoch], 0) for key in ("accuracy", "test"))
    spread = ", ".join(map(size, run["spread"][epoch]))
    flat = ", ".join(fixed(100 * v, 0) for v in run["flat"][epoch])
    ratio = ", ".join(_percent(v) for v in run["ratio"][epoch])
    step = "The last step moved" if epoch else "The first step will move"
    return [
        f"{when}: loss {size(run['loss'][epoch])} (ln 10 = 2.30), right for {right}% in training "
        f"and {test}% in the owner’s test.",
        f"From the first hidden layer to the last: z has a spread of {spread}; {flat}% of the "
        f"slopes are flat. {sum(run['dead'][epoch])} of {units} units are dead.",
        f"{_gradient(run['gradient'][epoch])} {step} the weights by {ratio}.",
        f"At the end, {run['company']} of 100 test images answer otherwise in other company.",
    ]


def _gradient(values):
    first, last = values[0], values[-1]
    if first is None or last is None:
        return "The gradient is no number."
    if first == 0 or last == 0:
        return "No gradient reaches the first layer."
    return f"The first layer gets {size(first / last)} times the gradient of the last."


def _percent(value):
    return "no number" if value is None else f"{small(100 * value, 1)}%"
