"""Which of a paragraph's words stand on a slide; the rest is for the speaker."""

import re

from bs4 import BeautifulSoup, Tag

from .sentences import clause, html, sentences, words

ENDED = re.compile(r"[.!?][)”]?(</\w+>)*$")
INSTRUCTS = re.compile(r"^Write\b")
ITEM = 130  # characters of an item that can be read from the last row
POINT = 170  # characters of one of a section's points
ANSWER = 260  # characters of an answer that stand below its question
ENOUGH = 90  # characters of a statement that stands alone


def words_of(title):
    """Give the words of a heading."""
    return re.sub(r"<[^>]+>", "", title).strip()


def length(shown):
    """Count the characters of some HTML as they are seen."""
    return len(words(BeautifulSoup(shown, "html.parser")))


def scene(paragraphs):
    """Give what questions are about: as much as can be read, without what tells one to write."""
    said = [html(each) for tag in paragraphs for each in sentences(tag)]
    said = [each for each in said if not INSTRUCTS.match(each)]
    while said and length(" ".join(said)) > ANSWER:
        said.pop()
    return " ".join(said)


def opening(paragraph, enough=ENOUGH):
    """Give a paragraph's first sentence, and the next ones while it is too short to say much."""
    said, long = [], 0
    for each in map(html, sentences(paragraph)):
        if said and (long >= enough or long + length(each) > max(enough, 2 * ENOUGH)):
            break
        said, long = [*said, each], long + length(each)
    return " ".join(said)


def sentence(text):
    """Write what stood in a table's cell as a sentence."""
    text = text[:1].upper() + text[1:]
    return text if ENDED.search(text) else f"{text}."


def has_lead(paragraph):
    """Whether a paragraph begins with what its first sentence is about, in bold."""
    first = next((n for n in paragraph.children if _words_in(n)), None)
    bold = isinstance(first, Tag) and first.name == "strong"
    return bold and length(point(paragraph)) > len(words(first)) + 3


def _words_in(node):
    """Give the words of a node, be it text or an element."""
    return words(node) if isinstance(node, Tag) else node.strip()


def point(paragraph):
    """Give the first sentence of a point, or what stands before its colon."""
    return html(clause(sentences(paragraph)[0], ITEM))


def beside(reading):
    """Say where panels are that stand one above the other on the page, on the slide beside."""
    sides = {"above": "on the left", "below": "on the right"}

    def side(match):
        said = sides[match[0].lower()]
        return said.capitalize() if match[0][0].isupper() else said

    return re.sub(r"\b(above|below)(?=,)", side, reading, flags=re.I)


def alone(reading):
    """Say nothing of what stands above or below on the page."""
    return re.sub(r"^(?:Above|Below), (\w)", lambda match: match[1].upper(), reading)
