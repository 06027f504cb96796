"""What of a chapter's text stands on a slide: sentences, points, parts of a table."""

import pytest
from bs4 import BeautifulSoup

from course.slides import compose, page, wording
from course.slides.sentences import clause, html, sentences

MATHS = '<span class="katex">x</span>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is 0.5. Two, e.g. this. Three!", ["One is 0.5.", "Two, e.g. this.", "Three!"]),
        (f"It is. {MATHS} is two.", ["It is.", f"{MATHS} is two."]),
        (f"It is {MATHS}. And two.", [f"It is {MATHS}.", "And two."]),
        ("<strong>ReLU.</strong> It bends.", ["<strong>ReLU.</strong> It bends."]),
        (
            "<strong>It bends a lot here.</strong> No.",
            ["<strong>It bends a lot here.</strong>", "No."],
        ),
        ("He said “no.” Then yes.", ["He said “no.”", "Then yes."]),
        ("a &lt; b. C &amp; d.", ["a &lt; b.", "C &amp; d."]),
    ],
)
def test_where_a_sentence_ends(text, expected):
    found = sentences(BeautifulSoup(f"<p>{text}</p>", "html.parser").p)
    assert [html(each) for each in found] == expected


def test_a_long_sentence_ends_at_its_first_colon():
    (found,) = sentences(BeautifulSoup("<p>You can: this, and that; all.</p>", "html.parser").p)
    assert html(clause(found, 10)) == "You can."
    assert html(clause(found, 100)) == "You can: this, and that; all."


def composed(body):
    """Compose a section that holds this."""
    tags = BeautifulSoup(body, "html.parser").find_all(["p", "ul", "table"], recursive=False)
    kinds = {"p": "text", "ul": "list", "table": "table"}
    blocks = [page.Block(kinds[tag.name], tag) for tag in tags]
    chapter = page.Page("04_bend", "Bend", "", None, [], [], {})
    return compose.Composer(chapter, page.Section("it", "It", blocks=blocks), {}).slides()


def test_a_section_of_text_shows_its_points():
    (made,) = composed(
        "<p>You will read many answers.</p><p><strong>Proven.</strong> It is level. More.</p>"
        "<p><strong>Argued.</strong> It is smooth: so they say.</p>"
    )
    shown = [item.get_text() for item in BeautifulSoup(made.body, "html.parser").select("li")]
    assert (made.kind, shown) == (
        "list",
        ["Proven. It is level.", "Argued. It is smooth: so they say."],
    )
    assert "You will read" in "".join(made.notes)


def test_headings_in_bold_are_no_points():
    (made,) = composed(
        "<p><strong>Prediction 1: the range.</strong> Look.</p>"
        '<p><span class="an-claim">5</span> of them lie outside.</p>'
        "<p><strong>Prediction 2: the shape.</strong> Look.</p>"
    )
    assert (made.kind, "of them lie outside" in made.body) == ("statement", True)


def test_a_section_does_not_begin_with_what_says_what_comes():
    (made,) = composed(
        "<p>Let it be bent.</p><p>Now it is bent for good and all.</p><p>It holds.</p>"
    )
    assert "It holds." in made.body


def test_a_long_table_comes_in_parts_where_there_is_nothing_else():
    rows = "".join(f"<tr><td>{k}</td><td>{'a word ' * 9}</td></tr>" for k in range(9))
    table = f"<table><thead><tr><th>n</th><th>what</th></tr></thead><tbody>{rows}</tbody></table>"
    made = composed(table)
    assert [each.kind for each in made] == ["table"] * 2
    assert [each.body.count("<th>") for each in made] == [2, 2]
    assert sum(each.body.count("<tr>") for each in made) == 2 + 9


def test_an_answer_from_a_table_is_a_sentence():
    assert wording.sentence("no; look <b>before</b>") == "No; look <b>before</b>."
    assert wording.sentence("It is.</b>") == "It is.</b>"


def test_where_panels_are_told_of_is_where_they_are():
    assert wording.beside("Above, a line; below, a dot. Below 0 none.") == (
        "On the left, a line; on the right, a dot. Below 0 none."
    )
