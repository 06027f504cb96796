"""What a figure says in words and numbers is what NumPy computes."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect

import actnorm

from .hands import rest, settle, shape, sliders, value
from .visits import BUILD, explorer_pages

pytestmark = pytest.mark.site

EXPONENT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def number(text):
    """Read a number as the figures write it: −0.045, 3.2×10⁻⁸."""
    mantissa, _, power = text.replace("−", "-").partition("×10")
    return float(mantissa) * 10.0 ** int(power.translate(EXPONENT) or 0)


def rounded(true, text):
    """Whether `text` is `true`, correctly rounded to the decimals it shows."""
    mantissa, _, power = text.partition("×10")
    last = int(power.translate(EXPONENT) or 0) - len(mantissa.partition(".")[2])
    return abs(number(text) - true) <= (0.5 + 1e-9) * 10.0**last


def said(figure):
    """Give the sentences under a figure."""
    settle(figure.page)
    lines = figure.locator(".actnorm-words p").all_inner_texts()
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def slider(figure, symbol):
    return next(s for s in sliders(figure) if s.evaluate("e => e.labels[0].innerText")[0] == symbol)


def text_of(control):
    """Give what a slider says of its value."""
    settle(control.page)
    return control.get_attribute("aria-valuetext")


def test_every_function_reads_as_numpy_computes_it(explorer):
    figure = explorer("activation")
    for name, entry in actnorm.ACTIVATIONS.items():
        figure.locator("select").select_option(name)
        for x in (-8.0, -2.7, -0.5, 1.3, 7.9):
            slider(figure, "x").fill(str(x))
            first, second, *_ = said(figure)
            for line, true in [(first, entry.f(x)), (second, entry.grad(x))]:
                text = re.search(r"= ([^:]*?)(?::|$)", line)[1]
                assert rounded(true, text), (name, line, true)
                assert (number(text) == 0) == (true == 0), (name, line, "small is not nothing")


def test_a_kink_is_called_a_kink(explorer):
    figure = explorer("activation")
    figure.locator("select").select_option("relu")
    slider(figure, "x").fill("0")
    line = said(figure)[1]
    assert number(re.search(r"= (\S+)", line)[1]) == actnorm.relu_grad(0.0)
    assert "kink" in line
    assert "convention" in line


def test_the_saturated_region_grows_with_the_threshold(explorer):
    figure = explorer("activation")
    figure.locator("select").select_option("sigmoid")
    edges = []
    for threshold in (0.05, 0.1, 0.2):
        slider(figure, "|").fill(str(threshold))
        edge = number(re.search(r"x > ([−\d.]*\d)", said(figure)[2])[1])
        # the slope at the edge of the region is the threshold
        assert actnorm.sigmoid_grad(edge) == pytest.approx(threshold, abs=0.01)
        edges.append(edge)
    assert sorted(edges, reverse=True) == edges


def given():
    """Give the traits of the page's explorer as the page holds them."""
    html = (BUILD / explorer_pages()["batch-norm"]).read_text("utf-8")
    state = re.search(r'widget-state\+json">(.*?)</script>', html, re.S)[1]
    models = [model["state"] for model in json.loads(state)["state"].values()]
    return next(traits for traits in models if traits["_explorer"] == "batch-norm")


def statistics(line):
    """Read the mean and the standard deviation from a sentence."""
    mean, std = re.search(r"mean (.*?), std (.*?)[.:](?: |$)", line).groups()
    return mean, std


def agree(line, values):
    mean, std = statistics(line)
    return rounded(np.mean(values), mean) and rounded(np.std(values), std)


def test_batch_norm_reads_as_numpy_computes_it(explorer):
    figure, traits = explorer("batch-norm"), given()
    x = np.array(traits["_x"])
    moves = {"mu": "PageUp", "sigma": "Home", "gamma": "PageDown", "beta": "End", "eps": "End"}
    for symbol, (name, key) in zip("μσγβε", moves.items(), strict=True):
        control = slider(figure, symbol)
        control.press(key)
        traits[name] = number(text_of(control)) if name == "eps" else value(control)
        y, *_ = actnorm.batch_norm(
            x[:, None],
            np.array([traits["gamma"]]),
            np.array([traits["beta"]]),
            running_mean=np.array([traits["mu"]]),
            running_var=np.array([traits["sigma"] ** 2]),
            eps=traits["eps"],
            training=False,
        )
        first, second, *_ = said(figure)
        assert agree(first, x), first
        assert agree(second, y), (second, y.mean(), y.std())


def test_button_takes_the_batchs_own_statistics(explorer):
    figure, x = explorer("batch-norm"), np.array(given()["_x"])
    slider(figure, "μ").press("End")
    slider(figure, "σ").press("End")
    assert "not the batch" in said(figure)[1]
    before = shape(figure)
    figure.get_by_role("button", name="own μ and σ").click()
    assert shape(figure) != before
    assert rounded(x.mean(), text_of(slider(figure, "μ")))
    assert rounded(x.std(), text_of(slider(figure, "σ")))
    assert [number(n) for n in statistics(said(figure)[1])] == [0, 1]
    assert "standardized" in said(figure)[1]


def test_an_outlier_pulls_the_statistics(explorer):
    figure, x = explorer("batch-norm"), np.array(given()["_x"])
    figure.get_by_role("button", name="own μ and σ").click()
    held = slider(figure, "x")
    held.press("End")
    assert "not the batch" in said(figure)[1]
    figure.get_by_role("button", name="own μ and σ").click()
    x[0] = value(held)
    assert rounded(x.std(), text_of(slider(figure, "σ")))
    assert x.std() > np.std(given()["_x"])


def test_reset_goes_back_to_where_the_figure_began(explorer, kind):
    figure = explorer(kind)
    before = shape(figure)
    for each in sliders(figure):
        each.press("End")
    assert shape(figure) != before
    figure.get_by_role("button", name="Reset").click()
    rest(figure.page)
    assert shape(figure) == before


def test_the_picture_is_told_to_a_screen_reader(explorer, kind):
    figure = explorer(kind)
    sliders(figure)[0].press("End")
    rest(figure.page)
    told = said(figure)[0].rstrip(".")
    expect(figure.get_by_role("status")).to_contain_text(told, timeout=10_000)
