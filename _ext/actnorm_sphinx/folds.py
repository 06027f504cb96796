"""Drop-downs without a script: `:class: dropdown` becomes `<details>`; and tables without a head.

So does the box that answers a chapter's predictions: who has not written any down yet is not told.

sphinx-togglebutton folds an admonition when its script has run; `<details>` folds by itself, can be
reached with the keyboard, is found by the browser's search, and CSS can open it on paper.

Markdown cannot write a table without a head: an empty one is left out, as a screen reader would
announce it.
"""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.locale import admonitionlabels
from sphinx.transforms.post_transforms import SphinxPostTransform

ANSWERS = "Compare with your predictions"


class fold(nodes.General, nodes.Element):
    """A `<details>` whose first child is a `fold_title`."""


class fold_title(nodes.General, nodes.TextElement):
    """The `<summary>` of a fold."""


class FoldDropdowns(SphinxPostTransform):
    """Replace each admonition that has the class `dropdown`, or the answers to predictions."""

    default_priority = 400  # after sphinx-exercise has made its titles (20 to 22)
    formats = ("html",)

    def run(self, **kwargs):
        """Fold the drop-downs of one document."""
        for node in list(self.document.findall(nodes.Admonition)):
            content = list(node.children)
            titled = bool(content) and isinstance(content[0], nodes.title)
            answers = titled and content[0].astext() == ANSWERS
            if "dropdown" not in node.get("classes", []) and not answers:
                continue
            title = fold_title()
            if titled:
                # A link in a summary could not be told from the summary by a screen reader.
                for child in content.pop(0).children:
                    title += child.children if isinstance(child, nodes.reference) else [child]
            else:
                kind = node.tagname
                title += nodes.Text(admonitionlabels.get(kind, kind.capitalize()))
                node["classes"].append(kind)
            classes = ["admonition", *node["classes"]]
            node.replace_self(fold("", title, *content, classes=classes))


class DropEmptyHeads(SphinxPostTransform):
    """Remove the table heads in which there is nothing to read."""

    default_priority = 400
    formats = ("html",)

    def run(self, **kwargs):
        """Look at the tables of one document."""
        for head in list(self.document.findall(nodes.thead)):
            if not head.astext().strip() and not any(head.findall(nodes.image)):
                head.parent.remove(head)


def visit_fold(self, node):
    """Open the fold."""
    self.body.append(self.starttag(node, "details"))


def depart_fold(self, node):
    """Close the fold."""
    self.body.append("</details>\n")


def visit_fold_title(self, node):
    """Open the line that is always shown."""
    self.body.append('<summary class="admonition-title">')


def depart_fold_title(self, node):
    """Close the line that is always shown."""
    self.body.append("</summary>\n")


def visit_hidden_cell(self, node):
    """Open a folded code cell; myst-nb's own summary has a label that differs from its text."""
    classes = " ".join(["admonition", "hide", *node["classes"]])
    self.body.append(f'<details class="{classes}">\n<summary>{node["prompt_show"]}</summary>\n')


def setup(app):
    """Register the nodes and the transform."""
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_node(fold_title, html=(visit_fold_title, depart_fold_title))
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_cell, depart_fold))
    app.add_post_transform(FoldDropdowns)
    app.add_post_transform(DropEmptyHeads)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
