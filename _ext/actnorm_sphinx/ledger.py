"""The page "What was measured": every number of the prose, in its sentence, with its standing.

The role ``{glue:text}`` notes which claim it shows; when all pages are read, the directive
``{actnorm-ledger}`` lists the sentences of each chapter. A cell tagged "claims" is folded, under
a line of its own, and says where the protocol stands.
"""

import re
from collections import defaultdict
from itertools import zip_longest

from docutils import nodes
from myst_nb.ext.glue.domain import NbGlueDomain
from myst_nb.ext.glue.roles import PasteTextRole
from myst_nb.ext.glue.utils import retrieve_glue_data
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from actnorm.claims import COMPARES

logger = logging.getLogger(__name__)
# What a claim rests on, in the order in which it is said.
PHRASES = {
    "on": " on {}",
    "seeds": ", {}",
    "budget": ", {}",
    "source": " by {}",
    "interval": ", 95 % interval {}",
    "agree": ", {} agree",
    "reversed": ", reversed {}",
    "one_rate": ", one learning rate: {}",
}
PROMPT = "What is checked here"
PROTOCOL = "chapters/how_we_measure"
# Of a sentence these are kept as they are; of everything else its text.
KEPT = (nodes.Text, nodes.math, nodes.literal, nodes.emphasis, nodes.strong)


class Ledger(nodes.General, nodes.Element):
    """Where the table of all claims will stand."""


class ClaimRole(PasteTextRole):
    """Show a number, and note what it rests on."""

    def run(self):
        """Mark the shown number with its name and its standing."""
        shown, messages = super().run()
        if shown and isinstance(shown[0], nodes.Text | nodes.inline):
            data = retrieve_glue_data(self.document, self.text.partition(":")[0])
            text = nodes.inline(classes=["an-claim"], claim=self.text)
            text["standing"] = dict(data.metadata.get("actnorm", {}))
            values = _memory(self.document.settings.env, "actnorm_values")
            values.setdefault(self.document.settings.env.docname, {})[self.text] = shown[0].astext()
            text += shown
            shown = [text]
        return shown, messages


class LinkProtocol(SphinxPostTransform):
    """End each fold of claims with a link to the protocol."""

    default_priority = 900  # after myst-nb has made the folds
    formats = ("html",)

    def run(self, **kwargs):
        """Look at the folds of one document."""
        for cell in self.document.findall(nodes.container):
            if "tag_claims" not in cell["classes"]:
                continue
            uri = self.app.builder.get_relative_uri(self.env.docname, PROTOCOL)
            link = nodes.reference("", "How we measure", refuri=uri, internal=True)
            for fold in cell.findall(HideCodeCellNode):
                fold["classes"] = ["an-claims"]
                fold += nodes.paragraph("", "", link.deepcopy(), classes=["an-protocol"])


class LedgerDirective(SphinxDirective):
    """``{actnorm-ledger}``."""

    def run(self):
        """Hold the place."""
        return [Ledger()]


def fold_claims(app, doctree):
    """Fold each claims cell."""
    for cell in doctree.findall(nodes.container):
        if "tag_claims" in cell["classes"]:
            cell["hide_mode"], cell["prompt_show"], cell["prompt_hide"] = "input", PROMPT, PROMPT


def collect(app, doctree):
    """Keep a page's sentences that show a claim: (section, sentence, standings)."""
    found, seen = [], set()
    for block in doctree.findall(_is_block):
        for sentence in sentences(block):
            claims = [claim for part in sentence for claim in _claims(part)]
            new = {claim["claim"] for claim in claims} - seen
            if new:  # the recap says again what has its place further up
                seen |= new
                plain = [copy for part in sentence for copy in _plain(part)]
                standings = [claim["standing"] for claim in claims]
                found.append((_section(block), plain, standings))
                _hold_to_protocol(plain, standings, block)
    if found:
        title = doctree.next_node(nodes.title).astext()
        _memory(app.env, "actnorm_ledger")[app.env.docname] = title, found


def _hold_to_protocol(sentence, standings, block):
    """Networks trained at one rate carry no comparison, unless it is said why they may."""
    text = "".join(node.astext() for node in sentence)
    if any(each.get("kind") in ("comparison", "cited", "proven") for each in standings):
        return
    bare = [each for each in standings if "budget" in each and "one_rate" not in each]
    if bare and (word := COMPARES.search(text)):
        logger.warning(
            "%r compares (%r) networks trained at one learning rate: show a sweep's difference "
            "(Claims.compare), or say in the claims cell why one rate is enough (one_rate=...)",
            text, word[0], location=block, type="actnorm", subtype="claims",
        )  # fmt: skip


def sentences(block):
    """Cut a paragraph, or a row of a table, into sentences: lists of nodes."""
    if isinstance(block, nodes.row):
        return [_row(block)]
    found = [[]]
    for child in block.children:
        if found[-1] and re.search(r"[.!?]\s*$", found[-1][-1].astext()):
            found.append([])
        parts = re.split(r"(?<=[.!?])\s+", child) if isinstance(child, nodes.Text) else [child]
        for i, part in enumerate(parts):
            if i:
                found.append([])
            found[-1].append(nodes.Text(part) if isinstance(part, str) else part)
    return found


def _row(row):
    """Write the cells of a row with their columns' names, but the first, which names the row."""
    group = row.parent.parent
    heads = [e.astext() for head in group.findall(nodes.thead) for e in head.findall(nodes.entry)]
    found = []
    for head, entry in zip_longest(heads, row.findall(nodes.entry), fillvalue=""):
        inside = [child for part in entry for child in part.children] if entry else []
        if inside and found:
            found.append(nodes.Text(f"; {head}: " if head else "; "))
        found += inside
    return found


def fill(app, doctree, docname):
    """Write the tables, a section for each chapter, in the book's order."""
    for place in list(doctree.findall(Ledger)):
        ledger = _memory(app.env, "actnorm_ledger")
        place.replace_self([_chapter(app, docname, name, *ledger[name]) for name in sorted(ledger)])


def _chapter(app, here, docname, title, found):
    section = nodes.section(ids=[f"ledger-{docname.rpartition('/')[2].replace('_', '-')}"])
    section += nodes.title("", title)
    rows = defaultdict(list)
    for anchor, sentence, standings in found:
        rows[_standing(standings)].append((anchor, sentence))
    target = app.builder.get_relative_uri(here, docname)
    for standing, members in rows.items():
        section += nodes.paragraph("", "", *_words(standing), classes=["an-standing"])
        items = nodes.bullet_list(bullet="-")
        for anchor, sentence in members:
            link = nodes.reference("", "↗", refuri=f"{target}#{anchor}", internal=True)
            link["aria-label"] = "where it stands"
            items += nodes.list_item(
                "",
                nodes.paragraph("", "", *[n.deepcopy() for n in sentence], nodes.Text(" "), link),
            )
        section += items
    return section


def _standing(standings):
    """Give what tells standings apart, each once and hashable."""
    unique = {}
    for each in standings:
        words = [(key, each[key]) for key in PHRASES if key in each]
        words = tuple((key, ", ".join(v) if isinstance(v, list) else str(v)) for key, v in words)
        unique[each.get("kind", ""), words] = None
    return tuple(unique)


def _words(standing):
    for i, (kind, parts) in enumerate(standing):
        if i:
            yield nodes.Text("; ")
        yield nodes.strong("", kind)
        yield nodes.Text("".join(PHRASES[key].format(value) for key, value in parts if value))


def _is_block(node):
    if isinstance(node, nodes.paragraph | nodes.term):
        while node := node.parent:
            if isinstance(node, nodes.row):
                return False
        return True
    return isinstance(node, nodes.row)


def _claims(node):
    if isinstance(node, nodes.Element):
        yield from (n for n in node.findall(nodes.inline) if "claim" in n)


def _plain(node):
    if isinstance(node, nodes.inline) and "claim" in node:
        return [nodes.strong("", node.astext())]
    if isinstance(node, KEPT):
        return [node.deepcopy()]
    return [nodes.Text(node.astext())]


def _section(node):
    while not isinstance(node, nodes.section):
        node = node.parent
    return node["ids"][0]


def forget(app, env, docname):
    """Forget a page that is read anew."""
    for kept in ("actnorm_ledger", "actnorm_values"):
        _memory(env, kept).pop(docname, None)


def _memory(env, name):
    """Give what is kept in the environment under a name: docname → what was found there."""
    if not hasattr(env, name):
        setattr(env, name, {})
    return getattr(env, name)


def setup(app):
    """Register the role, the directive and the two readings."""
    app.setup_extension("myst_nb")
    app.add_role_to_domain(NbGlueDomain.name, "text", ClaimRole(), override=True)
    app.add_node(Ledger)
    app.add_post_transform(LinkProtocol)
    app.add_directive("actnorm-ledger", LedgerDirective)
    app.connect("doctree-read", fold_claims)
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
