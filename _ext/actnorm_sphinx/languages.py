"""Vietnamese words say that they are Vietnamese, so that a screen reader pronounces them so.

In the glossary each entry has English terms and a Vietnamese one, told apart by its letters.
Whatever links to such a term with `{term}` is marked as well. (Docutils writes a class
`language-vi` as the attribute `lang`.)
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

# Letters of the Vietnamese alphabet that English, and the names in it, do without. As á, è and é
# do stand in such names (Bézier): words with these that are a Vietnamese syllable as a whole.
LETTERS = "[ăâđêôơưạ-ỹàãìíòóõùúýĩũ]"
SYLLABLE = (
    r"\b(?:ngh?|[ckpt]h|nh|gh|gi|qu|tr|[bcdhklmnrstvx])?"
    r"[aeiouy]{0,2}[áèé][aeiouy]?(?:ch|ng|nh|[cmnpt])?\b"
)
VIETNAMESE = re.compile(f"{LETTERS}|{SYLLABLE}", re.IGNORECASE)


class MarkVietnamese(SphinxPostTransform):
    """Give the Vietnamese terms of one document, and the links to them, their language."""

    default_priority = 400  # after the links have been resolved (10)

    def run(self, **kwargs):
        """Look at terms and at the texts of links to terms."""
        for node in self.document.findall(nodes.Element):
            term = isinstance(node, nodes.term) or "std-term" in node["classes"]
            if term and VIETNAMESE.search(node.astext()):
                node["classes"].append("language-vi")


def setup(app):
    """Register the transform."""
    app.add_post_transform(MarkVietnamese)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
