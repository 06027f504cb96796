"""Units watched while a network learns."""

import numpy as np
import pytest

from actnorm.data import Split, digits
from actnorm.network import MLP, accuracy, dead_units, record_units, recorded_steps, train


def rng(seed=0):
    return np.random.default_rng(seed)


RAW = digits(scaling="none")


def test_looking_does_not_change_the_training():
    watched, alone = (MLP([64, 16, 10], rng=rng()) for _ in range(2))
    plan = {"epochs": 2, "lr": 0.03, "batch_size": 100}
    record = record_units(watched, RAW, rng=rng(1), **plan)
    history = train(alone, RAW, rng=rng(1), **plan)
    for a, b in zip(watched.params, alone.params, strict=True):
        np.testing.assert_array_equal(a["weight"], b["weight"])
    assert record.accuracy[-1] == history.test_accuracy[-1]
    assert record.steps[0] == 0
    assert record.steps[-1] == 2 * 14


def test_each_look_is_what_the_network_was_then():
    mlp = MLP([64, 16, 8, 10], rng=rng())
    before = np.concatenate(dead_units(mlp, RAW.x_train))
    _, cache = mlp.forward(RAW.x_train, training=False)
    record = record_units(mlp, RAW, epochs=1, rng=rng(1), lr=0.05, steps=[0, 5, 22])
    assert record.layers == (16, 8)
    assert record.on.shape == record.dead.shape == (3, 24)
    np.testing.assert_array_equal(record.dead[0], before)
    np.testing.assert_array_equal(record.on[0, 16:], (cache.pre_activations[1] > 0).mean(axis=0))
    np.testing.assert_array_equal(record.dead[-1], np.concatenate(dead_units(mlp, RAW.x_train)))
    assert record.accuracy[-1] == accuracy(mlp, RAW.x_test, RAW.y_test)
    # For ReLU dead is never on.
    np.testing.assert_array_equal(record.dead, record.on == 0)
    assert record.layer(2) == slice(16, 24)


def test_deaths_and_revivals_are_counted_by_hand():
    record = record_units(MLP([64, 3, 10], rng=rng()), RAW, epochs=0, rng=rng())
    dead = np.array([[0, 0, 1], [1, 0, 0], [0, 0, 1], [1, 0, 1]], dtype=bool)
    object.__setattr__(record, "dead", dead)
    assert record.deaths.tolist() == [2, 0, 1]
    assert record.revivals.tolist() == [1, 0, 1]


def test_steps_grow_sparser_and_end_at_the_last():
    steps = recorded_steps(176)
    assert steps[:21].tolist() == list(range(21))
    assert steps[-1] == 176
    assert len(steps) < 50
    gaps = np.diff(steps[:-1])
    assert np.all(np.diff(gaps) >= 0)
    assert recorded_steps(0).tolist() == [0]
    assert recorded_steps(7).tolist() == list(range(8))


def test_each_step_is_told_once():
    part = Split(RAW.x_train[:10], RAW.y_train[:10], RAW.x_test, RAW.y_test)
    told = []
    plan = {"epochs": 2, "batch_size": 4, "lr": 0.01, "rng": rng()}
    train(MLP([64, 5, 10], rng=rng()), part, on_step=lambda step, mlp: told.append(step), **plan)
    assert told == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("steps", [[-1, 3], [0, 15], []])
def test_steps_that_do_not_take_place(steps):
    mlp = MLP([64, 4, 10], rng=rng())
    with pytest.raises(ValueError, match="steps must be one or more from 0 to 14"):
        record_units(mlp, RAW, epochs=1, batch_size=100, steps=steps, rng=rng())


def test_what_cannot_be_watched():
    with pytest.raises(ValueError, match="hidden layer"):
        record_units(MLP([64, 10], rng=rng()), RAW, epochs=1, rng=rng())
    record = record_units(MLP([64, 4, 10], rng=rng()), RAW, epochs=0, rng=rng())
    with pytest.raises(ValueError, match="number must be from 1 to 1"):
        record.layer(2)
