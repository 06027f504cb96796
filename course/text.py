r"""The book's Markdown for other places: HTML with `\(…\)`, or plain words.

Questions hold paragraphs, emphasis, code and maths between dollars, and nothing of MyST.
"""

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from .book import places

ROLE = re.compile(r"\{[\w:]+\}`([^`<]+?)(?:\s*<[^`>]+>)?`")


def _inline(renderer, tokens, idx, options, env):
    return r"\(" + _escaped(tokens[idx].content) + r"\)"


def _display(renderer, tokens, idx, options, env):
    return "<p>" + r"\[" + _escaped(tokens[idx].content.strip()) + r"\]" + "</p>\n"


def _escaped(tex):
    return tex.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def parser():
    """Make a Markdown parser that leaves maths to whoever shows the text."""
    found = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)
    found.renderer.rules["math_inline"] = lambda *given: _inline(None, *given)
    found.renderer.rules["math_block"] = lambda *given: _display(None, *given)
    return found


def html(text):
    r"""Give HTML, with maths as `\(…\)`."""
    return parser().render(text).strip()


def without_roles(text):
    """Leave of MyST's roles what they show, and of targets nothing."""
    text = re.sub(r"^\([\w-]+\)=\n", "", text, flags=re.M)
    text = re.sub(r"\s*\(?\{cite:?\w*\}`[^`]*`\)?", "", text)
    text = re.sub(r"\[([^\]]*)\]\((?!https?:)[^)]*\)", r"\1", text)
    return ROLE.sub(_shown, text)


def _shown(match):
    """Give what a role shows: its own words, or the title of what it names."""
    name = match[1].strip()
    place = places().get(name) if match[0].startswith("{ref}") and "<" not in match[0] else None
    return f"“{place.title}”" if place else name
