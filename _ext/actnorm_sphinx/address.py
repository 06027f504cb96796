"""The one address: `_config.yml` says where site and repository are, and everything follows it.

Texts name them by a scheme, `[tell us](repository:issues)` or `<site:>`, so that a fork has
nothing to look for in the chapters. What no build writes (README.md, CITATION.cff, pyproject.toml)
is mended by `make format` and held to it by a test.
"""

import html

from docutils import nodes
from sphinx.errors import ConfigError

import actnorm

# The page on which `[text](playground:playground.layers=10)` leads, beside all pages that link so.
PLAYGROUND = "playground.html?{}#figure-playground"
WHEEL = f"actnorm-{actnorm.__version__}-py3-none-any.whl"


def places(config):
    """Give {scheme: where it leads}, each ending with a slash."""
    repository = config.html_theme_options.get("repository_url", "")
    return {"site": _ended(config.html_baseurl), "repository": _ended(repository)}


def wheel(config):
    """Give the address of the edition's wheel: beside the site, on no index of others."""
    return f"{places(config)['site']}wheel/{WHEEL}"


def _ended(address):
    return f"{address.rstrip('/')}/" if address else ""


def settle(app, config):
    """Give the same addresses to whatever asks for one by another name."""
    for scheme, place in places(config).items():
        if place and not place.startswith(("https://", "http://")):
            raise ConfigError(f"the {scheme}'s address begins with https://, not {place!r}")
    config.html_baseurl = places(config)["site"]
    if "ogp_site_url" in config:
        config.ogp_site_url = config.html_baseurl
    known = config.myst_url_schemes
    known = dict(known) if isinstance(known, dict) else dict.fromkeys(known)
    ours = {
        scheme: {"url": f"{place}{{{{path}}}}", "title": f"{place}{{{{path}}}}"}
        for scheme, place in places(config).items()
    }
    play = {"url": PLAYGROUND.format("{{path}}"), "title": "{{path}}"}
    config.myst_url_schemes = known | ours | {"playground": play}


def unescape(app, doctree):
    """Undo what MyST does once too often to an address that it has from a scheme."""
    for link in doctree.findall(nodes.reference):
        if link.get("refuri", "").startswith(PLAYGROUND.partition("{")[0]):
            link["refuri"] = html.unescape(link["refuri"])


def setup(app):
    """Settle the addresses before an extension reads one."""
    app.connect("config-inited", settle, priority=400)
    app.connect("doctree-read", unescape)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
