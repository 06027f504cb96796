"""All explorers of the book on one page, each with the question it answers.

The page's source says the questions, `name: question`, one line for each figure; the picture is the
one the figure's own script has drawn. A figure without a question, or a question without a figure,
stops the build.
"""

import re

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from .explorers import figures_of

# To the end of the stage: pictures may hold pictures.
SMALL = re.compile(r"<svg [^>]*\bis-small\b.*?</svg>(?=</div>)", re.DOTALL)


class gallery(nodes.General, nodes.Element):
    """Place of the gallery, with its `questions` by the names of the figures."""


class GalleryDirective(SphinxDirective):
    """`{gallery}`: a line `name: question` for each figure, in the order of the page."""

    has_content = True

    def run(self):
        """Read the lines."""
        pairs = (line.partition(":") for line in self.content if line.strip())
        place = gallery(questions={name.strip(): text.strip() for name, _, text in pairs})
        self.set_source_info(place)
        return [place]


def fill(app, doctree, docname):
    """Put a card for each figure in the gallery's place."""
    for place in list(doctree.findall(gallery)):
        if app.builder.format != "html":
            place.parent.remove(place)
            continue
        there = {
            name: (page, figure)
            for page, figures in figures_of(app.env).items()
            for name, figure in figures.items()
        }
        if wrong := set(there).symmetric_difference(place["questions"]):
            raise ExtensionError(
                f"{docname}: each figure of the book needs one question here, and no other; "
                f"see {', '.join(sorted(wrong))}"
            )
        cards = nodes.bullet_list(bullet="-", classes=["an-gallery"])
        for name, question in place["questions"].items():
            cards += _card(app, docname, name, question, *there[name])
        place.replace_self(cards)


# A picture of a figure is held by nobody, and told by the text beside it.
OPERATED = re.compile(r' (?:role|tabindex|aria-[\w-]+|data-[\w-]+)="[^"]*"')


def _card(app, here, name, question, page, figure):
    state = figure["model"]["state"]
    kind = f"actnorm actnorm-{state['_explorer']}"
    picture = (
        f'<div class="{kind}" inert aria-hidden="true"><div class="actnorm-stage">'
        f"{OPERATED.sub('', SMALL.search(figure['html'])[0])}</div></div>"
    )
    link = nodes.reference(
        "",
        state["title"],
        refuri=f"{app.builder.get_relative_uri(here, page)}#figure-{name}",
        internal=True,
    )
    alone = nodes.reference(
        "", "on its own", refuri=app.builder.get_relative_uri(here, f"embed/{name}"), internal=True
    )
    alone["aria-label"] = f"{state['title']}, on its own"
    chapter = app.env.titles[page].astext()
    return nodes.list_item(
        "",
        nodes.raw("", picture, format="html"),
        nodes.paragraph("", "", link, classes=["an-gallery-title"]),
        nodes.paragraph("", question),
        nodes.paragraph("", f"{chapter} · ", alone, classes=["an-gallery-place"]),
    )


def add_sheet(app, pagename, templatename, context, doctree):
    """Load the figures' sheet on the page of their pictures."""
    if doctree is not None and 'class="an-gallery' in context.get("body", ""):
        app.add_css_file("explorers.css", priority=900)


def setup(app):
    """Connect the directive; what it shows is known when all pages are read."""
    app.add_node(gallery)
    app.add_directive("gallery", GalleryDirective)
    app.connect("doctree-resolved", fill)
    app.connect("html-page-context", add_sheet, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
