"""The perceptron: its passes, its start, its training."""

import numpy as np
import pytest

from actnorm import ACTIVATIONS, batch_norm_backward, cross_entropy, cross_entropy_grad
from actnorm.data import Split, digits, wine
from actnorm.gradcheck import gradcheck
from actnorm.network import INITS, MLP, accuracy, initial_weight, train
from actnorm.network.norms import layer_norms

from . import torch_reference

START = torch_reference.load("start")


def rng(seed=0):
    return np.random.default_rng(seed)


def batch(mlp, n=7, seed=1):
    x = rng(seed).normal(size=(n, mlp.sizes[0]))
    return x, rng(seed + 1).integers(mlp.sizes[-1], size=n)


def check_all_gradients(mlp):
    """Compare every parameter's gradient, and that at every pre-activation, with differences."""
    x, y = batch(mlp)
    logits, cache = mlp.forward(x, training=True)
    grads = mlp.backward(cache, cross_entropy_grad(logits, y))
    for p, grad in zip(mlp.params, grads, strict=True):
        assert set(grad) == {*p, "pre_activation"}
        for name in list(p):

            def loss(value, p=p, name=name):
                old, p[name] = p[name], value
                result = cross_entropy(mlp.forward(x, training=True)[0], y)
                p[name] = old
                return result

            gradcheck(loss, grad[name], p[name], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_backward_with_every_activation(name):
    # Kinks are met with probability 0: the weights are random.
    check_all_gradients(MLP([3, 5, 4, 3], activation=name, init="xavier", rng=rng()))


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("norm", layer_norms())
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_backward_with_every_norm(norm, place, activation):
    mlp = MLP([3, 5, 4, 3], activation=activation, norm=norm, norm_place=place, rng=rng())
    for p in mlp.params[:-1]:  # away from the kinks of units that start at 0
        for name in {"bias", "gamma", "beta"} & set(p):
            p[name] = rng(5).normal(size=p[name].shape)
    check_all_gradients(mlp)


def test_forward_by_hand():
    mlp = MLP([2, 2, 1], rng=rng())
    mlp.params[0] = {"weight": np.array([[1.0, -1.0], [2.0, 0.5]]), "bias": np.array([0.5, 0.0])}
    mlp.params[1] = {"weight": np.array([[3.0], [4.0]]), "bias": np.array([-1.0])}
    logits, cache = mlp.forward([[1.0, 1.0], [-1.0, 0.0]], training=False)
    np.testing.assert_array_equal(cache.pre_activations[0], [[3.5, -0.5], [-0.5, 1.0]])
    np.testing.assert_array_equal(cache.activations[0], [[3.5, 0], [0, 1.0]])
    np.testing.assert_array_equal(logits, [[9.5], [3.0]])


def test_the_cache_tells_before_from_after():
    for place in ("before", "after"):
        mlp = MLP([3, 4, 2], activation="tanh", norm="batch", norm_place=place, rng=rng())
        layer = mlp.forward(batch(mlp)[0], training=True)[1].layers[0]
        np.testing.assert_array_equal(layer.activation, np.tanh(layer.pre_activation))
        normed = layer.pre_activation if place == "before" else layer.output
        np.testing.assert_allclose(normed.mean(axis=0), 0, atol=1e-14)
        np.testing.assert_allclose(normed.std(axis=0), 1, atol=1e-3)
        other = layer.linear if place == "after" else layer.activation
        assert other is (layer.pre_activation if place == "after" else layer.output)


def test_training_and_evaluation_are_said_and_running_statistics_kept_apart():
    mlp = MLP([3, 4, 2], norm="batch", rng=rng())
    x, _ = batch(mlp)
    before = mlp.running[0]
    peek, cache = mlp.forward(x, training=True, update_running=False)
    assert cache.training
    assert mlp.running[0] is before
    in_training, _ = mlp.forward(x, training=True)
    np.testing.assert_array_equal(peek, in_training)
    linear = cache.layers[0].linear
    np.testing.assert_allclose(mlp.running[0][0], 0.1 * linear.mean(axis=0))
    np.testing.assert_allclose(mlp.running[0][1], 0.9 + 0.1 * linear.var(axis=0, ddof=1))
    kept = mlp.running[0]
    evaluated, cache = mlp.forward(x, training=False)
    assert not np.allclose(evaluated, in_training)
    assert mlp.running[0] is kept
    with pytest.raises(ValueError, match=r"cache must come from .*training=True"):
        mlp.backward(cache, np.zeros((7, 2)))


def test_a_bias_before_batch_norm_has_no_gradient():
    mlp = MLP([3, 4, 2], norm="batch", rng=rng())
    x, y = batch(mlp)
    logits, cache = mlp.forward(x, training=True)
    grad = mlp.backward(cache, cross_entropy_grad(logits, y))[0]
    assert abs(grad["bias"]).max() < 1e-16 < abs(grad["beta"]).max()


def test_a_step_with_momentum():
    mlp = MLP([1, 1], rng=rng(), init="zeros")
    grads = [{"weight": np.array([[2.0]]), "bias": np.array([-1.0])}]
    mlp.step(grads, lr=0.1, momentum=0.5)
    mlp.step(grads, lr=0.1, momentum=0.5)
    assert mlp.params[0]["weight"] == pytest.approx(-0.1 * (2 + 3))
    assert mlp.params[0]["bias"] == pytest.approx(0.1 * (1 + 1.5))


VARIANCES = {
    "zeros": 0,
    "normal": 0.3**2,
    "xavier": 2 / 700,
    "he": 2 / 400,
    "pytorch": 1 / (3 * 400),
}


@pytest.mark.parametrize("scheme", INITS)
def test_initial_weights_have_their_variance(scheme):
    weight = initial_weight(scheme, 400, 300, rng=rng(), std=0.3)
    assert weight.shape == (400, 300)
    assert weight.var() == pytest.approx(VARIANCES[scheme], rel=0.02)  # 120 000 numbers
    assert abs(weight.mean()) < 0.01 * max(weight.std(), 1e-300)
    if scheme in ("xavier", "pytorch"):
        assert abs(weight).max() <= np.sqrt(3 * VARIANCES[scheme])


def test_initial_biases():
    def bias(**options):
        return np.hstack([p["bias"] for p in MLP([100, 50, 30], rng=rng(), **options).params])

    assert not bias().any()
    assert (bias(init_bias=-0.5) == -0.5).all()
    random = bias(init="pytorch")
    assert 0.05 < abs(random[:50]).max() <= 0.1  # 1/sqrt(100)
    assert 0.1 < abs(random[50:]).max() <= 1 / np.sqrt(50)


@pytest.mark.parametrize("which", range(len(START["sizes"])))
def test_pytorch_s_start_is_pytorch_s(which):
    """The same distribution, of weights and of biases: see `torch_reference/make_start.py`."""
    sizes = START["sizes"][which].tolist()
    generators = [rng(seed) for seed in range(START["count"])]
    ours = MLP(sizes, init="pytorch", rng=generators).params[0]
    for name, theirs in zip(("weight", "bias"), START["quantiles"][which], strict=True):
        quantiles = np.quantile(ours[name], START["shares"])
        np.testing.assert_allclose(quantiles, theirs, rtol=0, atol=0.02 / np.sqrt(sizes[0]))


def test_one_seed_one_network_one_training():
    def run(seed):
        mlp = MLP([13, 8, 3], norm="batch", rng=rng(seed))
        return train(mlp, wine(), epochs=2, rng=rng(seed + 1)), mlp

    (history, mlp), (again, _), (other, _) = run(0), run(0), run(1)
    np.testing.assert_array_equal(history.loss, again.loss)
    assert (history.loss != other.loss).all()
    assert accuracy(mlp, wine().x_test, wine().y_test) == history.test_accuracy[-1]


@pytest.mark.parametrize("norm", [None, *layer_norms()])
def test_it_learns(norm):
    for seed in range(3):
        mlp = MLP([13, 16, 3], norm=norm, rng=rng(seed))
        history = train(mlp, wine(), epochs=15, batch_size=32, lr=0.05, rng=rng(seed))
        assert history.loss[-1] < 0.15 < 0.3 < history.loss[0]
        assert history.test_accuracy[-1] >= 0.93  # 3 of 45 wrong at most


def test_batch_norm_wakes_a_deep_sigmoid_network():
    def final(norm):
        mlp = MLP([64, *[32] * 10, 10], activation="sigmoid", norm=norm, init="xavier", rng=rng())
        return train(mlp, digits(), epochs=8, batch_size=100, rng=rng(1)).test_accuracy[-1]

    assert final(None) < 0.15
    assert final("batch") > 0.4


def test_history_and_on_epoch():
    seen = []
    mlp = MLP([13, 4, 3], rng=rng())
    history = train(
        mlp, wine(), epochs=3, rng=rng(), on_epoch=lambda epoch, net: seen.append((epoch, net))
    )
    assert seen == [(0, mlp), (1, mlp), (2, mlp)]
    for values in vars(history).values():
        assert values.shape == (3,)
    assert train(mlp, wine(), epochs=0, rng=rng()).loss.shape == (0,)


def test_the_history_is_what_was_measured():
    mlp, data = MLP([13, 4, 3], rng=rng()), wine()
    history = train(mlp, data, epochs=1, rng=rng(), lr=0.0)
    logits, _ = mlp.forward(data.x_train, training=False)
    assert history.loss[0] == pytest.approx(cross_entropy(logits, data.y_train))
    assert history.accuracy[0] == accuracy(mlp, data.x_train, data.y_train)
    logits, _ = mlp.forward(data.x_test, training=False)
    assert history.test_loss[0] == cross_entropy(logits, data.y_test)


def test_divergence_is_silent_and_scores_nothing():
    mlp = MLP([13, 8, 3], rng=rng())
    history = train(mlp, wine(), epochs=5, lr=1e200, rng=rng())
    assert not np.isfinite(history.test_loss[-1])
    assert history.test_accuracy[-1] == 0.0


def test_a_last_batch_of_one_is_no_accident():
    x = rng().normal(size=(9, 3))
    data = Split(x, np.arange(9) % 2, x, np.arange(9) % 2)
    mlp = MLP([3, 4, 2], norm="batch", rng=rng())
    assert np.isfinite(train(mlp, data, epochs=2, batch_size=8, rng=rng()).loss).all()


def test_a_reader_s_own_activation():
    mlp = MLP([3, 4, 2], activation=(np.sin, np.cos), rng=rng())
    check_all_gradients(mlp)
    assert repr(mlp) == "MLP(3 → 4 sin → 2)"


def test_a_reader_s_own_backward_pass_of_the_norm():
    def careless(dy, x, gamma):  # forgets that the statistics depend on x
        _, dgamma, dbeta = batch_norm_backward(dy, x, gamma)
        return gamma / np.sqrt(x.var(axis=0) + 1e-5) * dy, dgamma, dbeta

    sizes = [3, 4, 4, 2]
    right = MLP(sizes, norm="batch", norm_backward=batch_norm_backward, rng=rng())
    check_all_gradients(right)
    wrong = MLP(sizes, norm="batch", norm_backward=careless, rng=rng())
    x, y = batch(wrong)
    grads = []
    for mlp in (right, wrong):
        logits, cache = mlp.forward(x, training=True)
        grads.append(mlp.backward(cache, cross_entropy_grad(logits, y)))
    np.testing.assert_array_equal(grads[0][1]["gamma"], grads[1][1]["gamma"])
    assert not np.allclose(grads[0][1]["weight"], grads[1][1]["weight"])
    for options in ({"norm": "batch", "norm_backward": 3}, {"norm_backward": careless}):
        with pytest.raises(TypeError, match="norm_backward must be a function, for a network"):
            MLP(sizes, rng=rng(), **options)


def test_repr_shows_the_order():
    assert repr(MLP([2, 3, 1], norm="batch", rng=rng())) == "MLP(2 → 3 batch norm, relu → 1)"
    after = MLP([2, 3, 1], norm="rms", norm_place="after", rng=rng())
    assert repr(after) == "MLP(2 → 3 relu, rms norm → 1)"
    assert set(after.params[0]) == {"weight", "bias", "gamma"}


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"sizes": [3]}, ValueError, r"sizes must be two or more .*got \(3,\)"),
        ({"sizes": [3, 0, 2]}, ValueError, r"sizes must .*got \(3, 0, 2\)"),
        ({"sizes": [3, 2.5]}, ValueError, r"sizes must .*got \(3, 2.5\)"),
        ({"activation": "Sigmoid"}, ValueError, "activation must be one of 'sigmoid'.*'Sigmoid'"),
        ({"activation": 3}, TypeError, "activation must be a name.*got 3"),
        ({"norm": "instance"}, ValueError, "norm must be one of None, 'batch'.*'instance'"),
        ({"norm_place": "behind"}, ValueError, "norm_place must be one of .*'behind'"),
        ({"init": "kaiming"}, ValueError, "init must be one of 'zeros'.*'kaiming'"),
        ({"rng": 0}, TypeError, "rng must be a numpy.random.Generator, or .*got 0"),
    ],
)
def test_errors(options, error, says):
    with pytest.raises(error, match=says):
        MLP(**({"sizes": [3, 4, 2], "rng": rng()} | options))


def test_more_errors():
    mlp = MLP([3, 4, 2], rng=rng())
    with pytest.raises(ValueError, match=r"x must have shape \(samples, 3\); got shape \(3,\)"):
        mlp.forward(np.ones(3), training=False)
    _, cache = mlp.forward(np.ones((5, 3)), training=True)
    with pytest.raises(ValueError, match=r"dlogits must .*\(5, 2\); got shape \(5,\)"):
        mlp.backward(cache, np.ones(5))
    with pytest.raises(TypeError, match="rng must be"):
        train(mlp, wine(), epochs=1, rng=None)
    with pytest.raises(ValueError, match="batch_size must be at least 1; got 0"):
        train(mlp, wine(), epochs=1, batch_size=0, rng=rng())
