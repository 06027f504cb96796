r"""Questions as Moodle XML: multiple choice and numerical, with feedback, maths as `\(…\)`.

Written from Moodle's own documentation (https://docs.moodle.org/en/Moodle_XML_format); the format
has no published schema, so the tests read every file back with another parser.
"""

import xml.etree.ElementTree as ET

from .text import html


def _text(parent, tag, text, *, formatted=True):
    node = ET.SubElement(parent, tag, {"format": "html"} if formatted else {})
    ET.SubElement(node, "text").text = html(text) if formatted else text
    return node


def _question(quiz, kind, name, ask):
    node = ET.SubElement(quiz, "question", type=kind)
    _text(node, "name", name, formatted=False)
    _text(node, "questiontext", ask)
    ET.SubElement(node, "defaultgrade").text = "1"
    ET.SubElement(node, "hidden").text = "0"
    return node


def category(quiz, name):
    """Put the questions that follow into a category of the question bank."""
    node = ET.SubElement(quiz, "question", type="category")
    _text(node, "category", f"$course$/top/actnorm/{name}", formatted=False)


def choice(quiz, question, link):
    """Add a question with one right choice; `link(name)` is the address of a place."""
    node = _question(quiz, "multichoice", question.name, question.ask)
    ET.SubElement(node, "single").text = "true"
    ET.SubElement(node, "shuffleanswers").text = "true"
    ET.SubElement(node, "answernumbering").text = "abc"
    for one in question.choices:
        answer = ET.SubElement(node, "answer", fraction="100" if one.right else "0", format="html")
        ET.SubElement(answer, "text").text = html(one.say)
        see = f" [In the book]({link(question.see)})." if one.right else ""
        _text(answer, "feedback", one.why + see)


def numerical(quiz, name, ask, *, right, tolerance, praise, mistakes):
    """Add a question for a number; `mistakes` are pairs of a wrong number and its feedback."""
    node = _question(quiz, "numerical", name, ask)
    for value, fraction, said in [(right, "100", praise), *((v, "0", s) for v, s in mistakes)]:
        answer = ET.SubElement(node, "answer", fraction=fraction, format="moodle_auto_format")
        ET.SubElement(answer, "text").text = f"{value:.10g}"
        ET.SubElement(answer, "tolerance").text = f"{tolerance:.10g}"
        _text(answer, "feedback", said)
    other = ET.SubElement(node, "answer", fraction="0", format="moodle_auto_format")
    ET.SubElement(other, "text").text = "*"
    ET.SubElement(other, "tolerance").text = "0"
    _text(
        other, "feedback", "None of the usual mistakes gives this number. Begin with the formula."
    )


def written(quiz):
    """Give the file as text."""
    ET.indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(quiz, encoding="unicode") + "\n"


def new():
    """Begin a file."""
    return ET.Element("quiz")
