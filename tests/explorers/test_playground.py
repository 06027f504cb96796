"""The playground: what the page trains, and what of it comes back to Python."""

import re

import numpy as np
import pytest
import traitlets

from actnorm.activations import cross_entropy
from actnorm.explorers import PlaygroundExplorer
from actnorm.network import accuracy

from ..site.hands import rest, settle
from .net import follow, opened, traits
from .page import show

KIND = "playground"


def returned(page, explorer):
    """Bring Python's explorer to what the page has handed over."""
    follow(page, explorer)
    explorer.set_trait("_trained", page.evaluate("state._trained"))
    return explorer


def said(page):
    return page.locator(".actnorm-words").inner_text()


@pytest.mark.site
@pytest.mark.parametrize("norm", ["none", "batch", "layer", "rms"])
def test_a_network_comes_back_as_it_stands_in_the_page(page, norm):
    start = {"activation": "tanh", "layers": 3, "units": 6, "step": 60, "data": "moons"}
    explorer = PlaygroundExplorer(norm=norm, beside="faster", place="after", **start)
    show(page, explorer)
    page.wait_for_timeout(300)
    returned(page, explorer)
    split = explorer.split()
    assert split.x_train.shape == split.x_test.shape == (150, 2)
    assert set(split.y_train.tolist()) == {0, 1}
    for second in (False, True):
        right = accuracy(explorer.network(second=second), split.x_test, split.y_test)
        assert f"right for {100 * right:.0f}%" in said(page)


@pytest.mark.site
@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("data", ["circles", "wine"])
def test_batch_norm_answers_with_the_data_s_own_statistics_if_it_is_asked_to(page, data, place):
    start = {"activation": "tanh", "layers": 3, "step": 25, "data": data, "beside": "alone"}
    state = {"norm": "batch", "place": place, "inputs": "standardized", "lr": 0.01} | start
    explorer = PlaygroundExplorer(**state)
    figure = show(page, explorer)
    figure.get_by_text("After 25 steps").wait_for()
    rest(page)
    before = said(page)
    figure.locator("select[name=statistics]").select_option("own")
    rest(page)
    returned(page, explorer)
    split, mlp = explorer.split(), explorer.network()
    running = accuracy(mlp, split.x_test, split.y_test)
    _, cache = mlp.forward(split.x_train, training=True, update_running=False)
    seen = [at.linear if place == "before" else at.activation for at in cache.layers[:-1]]
    mlp.running = [(x.mean(axis=0), x.var(axis=0)) for x in seen]
    logits, _ = mlp.forward(split.x_train, training=False)
    loss = cross_entropy(logits, split.y_train)
    assert f"right for {100 * running:.0f}%" in before
    assert f"right for {100 * accuracy(mlp, split.x_test, split.y_test):.0f}%" in said(page)
    first, told = (float(re.search(r"loss ([\d.]+)", text)[1]) for text in (before, said(page)))
    assert told == pytest.approx(loss, rel=0.01)
    assert told != first
    figure.locator("select[name=statistics]").select_option("running")
    rest(page)
    assert said(page) == before


@pytest.mark.site
def test_play_trains_until_it_is_paused_and_then_python_hears_of_it(page):
    _, explorer, figure = opened(page, KIND)
    figure.get_by_role("button", name="Play").click()
    page.wait_for_timeout(600)
    figure.get_by_role("button", name="Pause").click()
    settle(page)
    step = traits(page, explorer)["step"]
    assert step > 0
    page.wait_for_timeout(300)
    assert traits(page, explorer)["step"] == step
    assert f"After {step} steps" in said(page)
    assert np.isfinite(returned(page, explorer).network().params[0]["weight"]).all()


@pytest.mark.site
def test_the_networks_are_what_settings_seed_and_step_say(page):
    """However the step was reached: by steps, by the slider, after another setting."""
    _, _, figure = opened(page, KIND, "trained")
    page.wait_for_timeout(300)
    before = said(page)
    rate = figure.locator("input[name=lr]")
    rate.press("ArrowRight")
    page.wait_for_timeout(300)
    assert said(page) != before
    rate.press("ArrowLeft")
    page.wait_for_timeout(300)
    assert said(page) == before
    step = figure.locator("input[name=step]")
    step.press("Home")
    settle(page)
    assert "After 0 steps" in said(page)
    for _ in range(40):
        figure.get_by_role("button", name="Step").click()
    page.wait_for_timeout(300)
    assert said(page) == before


@pytest.mark.site
def test_the_curves_come_back(page):
    """A point for every 25 steps; the last one is what Python measures of the network there."""
    explorer = PlaygroundExplorer(data="moons", activation="tanh", layers=2, step=50)
    show(page, explorer)
    rest(page)
    returned(page, explorer)
    split = explorer.split()
    for second in (False, True):
        curves, mlp = explorer.curves(second=second), explorer.network(second=second)
        assert curves["step"].tolist() == [0, 25, 50]
        for before, x, y in (
            ("", split.x_train, split.y_train),
            ("test_", split.x_test, split.y_test),
        ):
            loss = cross_entropy(mlp.forward(x, training=False)[0], y)
            assert curves[f"{before}loss"][-1] == pytest.approx(loss, rel=1e-4)
            assert curves[f"{before}accuracy"][-1] == pytest.approx(accuracy(mlp, x, y))
        assert len({*curves["loss"]}) == 3
    explorer.beside = "alone"
    with pytest.raises(RuntimeError, match="the networks of step 50"):
        explorer.curves()


@pytest.mark.site
def test_where_there_are_no_numbers_the_curves_have_nan(page):
    points = [(0, 1, 0), (1, 1, 0), (1, 0, 1), (0, 0, 1)]
    explorer = PlaygroundExplorer(data="own", points=points, layers=1, beside="alone")
    show(page, explorer)
    rest(page)
    returned(page, explorer)
    assert np.isfinite(explorer.curves()["loss"]).all()
    assert np.isnan(explorer.curves()["test_accuracy"]).all()  # none is left for a test
    with pytest.raises(ValueError, match="second must be False"):
        explorer.curves(second=True)


@pytest.mark.site
def test_only_what_changes_a_network_makes_it_another(page):
    explorer = PlaygroundExplorer(data="moons", activation="tanh", layers=1, step=3)
    show(page, explorer)
    rest(page)
    returned(page, explorer)
    explorer.speed, explorer.look, explorer.held = 25, "layers", (1, 2)
    assert explorer.network().params[0]["weight"].shape == (2, 8)
    for trait, other in {"step": 4, "lr": 0.1, "beside": "tanh", "points": [(0, 1, 0)]}.items():
        before = getattr(explorer, trait)
        setattr(explorer, trait, other)
        with pytest.raises(RuntimeError, match="ask again when it stands still"):
            explorer.network()
        setattr(explorer, trait, before)
    assert explorer.network(second=True).norm == "batch"


def test_without_a_view_there_is_no_network_yet():
    with pytest.raises(RuntimeError, match="step 7 are in the page"):
        PlaygroundExplorer(step=7).network()


@pytest.mark.parametrize("trait", ["data", "beside", "activation", "norm", "place", "init", "look"])
def test_what_is_not_offered_is_refused(trait):
    with pytest.raises(traitlets.TraitError, match=f"{trait} must be one of"):
        PlaygroundExplorer(**{trait: "nothing of the kind"})
