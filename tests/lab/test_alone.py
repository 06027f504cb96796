"""An explorer whose kernel is gone says so; one that is read from a saved notebook still works."""

import json
import urllib.request

import pytest
from playwright.sync_api import expect

from actnorm import explorers

from ..site.hands import shape, sliders

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("lab")]

NAMES = [name for name in explorers.__all__ if name != "Explorer"]
ALONE = "Python no longer hears these sliders: run the cell again."
SHOW = "from actnorm.explorers import *\nSoftmaxExplorer(title='Scores and shares')"


def figures(notebook):
    return notebook.page.locator(".jp-OutputArea .actnorm")


def line(notebook):
    return notebook.page.locator(".actnorm-unheard")


def restart(notebook):
    notebook.menu("Kernel", "Restart Kernel…")


def crash(notebook):
    notebook.cell(1).locator(".cm-content").click()
    notebook.page.keyboard.press("Shift+Enter")
    notebook.page.locator(".jp-Dialog-button").last.click()


def shut_down(notebook):
    notebook.menu("Kernel", "Shut Down Kernel")


@pytest.mark.parametrize("goes", [restart, crash, shut_down])
def test_when_the_kernel_goes_a_line_says_so(open_notebook, goes):
    notebook = open_notebook(SHOW, "import os\nos._exit(1)")
    notebook.run(0)
    expect(figures(notebook)).to_be_visible()
    expect(line(notebook)).to_have_count(0)
    goes(notebook)
    expect(line(notebook)).to_have_text(ALONE)
    expect(figures(notebook).locator("[role=status]")).to_have_text(ALONE)
    # It still does what it does on a page.
    before = shape(figures(notebook))
    sliders(figures(notebook))[0].press("End")
    assert shape(figures(notebook)) != before
    if goes is not shut_down:  # then JupyterLab would ask which kernel to start
        notebook.run(0)
        expect(line(notebook)).to_have_count(0)
        expect(figures(notebook)).to_be_visible()


def forget_kernels(lab):
    with urllib.request.urlopen(f"{lab}/api/sessions") as answer:
        sessions = json.load(answer)
    for session in sessions:
        request = urllib.request.Request(f"{lab}/api/sessions/{session['id']}", method="DELETE")
        urllib.request.urlopen(request).close()


def test_a_saved_notebook_shows_every_explorer_again(open_notebook, lab):
    """With another kernel, which knows nothing of them."""
    cells = [f"from actnorm.explorers import {name}\n{name}()" for name in NAMES]
    notebook = open_notebook(*cells)
    for number in range(len(NAMES)):
        notebook.run(number)
    expect(figures(notebook).locator("svg.actnorm-picture")).to_have_count(len(NAMES))
    said = figures(notebook).locator(".actnorm-words").all_inner_texts()
    notebook.save()
    notebook.page.goto("about:blank")
    forget_kernels(lab[0])
    notebook.show(lab[0], notebook.path)
    expect(figures(notebook).locator("svg.actnorm-picture")).to_have_count(len(NAMES))
    assert figures(notebook).locator(".actnorm-words").all_inner_texts() == said
    expect(line(notebook)).to_have_text([ALONE] * len(NAMES))
    for number in range(len(NAMES)):
        figure = figures(notebook).nth(number)
        before = shape(figure)
        control = sliders(figure)[0]
        control.press("Home" if control.input_value() == control.get_attribute("max") else "End")
        assert shape(figure) != before, NAMES[number]


def test_without_its_state_there_is_its_text(open_notebook, lab):
    """A front end that keeps no state, or a notebook from somebody else."""
    notebook = open_notebook(SHOW)
    notebook.run(0)
    expect(figures(notebook)).to_be_visible()
    saved = notebook.save()
    del saved["metadata"]["widgets"]
    theirs = notebook.path.with_name("theirs.ipynb")
    theirs.write_text(json.dumps(saved))
    notebook.show(lab[0], theirs)
    expect(notebook.cell(0).locator(".jp-OutputArea-output")).to_contain_text("Scores and shares")
    expect(notebook.cell(0).locator(".jp-OutputArea-output")).to_contain_text("Run this cell ")
