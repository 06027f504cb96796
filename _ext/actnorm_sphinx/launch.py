"""Where a chapter can be run: Colab, Binder, a school's hub, and the notebook to keep.

The theme's own buttons lead to the sources, which only an editor can read. These lead to the
reader's notebooks: on the branch to which each edition publishes them, and beside the page.
"""

from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from . import address, lite
from .notebooks import FOLDER, name_of

BRANCH = "notebooks"
GITHUB = "https://github.com/"


def links(config, name):
    """Give {service: address of a notebook}, for the services that `_config.yml` names."""
    repository = address.places(config)["repository"].rstrip("/")
    services = config.html_theme_options.get("launch_buttons") or {}
    found = {}
    if repository.startswith(GITHUB) and (colab := services.get("colab_url")):
        path = urlsplit(repository).path
        found["Colab"] = f"{colab.rstrip('/')}/github{path}/blob/{BRANCH}/{quote(name)}"
    if repository and (binder := services.get("binderhub_url")):
        kind = f"git/{quote(repository, safe='')}"  # any host at all
        if repository.startswith(GITHUB):
            kind = f"gh{urlsplit(repository).path}"
        lab = quote(f"lab/tree/{quote(name)}")
        found["Binder"] = f"{binder.rstrip('/')}/v2/{kind}/{BRANCH}?urlpath={lab}"
    if repository and (school := services.get("jupyterhub_url")):
        found["JupyterHub"] = hub(config, school, name)
    return found


def hub(config, school, name):
    """Give the link with which nbgitpuller fetches the notebooks on a hub, and opens one."""
    repository = address.places(config)["repository"].rstrip("/")
    lab = f"lab/tree/{repository.rpartition('/')[2]}/{quote(name)}"
    asked = urlencode({"repo": repository, "branch": BRANCH, "urlpath": lab}, safe="/:")
    return f"{school.rstrip('/')}/hub/user-redirect/git-pull?{asked}"


def put_buttons(app, pagename, templatename, context, doctree):
    """Exchange the theme's launch and download buttons for ours; a page of text has neither."""
    name = name_of(app.env, pagename)
    groups = context.get("header_buttons", [])
    for group in list(groups):
        if group.get("label") == "launch-buttons":
            group["buttons"] = _launch(app, context["pathto"], name) if name else []
        elif group.get("label") == "download-buttons":
            printing = [each for each in group["buttons"] if each["type"] != "link"]
            group["buttons"] = [*_download(context["pathto"], name), *printing]
        if not group.get("buttons", True):
            groups.remove(group)


def _launch(app, pathto, name):
    places = links(app.config, name)
    here = lite.button(pathto, name, Path(app.outdir).parent / lite.HOME)
    return here + [{"type": "link", "text": where, "url": url} for where, url in places.items()]


def _download(pathto, name):
    url = f"{pathto(FOLDER, 1)}/{quote(name)}" if name else ""
    return [{"type": "link", "text": ".ipynb", "url": url}] if url else []


def setup(app):
    """Come after the theme's buttons."""
    app.connect("html-page-context", put_buttons, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
