"""The files for learning platforms, read back by parsers that did not write them."""

import html
import re
from xml.dom import minidom

import pytest

from course import canvas, moodle, text
from course.__main__ import link, main
from course.book import pages, places
from course.lists import questions

QUESTIONS = [q for chapter in range(len(pages())) for q in questions(chapter)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("course")
    main(["quizzes", "--out", str(out)])
    return out / "quizzes"


def inside(node, *tags):
    """Give the text of the element that is reached by these tags."""
    for tag in tags:
        (node,) = [n for n in node.childNodes if n.nodeName == tag]
    return "".join(n.data for n in node.childNodes)


def test_moodle_gets_every_question_with_its_choices(made):
    file = minidom.parse(str(made / "moodle.xml"))
    found = {}
    for node in file.getElementsByTagName("question"):
        if node.getAttribute("type") == "multichoice":
            found[inside(node, "name", "text")] = node
    assert list(found) == [q.name for q in QUESTIONS]
    for question in QUESTIONS:
        node = found[question.name]
        answers = node.getElementsByTagName("answer")
        assert [a.getAttribute("fraction") for a in answers] == [
            "100" if c.right else "0" for c in question.choices
        ]
        for answer, choice in zip(answers, question.choices, strict=True):
            assert inside(answer, "text") == text.html(choice.say)
            assert inside(answer, "feedback", "text").startswith(text.html(choice.why)[:-4])


def test_moodle_gets_maths_as_it_reads_it(made):
    file = (made / "moodle.xml").read_text("utf-8")
    shown = html.unescape(file.replace("$course$", ""))
    assert "$" not in re.sub(r"<code>.*?</code>", "", shown)
    assert r"\((64, 64)\,(64, 32) \to (64, 32)\)" in shown
    assert r"\(\frac{h^2}{8}\max|f''|\)" in shown


def test_maths_is_kept_from_being_markup():
    assert text.html("If $a < b$, *then* `x < y`.") == (
        r"<p>If \(a &lt; b\), <em>then</em> <code>x &lt; y</code>.</p>"
    )


def test_links_lead_to_places_of_the_book(made):
    file = html.unescape((made / "moodle.xml").read_text("utf-8"))
    addresses = {link(name) for name in places()}
    found = re.findall(r'href="([^"]+)"', file)
    assert len(found) == len(QUESTIONS)
    assert set(found) <= addresses


def test_canvas_gets_every_question(made):
    """By text2qti's grammar: a number or a letter, its text, and `...` for what is said to it."""
    for path in pages():
        blocks = (made / f"canvas/{path.stem}.txt").read_text("utf-8").strip().split("\n\n")
        head, *found = blocks
        assert head.startswith("Quiz title: Chapter")
        for block, question in zip(found, questions(int(path.name[:2])), strict=True):
            title, points, ask, *rest = block.split("\n")
            assert title == f"Title: {question.name}"
            assert points == "Points: 1"
            assert re.match(r"\d+\. \S", ask)
            marks = [line.split(" ")[0] for line in rest]
            assert marks[1::2] == ["..."] * len(question.choices)
            assert [m for m in marks[::2] if m.startswith("*")] == ["*a)"]
            assert len(marks) == 2 * len(question.choices)


def test_a_text_of_two_lines_stays_under_its_mark():
    assert canvas._under("a)", "one\n  two") == "a) one two"


def test_moodle_numbers_have_a_way_out():
    quiz = moodle.new()
    moodle.numerical(
        quiz, "n", "How $x$?", right=0.1 + 0.2, tolerance=1e-3, praise="Yes.",
        mistakes=[(1.5, "No, *twice*.")],
    )  # fmt: skip
    file = minidom.parseString(moodle.written(quiz))
    answers = file.getElementsByTagName("answer")
    assert [inside(a, "text") for a in answers] == ["0.3", "1.5", "*"]
    assert [a.getAttribute("fraction") for a in answers] == ["100", "0", "0"]
    assert inside(answers[0], "tolerance") == "0.001"
