"""Explorers on a page: a still picture with its text, which the host script brings to life.

A widget leaves three things in a notebook: a view that names its model, a still (`image/png`) and
a sentence (`text/plain`). The page gets the still and the sentence in a `<figure>`, and the state
of the models it shows. `actnorm/explorers/static/site-*.js` does the rest where scripts run.

A view that this host cannot draw would be a hole in the page. It stops the build, unless its cell
has the tag `live-only`; then a line of text says where to find it.
"""

import importlib
import importlib.util
import inspect
import json
import posixpath
import re
import struct
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
LIVE_ONLY = "This output lives in JupyterLab: open the notebook there and run this cell."
# State that means something to JupyterLab only; the page has its own script and its own layout.
NOT_FOR_THE_PAGE = re.compile(
    r"layout|tabbable|tooltip|_(esm|css|anywidget_id|dom_classes|(model|view)_.*)"
)


class explorer_slot(nodes.General, nodes.Element):
    """Place of an explorer: `explorer` and `model` say what to draw, the child is its still."""


def known_explorers(module):
    """Names (`_explorer`) of the explorers that `module` exports: what the host can draw."""
    exported = inspect.getmembers(importlib.import_module(module), inspect.isclass)
    classes = [cls for _, cls in exported]
    traits = [cls.class_traits()["_explorer"] for cls in classes if hasattr(cls, "_explorer")]
    return {trait.default_value for trait in traits if trait.default_value}


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
    env, wrong, kept = app.env, [], {}
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
        explorer = model.get("state", {}).get("_explorer")
        if explorer not in known:
            name = explorer or model.get("model_name", "a widget without state")
            wrong.append(f"{place(env, bundle)}: {name}")
            continue
        # Random ids would make every build differ.
        number, _ = kept.setdefault(model_id, (f"m{len(kept) + 1}", model))
        bundle["explorer"], bundle["model"] = explorer, number
    if wrong:
        raise ExtensionError(
            "only a kernel can drive these widget views, on a page they are dead:\n  "
            + "\n  ".join(wrong)
            + f"\nShow an explorer instead ({', '.join(sorted(known))}), or give the cell the tag"
            " `live-only` if the page can do without it."
        )
    for key in [key for key in files if key.startswith("ipywidgets_")]:
        del files[key]
    if kept:
        slim = {number: slim_model(model) for number, model in kept.values()}
        body = json.dumps(state | {"state": slim}, sort_keys=True, separators=(",", ":"))
        files["ipywidgets_state"] = (None, {"type": STATE, "body": body.replace("</", r"<\/")})


def slim_model(model):
    """Model in ipywidgets' embedding format, without what only JupyterLab reads."""
    state = {k: v for k, v in model["state"].items() if not NOT_FOR_THE_PAGE.fullmatch(k)}
    return model | {"state": state}


class PlaceSlots(SphinxPostTransform):
    """Turn each bound view into a slot; other builders are left with the still."""

    default_priority = 3  # before myst-nb chooses one format of each output (4)

    def run(self, **kwargs):
        """Replace the views of one document."""
        for bundle in [b for b in bundles(self.document) if b.get("explorer")]:
            view, still = part(bundle, VIEW), part(bundle, "image/png")
            if self.app.builder.format != "html":
                bundle.remove(view)
                continue
            text = part(bundle, "text/plain")
            if still is None or text is None:
                raise ExtensionError(f"{place(self.env, bundle)}: no still or no text was sent")
            image = next(still.findall(nodes.image))
            for key in ("width", "height"):  # Sphinx would wrap a scaled image into a link
                image.attributes.pop(key, None)
            slot = explorer_slot(
                "", image, explorer=bundle["explorer"], model=bundle["model"], text=text.astext()
            )
            slot.source, slot.line = bundle.source, bundle.line
            bundle.replace_self(slot)


def png_size(path):
    """Width and height in CSS pixels: stills are drawn at twice the density."""
    width, height = struct.unpack(">II", Path(path).read_bytes()[16:24])
    return width // 2, height // 2


def visit_slot(self, node):
    """Write the figure that the host looks for."""
    image = node.children[0]
    width, height = png_size(Path(self.builder.env.srcdir) / image["uri"])
    source = posixpath.join(self.builder.imgpath, self.builder.images[image["uri"]])
    name = image.get("alt") or re.sub(r"\W|_", " ", node["explorer"]).capitalize() + " explorer"
    self.body.append(
        f'<figure class="actnorm-slot" data-explorer="{node["explorer"]}"'
        f' data-model="{node["model"]}">\n'
        f'<img class="actnorm-still" src="{source}" width="{width}" height="{height}"'
        f' loading="lazy" alt="{escape(name)}">\n'
        f'<figcaption class="actnorm-still-text">{escape(node["text"].strip())}</figcaption>\n'
        "</figure>\n"
    )
    raise nodes.SkipNode


def add_host(app, pagename, templatename, context, doctree):
    """Load, on pages with explorers, the host and what draws those that are there."""
    slots = doctree.findall(explorer_slot) if doctree is not None else ()
    kinds = sorted({slot["explorer"] for slot in slots})
    if kinds:
        app.add_css_file("explorers.css", priority=900)
    for kind in kinds:
        app.add_js_file(f"site-{kind}.js", priority=900, loading_method="defer")


def add_static(app, config):
    """Publish the files of the bundle that pages need; drop myst-nb's own widget scripts."""
    home = importlib.util.find_spec(config.actnorm_explorers).origin  # found, not imported
    static = Path(home).parent / "static"
    bundle = [str(static / "explorers.css"), *map(str, sorted(static.glob("site-*.js")))]
    config.html_static_path = [*config.html_static_path, *bundle]
    config.nb_ipywidgets_js = {}


def setup(app):
    """Connect the steps: bind while reading, place while writing, load on the page."""
    app.add_config_value("actnorm_explorers", "actnorm.explorers", "env")
    app.add_node(explorer_slot, html=(visit_slot, None))
    app.connect("config-inited", add_static)
    app.connect("doctree-read", bind_views)
    app.connect("html-page-context", add_host, priority=950)
    app.add_post_transform(PlaceSlots)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
