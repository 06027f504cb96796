"""A figure of a page is drawn once more for a slide: wide, and with type for the last row."""

import re
import runpy
from itertools import pairwise
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from actnorm.plots import style
from course.book import ROOT

SVG = "{http://www.w3.org/2000/svg}"
DRAWER = runpy.run_path(str(ROOT / "_ext/kernel/slides.py"))
LONG = "share of the units that are dead on every image"


@pytest.fixture(autouse=True)
def book_style():
    with mpl.rc_context(style.rc()):
        yield
    plt.close("all")


def drawn(figure):
    """Give the SVG, its shape, and the least type in px of a slide that its frame fills."""
    root = ElementTree.fromstring(DRAWER["draw"](figure))
    _, _, width, height = map(float, root.get("viewBox").split())
    low = width > 1.9 * height
    frame = DRAWER["ABOVE"] if low else DRAWER["ALONE"]
    scale = min(frame[0] / width, frame[1] / height)
    sizes = []
    for text in root.iter(f"{SVG}text"):
        styles = [part.get("style", "") for part in text.iter()]
        found = re.findall(r"font(?:-size)?:[^;]*?([\d.]+)px", " ".join(styles))
        sizes.append(max(map(float, found)) * scale)
    return root, low, min(sizes)


def texts(root):
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def stacked(rows, *, names=("a", "b"), columns=1):
    figure, axes = plt.subplots(rows, columns, figsize=style.STACKED, sharex=columns == 1)
    for ax in axes.flat:
        for name in names:
            ax.plot([1, 2, 3], label=name)
        ax.set_ylabel("test accuracy")
    axes.flat[-1].set_xlabel("learning rate")
    return figure, axes


@pytest.mark.parametrize("entries", [2, 7])
def test_one_pair_of_axes_stays_beside_its_sentence(entries):
    figure, ax = plt.subplots(figsize=style.HALF)
    for k in range(entries):
        ax.plot([1, 2], label=f"a longer name {k}")
    ax.set(xlabel="learning rate", ylabel=LONG, yscale="log", ylim=(1e-3, 2))
    ax.legend()
    root, low, least = drawn(figure)
    assert not low
    assert least >= 28
    assert texts(root).count("a longer name 0") == 1


@pytest.mark.parametrize("rows", [2, 3])
def test_what_stands_below_comes_beside_and_names_its_axis(rows):
    figure, axes = stacked(rows)
    axes[0].legend()
    root, low, least = drawn(figure)
    assert low
    assert least >= 28
    assert texts(root).count("learning rate") == rows
    tops = {round(ax.get_position().y1, 2) for ax in axes}
    assert len(tops) == 1


def test_legends_of_panels_become_one_below_them_all():
    figure, axes = stacked(2)
    axes[0].contourf([[0, 1], [1, 2]])
    axes[0].set_title("a title that is much longer than its panel is wide, and so is broken")
    for ax, name in zip(axes, ("only here", "only there"), strict=True):
        ax.plot([3, 1], color="k", label=name)
        ax.legend()
    root, _, least = drawn(figure)
    assert least >= 28
    assert sorted(set(texts(root)) & {"a", "b", "only here", "only there"}) == [
        *("a", "b", "only here", "only there")
    ]
    assert texts(root).count("a") == 1


def test_legends_that_contradict_each_other_stay_where_they_are():
    figure, axes = stacked(2, names=("a",))
    axes[1].lines[0].set_color("black")
    for ax in axes:
        ax.legend()
    assert texts(drawn(figure)[0]).count("a") == 2


@pytest.mark.parametrize("names", [["three layers, no bend", "one layer"], ["standardized"] * 9])
def test_names_of_ticks_do_not_touch(names):
    figure, ax = plt.subplots()
    ax.plot(range(len(names)), range(len(names)))
    ax.set_xticks(range(len(names)), names)
    assert drawn(figure)[2] >= 28
    boxes = sorted((t.get_window_extent() for t in ax.get_xticklabels()), key=lambda box: box.x0)
    assert all(a.x1 <= b.x0 for a, b in pairwise(boxes))


def test_a_gallery_keeps_its_shapes_and_names():
    figure, axes = plt.subplots(7, 3, sharex=True, sharey=True)
    for k, ax in enumerate(axes.flat[:19]):
        ax.plot([1, 2])
        ax.set_title(f"curve {k}")
    for spare in axes.flat[19:]:
        spare.set_axis_off()
    root, low, least = drawn(figure)
    assert (low, texts(root)[-1]) == (True, "curve 18")
    assert least >= 28


def test_panels_that_are_told_by_left_and_right_stay_there():
    figure, axes = stacked(3, columns=2)
    assert not drawn(figure)[1]
    assert axes[0, 1].get_position().x0 > axes[0, 0].get_position().x1


def test_a_picture_without_words_is_left_as_it_is():
    figure, ax = plt.subplots()
    ax.imshow([[0, 1]])
    ax.set_axis_off()
    assert DRAWER["draw"](figure) is None
