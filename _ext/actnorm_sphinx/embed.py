"""What a figure can be taken away as: a link, a page of its own to embed, a file, the full screen.

Each explorer of the book has a page `embed/NAME.html` with nothing but the figure, made for an
iframe with `sandbox="allow-scripts"`: no theme, no storage, its state in the address
(`?gamma=2&theme=dark`), its height told to the page around it. Where scripts run, a button beside
each figure of a chapter opens the menu of `figure.js`.
"""

from pathlib import Path

from .explorers import explorer_slot, figures_of
from .state import as_data

# What makes a file of a figure comes when a menu is first opened (figure.js): a script in a
# template lies still, and the policy lets a page add what it has brought along, if it make none.
PICTURE = '<template id="an-picture"><script src="{}"></script></template>\n'


def embeds(app):
    """Give (page name, context, template) of the page of each explorer."""
    if app.builder.format != "html":
        return
    for docname, figures in sorted(figures_of(app.env).items()):
        for name, figure in figures.items():
            page = f"embed/{name}"
            state = {"version_major": 2, "version_minor": 0, "state": {"m1": figure["model"]}}
            context = {
                "title": figure["model"]["state"]["title"],
                "kind": figure["model"]["state"]["_explorer"],
                "name": name,
                "figure_html": figure["html"],
                "chapter": f"{app.builder.get_relative_uri(page, docname)}#figure-{name}",
                "state": as_data(state),
            }
            yield page, context, "embed.html"


def add_menu(app, pagename, templatename, context, doctree):
    """Load the menu on pages with figures."""
    if doctree is None:
        return
    drawn = 'class="an-figure"' in context.get("body", "")
    if drawn or next(doctree.findall(explorer_slot), None) is not None:
        app.add_js_file("figure.js", priority=950, loading_method="defer")
        context["body"] += PICTURE.format(context["pathto"]("_static/picture.js", 1))


def add_template(app, config):
    """Let Sphinx find the template beside this module."""
    config.templates_path = [*config.templates_path, str(Path(__file__).parent)]


def setup(app):
    """Connect the pages and the menu; the menu's script comes after the figures' own."""
    app.connect("config-inited", add_template)
    app.connect("html-collect-pages", embeds)
    app.connect("html-page-context", add_menu, priority=960)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
