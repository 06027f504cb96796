"""The table of a sweep: what it holds, what it concludes, and what it refuses to conclude."""

import json

import matplotlib.pyplot as plt
import numpy as np
import pytest

from actnorm import plots
from actnorm.data import wine
from actnorm.network import MLP, Sweep, accuracy, sweep, train
from actnorm.network.interval import mean_interval

COMMON = {"sizes": [13, 6, 3], "batch_size": 32}
RATES = [0.003, 0.03, 0.3]


def rng(seed):
    return np.random.default_rng(seed)


def table(a, b, **options):
    """Make a table by hand of two arms, (rates, seeds) each."""
    scores = np.array([a, b], dtype=float)[..., np.newaxis]
    rates = [float(f"1e-{n}") for n in range(scores.shape[1], 0, -1)]  # not all powers round well
    return Sweep(("a", "b"), rates, range(scores.shape[2]), (10,), scores, **options)


def test_every_run_is_the_run_alone():
    arms = {"relu": {}, "tanh": {"activation": "tanh", "momentum": 0.5}}
    found = sweep(arms, wine(), rates=RATES, seeds=[4, 2], epochs=[1, 3], together=4, **COMMON)
    assert found.scores.shape == (2, 3, 2, 2)
    assert found.complete
    for j, rate in enumerate(RATES):
        for k, seed in enumerate((4, 2)):
            mlp = MLP([13, 6, 3], activation="tanh", rng=rng(seed))
            history = train(
                mlp, wine(), epochs=3, rng=rng(100 + seed), lr=rate, momentum=0.5, batch_size=32
            )
            np.testing.assert_allclose(
                found.scores[1, j, k], history.test_accuracy[[0, 2]], rtol=1e-12
            )


def test_how_many_are_trained_together_makes_no_difference():
    plan = {"rates": RATES, "seeds": 3, "epochs": 2, "score": "loss", **COMMON}
    one, many = (sweep({"a": {}}, wine(), together=t, **plan).scores for t in (1, 100))
    np.testing.assert_allclose(one, many, rtol=1e-9)


def test_a_single_rate_is_asked_for_with_a_number():
    plan = {"seeds": 2, "epochs": 1, **COMMON}
    (one,) = sweep({"a": {}}, wine(), rates=0.1, **plan).scores
    both = sweep({"a": {}}, wine(), rates=[0.1, 0.2], **plan).scores[0]
    np.testing.assert_allclose(one, both[:1], rtol=1e-12)


def test_scores_of_all_kinds_and_data_of_each_seed():
    def first(mlp, data):
        return accuracy(mlp, data.x_train[..., :9, :], data.y_train[..., :9])

    arms = {"a": {}}
    plan = {"rates": RATES[:2], "seeds": [1, 0], "epochs": [1, 2]} | COMMON
    found = sweep(arms, lambda seed: wine(seed=seed), score=first, **plan)
    assert (found.score, found.higher) == ("first", True)
    losses = sweep(arms, lambda seed: wine(seed=seed), score="test_loss", **plan)
    assert not losses.higher
    for k, seed in enumerate((1, 0)):
        mlp, split = MLP([13, 6, 3], rng=rng(seed)), wine(seed=seed)
        history = train(mlp, split, epochs=2, rng=rng(100 + seed), lr=RATES[1], batch_size=32)
        np.testing.assert_allclose(losses.scores[0, 1, k], history.test_loss)
        assert found.scores[0, 1, k, 1] == accuracy(mlp, split.x_train[:9], split.y_train[:9])


def test_an_arm_may_be_a_function_or_begin_in_its_own_way():
    seen = []

    def own(rates, seeds, epochs):
        seen.append((rates, seeds, epochs))
        return np.array([rates * epoch + seeds for epoch in epochs])

    def zeros(mlp):
        for layer in mlp.params:
            layer["weight"] *= 0

    arms = {"own": own, "zeros": {"start": zeros}}
    found = sweep(arms, wine(), rates=[0.1, 0.2], seeds=3, epochs=(1, 2), **COMMON)
    want = np.array([[[r * e + s for e in (1, 2)] for s in range(3)] for r in (0.1, 0.2)])
    np.testing.assert_allclose(found.scores[0], want)
    assert all(epochs == (1, 2) for _, _, epochs in seen)
    assert found.settings["arms"]["own"].endswith("own")
    share = np.bincount(wine().y_train).argmax()
    assert (found.scores[1] == np.mean(wine().y_test == share)).all()  # nothing was learnt


def test_diverged_runs_have_the_worst_score_and_do_not_win():
    plan = {"rates": [0.01, 1e200], "seeds": 2, "epochs": 3} | COMMON
    right = sweep({"a": {}}, wine(), **plan)
    assert right.diverged[0, :, :, 0].tolist() == [[False, False], [True, True]]
    assert (right.scores[0, 1] == 0).all()
    loss = sweep({"a": {}}, wine(), score="test_loss", **plan)
    assert np.isinf(loss.scores[0, 1]).all()
    assert loss.best("a").rate == right.best("a").rate == 0.01
    assert "50%" in repr(right)


def test_an_arm_that_always_diverges_is_shown_without_a_warning():
    plan = {"rates": [1e150, 1e200, 1e306], "seeds": 3, "epochs": (1, 4)} | COMMON
    found = sweep({"a": {}, "b": {}}, wine(), score="test_loss", **plan)
    assert "inf ± nan" in repr(found)
    assert found.diverged.any()
    huge = table([[1e308, 1.7e308]] * 3, [[1.0, 2.0]] * 3, score="loss", higher=False)
    assert "inf ± inf" in repr(huge)
    assert huge.best("b").mean == 1.5


def test_an_interrupted_sweep_keeps_what_it_has():
    calls = []

    def stops(rates, seeds, epochs):
        calls.append(seeds)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return np.array([seeds + rates])

    found = sweep({"a": stops}, None, rates=[1, 2], seeds=4, epochs=1, together=2)
    assert not found.complete
    assert found.finished_seeds.tolist() == [0, 1]
    assert found.best("a").scores.tolist() == [2, 3]
    assert "interrupted: 4 of 8 runs were finished" in repr(found)
    again = Sweep.from_json(found.to_json())
    np.testing.assert_array_equal(again.scores, found.scores)
    nothing = sweep({"a": stops}, None, rates=[1, 2], seeds=1, epochs=1)
    assert nothing.complete  # the fourth call answers
    calls[:] = [0, 0]
    nothing = sweep({"a": stops}, None, rates=[1, 2], seeds=1, epochs=1)
    assert "–" in repr(nothing)
    with pytest.raises(ValueError, match="no seed was finished"):
        nothing.best("a")


def test_best_against_best_by_hand():
    a = [[5, 6, 7], [9, 8, 10], [1, 2, 3]]  # best in the middle: 9
    b = [[6, 6, 7], [5, 5, 5], [7, 8, 6]]  # best at the edge: 7
    found = table(a, b).compare("a", "b")
    assert (found.a.rate, found.b.rate) == (0.01, 0.1)
    assert (found.a.at_edge, found.b.at_edge) == (False, True)
    assert found.differences.tolist() == [2, 0, 4]
    assert found.mean == 2
    assert found.error == pytest.approx(2 / np.sqrt(3))
    assert (found.low, found.high) == mean_interval([2, 0, 4])
    assert found.agree == 2
    assert found.reversals == (0.001, 0.1)
    assert not found.single_rate
    assert "edge: b" in str(found)
    held = table(a, b).compare("a", "b", rate=0.1)
    assert held.single_rate
    assert held.mean == -5
    assert held.reversals == (0.01,)
    assert "both at 0.1" in str(held)
    assert found.reversed_after == ()
    assert "reversed: at 0.001, at 0.1; best" in str(found)
    other = table(a, b).compare("b", "a")
    assert (other.mean, other.reversals) == (-2, found.reversals)


def test_an_order_that_turns_with_the_budget():
    early, late = np.array([[1.0, 1], [2, 3]]), np.array([[7.0, 8], [5, 5]])
    scores = np.stack([np.stack([early, late], -1), np.full((2, 2, 2), 5.0)])
    found = Sweep(("a", "b"), [0.1, 1.0], [0, 1], (2, 8), scores).compare("a", "b")
    assert (found.mean, found.reversals, found.reversed_after) == (2.5, (), (2,))
    assert "reversed: after 2 epochs" in str(found)
    level = Sweep(("a", "b"), [0.1, 1.0], [0, 1], (2, 8), np.stack([scores[1]] * 2))
    assert "reversed: nowhere" in str(level.compare("a", "b"))
    assert level.compare("a", "b").agree == 2  # all say: no difference


def test_where_less_is_better():
    low = table([[5.0, 6], [2, 3], [4, 4]], [[9.0, 9], [9, 8], [9, 9]], higher=False)
    assert low.best("a").mean == 2.5
    assert low.compare("a", "b").mean == pytest.approx(-6)
    assert low.compare("a", "b").reversals == ()


def test_the_interval_holds_the_truth_even_though_the_rates_are_chosen():
    noise, hits = rng(1), 0
    curve = -2 * np.linspace(-1, 1, 8)[:, None] ** 2
    for _ in range(200):
        seed = noise.normal(size=(1, 12))
        a, b = (curve + seed + noise.normal(size=(8, 12)) for _ in range(2))
        found = table(1 + a, b).compare("a", "b")
        hits += found.low <= 1 <= found.high
    assert hits >= 185  # 0.95 of 200 is 190


def test_student_s_table():
    # t of 95 % for 1, 2, 5, 11 and 23 degrees of freedom, from any printed table
    for n, t in ((2, 12.706), (3, 4.303), (6, 2.571), (12, 2.201), (24, 2.069)):
        values = np.arange(n, dtype=float)
        low, high = mean_interval(values)
        half = t * values.std(ddof=1) / np.sqrt(n)
        assert (high - low) / 2 == pytest.approx(half, rel=2e-4)
        assert (low + high) / 2 == pytest.approx(values.mean())
    with pytest.raises(ValueError, match="two or more"):
        mean_interval([1.0])
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1; got 1"):
        mean_interval([1.0, 2.0], confidence=1)


def test_shortfalls_of_the_protocol():
    rates, seeds = 10.0 ** np.linspace(-3, -1, 6), range(12)
    curve = 1 - np.linspace(-1, 1, 6)[:, None, None] ** 2
    wobble = 0.01 * rng(0).normal(size=(6, 12, 2))
    scores = np.array([curve + 1 + wobble, curve + np.zeros((6, 12, 2))])
    good = Sweep(("a", "b"), rates, seeds, (5, 20), scores)
    assert good.shortfalls("a", "b") == []

    def lacks(keep=slice(None), few=12, epochs=(5, 20), scores=scores):
        part = scores[:, keep, :few]
        return Sweep(("a", "b"), rates[keep], range(few), epochs, part).shortfalls("a", "b")

    assert lacks(few=11) == ["11 seeds, at least 12 wanted"]
    assert lacks(epochs=(5, 19)) == [
        "budgets (5, 19), wanted two, the last at least 4 times the first"
    ]
    assert "5 learning rates, at least 6 wanted" in lacks(slice(1, 6))[0]
    assert "decades" in lacks(slice(1, 6))[1]
    steep = scores + np.arange(6)[:, None, None]
    assert lacks(scores=steep) == ["best rate at the edge of the range: a, b"]
    level = np.array([curve + rng(1).normal(size=(6, 12, 2)) * [0.3, 0], scores[1]])
    assert lacks(scores=level) == ["12 seeds, at least 24 wanted"]


def test_json_keeps_everything(tmp_path):
    found = sweep({"a": {}}, wine(), rates=[0.01, 1e200], seeds=2, epochs=2, score="loss", **COMMON)
    found.settings["hash"] = "abc"
    path = tmp_path / "table.json"
    text = found.to_json(path)
    assert path.read_text("utf-8") == text + "\n"
    assert json.loads(text)["scores"][0][1][0][0] == "inf"
    for again in (Sweep.from_json(text), Sweep.from_json(path), Sweep.from_json(str(path))):
        assert vars(again).keys() == vars(found).keys()
        for name, value in vars(found).items():
            np.testing.assert_array_equal(getattr(again, name), value)
        assert repr(again) == repr(found)


def test_what_it_shows():
    found = table([[1.0, 2]] * 3, [[2.0, 2]] * 3, score="test_loss")
    markdown = found._repr_markdown_().splitlines()
    assert markdown[0] == "test_loss of 2 arms × 3 learning rates × 2 seeds"
    assert markdown[4] == "| a | 10 | 0.001, edge | 1.5 ± 0.71 | 0% |"
    figure, ax = plt.subplots()
    assert plots.plot_sweep(found, ax=ax, colors={"a": "gradient"}) is ax
    assert ax.get_xscale() == "log"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("learning rate", "test loss")
    lines, rings = ax.lines[::2], ax.lines[1::2]
    assert [line.get_label() for line in lines] == ["a", "b"]
    assert lines[0].get_color() == plots.palette()["gradient"]
    np.testing.assert_allclose(lines[0].get_ydata(), 1.5)
    assert rings[0].get_xdata().tolist() == [0.001]
    assert plots.plot_sweep(found) is ax  # the current axes
    plt.close(figure)


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"arms": {}}, ValueError, "arms must hold at least one arm"),
        ({"rates": [0.1]}, ValueError, r"rates must be two or more .*got \[0.1\]"),
        ({"rates": -0.1}, ValueError, "rates must be two or more finite positive"),
        ({"rates": [0.1, -1]}, ValueError, "rates must be two or more finite positive"),
        ({"rates": [0.1, 0.1]}, ValueError, "rates must differ"),
        ({"rates": ["a", "b"]}, TypeError, "rates must hold real numbers"),
        ({"epochs": 0}, ValueError, "epochs must be one or more budgets from 1 on, ascending; got"),
        ({"epochs": [4, 2]}, ValueError, "ascending; got"),
        ({"epochs": []}, ValueError, "epochs must be"),
        ({"epochs": 1.5}, ValueError, "epochs must be"),
        ({"seeds": 0}, ValueError, "seeds must be a number from 1 on, or different seeds; got 0"),
        ({"seeds": [1, 1]}, ValueError, "seeds must be"),
        ({"seeds": [-1]}, ValueError, "seeds must be"),
        ({"score": "precision"}, ValueError, "score must be one of 'loss'.*got 'precision'"),
        ({"score": "loss", "higher": True}, ValueError, "higher must be False for 'loss'"),
        ({"together": 0}, ValueError, "together must be a positive integer; got 0"),
        ({"arms": {"a": {"colour": 3}}}, TypeError, "colour"),
        ({"arms": {"a": 3}}, TypeError, "arms must map names to options or functions; got 3"),
    ],
)
def test_errors(options, error, says):
    plan = {"arms": {"a": {}}, "data": wine(), "rates": RATES, "epochs": 1, "seeds": 1}
    with pytest.raises(error, match=says):
        sweep(**(plan | COMMON | options))


def test_more_errors():
    found = table([[1.0, 2]] * 3, [[2.0, 2]] * 3)
    with pytest.raises(ValueError, match=r"arm must be one of 'a', 'b'; got 'c'"):
        found.compare("a", "c")
    with pytest.raises(ValueError, match=r"rate must be one of 0.001, 0.01, 0.1; got 0.5"):
        found.compare("a", "b", rate=0.5)
    with pytest.raises(ValueError, match=r"epochs must be one of 10; got 20"):
        found.best("a", epochs=20)
    with pytest.raises(ValueError, match="two seeds or more"):
        table([[1.0]] * 3, [[2.0]] * 3).compare("a", "b")
    with pytest.raises(ValueError, match="must have finite scores"):
        table([[np.inf] * 2] * 3, [[2.0] * 2] * 3).compare("a", "b")
    with pytest.raises(ValueError, match=r"scores must have shape \(2, 3, 2, 1\)"):
        Sweep(("a", "b"), RATES, (0, 1), (1,), np.zeros((2, 3, 2)))
