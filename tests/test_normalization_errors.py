"""What the norms and scalers refuse, and that the sentence names it."""

import numpy as np
import pytest

import actnorm as an

BAD = [
    (lambda: an.batch_norm(np.ones(3)), ValueError, r"x must have shape .*got shape \(3,\)"),
    (lambda: an.batch_norm(np.ones((0, 3))), ValueError, r"x must .*value.*got shape \(0, 3\)"),
    (lambda: an.batch_norm(np.ones((2, 3, 0))), ValueError, r"x must .*got shape \(2, 3, 0\)"),
    (
        lambda: an.batch_norm(np.ones((2, 3)), np.ones(2)),
        ValueError,
        r"gamma .*\(3,\).*got .*\(2,\)",
    ),
    (lambda: an.batch_norm(np.ones((2, 3)), None, [[1] * 3]), ValueError, r"beta must .*\(1, 3\)"),
    (lambda: an.batch_norm(np.ones((2, 3)), eps=-1e-9), ValueError, r"eps must .*got -1e-09"),
    (lambda: an.batch_norm(np.ones((2, 3)), eps=np.nan), ValueError, r"eps must .*got nan"),
    (lambda: an.batch_norm(np.ones((2, 3)), eps="a"), TypeError, r"eps must .*got 'a'"),
    (lambda: an.batch_norm(np.ones((2, 3)), momentum=1.5), ValueError, r"momentum must .*got 1.5"),
    (lambda: an.batch_norm(np.ones((2, 3)), ddof=-1), ValueError, r"ddof must .*got -1"),
    (lambda: an.batch_norm(np.ones((2, 3)), ddof=0.5), TypeError, r"ddof must .*got 0.5"),
    (
        lambda: an.batch_norm(np.ones((2, 3)), running_mean=np.ones(4)),
        ValueError,
        r"running_mean must .*\(3,\).*got shape \(4,\)",
    ),
    (
        lambda: an.batch_norm(np.ones((2, 3)), running_var=-1.0),
        ValueError,
        r"running_var must be at least 0; got -1",
    ),
    (
        lambda: an.batch_norm(np.ones((2, 3)), training=False),
        ValueError,
        r"running_mean must be given",
    ),
    (lambda: an.batch_norm(np.ones((2, 3)), np.ones(3, complex)), TypeError, r"gamma .*complex"),
    (
        lambda: an.batch_norm_backward(np.ones((3, 2)), np.ones((2, 3))),
        ValueError,
        r"dy must .*\(3, 2\)",
    ),
    (lambda: an.layer_norm(np.ones((2, 3)), axis=2), ValueError, r"axis must be between -2 and 1"),
    (lambda: an.layer_norm(np.ones((2, 3)), axis=(0, -2)), ValueError, r"axis must .*once"),
    (lambda: an.layer_norm(np.ones((2, 3)), axis="last"), TypeError, r"axis must .*got 'last'"),
    (lambda: an.layer_norm(np.ones((2, 0))), ValueError, r"x must .*got shape \(2, 0\)"),
    (lambda: an.layer_norm(np.ones((2, 3)), np.ones(2)), ValueError, r"gamma must .*\(2,\)"),
    (lambda: an.layer_norm(1.0), ValueError, r"axis must be None"),
    (lambda: an.rms_norm(np.ones((2, 3)), np.ones(2)), ValueError, r"gamma must .*\(2,\)"),
    (lambda: an.rms_norm(np.ones((2, 3)), eps=-1.0), ValueError, r"eps must .*got -1.0"),
    (
        lambda: an.group_norm(np.ones((2, 6)), num_groups=4),
        ValueError,
        r"num_groups must divide the 6 .*got 4",
    ),
    (lambda: an.group_norm(np.ones((2, 6)), num_groups=0), ValueError, r"num_groups must .*got 0"),
    (
        lambda: an.group_norm(np.ones((2, 6)), num_groups=2.0),
        TypeError,
        r"num_groups must .*got 2.0",
    ),
    (
        lambda: an.group_norm(np.ones((0, 6)), num_groups=2),
        ValueError,
        r"x must .*got shape \(0, 6\)",
    ),
    (lambda: an.instance_norm(np.ones((2, 6))), ValueError, r"x must .*got shape \(2, 6\)"),
    (lambda: an.standardize(np.ones((0, 3))), ValueError, r"x must .*got shape \(0, 3\)"),
    (
        lambda: an.standardize(np.ones(3), axis=1),
        ValueError,
        r"axis must be between -1 and 0 .*got 1",
    ),
    (lambda: an.standardize(np.ones(3), eps=np.inf), ValueError, r"eps must .*got inf"),
    (lambda: an.min_max(np.ones(3), axis=-2), ValueError, r"axis must be between -1 and 0"),
    (lambda: an.robust_scale(5.0), ValueError, r"axis must be None"),
    (lambda: an.layer_norm([[1, 2], [3]]), TypeError, r"x must .*ragged"),
    (lambda: an.robust_scale([[1, 2], [3]]), TypeError, r"x must .*ragged"),
    (lambda: an.batch_norm(np.ones((2, 3)), [1, [2]]), TypeError, r"gamma must .*ragged"),
    (lambda: an.rms_norm_backward([[1], 2], [1, 2]), TypeError, r"dy must .*ragged"),
    (lambda: an.layer_norm(np.ones((2, 3)), eps=1 + 2j), TypeError, r"eps must .*got \(1\+2j\)"),
    (
        lambda: an.batch_norm(np.ones((2, 3)), momentum=np.complex128(1j)),
        TypeError,
        r"momentum must .*1j",
    ),
    (lambda: an.layer_norm(np.ones((2, 3)), axis=1j), TypeError, r"axis must .*got 1j"),
    (lambda: an.batch_norm(np.ones((2, 3)), ddof=1j), TypeError, r"ddof must .*got 1j"),
    (lambda: an.group_norm(np.ones((2, 3)), num_groups=1j), TypeError, "num_groups must .*got 1j"),
]


@pytest.mark.parametrize(("call", "error", "says"), BAD, ids=[str(i) for i in range(len(BAD))])
def test_errors_name_argument_value_and_what_is_allowed(call, error, says):
    with pytest.raises(error, match=says):
        call()
