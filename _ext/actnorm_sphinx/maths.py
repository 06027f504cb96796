r"""Maths at build time: KaTeX draws every formula of the book in one call of node.

MathJax on a page costs 263 kB and moves the text when it is done; here the page holds the result
(HTML for the eye, MathML for a screen reader) and no script. A formula that KaTeX cannot read
stops the build and says where it stands.
"""

import re

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from .lean import Styles, lean_formula
from .node import run_node

logger = logging.getLogger(__name__)

# Environments that number their own lines: Sphinx numbers equations, so their starred twin is used.
NUMBERING = re.compile(r"(\\(?:begin|end)\{(?:equation|align|alignat|gather)\})")


def display_tex(node):
    r"""TeX of a displayed equation, wrapped where Sphinx promises more than TeX gives.

    A line break outside an environment needs ``split``, and a blank line starts a new equation.
    """
    tex = NUMBERING.sub(lambda match: match[1][:-1] + "*}", node.astext())
    outside = re.sub(r"\\begin\{(\w+\*?)\}.*\\end\{\1\}", "", tex, flags=re.S)
    if node.get("nowrap") or (outside != tex and r"\\" not in outside):
        return tex.strip()
    parts = [part.strip() for part in tex.split("\n\n") if part.strip()]
    parts = [rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part for part in parts]
    if len(parts) == 1:
        return parts[0]
    return r"\begin{gathered}" + r"\\".join(parts) + r"\end{gathered}"


def formula(node):
    """Key of a formula in the book's table: its TeX and whether it stands on its own line."""
    if isinstance(node, nodes.math_block):
        return display_tex(node), True
    return node.astext(), False


def draw(app, places):
    """Add the formulas of `places` (formula → where it stands) to the builder's table."""
    table = app.builder.katex
    todo = [key for key in places if key not in table]
    if not todo:
        return
    answers = run_node("katex.mjs", [{"tex": tex, "display": display} for tex, display in todo])
    wrong = []
    for key, answer in zip(todo, answers, strict=True):
        if "error" in answer:
            wrong.append(f"{places[key]}: {answer['error']}\n    in: {key[0]}")
        else:
            table[key] = lean_formula(answer["html"], key[0], app.builder.katex_styles)
    if wrong:
        raise ExtensionError("KaTeX cannot read this maths:\n  " + "\n  ".join(wrong))


def draw_book(app, env):
    """Draw all formulas of the book at once: a node starts in 0.1 s, a formula takes 1 ms."""
    if app.builder.format != "html" or app.builder.math_renderer_name != "katex":
        return
    app.builder.katex, app.builder.katex_styles = {}, Styles()
    places = {}
    for docname in sorted(env.found_docs):
        for node in env.get_doctree(docname).findall(
            lambda node: isinstance(node, (nodes.math, nodes.math_block))
        ):
            where = f"{env.doc2path(docname, base=False)}:{node.line or '?'}"
            places.setdefault(formula(node), where)
    draw(app, places)
    logger.info("maths: %d formulas drawn", len(app.builder.katex))


def html_of(translator, node):
    """HTML of one formula; formulas made after reading (a transform's) are drawn here."""
    key = formula(node)
    builder = translator.builder
    if key not in builder.katex:
        draw(builder.app, {key: builder.current_docname})
    return builder.katex[key]


class KeepPunctuation(SphinxPostTransform):
    """Keep a short formula and the comma after it on one line.

    A formula is an inline block, and a browser may break the line on either side of one. Long
    formulas are left alone: they may break inside; and so is a single symbol, which is text.
    """

    default_priority = 500
    formats = ("html",)

    def run(self, **kwargs):
        """Wrap the formulas of one document together with the characters that touch them."""
        table = getattr(self.app.builder, "katex", {})
        for math in list(self.document.findall(nodes.math)):
            if len(re.findall(r"\bkatex-base\b", table.get(formula(math), ""))) != 1:
                continue
            parent, at = math.parent, math.parent.index(math)
            before = parent[at - 1] if at and isinstance(parent[at - 1], nodes.Text) else ""
            after = parent[at + 1] if parent[at + 1 :] else ""
            left = re.search(r"[(\[“±−]+$", before)
            right = re.match(r"[,.;:!?)\]”’%]+", after if isinstance(after, nodes.Text) else "")
            if right:
                parent[at + 1] = nodes.Text(after[right.end() :])
            if left:
                parent[at - 1] = nodes.Text(before[: left.start()])
            if left or right:
                inline = nodes.inline(classes=["an-nowrap"])
                parent[at] = inline
                inline += nodes.Text(left[0] if left else "")
                inline += math
                inline += nodes.Text(right[0] if right else "")


def visit_inline(self, node):
    """Write a formula in a line of text."""
    html = html_of(self, node)
    if node["ids"] or node["classes"]:
        html = self.starttag(node, "span", "") + html + "</span>"
    self.body.append(html)
    raise nodes.SkipNode


def visit_display(self, node):
    """Write a formula on a line of its own, with its number and a link to it."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node.get("number"):
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(html_of(self, node) + "</div>\n")
    raise nodes.SkipNode


def setup(app):
    """Register the renderer `katex`; `html_math_renderer: katex` chooses it."""
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_display, None))
    app.connect("env-updated", draw_book)
    app.add_post_transform(KeepPunctuation)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
