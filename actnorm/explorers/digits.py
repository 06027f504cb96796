"""Tables of whole numbers as text in which gzip finds what is alike; js/digits.js reads it."""

import re

import numpy as np

__all__ = ["pack", "unpack"]

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_MORE = len(_DIGITS) - 1  # this many, and what the next digit says


def pack(table, along=()):
    """Write whole numbers from 0 on, one digit each where they are small.

    Along some axes each is written as its difference from the one before; 0, -1, 1, … as 0, 1, 2, …

    Examples
    --------
    >>> pack([[7, 8, 8], [7, 70, 71]]), pack([[7, 8, 8], [7, 70, 71]], along=[1])
    ('7887_7_8', 'E20E__02')
    >>> unpack("E20E__02", 3, along=[1]).tolist()
    [[7, 8, 8], [7, 70, 71]]
    """
    table = np.asarray(table, dtype=int)
    for axis in along:
        table = np.diff(table, axis=axis, prepend=0)
    if len(along):
        table = np.where(table < 0, -2 * table - 1, 2 * table)
    return "".join(_DIGITS[_MORE] * (n // _MORE) + _DIGITS[n % _MORE] for n in table.flat)


def unpack(text, columns, along=()):
    """Read what `pack` has written of a table with so many columns."""
    parts = re.findall("_*[^_]", text)
    numbers = [_MORE * (len(part) - 1) + _DIGITS.index(part[-1]) for part in parts]
    table = np.array(numbers).reshape(-1, columns)
    if len(along):
        table = np.where(table % 2, -(table + 1) // 2, table // 2)
    for axis in along:
        table = np.cumsum(table, axis=axis)
    return table
