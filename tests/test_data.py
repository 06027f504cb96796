"""The data sets: their numbers, who is in which part, and where the scale comes from."""

import gzip
import subprocess
import sys

import numpy as np
import pytest
from sklearn import datasets

from actnorm import data

SETS = {"digits": (1797, 64, 10), "wine": (178, 13, 3), "breast_cancer": (569, 30, 2)}


def whole(split):
    return np.vstack([split.x_train, split.x_test]), np.hstack([split.y_train, split.y_test])


@pytest.mark.parametrize("name", SETS)
def test_the_numbers_are_scikit_learns_byte_for_byte(name):
    for mine, theirs in zip(
        data._table(name), getattr(datasets, f"load_{name}")(return_X_y=True), strict=True
    ):
        assert (mine.shape, mine.dtype) == (theirs.shape, theirs.dtype)
        assert mine.tobytes() == theirs.tobytes()


@pytest.mark.parametrize("name", SETS)
def test_each_file_states_source_licence_and_changes(name):
    path = data.files("actnorm.data") / f"{name}.csv.gz"
    head = [
        line
        for line in gzip.decompress(path.read_bytes()).decode().splitlines()
        if line.startswith("# ")
    ]
    for said in ("Source: ", "https://doi.org/10.24432/", "Licence: CC BY 4.0", "Changed: "):
        assert any(said in line for line in head), said


def test_nothing_that_one_reader_does_reaches_the_next():
    first = data.wine(scaling="none")
    kept = first.x_train.copy()
    first.x_train[:] = 0
    first.y_train[:] = 0
    again = data.wine(scaling="none")
    np.testing.assert_array_equal(again.x_train, kept)
    assert set(again.y_train) == {0, 1, 2}


def test_data_come_without_scikit_learn_and_scipy():
    code = (
        "import sys; sys.modules.update(sklearn=None, scipy=None); import actnorm.data as d;"
        "print(sum(getattr(d, n)().x_train.size for n in d.__all__ if n != 'Split'))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == 1347 * 64 + 133 * 13 + 427 * 30


@pytest.mark.parametrize("name", SETS)
def test_every_sample_is_in_one_part_with_its_label(name):
    x, y = whole(getattr(data, name)(scaling="none"))
    samples, features, classes = SETS[name]
    assert x.shape == (samples, features)
    assert x.dtype == np.float64
    assert set(y) == set(range(classes))
    true_x, true_y = getattr(datasets, f"load_{name}")(return_X_y=True)
    rows = np.column_stack([y, x])
    true_rows = np.column_stack([true_y, true_x])
    np.testing.assert_array_equal(rows[np.lexsort(rows.T)], true_rows[np.lexsort(true_rows.T)])


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("test_size", [0.1, 0.25, 0.5])
def test_each_class_keeps_its_share(name, test_size):
    split = getattr(data, name)(test_size=test_size)
    for label in range(SETS[name][2]):
        in_test, in_train = np.sum(split.y_test == label), np.sum(split.y_train == label)
        assert abs(in_test - test_size * (in_test + in_train)) <= 0.5


def test_the_seed_decides():
    same, again, other = data.wine(seed=1), data.wine(seed=1), data.wine(seed=2)
    for a, b in zip(same, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(same.x_train, other.x_train)
    assert np.any(np.diff(same.y_train))  # not sorted by class


@pytest.mark.parametrize("name", SETS)
def test_statistics_come_from_the_training_part_only(name):
    raw, scaled = (getattr(data, name)(scaling=s) for s in ("none", "standardize"))
    moves = raw.x_train.std(axis=0) > 0
    np.testing.assert_allclose(scaled.x_train.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.x_train.std(axis=0), moves, rtol=1e-12)
    want = (raw.x_test - raw.x_train.mean(axis=0))[:, moves] / raw.x_train.std(axis=0)[moves]
    np.testing.assert_allclose(scaled.x_test[:, moves], want, atol=1e-12)
    assert not scaled.x_test[:, ~moves].any()
    assert abs(scaled.x_test[:, moves].mean(axis=0)).max() > 0.01


def test_unit_scaling_lands_in_0_1_on_the_training_part():
    split = data.breast_cancer(scaling="unit")
    assert split.x_train.min(axis=0).tolist() == [0] * 30
    assert split.x_train.max(axis=0).tolist() == [1] * 30
    assert split.x_test.max() > 1  # the test part may stick out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"scaling": "minmax"}, "scaling='minmax' is unknown; allowed are standardize, unit, none"),
        ({"scaling": ["unit"]}, "scaling=.* is unknown"),
        ({"scaling": None}, "scaling=None is unknown"),
        ({"test_size": "half"}, "test_size must be a finite number; got 'half'"),
        ({"test_size": 0.5 + 1j}, "test_size must be a finite number"),
        ({"test_size": [0.5]}, "test_size must be a finite number"),
        ({"test_size": float("nan")}, "test_size must be a finite number"),
        ({"seed": -1}, "seed=-1 must be a whole number from 0"),
        ({"seed": "one"}, "seed='one' must be a whole number"),
        ({"seed": 0.5}, "seed=0.5 must be a whole number"),
        ({"test_size": 0}, "test_size=0 must lie between 0 and 1"),
        ({"test_size": 1.0}, "test_size=1.0 must lie"),
        ({"test_size": 1e-4}, "test_size=0.0001 leaves a part without"),
    ],
)
def test_errors(options, says):
    with pytest.raises((TypeError, ValueError), match=says):
        data.wine(**options)
