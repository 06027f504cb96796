"""Tables of whole numbers on their way to the page: what Python packs, JavaScript reads."""

import gzip

import numpy as np
import pytest

from actnorm.explorers.digits import pack, unpack

EDGES = np.array([[0, 1, 62], [63, 64, 125], [126, 4095, 0], [4095, 4095, 1]])
NOISE = np.random.default_rng(0).integers(0, 300, size=(7, 11))


@pytest.mark.parametrize("along", [(), (0,), (1,), (0, 1)])
@pytest.mark.parametrize("table", [EDGES, NOISE, np.zeros((1, 1), int), EDGES.astype(np.uint16)])
def test_both_read_what_was_packed(node_maths, table, along):
    text, (rows, columns) = pack(table, along), table.shape
    np.testing.assert_array_equal(unpack(text, columns, along), table)
    call = ("unpack", [text, rows, columns, int(table.max()), list(along)])
    assert node_maths("js/digits.js", [call]) == [table.tolist()]


def test_what_changes_little_is_short():
    walk = 1000 + np.cumsum(np.random.default_rng(0).integers(-2, 3, size=(20, 50)), axis=1)
    plain, lean = (len(gzip.compress(pack(walk, along).encode())) for along in ((), (1,)))
    assert lean < 0.6 * plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12345", "holds 5 numbers, not 2 × 3"),
        ("1234567", "holds 7 numbers, not 2 × 3"),
        ("12345_", "holds 5 numbers, not 2 × 3"),
        ("123456_", "holds 6 numbers, not 2 × 3"),
        ("", "holds 0 numbers, not 2 × 3"),
        ("12345?", "something that is no digit"),
        ("12345 ", "something that is no digit"),
        ("12345A", "not from 0 to 9"),
        (None, "not iterable"),
    ],
)
def test_what_was_damaged_is_refused(node_maths, text, said):
    with pytest.raises(AssertionError, match=said):
        node_maths("js/digits.js", [("unpack", [text, 2, 3, 9])])


@pytest.mark.parametrize("text", ["100000", "A00000"])
def test_sums_stay_within_their_bounds(node_maths, text):
    """A difference of -1 from nothing, and one of 5 where 4 is the most."""
    with pytest.raises(AssertionError, match="not from 0 to 4"):
        node_maths("js/digits.js", [("unpack", [text, 2, 3, 4, [1]])])
