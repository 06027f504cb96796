"""What `svg` and `figures` may do to a figure, and what not: it must look as it was drawn."""

from xml.etree import ElementTree

import pytest
from sphinx.errors import ExtensionError

from .project import SVG

HEAD = SVG.split("<metadata>")[0]
CIRCLE = '<path id="m" d="M 0 2 C 1 1 1 1 1 1 ' + "C 1 1 1 1 1 1 " * 7 + 'z"/>'


def themed(body):
    from actnorm_sphinx import svg

    text = f"{HEAD}{body}</svg>"
    return svg.themed(text, colours={"input": "#0072b2"}, alt="drawn", prefix="f1-")


def elements(text, name):
    from actnorm_sphinx.svg import SVG as NAMESPACE

    return list(ElementTree.fromstring(text).iter(f"{{{NAMESPACE}}}{name}"))


def test_the_figure_has_its_own_proportions_and_no_style():
    figure = themed('<path d="M 1 1" style="stroke: #0072b2; stroke-dasharray: 4 2"/>')
    assert 'width="480" height="288"' in figure
    assert 'viewBox="0 0 360 216"' in figure
    assert 'stroke="var(--an-input)" stroke-dasharray="4 2"' in figure
    assert "style" not in figure


def test_a_style_that_is_no_attribute_stops_the_build():
    with pytest.raises(ExtensionError, match="white-space: pre"):
        themed('<text style="white-space: pre">x</text>')


def test_numbers_keep_a_hundredth_of_a_point():
    (line,) = elements(themed('<path d="M 1.2345 10.996 L 20 -3.004"/>'), "path")
    assert line.get("d") == "m1.23 11 18.77-14"


def test_points_of_two_colours_stay_points():
    styles = ["fill: #0072b2; stroke: #0072b2", "fill: #d55e00; stroke: #d55e00"]
    uses = "".join(
        f'<use xlink:href="#m" x="{i}" y="1" style="{styles[i % 2]}"/>' for i in range(50)
    )
    assert len(elements(themed(f"<defs>{CIRCLE}</defs><g>{uses}</g>"), "use")) == 50


def test_points_with_an_edge_of_another_colour_stay_points():
    style = 'style="fill: #0072b2; stroke: #ffffff"'
    uses = "".join(f'<use xlink:href="#m" x="{i}" y="1" {style}/>' for i in range(50))
    assert len(elements(themed(f"<defs>{CIRCLE}</defs><g>{uses}</g>"), "use")) == 50


def test_a_group_takes_a_style_only_when_all_its_children_have_it():
    same = '<path d="M 1 1" style="stroke: #111111"/>' * 2
    mixed = same + '<path d="M 2 2" style="stroke: #222222"/>'
    some = same + '<path d="M 3 3"/>'
    styles = [
        [path.get("stroke") for path in elements(themed(f"<g>{body}</g>"), "path")]
        for body in (same, mixed, some)
    ]
    assert styles[0] == [None, None]
    assert elements(themed(f"<g>{same}</g>"), "g")[0].get("stroke") == "#111111"
    assert styles[1] == ["#111111", "#111111", "#222222"]
    assert styles[2] == ["#111111", "#111111", None]


def test_text_takes_the_pages_font_and_keeps_its_size():
    text = "<text style=\"font-family: 'DejaVu Sans'; font-size: 9px; fill: #0072b2\">x</text>"
    (label,) = elements(themed(text), "text")
    assert label.attrib == {"font-size": "9px", "fill": "var(--an-input)"}


AXES = '<defs><clipPath id="c"><rect x="10" y="10" width="80" height="40"/></clipPath></defs>'


def clipped(*paths):
    body = "".join(f'<path d="{d}" clip-path="url(#c)"/>' for d in paths)
    return themed(AXES + f"<g>{body}</g>")


def test_a_line_within_its_axes_is_not_clipped():
    steps = "M 10 10 " + " ".join(f"L {10 + x} 10" for x in range(1, 60))
    for path in ("M 10 20 L 90 20", "M 20 10 L 20 50 L 90 50 z", steps):
        assert "clip" not in clipped(path), path


@pytest.mark.parametrize(
    "path",
    [
        "M 10 20 L 91 20",
        "M 10 20 L 50 9 L 90 20",
        "M 10 10 " + " ".join(f"L {10 + 2 * x} 10" for x in range(1, 60)),
        "M 20 20 C 20 90 30 90 30 20",  # of curves the corners do not tell
    ],
)
def test_a_line_that_reaches_beyond_is_clipped(path):
    assert clipped(path).count("clip-path=") == 1


def test_a_clip_without_a_place_begins_at_the_corner():
    frame = '<defs><clipPath id="c"><rect width="80" height="40"/></clipPath></defs>'
    for path, left in (("M 0 0 L 80 40", 0), ("M -1 0 L 80 40", 1)):
        figure = themed(f'{frame}<path d="{path}" clip-path="url(#c)"/>')
        assert figure.count("clip-path=") == left


def test_neighbours_share_a_clip():
    beyond = "M 10 20 L 91 20"
    figure = clipped(beyond, beyond, "M 10 20 L 90 20", beyond, beyond)
    assert figure.count("clip-path=") == 2
    assert [len(group) for group in elements(figure, "g") if group.get("clip-path")] == [2, 2]
