"""The page "Reference": everything in the library's lists, and nothing kept by hand."""

import dataclasses
import inspect
import json
import re
from types import SimpleNamespace

import numpy as np
import pytest

import actnorm
from actnorm import ACTIVATIONS, NORMS

from .project import ROOT, SPHINX_WARNINGS, THEMELESS, build

pytestmark = SPHINX_WARNINGS
PAGE = (ROOT / "chapters/reference.md").read_text("utf-8")


def whole_text():
    """Give the page's text with its parts written out."""
    from actnorm_sphinx.reference import PARTS

    parts = re.findall(r"\{actnorm-list\} (\w+)", PAGE)
    assert sorted(parts) == sorted(PARTS)
    return "\n".join(PARTS[part]() for part in parts)


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    """Give the built page."""
    return build_page(tmp_path_factory.mktemp("reference"))


def build_page(tmp_path):
    out = build(tmp_path, {"reference.md": PAGE}, modules=[*THEMELESS, "reference"])
    return (out / "reference.html").read_text()


@pytest.mark.parametrize("entry", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_every_activation_has_its_entry(entry):
    from actnorm_sphinx.reference import activations, anchor

    entries = re.split(r"^(?=\{#)", activations(), flags=re.M)[1:]
    assert len(entries) == len(ACTIVATIONS)
    (text,) = [e for e in entries if e.startswith(f"{{#{anchor('activation', entry.name)}}}")]
    assert f"### {entry.label}\n" in text
    for fact in (entry.why, f"${entry.range}$", entry.formula, entry.grad_formula):
        assert fact in text
    assert (f"{{cite:t}}`{entry.reference}`" in text) == (entry.reference is not None)
    for kink in entry.kinks:
        assert f"$f'({kink:g}) = {float(entry.grad(kink)):.4g}$" in text


def test_a_function_stands_before_its_derivative():
    from actnorm_sphinx.reference import activations

    text = activations()
    for name in ACTIVATIONS:
        if inspect.isfunction(f := getattr(actnorm, name, None)):
            grad = getattr(actnorm, f"{name}_grad")
            both = (f"`{each.__name__}{inspect.signature(each)}`" for each in (f, grad))
            f_at, grad_at = map(text.index, both)
            assert f_at < grad_at, name


@pytest.mark.parametrize("up", [1, -1])
def test_a_jump_says_where_the_function_stands_at_it(up):
    from actnorm_sphinx.reference import kinks

    def f(x):
        return up * np.sign(x)

    def grad(x):
        return np.where(np.asarray(x) == 0, 7.0, 0.0)

    entry = dataclasses.replace(ACTIVATIONS["step"], f=f, grad=grad, kinks=(0,))
    assert kinks(entry) == "$x = 0$: a jump, $f(0) = 0$; $f'(0) = 7$"
    assert "jump" not in kinks(ACTIVATIONS["relu"])
    assert kinks(ACTIVATIONS["sigmoid"]) == "none"


def row(*cells):
    return "* - " + "\n  - ".join(cells) + "\n"


def test_the_tables_at_the_top_say_what_the_lists_say():
    from actnorm_sphinx.reference import index

    text = index()
    assert row("[ReLU6](#activation-relu6)", "$[0,\\,6]$", "$0$, $6$", "2010") in text
    assert row("[group norm](#norm-group)", r"$C/G,\,H,\,W$", "2018") in text
    for entry in ACTIVATIONS.values():
        name = f"[{entry.label}](#activation-{entry.name.replace('_', '-')})"
        points = ", ".join(f"${x:g}$" for x in entry.kinks) if entry.kinks else "none"
        year = str(entry.year) if entry.year else "none"
        assert row(name, f"${entry.range}$", points, year) in text
    for norm in NORMS.values():
        axes = "$" + r",\,".join(norm.axes) + "$"
        assert row(f"[{norm.label}](#norm-{norm.name})", axes, str(norm.year)) in text


@pytest.mark.parametrize(
    ("name", "each"),
    [("batch", "$C$"), ("layer", "$N$"), ("instance", "$N, C$"), ("group", r"$N, \text{group}$")],
)
def test_a_norm_says_for_each_of_what_it_averages(name, each):
    from actnorm_sphinx.reference import norms

    assert f", for each {each}\n" in norms().partition(f"{{#norm-{name}}}")[2].partition("{#")[0]


@pytest.mark.parametrize("norm", NORMS.values(), ids=NORMS)
def test_every_norm_has_its_entry(norm):
    from actnorm_sphinx.reference import norms

    (text,) = [e for e in norms().split("{#")[1:] if e.startswith(f"norm-{norm.name}}}")]
    for fact in (norm.why, norm.formula, f"{{cite:t}}`{norm.reference}`", *norm.axes):
        assert fact in text
    assert f"\n### {norm.label[0].upper()}" in text
    evaluation = re.search(r"^Evaluation\n: (.*)", text, re.M)[1]
    assert evaluation == ("running statistics" if norm.running else "as in training")
    documented = re.findall(r"^  - `(.*)`:|: - `(.*)`:", text, re.M)
    named = {name for pair in documented for name in ", ".join(filter(None, pair)).split(", ")}
    assert named == set(inspect.signature(norm.f).parameters)


def test_every_public_function_of_the_maths_is_on_the_page():
    text = whole_text()
    for package in (actnorm.activations, actnorm.normalization):
        for name in package.__all__:
            function = getattr(package, name)
            if inspect.isfunction(function):
                assert text.count(f"`{name}{inspect.signature(function)}`") == 1, name


def test_what_docstrings_say_is_on_the_page_in_its_own_markup():
    text = whole_text()
    assert ":math:" not in text
    said = "`eps`: float, default 1e-5. Added to the variance; finite, at least 0.\n"
    assert text.count(said) >= 3


def test_every_entry_can_be_linked_to_and_is_linked_from_the_top(html):
    anchors = re.findall(r'<section[^>]* id="((?:activation|norm|function)-[\w-]+)"', html)
    assert len(anchors) == len(set(anchors)) >= len(ACTIVATIONS) + len(NORMS) + 4
    for anchor in anchors:
        assert f'href="#{anchor}"' in html


def test_each_plot_is_drawn_in_the_page_and_says_what_it_shows(html):
    plots = re.findall(r'<svg[^>]*role="img" aria-label="([^"]*)"', html)
    assert len(set(plots)) == len(plots) == len(ACTIVATIONS)
    assert plots[0] == (
        "sigmoid and its slope for x from −5 to 5: f starts at 0.0067, is 0.5 at 0 and ends at "
        "0.99; f′ lies between 0.0066 and 0.25."
    )
    assert html.count('stroke="var(--an-output)"') >= len(plots)
    ids = re.findall(r' id="(r-[\w-]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_plot_holds_two_lines_their_names_and_the_numbers_of_its_axes():
    from actnorm_sphinx.reference import draw

    plot = draw(ACTIVATIONS["sigmoid"])
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", plot)
    *numbers, first, second, axis = texts
    assert numbers[:3] == ["−4", "0", "4"]
    assert all(re.fullmatch(r"−?[\d.]+", number) for number in numbers)
    assert (first, second, axis) == ("f", "f′", "x")
    light = json.loads((ROOT / "actnorm/palette.json").read_text("utf-8"))["light"]
    lines = re.findall(r"stroke: (#\w+)", plot[plot.index('id="legend_1"') :])
    assert lines == [light["output"], light["gradient"]]


def test_a_page_is_read_again_when_the_maths_has_changed():
    from actnorm_sphinx.reference import note_library

    noted = set()
    note_library(SimpleNamespace(note_dependency=noted.add))
    assert len(noted) > 10
    for package in ("activations", "normalization"):
        assert {str(path) for path in ROOT.glob(f"actnorm/{package}/*.py")} <= noted


def test_a_new_activation_is_on_the_page_with_no_other_change(tmp_path, monkeypatch):
    mine = dataclasses.replace(ACTIVATIONS["tanh"], name="my_own", label="mine")
    monkeypatch.setattr(actnorm, "ACTIVATIONS", {**ACTIVATIONS, "my_own": mine})
    html = build_page(tmp_path)
    assert 'id="activation-my-own"' in html
    assert 'href="#activation-my-own"' in html
    assert html.count('class="an-figure"') == len(ACTIVATIONS) + 1


def test_colours_that_only_a_figure_uses_stay_in_the_sheet():
    from actnorm_sphinx.assets import names_of
    from actnorm_sphinx.node import run_node

    css = ":root{--an-output:#111111;--other:#222222}p{color:red}"
    pages = names_of(["<html><p></p></html>"])
    asked = {"theirs": css, "ours": "", "pages": pages, "said": []}
    small = run_node("purge.mjs", asked)["css"]
    assert "--an-output" in small
    assert "--other" not in small
