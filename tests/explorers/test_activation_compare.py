"""Functions beside the chosen one: what is drawn of them, what is said, and that there is room."""

import re

import pytest
from traitlets import TraitError

from actnorm.explorers import ActivationExplorer
from actnorm.explorers.traits import several

from .page import show
from .test_place import FRAME, OVERLAPPING, TOGETHER, fits

KIND = "activation"


def explorer(**options):
    return ActivationExplorer(
        {"mine of a long name": lambda x: 0.5 * x},
        name="gelu",
        compare=("silu", "hard_sigmoid", "mine of a long name"),
        x=-0.25,
        **options,
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("tanh", "compare must be a tuple of choices, got 'tanh'"),
        (None, "compare must be a tuple of choices, got None"),
        (["tanh", "tanx"], "compare must be one of 'sigmoid', .*; got 'tanx'"),
        (["tanh", "tanh"], "compare must be at most 3 choices, each once"),
        (["tanh", "elu", "relu", "gelu"], "compare must be at most 3 choices, each once"),
    ],
)
def test_what_cannot_be_compared_is_refused(wrong, said):
    with pytest.raises(TraitError, match=said):
        ActivationExplorer(compare=wrong)
    figure = ActivationExplorer(compare=["tanh"])
    with pytest.raises(TraitError, match=said):
        figure.compare = wrong
    assert figure.compare == ("tanh",)


def test_values_and_slopes_of_all():
    figure = ActivationExplorer(name="relu", compare=("tanh", "relu"), x=0.0)
    assert figure.values == {"relu": 0.0, "tanh": 0.0}
    assert figure.slopes == {"relu": 0.0, "tanh": 1.0}
    assert several(["a", "b"], most=1) == {"choices": [["a", "a"], ["b", "b"]], "most": 1}


def test_what_a_view_sets_is_heard_in_python():
    figure, heard = ActivationExplorer(), []
    figure.observe(lambda change: heard.append(change["new"]), names="compare")
    figure.set_state({"compare": ["tanh", "relu"]})  # as it comes from the page: a list
    assert heard == [figure.compare] == [("tanh", "relu")]


LINES = """(figure) => [...figure.querySelectorAll(".actnorm-others path")].map((sample) => {
  const like = getComputedStyle(sample);
  const curves = [...figure.querySelectorAll(`.actnorm-beside.${sample.classList[1]}`)];
  return [sample.nextSibling.textContent, like.strokeDasharray,
    curves.filter((e) => getComputedStyle(e).strokeDasharray === like.strokeDasharray
      && e.getTotalLength() > 20).length];
})"""


@pytest.mark.site
@pytest.mark.parametrize("forced", ["none", "active"])
def test_every_line_has_a_name_and_a_dash_of_its_own(page, forced):
    page.emulate_media(forced_colors=forced)
    figure = show(page, explorer())
    lines = figure.evaluate(LINES)
    assert [name for name, *_ in lines] == ["SiLU", "hard sigmoid", "mine of a long name"]
    assert len({dash for _, dash, _ in lines} - {"none"}) == 3
    assert [drawn for *_, drawn in lines] == [3, 3, 3]  # beside its name, as f and as f′
    chosen = figure.locator(".actnorm-curve").first
    assert chosen.evaluate("e => getComputedStyle(e).strokeDasharray") == "none"


@pytest.mark.site
def test_the_chosen_one_and_one_beside_it_change_places(page):
    figure = show(page, explorer())
    figure.locator("select").select_option("silu")
    page.evaluate("frame()")
    assert page.evaluate("[state.name, ...state.compare]") == [
        "silu",
        "gelu",
        "hard_sigmoid",
        "mine of a long name",
    ]
    assert figure.locator(".actnorm-title").first.text_content() == "f(x) = SiLU(x)"
    assert figure.evaluate(LINES)[0][0] == "GELU"
    figure.locator("summary").press("Enter")
    page.evaluate("frame()")
    chosen = figure.get_by_role("checkbox", name="SiLU", exact=True)
    assert chosen.is_checked()
    assert chosen.is_disabled()


@pytest.mark.site
def test_the_fold_is_heard(page):
    """Its line, its group and each box have a name; a box says whether it is ticked."""
    figure = show(page, explorer())
    figure.locator("summary").press("Space")
    page.evaluate("frame()")
    group = figure.get_by_role("group", name=re.compile(r"Compare with \(up to 3\)"))
    assert group.last.get_by_role("checkbox").count() == 20
    assert group.last.get_by_role("checkbox", checked=True).count() == 4


@pytest.mark.site
@pytest.mark.parametrize("font", [16, 24])
def test_there_is_room_for_all_of_them(page, font):
    page.add_style_tag(content=f"html{{font-size:{font}px}}")
    figure = show(page, explorer())
    figure.locator("summary").press("Enter")
    page.evaluate("frame()")
    for where in fits(page, font):
        if font == 16:
            assert page.evaluate(OVERLAPPING) == [], where


@pytest.mark.site
@pytest.mark.parametrize("width", [290, 320, 345, 480, 560, 690])
def test_nothing_moves_while_they_are_compared(page, width):
    """Whatever is said of them; and their names take their room from the plot."""
    figure = show(page, explorer(), width)
    tall = "el.getBoundingClientRect().height"
    whole = page.evaluate(tall)
    for slider in figure.locator("input[type=range]").all():
        for key in ("Home", *["PageUp"] * 5, "End"):
            slider.press(key)
            page.evaluate("frame()")
            assert page.evaluate(tall) == pytest.approx(whole, abs=0.6), key
    box = "el.querySelector('svg').getBoundingClientRect().height"
    high = page.evaluate(box)
    figure.locator("summary").press("Enter")
    page.evaluate("frame()")
    for _ in range(3):
        figure.locator("input:checked:enabled").first.uncheck()
    page.evaluate("frame()")
    assert figure.locator(".actnorm-others *").count() == 0
    assert page.evaluate(box) == high


@pytest.mark.site
@pytest.mark.parametrize("width", [290, 320, 480, 560, 704])
def test_nothing_moves_however_small_a_slope_is(page, width):
    """GELU's at −8 is 4.0×10⁻¹⁴, and so long a number takes a line."""
    figure = show(page, ActivationExplorer(name="gelu"), width)
    tall = page.evaluate("el.getBoundingClientRect().height")
    for key in ("Home", *["PageUp"] * 5, "End"):
        figure.locator("input[type=range]").first.press(key)
        page.evaluate("frame()")
        now = page.evaluate("el.getBoundingClientRect().height")
        assert now == pytest.approx(tall, abs=0.6), key


@pytest.mark.site
def test_on_a_phone_each_box_can_be_seen_with_the_figure(page):
    page.set_viewport_size({"width": 375, "height": 667})
    page.add_style_tag(content="body{padding:400px 15px 700px;width:auto!important;--an-top:48px}")
    figure = show(page, explorer(), 345)
    figure.locator("summary").press("Enter")
    page.evaluate("frame()")
    page.evaluate(FRAME)
    for box in figure.locator("input:enabled, summary").all():
        seen = page.evaluate(
            TOGETHER, [box.element_handle(), ".actnorm-picture", ".actnorm-words p"]
        )
        assert "never" not in seen, seen
        assert seen["focused"], seen


@pytest.mark.site
@pytest.mark.parametrize("slot", ["", "is-still"])
def test_where_nothing_can_be_ticked_there_is_no_fold(page, slot):
    figure = show(page, explorer())
    page.evaluate("c => document.body.classList.add('actnorm-slot', ...c.split(' '))", slot or "x")
    assert figure.locator("summary").is_visible() == (not slot)
    page.emulate_media(media="print")
    assert not figure.locator("summary").is_visible()
    assert figure.locator(".actnorm-others text:visible").count() == 3
