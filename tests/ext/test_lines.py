"""What `lines` may do to a drawing: it takes fewer letters, and stands where it stood."""

import itertools
import math
import re

import pytest

CURVE = [(4 * k, 100 / (1 + math.exp(-(k - 80) / 10))) for k in range(161)]
RECTANGLES = "M20.0,34.0H43.7V55.0H20.0ZM43.7,34.0h23.6v21h-23.6z"


def written(points):
    return "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points)


def corners_of(path):
    from actnorm_sphinx.lines import absolute

    return [tuple(numbers[-2:]) for letter, numbers in absolute(path) if letter != "z"]


def letters_of(path):
    from actnorm_sphinx.lines import absolute

    return [letter for letter, _ in absolute(path)]


def test_a_curve_is_within_a_tenth_of_where_it_was_and_takes_a_fifth():
    from actnorm_sphinx.lines import distance, short_path

    short = short_path(written(CURVE))
    assert len(short) < len(written(CURVE)) / 5
    line = corners_of(short)
    for point in CURVE:
        nearest = min(distance(point, a, b) for a, b in itertools.pairwise(line))
        assert nearest < 0.15


@pytest.mark.parametrize(
    "path",
    [
        RECTANGLES,
        "M10,10L20,20L10,30M50.05 60.04l-0.5-.5 3 4",
        "M5,5a2.5,2.5 0 1,0 5,0a2.5,2.5 0 1,0 -5,0ZM-1.5,2l1-1z",
        "M0 0C1.5 2.5 3 4 5 6c1 1 2 2 3 3M1 1Q2 3 4 5",
        "M1,1Z",
        "M0 0M5 5L6 6",
        "M3 3h0M4 4h0M4 4l0 0",
        "",
    ],
)
def test_corners_stay_where_they_were(path):
    from actnorm_sphinx.lines import short_path

    short = short_path(path)
    assert letters_of(short) == letters_of(path)
    before, after = corners_of(path), corners_of(short)
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        assert new == pytest.approx(old, abs=0.051)


def test_ten_thousand_steps_do_not_add_up_their_errors():
    from actnorm_sphinx.lines import short_path

    there = [(0.33 * k, k % 2) for k in range(3000)]
    assert corners_of(short_path(written(there)))[-1] == pytest.approx(there[-1], abs=0.051)


def test_a_plot_may_ask_for_hundredths():
    from actnorm_sphinx.lines import short_path

    there = [(0.333333 * k, 100 - 7.777777 * (k % 2)) for k in range(60)]
    path = "M " + " L ".join(f"{x:.6f} {y:.6f}" for x, y in there) + " z"
    short = short_path(path, places=2, flat=0.01)
    assert len(short) < len(path) / 2
    for old, new in zip(there, corners_of(short), strict=True):
        assert new == pytest.approx(old, abs=0.00501)


def test_only_places_are_shortened():
    from actnorm_sphinx.lines import short_drawing

    kept = '<svg height="20.733em" width="100%"><text x="1" data-x="0.12345">0.12345</text></svg>'
    assert short_drawing(kept) == kept
    circle = '<circle cx="204.8125" cy="-0.25714" transform="translate(10.333,0.04)"></circle>'
    assert short_drawing(circle) == (
        '<circle cx="204.8" cy="-.3" transform="translate(10.3,0)"></circle>'
    )
    assert re.search("rotate", short_drawing('<g transform="rotate(12.3456)"></g>'))
    assert "12.3456" in short_drawing('<g transform="rotate(12.3456)"></g>')
