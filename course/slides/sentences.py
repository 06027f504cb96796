"""Where a sentence ends, in a paragraph that holds formulas, emphasis and numbers."""

import copy
import re

from bs4 import NavigableString, Tag

END = re.compile(r"[.!?][)”’]?$")
INSIDE = re.compile(r"(?<=[.!?])(?P<quote>[)”’]?)\s+(?=[(“‘]?[A-ZΑ-Ωα-ω0-9−])")
NOT_AN_END = re.compile(r"\b(?:vs|e\.g|i\.e|al|resp)\.$")
RUN_IN = 3  # words of a bold beginning that is a heading, and no sentence


def html(nodes):
    """Write nodes as HTML."""
    return "".join(str(copy.copy(n)) if isinstance(n, Tag) else _escaped(n) for n in nodes).strip()


def _escaped(text):
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def sentences(paragraph):
    """Split a paragraph into its sentences, each as a list of nodes."""
    found, current = [], []

    def end():
        if current:
            found.append(list(current))
            current.clear()

    for child in paragraph.children:
        if isinstance(child, NavigableString):
            _split(str(child), current, end)
            continue
        current.append(child)
        if _ends(child, first=len(current) == 1):
            end()
    end()
    return [s for s in found if html(s)]


def clause(nodes, longest):
    """Give a sentence as it is, or, where it is longer, up to its first colon or semicolon."""
    if sum(len(words(n) if isinstance(n, Tag) else n) for n in nodes) <= longest:
        return nodes
    kept = []
    for node in nodes:
        if isinstance(node, NavigableString) and (found := re.search("[:;](?=\\s)", str(node))):
            return [*kept, NavigableString(str(node)[: found.start()] + ".")]
        kept.append(node)
    return nodes


def _split(text, current, end):
    start = 0
    for match in INSIDE.finditer(text):
        before = text[start : match.start()] + match["quote"]
        if NOT_AN_END.search(before.rstrip()):
            continue
        current.append(NavigableString(before))
        end()
        start = match.end()
    rest = text[start:]
    if rest.strip() or current:
        current.append(NavigableString(rest))
    # A formula or emphasis follows, after a full stop and a blank.
    if rest != rest.rstrip() and END.search(rest.rstrip()):
        end()


def _ends(tag, *, first):
    """Whether an element closes a sentence: emphasis, or a formula kept with its full stop."""
    said = words(tag)
    if not END.search(said) or tag.name == "em":
        return False
    return not (first and tag.name == "strong" and len(said.split()) <= RUN_IN)


def words(tag):
    """Give the text of an element, its formulas as they are seen."""
    part = copy.copy(tag)
    for hidden in part.select(".katex-mathml"):
        hidden.decompose()
    return " ".join(part.get_text().split())
