"""What a BatchMatesExplorer shows, in words, and how probabilities are written in bytes.

`js/batch_mates_words.js` says the same; `tests/test_explorer_batch_mates.py` holds them together.
"""

import numpy as np

from actnorm.explorers.words import fixed

__all__ = ["describe_mates", "packed_probabilities", "percent"]


def packed_probabilities(p):
    """Write probabilities, one row per answer, as bytes: multiples of 1/255.

    The class with the largest probability is the only one with the largest byte, so that rounding
    never changes or blurs an answer.
    """
    p = np.asarray(p, dtype=float)
    best = p.argmax(axis=-1)[..., np.newaxis]
    byte = np.rint(255 * p)
    others = byte.copy()
    np.put_along_axis(others, best, -1.0, axis=-1)
    most = others.max(axis=-1, keepdims=True)
    own = np.maximum(np.take_along_axis(byte, best, axis=-1), most + 1)
    np.put_along_axis(byte, best, own, axis=-1)
    return byte.astype(np.uint8)


def percent(byte):
    """Say a probability that was written as a byte."""
    return f"{fixed(100 * int(byte) / 255, 0)}%"


def describe_mates(answers, alone, *, truth, classes, training, size):
    """Say what a BatchMatesExplorer shows, one sentence per line.

    `answers` has the bytes of all draws up to now, one row each; `alone` those of the answer in
    evaluation mode; `truth` is the index of the right class.
    """
    answers, alone = np.asarray(answers), np.asarray(alone)
    here, fixed_one = _read(answers[-1], classes), _read(alone, classes)
    company = f"this company of {size - 1}"
    label = f"its label is {classes[truth]}"
    if not training:
        return [
            f"In evaluation mode the image is read as {fixed_one}; {label}.",
            "Its companions have no say: the answer is the same in every draw.",
            f"In training mode, in {company}, it would be {here}.",
        ]
    return [
        f"In {company} the image is read as {here}; {label}.",
        _so_far(answers.argmax(axis=-1), truth, classes),
        f"In evaluation mode, whatever its company, it is read as {fixed_one}.",
    ]


def _read(row, classes):
    best = int(np.argmax(row))
    return f"{classes[best]} ({percent(row[best])})"


def _so_far(read, truth, classes):
    draws, right = len(read), classes[truth]
    if draws == 1:
        return "One draw so far: draw others."
    wrong = np.count_nonzero(read != truth)
    if wrong == 0:
        return f"In all {draws} draws so far it was read as {right}."
    counts = np.bincount(read, minlength=len(classes))
    # The most frequent first; a stable sort leaves equal ones in the order of the classes.
    names = [classes[k] for k in np.argsort(-counts, kind="stable") if counts[k]]
    said = f"In {wrong} of the {draws} draws so far it was not read as {right}"
    return f"{said}; it has been called {_listed(names)}."


def _listed(names):
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
