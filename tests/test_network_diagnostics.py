"""The doctor, on networks whose illness is known."""

import copy

import numpy as np

from actnorm.network import (
    MLP,
    dead_units,
    diagnose,
    saturation_share,
    train,
    update_ratios,
)


def rng(seed=0):
    return np.random.default_rng(seed)


def test_dead_means_off_for_every_sample():
    mlp = MLP([2, 4, 3, 1], rng=rng())
    x = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 2.0]])
    mlp.params[0]["weight"] = np.array([[1.0, 0.0, -1.0, 1.0], [0.0, 1.0, -1.0, 1.0]])
    mlp.params[0]["bias"] = np.array([0.0, -1.0, 0.0, -5.0])
    mlp.params[1]["bias"] = np.array([-99.0, 99.0, -99.0])
    # Unit 0 is on for the first sample, 1 for the third, 2 for the second; unit 3 for none.
    first, second = dead_units(mlp, x)
    assert first.tolist() == [False, False, False, True]
    assert second.tolist() == [True, False, True]
    assert dead_units(mlp, x[:1])[0].tolist() == [False, True, True, True]  # one batch is not all


def test_a_dead_unit_s_weights_do_not_move():
    mlp = MLP([13, 8, 3], rng=rng())
    mlp.params[0]["bias"][:4] = -1e3
    from actnorm.data import wine

    data = wine()
    dead = dead_units(mlp, data.x_train)[0]
    assert dead.tolist() == [True] * 4 + [False] * 4
    before = mlp.params[0]["weight"].copy()
    train(mlp, data, epochs=2, rng=rng())
    unmoved = (mlp.params[0]["weight"] == before).all(axis=0)
    assert unmoved.tolist() == dead.tolist()


def test_smooth_and_leaky_units_do_not_die():
    x = 50 * rng().normal(size=(20, 3))
    for activation in ("leaky_relu", "tanh", "elu"):
        mlp = MLP([3, 6, 2], activation=activation, init_bias=-5.0, rng=rng())
        assert not dead_units(mlp, x)[0].any()


def test_saturation_share_counts_slopes_below_the_threshold():
    mlp = MLP([1, 1, 1], activation="sigmoid", rng=rng())
    mlp.params[0]["weight"][:] = 1.0
    x = np.array([[0.0], [2.0], [5.0], [-5.0], [40.0]])  # slopes 0.25, 0.105, 0.0066 twice, 4e-18
    _, cache = mlp.forward(x, training=False)
    assert saturation_share(mlp, cache).tolist() == [0.6]
    assert saturation_share(mlp, cache, threshold=0.2).tolist() == [0.8]
    assert saturation_share(mlp, cache, threshold=1e-10).tolist() == [0.2]


def test_diagnose_measures_what_the_passes_give_and_leaves_no_trace():
    mlp = MLP([5, 30, 20, 4], activation="tanh", norm="batch", norm_place="after", rng=rng())
    x, y = rng(1).normal(size=(40, 5)), rng(2).integers(4, size=40)
    before = copy.deepcopy((mlp.params, mlp.running, mlp.velocity))
    found = diagnose(mlp, x, y)
    for old, new in zip(before, (mlp.params, mlp.running, mlp.velocity), strict=True):
        assert repr(old) == repr(new)
    _, cache = mlp.forward(x, training=True)
    first = cache.layers[0]
    assert found.pre_activation_mean[0] == first.pre_activation.mean()
    assert found.pre_activation_std[0] == first.pre_activation.std()
    assert found.activation_mean[0] == first.activation.mean()
    assert found.activation_std[0] == first.activation.std()
    assert all(values.shape == (2,) for values in vars(found).values())


def test_diagnose_tells_a_vanishing_from_an_exploding_gradient():
    x, y = rng(1).normal(size=(64, 20)), rng(2).integers(3, size=64)

    def rms(activation, std):
        sizes = [20, *[20] * 8, 3]
        mlp = MLP(sizes, activation=activation, init="normal", init_std=std, rng=rng())
        return diagnose(mlp, x, y).gradient_rms

    vanishing, exploding = rms("sigmoid", 0.2), rms("identity", 1.0)
    assert (vanishing[:-1] < vanishing[1:] / 2).all()
    assert (exploding[:-1] > exploding[1:] * 2).all()
    # Linear layers of n units multiply the gradient by std * sqrt(n), about 4.5 here.
    factor = (exploding[0] / exploding[-1]) ** (1 / 7)
    assert 0.7 < factor / np.sqrt(20) < 1.4


def test_gradients_of_one_sample_by_hand():
    mlp = MLP([1, 1, 2], activation="identity", init="zeros", rng=rng())
    mlp.params[1]["weight"][:] = [[3.0, -1.0]]
    found = diagnose(mlp, [[2.0]], [0])
    # logits 0, 0: p - y = (-1/2, 1/2), times (3, -1) gives -2, times the input 2 gives -4.
    assert found.gradient_rms.tolist() == [2.0]
    assert found.weight_grad_rms.tolist() == [4.0]
    assert found.dead.tolist() == [0.0]


def test_update_ratios():
    mlp = MLP([2, 1, 1], rng=rng(), init="zeros")
    mlp.params[0]["weight"][:] = [[3.0], [4.0]]
    grads = [
        {"weight": np.array([[0.0], [2.0]]), "bias": np.zeros(1)},
        {"weight": np.ones((1, 1)), "bias": np.zeros(1)},
    ]
    mlp.step(grads, lr=0.0, momentum=0.9)
    mlp.step(grads, lr=0.0, momentum=0.5)
    np.testing.assert_allclose(update_ratios(mlp, lr=0.1), [0.1 * 3 / 5, np.inf])
