"""Networks side by side: each is what it would be alone, and none touches another."""

import json

import numpy as np
import pytest

from actnorm import (
    cross_entropy,
    cross_entropy_grad,
)
from actnorm.data import Split, digits, wine
from actnorm.gradcheck import gradcheck
from actnorm.network import (
    MLP,
    accuracy,
    checkup,
    dead_units,
    diagnose,
    record_units,
    saturation_share,
    train,
    update_ratios,
)
from actnorm.network.norms import layer_norms

from . import network_recorded as recorded

SEEDS = (3, 1, 4)
SIZES = [13, 8, 6, 3]
NORMS_HERE = [None, *layer_norms()]
# Numbers are added in another order: batch norm's sums, and BLAS on other strides.
CLOSE = {"rtol": 1e-9, "atol": 1e-12}


def rng(seed=0):
    return np.random.default_rng(seed)


def rngs(plus=0):
    return [rng(seed + plus) for seed in SEEDS]


def same(one, other, **close):
    """Compare dataclasses or lists of arrays."""
    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(a, b, **(close or CLOSE))


@pytest.mark.parametrize("name", recorded.CASES)
def test_a_single_network_trains_as_it_did_before_there_were_replicates(name):
    # Not to the last bit, for two reasons, and without the two it was. The loss and its gradient
    # come from one log_softmax, whose exponential rounds otherwise than softmax. RMS norm's gamma
    # gets its gradient from the x_hat of the forward pass, which adds squares in another order.
    was = json.loads(recorded.TABLE.read_text())[name]
    now = json.loads(json.dumps(recorded.numbers(*recorded.trained(*recorded.CASES[name]))))
    for key in ("loss", "accuracy", "test_loss", "test_accuracy", "running"):
        np.testing.assert_allclose(now[key], was[key], rtol=1e-10)
    for layer, then in zip(now["params"], was["params"], strict=True):
        assert set(layer) == set(then)
        for key in layer:
            assert layer[key] == pytest.approx(then[key], rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("norm", NORMS_HERE)
def test_each_replicate_is_the_network_with_its_seed(norm, place):
    options = {"norm": norm, "norm_place": place, "activation": "tanh"}
    rates, momenta, decays = [0.1, 0.02, 0.05], [0.9, 0.0, 0.5], [0.0, 0.01, 0.1]
    together = MLP(SIZES, rng=rngs(), **options)
    plan = {"epochs": 3, "batch_size": 32}
    history = train(
        together, wine(), rng=rngs(9), lr=rates, momentum=momenta, weight_decay=decays, **plan
    )
    assert history.loss.shape == (3, 3)
    x = wine().x_test
    for r, seed in enumerate(SEEDS):
        alone = MLP(SIZES, rng=rng(seed), **options)
        own = train(
            alone, wine(), rng=rng(seed + 9),
            lr=rates[r], momentum=momenta[r], weight_decay=decays[r], **plan,
        )  # fmt: skip
        same([values[r] for values in vars(history).values()], vars(own).values())
        taken = together[r]
        assert taken.replicates is None
        for mine, theirs in zip(taken.params, alone.params, strict=True):
            same(mine.values(), theirs.values())
        for mine, theirs in zip(taken.running, alone.running, strict=True):
            same(mine, theirs)
        np.testing.assert_allclose(
            together.forward(x, training=False)[0][r], alone.forward(x, training=False)[0], **CLOSE
        )


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("norm", NORMS_HERE)
@pytest.mark.parametrize("shared", [True, False])
def test_gradients_against_central_differences_and_the_single_network(norm, place, shared):
    mlp = MLP([3, 5, 4, 3], activation="gelu", norm=norm, norm_place=place, rng=rngs())
    for p in mlp.params[:-1]:
        for name in {"gamma", "beta"} & set(p):
            p[name] += rng(7).normal(size=p[name].shape) / 3
    x = rng(1).normal(size=(7, 3) if shared else (3, 7, 3))
    y = rng(2).integers(3, size=(3, 7))
    logits, cache = mlp.forward(x, training=True)
    dlogits = cross_entropy_grad(logits, y) * 3  # each network's own mean, not one over all
    grads = mlp.backward(cache, dlogits)
    for i, (p, grad) in enumerate(zip(mlp.params, grads, strict=True)):
        assert set(grad) == {*p, "pre_activation"}
        for name in list(p):

            def loss(value, p=p, name=name):
                old, p[name] = p[name], value
                result = 3 * cross_entropy(mlp.forward(x, training=True)[0], y)
                p[name] = old
                return result

            gradcheck(loss, grad[name], p[name], rtol=1e-5, atol=1e-7)
        for r in range(3):
            single = mlp[r]
            z, own = single.forward(x if shared else x[r], training=True)
            alone = single.backward(own, cross_entropy_grad(z, y[r]))[i]
            same([grad[name][r] for name in alone], alone.values())


def test_a_replicate_that_diverges_is_stopped_and_the_others_do_not_notice():
    for norm in NORMS_HERE:
        plan = {"epochs": 4, "batch_size": 32, "momentum": 0.9}
        mlp = MLP(SIZES, norm=norm, rng=rngs())
        mlp.params[0]["weight"][1] *= 1e200
        mlp.params[1]["weight"][1] *= 1e200
        steps, epochs = [], []
        history = train(
            mlp, wine(), rng=rngs(9), lr=[0.05, 1e200, 0.05], **plan,
            on_step=lambda step, net, seen=steps: seen.append((step, net)),
            on_epoch=lambda epoch, net, seen=epochs: seen.append((epoch, net)),
        )  # fmt: skip
        assert [step for step, _ in steps] == list(range(1, 21))
        assert [epoch for epoch, _ in epochs] == list(range(4))
        assert {id(net) for _, net in steps + epochs} == {id(mlp)}
        assert np.isnan(history.loss[1, -1])
        assert np.isnan(history.test_loss[1, -1])
        assert history.test_accuracy[1, -1] == history.accuracy[1, -1] == 0
        for r in (0, 2):
            alone = MLP(SIZES, norm=norm, rng=rng(SEEDS[r]))
            own = train(alone, wine(), rng=rng(SEEDS[r] + 9), lr=0.05, **plan)
            same([values[r] for values in vars(history).values()], vars(own).values())
            for mine, theirs in zip(mlp[r].params, alone.params, strict=True):
                same(mine.values(), theirs.values())


def test_what_a_callback_changes_stays_changed_when_others_have_been_stopped():
    mlp = MLP(SIZES, rng=rngs())
    kept = mlp.params[0]["weight"].copy()

    def hold(step, mlp):
        mlp.params[0]["weight"][:] = kept

    def shift(epoch, mlp):
        mlp.params[1]["bias"][:] = 7.0

    plan = {"epochs": 3, "batch_size": 32, "on_step": hold, "on_epoch": shift}
    train(mlp, wine(), rng=rngs(9), lr=[0.05, 1e200, 0.05], **plan)
    np.testing.assert_array_equal(mlp.params[0]["weight"], kept)
    assert (mlp.params[1]["bias"] == 7).all()
    alone = MLP(SIZES, rng=rng(SEEDS[0]))
    kept = kept[0]
    train(alone, wine(), rng=rng(SEEDS[0] + 9), lr=0.05, **plan)
    for mine, theirs in zip(mlp[0].params, alone.params, strict=True):
        same(mine.values(), theirs.values())


def test_a_stopped_replicate_takes_no_further_step():
    mlp = MLP(SIZES, rng=rngs())

    def revive(step, mlp):
        if step == 10:  # long after it broke
            for layer in mlp.params:
                for value in layer.values():
                    value[1] = 0.5

    train(mlp, wine(), epochs=4, batch_size=32, rng=rngs(9), lr=[0.05, 1e200, 0.05], on_step=revive)
    assert all((value[1] == 0.5).all() for layer in mlp.params for value in layer.values())
    assert not any((value[0] == 0.5).all() for layer in mlp.params for value in layer.values())


def test_all_replicates_may_diverge():
    mlp = MLP(SIZES, rng=rngs())
    for p in mlp.params:
        p["weight"] *= 1e200
    history = train(mlp, wine(), epochs=3, rng=rng())
    assert np.isnan(history.loss[:, 1:]).all()
    assert not history.test_accuracy[:, 1:].any()


@pytest.mark.parametrize("replicates", [None, 2])
def test_losses_too_large_to_be_added_are_no_warning(replicates):
    """Of single samples they are finite, near the largest number there is; warnings are errors."""
    rates = [1e306, 1e307]
    for lr in [rates] if replicates else rates:
        generators = [rng(0) for _ in rates] if replicates else rng(0)
        mlp = MLP([13, 6, 6, 3], activation="tanh", norm="layer", rng=generators)
        history = train(mlp, wine(), epochs=4, rng=rng(1), lr=lr, batch_size=32)
        assert not np.isfinite(history.loss[..., -1]).any()


def test_data_and_order_of_each_or_of_all():
    splits = [wine(seed=seed) for seed in SEEDS]
    stacked = Split(*(np.stack(parts) for parts in zip(*splits, strict=True)))
    plan = {"epochs": 2, "batch_size": 32, "lr": 0.05}
    own_data = MLP(SIZES, rng=rngs())
    history = train(own_data, stacked, rng=rngs(9), **plan)
    one_order = MLP(SIZES, rng=rngs())
    ordered = train(one_order, wine(), rng=rng(9), **plan)
    both = train(MLP(SIZES, rng=rngs()), stacked, rng=rng(9), **plan)
    for r, seed in enumerate(SEEDS):
        alone = train(MLP(SIZES, rng=rng(seed)), splits[r], rng=rng(seed + 9), **plan)
        same([v[r] for v in vars(history).values()], vars(alone).values())
        alone = train(MLP(SIZES, rng=rng(seed)), wine(), rng=rng(9), **plan)
        same([v[r] for v in vars(ordered).values()], vars(alone).values())
        alone = train(MLP(SIZES, rng=rng(seed)), splits[r], rng=rng(9), **plan)
        same([v[r] for v in vars(both).values()], vars(alone).values())
    right = accuracy(own_data, stacked.x_test, stacked.y_test)
    np.testing.assert_array_equal(right, history.test_accuracy[:, -1])


def test_the_diagnostics_have_the_axis_too():
    mlp = MLP(SIZES, norm="batch", activation="relu", rng=rngs(), init_bias=[-9, 0, 0])
    x, y = wine().x_train, wine().y_train
    train(mlp, wine(), epochs=1, rng=rngs(9), lr=[0.1, 0.2, 0.3])
    found, dead = diagnose(mlp, x, y), dead_units(mlp, x)
    _, cache = mlp.forward(x, training=False)
    shares, ratios = saturation_share(mlp, cache), update_ratios(mlp, lr=[0.1, 0.2, 0.3])
    for r in range(3):
        alone = mlp[r]
        same([v[r] for v in vars(found).values()], vars(diagnose(alone, x, y)).values())
        same([layer[r] for layer in dead], dead_units(alone, x))
        _, own = alone.forward(x, training=False)
        np.testing.assert_array_equal(shares[r], saturation_share(alone, own))
        np.testing.assert_allclose(ratios[r], update_ratios(alone, lr=0.1 * (r + 1)))


def test_recording_and_checkup_have_the_axis_too():
    plan = {"epochs": 2, "lr": 0.05}
    together = record_units(MLP(SIZES, rng=rngs()), wine(), rng=rngs(9), **plan)
    runs = checkup(digits(), sizes=[64, 8, 10], seed=SEEDS, norm="batch", training=True, **plan)
    for r, seed in enumerate(SEEDS):
        alone = record_units(MLP(SIZES, rng=rng(seed)), wine(), rng=rng(seed + 9), **plan)
        for name in ("on", "dead", "loss", "accuracy", "deaths", "revivals"):
            np.testing.assert_allclose(getattr(together, name)[r], getattr(alone, name), **CLOSE)
        own = checkup(digits(), sizes=[64, 8, 10], seed=seed, norm="batch", training=True, **plan)
        same([v[r] for v in vars(runs).values()], vars(own).values(), rtol=1e-7, atol=1e-12)


def test_taking_and_putting_back():
    mlp = MLP(SIZES, norm="batch", rng=rngs())
    mlp.forward(wine().x_train, training=True)
    for index in (0, slice(2)):  # NumPy would give views
        taken, before = mlp[index], mlp.params[0]["weight"].copy()
        taken.params[0]["weight"] += 1
        np.testing.assert_array_equal(mlp.params[0]["weight"], before)
    some = mlp[[2, 0]]
    assert some.replicates == 2
    assert repr(some) == "2 × MLP(13 → 8 batch norm, relu → 6 batch norm, relu → 3)"
    kept = mlp.params[0]["weight"].copy()
    some.params[0]["weight"] += 1
    np.testing.assert_array_equal(mlp.params[0]["weight"], kept)  # a copy
    mlp[[2, 0]] = some
    np.testing.assert_array_equal(
        mlp.params[0]["weight"], kept + np.array([1, 0, 1])[:, None, None]
    )
    assert mlp[:2].replicates == 2
    assert mlp[-1].replicates is None
    with pytest.raises(TypeError, match="a single network has no replicates"):
        mlp[0][0]
    with pytest.raises(IndexError):
        mlp[3]
