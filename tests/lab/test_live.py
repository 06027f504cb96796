"""In a live JupyterLab an explorer and Python hold the same numbers, whoever moves them."""

import re

import pytest
from playwright.sync_api import expect

from actnorm import explorers

from ..site.hands import name_of, shape, sliders, value

# One JupyterLab for all of them, so one worker.
pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("lab")]

KINDS = sorted(getattr(explorers, n)._kind for n in explorers.__all__ if n != "Explorer")
START = "from actnorm.explorers import ActivationExplorer, BatchNormExplorer\n"


def explorer_in(notebook, number, view=0):
    """Give a live figure that a cell shows."""
    figure = notebook.cell(number).locator(".actnorm").nth(view)
    expect(figure.locator("svg").first).to_be_visible(timeout=30_000)
    return figure


def slider(figure, symbol):
    """Give the slider whose label begins with a symbol."""
    return next(each for each in sliders(figure) if name_of(each).startswith(symbol))


def eventually(notebook, number, text):
    """Run a cell again until it prints `text`: the slider's news may still be on their way."""
    for _ in range(10):
        if (said := notebook.run(number)) == text:
            break
        notebook.page.wait_for_timeout(200)
    assert said == text


@pytest.mark.parametrize("kind", KINDS)
def test_slider_and_trait_hold_one_value(open_notebook, kind):
    """Whoever moves it: the slider sets the trait, and the trait the slider and the figure."""
    name = next(n for n in explorers.__all__ if getattr(explorers, n)._kind == kind)
    notebook = open_notebook(
        f"from actnorm.explorers import {name}\ne = {name}()\ne",
        "print(*(getattr(e, n) for n in e._controls), sep=';')",
        "first = {n: v for n, v in e._first.items()}\n"
        "for n, v in first.items():\n    setattr(e, n, v)",
        "print(e.description == '', len(e.description) > 20)",
    )
    notebook.run(0)
    figure = explorer_in(notebook, 0)
    control = sliders(figure)[0]
    stood, before, held = control.input_value(), shape(figure), notebook.run(1)
    control.focus()
    control.press("End" if stood != control.get_attribute("max") else "Home")
    assert shape(figure) != before
    for _ in range(20):
        if (now := notebook.run(1)) != held:
            break
        notebook.page.wait_for_timeout(200)
    assert now != held
    notebook.run(2)
    expect(control).to_have_value(stood)
    assert shape(figure) == before
    eventually(notebook, 3, "False True")


def test_no_warning_is_ours_to_mend(open_notebook, lab):
    """None of a kernel's, and none of JupyterLab's that our package.json would make."""
    open_notebook("1").run(0)
    log = (lab[1].parent / "log.txt").read_text("utf-8")
    assert "Kernel started" in log
    assert re.findall(r"^.*(?:WARNING|yarn|ReferenceError|without nodejs).*$", log, re.M) == []


def test_two_views_move_in_step(open_notebook):
    notebook = open_notebook(START + "a = ActivationExplorer()\na", "a")
    notebook.run(0)
    notebook.run(1)
    one, two = explorer_in(notebook, 0), explorer_in(notebook, 1)
    before = shape(two)
    sliders(one)[0].focus()
    sliders(one)[0].press("PageUp")
    expect(sliders(two)[0]).to_have_value(sliders(one)[0].input_value())
    assert shape(two) != before


def test_what_is_compared_goes_both_ways(open_notebook):
    """Also by key: JupyterLab takes neither the fold's nor a box's."""
    notebook = open_notebook(
        START + "a = ActivationExplorer()\na", "print(a.compare)", 'a.compare = ("relu",)'
    )
    notebook.run(0)
    figure = explorer_in(notebook, 0)
    figure.locator("summary").press("Enter")
    tanh, relu = (figure.get_by_role("checkbox", name=n, exact=True) for n in ("tanh", "ReLU"))
    tanh.press("Space")
    eventually(notebook, 1, "('tanh',)")
    notebook.run(2)
    expect(relu).to_be_checked()
    expect(tanh).not_to_be_checked()


def test_linked_to_an_ipywidgets_slider(open_notebook):
    notebook = open_notebook(
        START + "from ipywidgets import FloatSlider, HBox, link\n"
        "bn, s = BatchNormExplorer(), FloatSlider(value=1, min=-3, max=3, step=0.1)\n"
        'link((s, "value"), (bn, "gamma"))\n'
        "HBox([s, bn])",
        "s.value = 2.5",
        "print(round(s.value, 6))",
    )
    notebook.run(0)
    gamma = slider(explorer_in(notebook, 0), "γ")
    notebook.run(1)
    expect(gamma).to_have_value("2.5")
    gamma.focus()
    gamma.press("ArrowLeft")
    eventually(notebook, 2, str(value(gamma)))


def test_arrow_keys_stay_with_the_slider(open_notebook):
    """JupyterLab walks from cell to cell with the arrows; not while a slider has the focus."""
    notebook = open_notebook("1", START + "a = ActivationExplorer()\na", "2")
    notebook.run(1)
    figure = explorer_in(notebook, 1)
    controls = [*sliders(figure), figure.locator("svg [role=slider]").first]
    for control in controls:
        control.focus()
        for key in ("ArrowDown", "ArrowUp", "ArrowRight"):
            stood = value(control)
            control.press(key)
            assert value(control) != stood, (name_of(control), key)
            expect(control).to_be_focused()


def test_wrong_value_is_a_readable_error(open_notebook):
    notebook = open_notebook(
        START + "bn = BatchNormExplorer()\nbn", "bn.sigma = -1", "bn.gamma = float('nan')"
    )
    notebook.run(0)
    figure = explorer_in(notebook, 0)
    before = shape(figure)
    said = notebook.run(1).splitlines()[-1]
    assert "sigma" in said
    assert "-1" in said
    said = notebook.run(2).splitlines()[-1]
    assert "gamma" in said
    assert "nan" in said
    assert shape(figure) == before


def test_readers_own_function_and_data(open_notebook):
    notebook = open_notebook(
        START + "import numpy as np\nActivationExplorer({'mine': np.sin}, x=1.0)",
        "print(_1.name, _1.value == np.sin(1.0))",
        "BatchNormExplorer(np.arange(10.0)).use_batch_statistics()",
    )
    notebook.run(0)
    figure = explorer_in(notebook, 0)
    expect(figure.locator("select").first).to_have_value("mine")
    assert notebook.run(1) == "mine True"


def test_a_long_training_shows_how_far_it_is_and_can_be_stopped(open_notebook):
    """The bar goes when the loop has ended, and stays where the loop was stopped."""
    notebook = open_notebook(
        "import time\nfrom actnorm.progress import track\n"
        "for _ in track(range(4), delay=0.5):\n    time.sleep(0.5)",
        "for _ in track(range(1000), delay=0.5):\n    time.sleep(0.5)",
        "print('alive')",
    )
    bar = notebook.page.locator(".widget-hprogress")
    notebook.cell(0).locator(".cm-content").click()
    notebook.page.keyboard.press("Shift+Enter")
    expect(bar).to_be_visible()
    expect(bar).to_have_count(0)
    notebook.cell(1).locator(".cm-content").click()
    notebook.page.keyboard.press("Shift+Enter")
    expect(bar).to_be_visible()
    notebook.page.keyboard.press("Escape")
    notebook.page.keyboard.press("i")
    notebook.page.keyboard.press("i")
    expect(notebook.cell(1).get_by_text("KeyboardInterrupt").first).to_be_visible()
    expect(bar).to_be_visible()
    assert notebook.run(2) == "alive"
