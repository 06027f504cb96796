"""One palette, readable on paper and in the dark, in matplotlib and in the bundle."""

import json
import re
from itertools import combinations

import pytest

from actnorm.plots import palette

TEXT = ("ink", "muted", "input", "output", "gradient", "accent", "dead")
MARKS = ("input", "output", "gradient", "accent", "dead", "muted")
BACKGROUNDS = {
    "light": ("#ffffff",),
    "dark": ("#14181e", "#111111", "#121212"),  # the book's, JupyterLab's and pydata's paper
}


def luminance(color):
    """Relative luminance of WCAG 2.2."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("role", TEXT)
def test_text_is_readable_on_paper(theme, role):
    for paper in (palette(theme)["paper"], *BACKGROUNDS[theme]):
        assert contrast(palette(theme)[role], paper) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_notes_are_readable_on_the_band(theme):
    for role in ("ink", "muted"):
        assert contrast(palette(theme)[role], palette(theme)["band"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("role", MARKS)
def test_marks_are_seen_on_paper_and_on_the_band(theme, role):
    for ground in ("paper", "band"):
        assert contrast(palette(theme)[role], palette(theme)[ground]) >= 3


def seen(color, matrix):
    """A colour in linear RGB as a dichromat sees it (Viénot, Brettel and Mollon, 1999)."""
    parts = [(int(color[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)]
    return [sum(m * p for m, p in zip(row, parts, strict=True)) for row in matrix]


PROTAN = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))
DEUTAN = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("matrix", [PROTAN, DEUTAN], ids=["protan", "deutan"])
def test_roles_differ_for_colour_blind_readers(theme, matrix):
    roles = ("input", "output", "gradient", "accent")
    for a, b in combinations(roles, 2):
        one, other = (seen(palette(theme)[role], matrix) for role in (a, b))
        assert max(abs(p - q) for p, q in zip(one, other, strict=True)) > 0.05, (a, b)


def test_both_themes_name_the_same_roles(root):
    themes = json.loads((root / "actnorm" / "palette.json").read_text("utf-8"))
    assert themes["light"].keys() == themes["dark"].keys() == themes["roles"].keys()


def test_the_bundle_has_the_same_colours(root):
    """Minified, so #ffffff may be #fff."""
    css = (root / "actnorm" / "explorers" / "static" / "palette.css").read_text("utf-8")
    for theme in ("light", "dark"):
        for role, color in palette(theme).items():
            short = f"#{color[1]}{color[3]}{color[5]}"
            same = color == f"#{color[1] * 2}{color[3] * 2}{color[5] * 2}"
            written = {f"--an-{role}:{color}", f"--an-{role}: {color}"}
            if same:
                written |= {f"--an-{role}:{short}", f"--an-{role}: {short}"}
            assert any(w in css for w in written), (theme, role)


def test_an_unknown_theme_is_refused():
    with pytest.raises(ValueError, match="theme must be 'light' or 'dark', got 'sepia'"):
        palette("sepia")


def test_paper_is_light_whatever_the_reader_has_chosen(root):
    """Its rule comes last and names what the dark one names."""
    css = (root / "actnorm" / "explorers" / "static" / "palette.css").read_text("utf-8")
    dark = re.findall(r"([^{}]*data-theme=dark[^{}]*)\{--an-input:(#\w+)", css)
    assert [color for _, color in dark] == [palette("dark")["input"], palette("light")["input"]]
    (screen, _), (paper, _) = dark
    assert css.index("@media print") > css.index(screen)
    assert set(screen.split(",")) <= set(paper.split(","))
