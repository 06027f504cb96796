"""What `checkup` measures is what the other functions measure, and it leaves no trace."""

import numpy as np
import pytest

from actnorm.data import digits
from actnorm.network import MLP, accuracy, checkup, dead_units, diagnose, train

SIZES = [64, 16, 12, 10]


@pytest.fixture(scope="module")
def split():
    return digits()


def test_it_is_the_same_training_and_the_same_measurements(split):
    run = checkup(split, sizes=SIZES, epochs=2, lr=0.1, seed=3)
    mlp = MLP(SIZES, rng=np.random.default_rng(3))
    before = diagnose(mlp, split.x_train[:256], split.y_train[:256])
    np.testing.assert_array_equal(run.pre_activation_std[0], before.pre_activation_std)
    np.testing.assert_allclose(run.gradient[0], 256 * before.gradient_rms)
    history = train(mlp, split, epochs=2, lr=0.1, rng=np.random.default_rng(103))
    np.testing.assert_array_equal(run.loss[1:], history.loss)
    np.testing.assert_array_equal(run.accuracy[1:], history.accuracy)
    np.testing.assert_array_equal(run.test_accuracy[1:], history.test_accuracy)
    dead = [layer.mean() for layer in dead_units(mlp, split.x_train)]
    np.testing.assert_array_equal(run.dead[-1], dead)
    assert run.test_accuracy[-1] == accuracy(mlp, split.x_test, split.y_test)


def test_looking_changes_nothing_with_batch_norm(split):
    plan = {"sizes": SIZES, "epochs": 3, "norm": "batch"}
    right, wrong = checkup(split, **plan), checkup(split, training=True, **plan)
    np.testing.assert_array_equal(right.loss, wrong.loss)
    np.testing.assert_array_equal(right.pre_activation_std, wrong.pre_activation_std)
    assert right.batch_dependence == 0 < wrong.batch_dependence
    assert wrong.test_accuracy[-1] < right.test_accuracy[-1] - 0.3


def test_in_training_mode_each_answer_is_compared_with_its_own_label(split):
    run = checkup(split, sizes=SIZES, epochs=1, norm="batch", training=True)
    mlp = MLP(SIZES, norm="batch", rng=np.random.default_rng(0))
    train(mlp, split, epochs=1, lr=0.05, rng=np.random.default_rng(100))
    right = []
    for rows in np.split(np.argsort(split.y_test, kind="stable"), range(25, 450, 25)):
        logits, _ = mlp.forward(split.x_test[rows], training=True, update_running=False)
        right += (logits.argmax(axis=1) == split.y_test[rows]).tolist()
    assert run.test_accuracy[-1] == np.mean(right)


def test_without_batch_norm_the_mode_makes_no_difference(split):
    runs = [checkup(split, sizes=SIZES, epochs=1, training=mode) for mode in (True, False)]
    np.testing.assert_array_equal(*(run.test_accuracy for run in runs))
    assert runs[1].batch_dependence == 0


def test_one_step_per_epoch_and_the_one_before(split):
    run = checkup(split, sizes=SIZES, images=64, epochs=2)
    assert run.ratio.shape == run.pre_activation_std.shape == (3, 2)
    np.testing.assert_array_equal(run.ratio[0], run.ratio[1])
