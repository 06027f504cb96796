"""Tables of whole numbers on their way to the page: what Python packs, JavaScript reads."""

import gzip

import numpy as np
import pytest

from actnorm.explorers.digits import pack, unpack

EDGES = np.array([[0, 1, 62], [63, 64, 125], [126, 4095, 0], [4095, 4095, 1]])
NOISE = np.random.default_rng(0).integers(0, 300, size=(7, 11))


@pytest.mark.parametrize("back", [(), (1,), (3,), (11, 1)])
@pytest.mark.parametrize("table", [EDGES, NOISE, np.zeros((1, 1), int), EDGES.astype(np.uint16)])
def test_both_read_what_was_packed(node_maths, table, back):
    text, (rows, columns) = pack(table, back), table.shape
    np.testing.assert_array_equal(unpack(text, columns, back), table)
    call = ("unpack", [text, rows, columns, int(table.max()), list(back)])
    assert node_maths("js/digits.js", [call]) == [table.tolist()]


def test_what_changes_little_is_short():
    walk = 1000 + np.cumsum(np.random.default_rng(0).integers(-2, 3, size=(20, 50)), axis=1)
    plain, lean = (len(gzip.compress(pack(walk, back).encode())) for back in ((), (1,)))
    assert lean < 0.6 * plain


SIX = pack([[1, 2, 3], [40, 5, 6]])  # "m123z556"


@pytest.mark.parametrize(
    "text",
    [
        *(SIX[:i] + SIX[i + 1 :] for i in range(len(SIX))),  # a letter lost, the z among them
        *(SIX[:i] + "y" + SIX[i + 1 :] for i in range(len(SIX))),  # or another one
        pack([[1, 2, 3], [40, 5, 6], [7, 8, 9]]),
        pack([[1, 2, 3], [41, 5, 6]]),  # beyond what a number may be
        SIX.replace("3", "?"),
        SIX.replace("3", " "),
        f"{SIX}z",
        "",
    ],
)
def test_what_was_damaged_is_refused(node_maths, text):
    with pytest.raises(AssertionError, match="2 × 3 numbers to 40 cannot be"):
        node_maths("js/digits.js", [("unpack", [text, 2, 3, 40])])


def test_no_text_is_refused(node_maths):
    with pytest.raises(AssertionError):
        node_maths("js/digits.js", [("unpack", [None, 2, 3, 9])])


@pytest.mark.parametrize("text", ["1100000", "aa00000"])
def test_sums_stay_within_their_bounds(node_maths, text):
    """A difference of -1 from nothing, and one of 5 where 4 is the most."""
    with pytest.raises(AssertionError, match="numbers to 4 cannot be"):
        node_maths("js/digits.js", [("unpack", [text, 2, 3, 4, [1]])])
