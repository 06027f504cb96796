"""How probabilities travel to the page: as bytes."""

import numpy as np

__all__ = ["packed_probabilities"]


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
