"""What a page loads: one style sheet, one deferred script, nothing from another host.

The extensions of Jupyter Book put thirteen scripts and ten style sheets on every page, some of them
inline, which a strict content security policy forbids. The templates beside this package leave out
what broke accessibility (controls outside landmarks, labels that differ from the text, a second
search box).
"""

import re
from pathlib import Path

from .explorers import STATE

ROOT = Path(__file__).resolve().parents[1]
# What a page may load and run, said in the page itself: it holds on any host, and in a folder. Data
# are for the PNG of a figure.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "require-trusted-types-for 'script'",
    ]
)
# Roles that ARIA has given up, or that miss their parent: old → new.
ROLES = {
    'role="doc-biblioentry"': 'role="listitem"',
    ' role="doc-noteref"': "",
    'role="note"': "",
}


def add_paths(app, config):
    """Let Sphinx find our templates (before the theme's) and our static files."""
    # New lists: the ones that are there may be Sphinx's own defaults, shared by the next build.
    config.templates_path = [str(ROOT / "templates"), *config.templates_path]
    config.html_static_path = [*config.html_static_path, str(ROOT / "static")]


def choose_assets(app, pagename, templatename, context, doctree):
    """Drop every script and sheet that extensions have asked for; add ours.

    What stays is the state of the explorers: data, which no policy forbids. It goes to the end of
    the page, so that 20 kB of numbers do not come before the first line of text.
    """
    scripts, sheets = context["script_files"], context["css_files"]
    attributes = [getattr(js, "attributes", {}) for js in scripts]
    context["explorer_state"] = [a["body"] for a in attributes if a.get("type") == STATE]
    context["policy"] = POLICY
    scripts.clear()
    sheets.clear()
    app.add_css_file("book.css")
    app.add_js_file("page.js", loading_method="defer")


def mend_body(app, pagename, templatename, context, doctree):
    """Correct the roles that docutils and sphinxcontrib-bibtex write, and heads without text."""
    if context.get("body"):
        for old, new in ROLES.items():
            context["body"] = context["body"].replace(old, new)
        # The corner of a table heads nothing.
        corner = r"<th( class=\"head\")?>\s*(<p></p>)?\s*</th>"
        context["body"] = re.sub(corner, "<td></td>", context["body"])


def setup(app):
    """Connect the steps; late, so that what other extensions add is there to be dropped."""
    app.connect("config-inited", add_paths)
    app.connect("html-page-context", choose_assets, priority=900)
    app.connect("html-page-context", mend_body, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
