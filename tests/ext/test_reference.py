"""The page "Reference": everything in the library's lists, and nothing kept by hand."""

import dataclasses
import inspect
import re

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


@pytest.mark.parametrize("norm", NORMS.values(), ids=NORMS)
def test_every_norm_has_its_entry(norm):
    from actnorm_sphinx.reference import norms

    (text,) = [e for e in norms().split("{#")[1:] if e.startswith(f"norm-{norm.name}}}")]
    for fact in (norm.why, norm.formula, f"{{cite:t}}`{norm.reference}`", *norm.axes):
        assert fact in text
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


def test_every_entry_can_be_linked_to_and_is_linked_from_the_top(html):
    anchors = re.findall(r'<section[^>]* id="((?:activation|norm|function)-[\w-]+)"', html)
    assert len(anchors) == len(set(anchors)) >= len(ACTIVATIONS) + len(NORMS) + 4
    for anchor in anchors:
        assert f'href="#{anchor}"' in html


def test_each_plot_is_drawn_in_the_page_and_says_what_it_shows(html):
    plots = re.findall(r'<svg[^>]*role="img" aria-label="([^"]*)"', html)
    assert len(set(plots)) == len(plots) == len(ACTIVATIONS)
    assert "f′ lies between 0.0066 and 0.25" in plots[0]
    assert html.count("stroke:var(--an-output)") >= len(plots)
    ids = re.findall(r' id="(r-[\w-]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_new_activation_is_on_the_page_with_no_other_change(tmp_path, monkeypatch):
    mine = dataclasses.replace(ACTIVATIONS["tanh"], name="my_own", label="mine")
    monkeypatch.setattr(actnorm, "ACTIVATIONS", {**ACTIVATIONS, "my_own": mine})
    html = build_page(tmp_path)
    assert 'id="activation-my-own"' in html
    assert 'href="#activation-my-own"' in html
    assert html.count('class="an-figure"') == len(ACTIVATIONS) + 1


def test_colours_that_only_a_figure_uses_stay_in_the_sheet():
    from actnorm_sphinx.node import run_node

    css = ":root{--an-output:#111111;--other:#222222}p{color:red}"
    small = run_node("purge.mjs", {"css": css, "content": ["<html><p></p></html>"]})["css"]
    assert "--an-output" in small
    assert "--other" not in small
