"""Figures of the chapters: matplotlib's SVG in the page itself, in the colours of the theme.

An `<img>` cannot see whether the page is light or dark. In the page, the palette's colours become
CSS variables (`--an-input`, …) that the theme switch sets. Each figure needs a text that says what
it shows; a figure without one stops the build and names the cell.
"""

import json
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

from .explorers import VIEW, bundles, part, place
from .svg import themed


def palette(path):
    """Read the colours of each role from the file that matplotlib and the bundle read too."""
    return json.loads(Path(path).read_text("utf-8"))


def demand_alt(app, doctree):
    """Stop when a figure of a code cell has no alt text."""
    bare = [
        place(app.env, bundle)
        for bundle in bundles(doctree)
        if part(bundle, VIEW) is None
        and any(not image.get("alt", "").strip() for image in bundle.findall(nodes.image))
    ]
    if bare:
        raise ExtensionError(
            "these figures have no alt text (cell metadata mystnb: {image: {alt: …}}):\n  "
            + "\n  ".join(bare)
        )


def framed(svg):
    """Frame a figure: the room it takes is what its own width and height say."""
    return f'<div class="an-figure">{svg}</div>'


class InlineFigures(SphinxPostTransform):
    """Put the SVG that cells have drawn into the page."""

    default_priority = 500  # after myst-nb has chosen the format and pasted what was glued
    formats = ("html",)

    def run(self, **kwargs):
        """Replace the images of one document."""
        colours = palette(self.config.actnorm_palette)["light"]
        number = 0
        for image in list(self.document.findall(nodes.image)):
            file = Path(self.env.srcdir) / image["uri"]
            if file.suffix != ".svg" or "jupyter_execute" not in file.parts:
                continue
            if not image.get("alt", "").strip():
                raise ExtensionError(f"{place(self.env, image)}: this figure has no alt text")
            number += 1
            svg = file.read_text("utf-8")
            svg = themed(svg, colours=colours, alt=image["alt"], prefix=f"f{number}-")
            image.replace_self(nodes.raw("", framed(svg), format="html"))


def setup(app):
    """Connect the check while reading and the change while writing."""
    project = Path(__file__).resolve().parents[2]
    app.add_config_value("actnorm_palette", str(project / "actnorm" / "palette.json"), "html")
    app.connect("doctree-read", demand_alt)
    app.add_post_transform(InlineFigures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
