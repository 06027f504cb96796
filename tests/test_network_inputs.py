"""What the networks refuse, and the sentence with which they do."""

import copy
import pickle

import numpy as np
import pytest

from actnorm import ACTIVATIONS
from actnorm.data import Split, wine
from actnorm.network import (
    MLP,
    accuracy,
    checkup,
    dead_units,
    diagnose,
    initial_weight,
    record_units,
    train,
    update_ratios,
)


def rng(seed=0):
    return np.random.default_rng(seed)


DATA = wine()
X, Y = DATA.x_test, DATA.y_test


def net(**options):
    return MLP([13, 5, 3], rng=rng(), **options)


LABELS = [
    (Y[:, None], ValueError, r"must have one label per sample, \(45,\); got shape \(45, 1\)"),
    (Y[0], ValueError, r"got shape \(\)"),
    (1, ValueError, r"got shape \(\)"),
    (Y[:1], ValueError, r"got shape \(1,\)"),
    (Y[:-1], ValueError, r"got shape \(44,\)"),
    (Y.astype(str), TypeError, "must hold integers, one label per sample; got dtype <U"),
    (Y.astype(float), TypeError, "must hold integers.*float64"),
    (np.eye(3)[Y], TypeError, "must hold integers.*float64"),
    (Y == 1, TypeError, "must hold integers.*bool"),
    (Y + 1, ValueError, "must be from 0 to 2; got 3"),
    (Y - 1, ValueError, "must be from 0 to 2; got -1"),
    (np.ma.masked_array(Y), TypeError, "must be a plain array; got a masked array"),
    ([[1, 2], [3]], TypeError, "must be an array; got a ragged list"),
]


@pytest.mark.parametrize(("y", "error", "says"), LABELS)
def test_labels(y, error, says):
    for call in (accuracy, diagnose):
        with pytest.raises(error, match=f"^y .*{says}"):
            call(net(), X, y)
    with pytest.raises(error, match=f"^data.y_test .*{says}"):
        train(net(), DATA._replace(y_test=y), epochs=1, rng=rng())


PLANS = [
    ({"epochs": 1.5}, TypeError, "^epochs must be a whole number; got 1.5"),
    ({"epochs": None}, TypeError, "^epochs must be a whole number; got None"),
    ({"epochs": "3"}, TypeError, "^epochs must be a whole number; got '3'"),
    ({"epochs": True}, TypeError, "^epochs must be a whole number; got True"),
    ({"epochs": -1}, ValueError, "^epochs must be at least 0; got -1"),
    ({"batch_size": 2.5}, TypeError, "^batch_size must be a whole number; got 2.5"),
    ({"batch_size": 0}, ValueError, "^batch_size must be at least 1; got 0"),
    ({"lr": np.nan}, ValueError, "^lr must be a number; got nan"),
    ({"momentum": 1j}, TypeError, "^momentum must hold real numbers"),
]


@pytest.mark.parametrize(("plan", "error", "says"), PLANS)
def test_plans(plan, error, says):
    plan = {"epochs": 1} | plan
    with pytest.raises(error, match=says):
        train(net(), DATA, rng=rng(), **plan)
    with pytest.raises(error, match=says):
        record_units(net(), DATA, rng=rng(), **plan)
    with pytest.raises(error, match=says):
        checkup(DATA, sizes=[13, 5, 3], **plan)


def test_whole_numbers_of_numpy_are_welcome():
    plan = {"epochs": np.int64(1), "batch_size": np.uint8(64)}
    assert train(net(), DATA, rng=rng(), **plan).loss.shape == (1,)


STARTS = [
    ({"init_std": -1.0}, ValueError, "std must be at least 0; got -1.0"),
    ({"init_std": np.nan}, ValueError, "^init_std must be a number; got nan"),
    ({"init_std": 1j}, TypeError, "init_std must hold real numbers"),
    ({"init_scale": "a"}, TypeError, "init_scale must hold real numbers"),
]


@pytest.mark.parametrize(("start", "error", "says"), STARTS)
def test_starts(start, error, says):
    with pytest.raises(error, match=says):
        net(init="normal", **start)


@pytest.mark.parametrize("std", [1j, "a", None])
def test_a_standard_deviation_is_a_number(std):
    with pytest.raises(TypeError, match=r"^std must be a finite number"):
        initial_weight("normal", 3, 4, rng=rng(), std=std)


def test_sizes_are_several():
    with pytest.raises(ValueError, match=r"^sizes must be two or more positive integers; got \(5,"):
        MLP(5, rng=rng())


SAMPLES = [
    (X[:0], ValueError, r"must have at least one sample; got shape \(0, 13\)"),
    (X[0], ValueError, r"must have shape \(samples, 13\); got shape \(13,\)"),
    (X[:, :12], ValueError, r"got shape \(45, 12\)"),
    (X[None], ValueError, r"got shape \(1, 45, 13\)"),
    (X.astype(str), TypeError, "must hold real numbers"),
    (X + 1j, TypeError, "must hold real numbers"),
    (np.ma.masked_array(X), TypeError, "must be a plain array; got a masked array"),
]


@pytest.mark.parametrize(("x", "error", "says"), SAMPLES)
def test_samples(x, error, says):
    y = Y[: len(x)]
    for call in (accuracy, diagnose):
        with pytest.raises(error, match=f"^x .*{says}"):
            call(net(), x, y)
    if x.size:
        for call in (lambda: net().forward(x, training=False), lambda: dead_units(net(), x)):
            with pytest.raises(error, match=says):
                call()
    for part in ("train", "test"):
        data = DATA._replace(**{f"x_{part}": x, f"y_{part}": y})
        for call in (train, record_units):
            with pytest.raises(error, match=f"^data.x_{part} .*{says}"):
                call(net(), data, epochs=1, rng=rng())
        with pytest.raises(error, match=f"^data.x_{part} .*{says}"):
            checkup(data, sizes=[13, 5, 3], epochs=1)


def test_an_empty_part_is_named():
    empty = Split(X[:0], Y[:0], X, Y)
    with pytest.raises(ValueError, match=r"data.x_train must have at least one sample; got"):
        train(net(), empty, epochs=1, rng=rng())
    with pytest.raises(ValueError, match=r"data.x_test must have at least one sample; got"):
        train(net(), Split(X, Y, X[:0], Y[:0]), epochs=1, rng=rng())


def test_masked_gradients():
    mlp = net()
    logits, cache = mlp.forward(X, training=True)
    with pytest.raises(TypeError, match="dlogits must be a plain array"):
        mlp.backward(cache, np.ma.masked_array(logits))


def test_good_labels_of_every_integer_kind():
    right = accuracy(net(), X, Y)
    for y in (Y.tolist(), Y.astype(np.uint8), Y.astype(np.int64)):
        assert accuracy(net(), X, y) == right
    assert isinstance(right, float)


def test_options_have_one_number_per_network():
    two = MLP([13, 5, 3], rng=[rng(0), rng(1)])
    each = "must be one number or 2, one per network; got shape"
    for name in ("lr", "momentum", "weight_decay"):
        with pytest.raises(ValueError, match=f"{name} {each}"):
            train(two, DATA, epochs=1, rng=rng(), **{name: [0.1, 0.2, 0.3]})
        with pytest.raises(ValueError, match=f"{name} must be one number; got shape"):
            train(net(), DATA, epochs=1, rng=rng(), **{name: [0.1]})
    with pytest.raises(ValueError, match=f"lr {each}"):
        update_ratios(two, lr=[0.1])
    for name in ("init_scale", "init_std", "init_bias"):
        with pytest.raises(ValueError, match=f"{name} {each}"):
            MLP([13, 5, 3], rng=[rng(0), rng(1)], **{name: [1.0]})
    with pytest.raises(ValueError, match="init must have one entry per network, 2; got 1"):
        MLP([13, 5, 3], rng=[rng(0), rng(1)], init=["he"])
    with pytest.raises(TypeError, match="got 0 in a list"):
        MLP([13, 5, 3], rng=[0, 1])
    with pytest.raises(ValueError, match="a generator of its own for each network; got one twice"):
        MLP([13, 5, 3], rng=[rng()] * 2)
    with pytest.raises(ValueError, match="rng must be one generator or 2; got 3"):
        train(two, DATA, epochs=1, rng=[rng(0), rng(1), rng(2)])
    with pytest.raises(ValueError, match="dtype must be one of 'float64', 'float32'; got 'int64'"):
        net(dtype=int)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_network_with_a_named_activation_pickles_and_copies(name):
    mlp = net(activation=name, norm="batch")
    mlp.forward(X, training=True)
    for other in (pickle.loads(pickle.dumps(mlp)), copy.deepcopy(mlp), copy.copy(mlp)):
        assert other.activation is ACTIVATIONS[name]
        assert repr(other) == repr(mlp)
        for training in (True, False):
            np.testing.assert_array_equal(
                other.forward(X, training=training, update_running=False)[0],
                mlp.forward(X, training=training, update_running=False)[0],
            )
    deep = copy.deepcopy(mlp)
    deep.step([{k: v + 1 for k, v in p.items()} for p in deep.params], lr=0.1)
    assert (deep.params[0]["weight"] != mlp.params[0]["weight"]).any()


def test_a_reader_s_own_functions_pickle_when_python_can():
    assert pickle.loads(pickle.dumps(net(activation=(np.sin, np.cos)))).activation.f is np.sin
