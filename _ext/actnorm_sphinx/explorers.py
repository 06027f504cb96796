"""Explorers on a page: each figure as HTML in its place, which the host script brings to life.

A widget leaves in a notebook a view that names its model. The page gets the figure as the
explorer's own script draws it, in node (`actnorm/explorers/js/draw.mjs`), inside a `<figure>`, and
the state of the models it shows. `actnorm/explorers/static/site-*.js` does the rest where scripts
run.

A view that this host cannot draw would be a hole in the page. It stops the build, unless its cell
has the tag `live-only`; then a line of text says where to find it. So does a figure without a name
and a title of its own: links, embeds and screen readers need them.
"""

import importlib.util
import json
import re
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

from .lines import short_drawing
from .node import run_node
from .state import as_data, chosen

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
LATER = "later"  # the folder of what is loaded when it is chosen
LIVE_ONLY = "This output lives in JupyterLab: open the notebook there and run this cell."
# State that means something to JupyterLab only; the page has its own script and its own layout.
NOT_FOR_THE_PAGE = re.compile(
    r"layout|tabbable|tooltip|_(esm|css|anywidget_id|dom_classes|(model|view)_.*)"
)


class explorer_slot(nodes.General, nodes.Element):
    """Place of an explorer: its kind, its model, the figure's name, and the drawn `html`."""


def home_of(module):
    """Folder of the explorers, without importing them."""
    return Path(importlib.util.find_spec(module).origin).parent


def known_explorers(module):
    """Kinds of explorers that the host can draw: those with a script for the page."""
    scripts = (home_of(module) / "static").glob("site-*.js")
    return {script.stem.removeprefix("site-") for script in scripts}


def bundles(doctree):
    """Find the outputs of the code cells, each with all the formats the kernel sent."""
    return doctree.findall(
        lambda node: isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"
    )


def part(bundle, mime):
    """One format of an output, or None."""
    return next((child for child in bundle.children if child.get("mime_type") == mime), None)


def cell_of(node):
    """Find the code cell that an output belongs to."""
    while node is not None and node.get("nb_element") != "cell_code":
        node = node.parent
    return node


def place(env, node):
    """Document and cell in words, for an error message."""
    cell = cell_of(node)
    where = env.doc2path(env.docname, base=False)
    if cell is None:
        return where
    source = next(cell.findall(nodes.literal_block), None)
    first = source.astext().strip().splitlines()[0] if source else ""
    return f"{where}, cell {cell['cell_index'] + 1}" + (f" ({first})" if first else "")


def bind_views(app, doctree):
    """Note at each widget view which explorer draws it; keep only the state the page needs."""
    env, wrong, nameless, kept = app.env, [], [], {}
    files = NbMetadataCollector.get_js_files(env, env.docname)
    state = json.loads(files["ipywidgets_state"][1]["body"]) if "ipywidgets_state" in files else {}
    models = state.get("state", {})
    views = [bundle for bundle in bundles(doctree) if part(bundle, VIEW)]
    known = known_explorers(app.config.actnorm_explorers) if views else set()
    for bundle in views:
        view = part(bundle, VIEW)
        if "live-only" in (cell_of(bundle) or {}).get("cell_metadata", {}).get("tags", []):
            bundle.replace_self(nodes.paragraph("", LIVE_ONLY, classes=["live-only"]))
            continue
        # The view's JSON arrives as a string of JSON or as JSON, depending on the kernel.
        model_id = re.search(r"model_id\W+?([\w-]+)", view.astext())[1]
        model = models.get(model_id, {})
        values = model.get("state", {})
        explorer = values.get("_explorer")
        if explorer not in known:
            name = explorer or model.get("model_name", "a widget without state")
            wrong.append(f"{place(env, bundle)}: {name}")
            continue
        if not (values.get("figure") and values.get("title")):
            nameless.append(place(env, bundle))
        # Random ids would make every build differ.
        number, _ = kept.setdefault(model_id, (f"m{len(kept) + 1}", model))
        bundle["explorer"], bundle["model"] = explorer, number
        bundle["figure"] = values.get("figure", "")
    if wrong:
        raise ExtensionError(
            "only a kernel can drive these widget views, on a page they are dead:\n  "
            + "\n  ".join(wrong)
            + f"\nShow an explorer instead ({', '.join(sorted(known))}), or give the cell the tag"
            " `live-only` if the page can do without it."
        )
    if nameless:
        raise ExtensionError(
            "these figures need a name and a title, like figure='batch-norm', title='A batch "
            "before and after batch norm':\n  " + "\n  ".join(nameless)
        )
    for key in [key for key in files if key.startswith("ipywidgets_")]:
        del files[key]
    if kept and app.builder.format == "html":
        slim = {number: slim_model(model) for number, model in kept.values()}
        draw_figures(app, doctree, slim)
        files["ipywidgets_state"] = (
            None,
            {"type": STATE, "body": as_data(state | {"state": slim})},
        )


def draw_figures(app, doctree, models):
    """Draw every figure of a page in one call of node, and note the figures by their names."""
    script = home_of(app.config.actnorm_explorers) / "js" / "draw.mjs"
    drawn = run_node(script, [model["state"] for model in models.values()])
    html = {
        number: short_drawing(figure["html"]) for number, figure in zip(models, drawn, strict=True)
    }
    names = figures_of(app.env)[app.env.docname] = {}
    for bundle in bundles(doctree):
        if bundle.get("explorer"):
            model = bundle["model"]
            bundle["html"] = html[model]
            figure = {"where": place(app.env, bundle), "html": html[model], "model": models[model]}
            there = names.setdefault(bundle["figure"], figure)["where"]
            if there != figure["where"]:
                raise ExtensionError(f"{figure['where']}: {bundle['figure']!r} is {there}")


def figures_of(env):
    """Give the figures of each document by their names: where, as drawn, and its model."""
    if not hasattr(env, "actnorm_figures"):
        env.actnorm_figures = {}
    return env.actnorm_figures


def forget_figures(app, env, docname):
    """Forget a document that is read again, or gone."""
    figures_of(env).pop(docname, None)


def merge_figures(app, env, docnames, other):
    """Take over what another process has read."""
    figures_of(env).update({doc: figures_of(other).get(doc, {}) for doc in docnames})


def demand_unique_names(app, env):
    """Stop when two figures of the book have one name."""
    seen, twice = {}, []
    for names in figures_of(env).values():
        for name, figure in names.items():
            if name in seen:
                twice.append(f"{name}: {seen[name]} and {figure['where']}")
            seen[name] = figure["where"]
    if twice:
        raise ExtensionError("these figures have one name:\n  " + "\n  ".join(twice))


def slim_model(model):
    """Model in ipywidgets' embedding format, without what only JupyterLab reads."""
    state = {k: v for k, v in model["state"].items() if not NOT_FOR_THE_PAGE.fullmatch(k)}
    return model | {"state": state}


class PlaceSlots(SphinxPostTransform):
    """Turn each bound view into a slot; other builders are left with its text."""

    default_priority = 3  # before myst-nb chooses one format of each output (4)

    def run(self, **kwargs):
        """Replace the views of one document."""
        for bundle in [b for b in bundles(self.document) if b.get("explorer")]:
            if self.app.builder.format != "html":
                bundle.remove(part(bundle, VIEW))
                continue
            keep = {key: bundle[key] for key in ("explorer", "model", "figure", "html")}
            slot = explorer_slot("", **keep)
            slot.source, slot.line = bundle.source, bundle.line
            bundle.replace_self(slot)


def visit_slot(self, node):
    """Write the figure that the host looks for."""
    embed = f"embed/{node['figure']}"  # embed.py makes that page
    self.body.append(
        f'<figure class="actnorm-slot" id="figure-{escape(node["figure"])}"'
        f' data-explorer="{node["explorer"]}" data-model="{node["model"]}"'
        f' data-embed="{self.builder.get_relative_uri(self.builder.current_docname, embed)}">'
        f"{node['html']}</figure>\n"
    )
    raise nodes.SkipNode


def add_host(app, pagename, templatename, context, doctree):
    """Load, on pages with explorers, the host and what draws those that are there.

    What a figure may ask for later is laid beside its script.
    """
    slots = doctree.findall(explorer_slot) if doctree is not None else ()
    kinds = sorted({slot["explorer"] for slot in slots})
    if kinds:
        app.add_css_file("explorers.css", priority=900)
    for kind in kinds:
        app.add_js_file(f"site-{kind}.js", priority=900, loading_method="defer")
    place = Path(app.outdir) / "_static" / LATER
    for figure in figures_of(app.env).get(pagename, {}).values():
        for name, sheet in chosen(figure["model"]["state"])[1].items():
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{name}.css").write_text(sheet, "utf-8")


def add_static(app, config):
    """Publish the files of the bundle that pages need; drop myst-nb's own widget scripts."""
    home = home_of(config.actnorm_explorers)
    static = home / "static"
    data = map(str, sorted(home.glob("*/data-*.css")))  # what a figure asks for, as sheets
    sheets = [str(static / "palette.css"), str(static / "explorers.css")]
    bundle = [*sheets, *map(str, sorted(static.glob("site-*.js"))), *data]
    config.html_static_path = [*config.html_static_path, *bundle]
    config.nb_ipywidgets_js = {}


def setup(app):
    """Connect the steps: bind while reading, place while writing, load on the page."""
    app.add_config_value("actnorm_explorers", "actnorm.explorers", "env")
    app.add_node(explorer_slot, html=(visit_slot, None))
    app.connect("config-inited", add_static)
    app.connect("doctree-read", bind_views)
    app.connect("env-purge-doc", forget_figures)
    app.connect("env-merge-info", merge_figures)
    app.connect("env-check-consistency", demand_unique_names)
    app.connect("html-page-context", add_host, priority=950)
    app.add_post_transform(PlaceSlots)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
