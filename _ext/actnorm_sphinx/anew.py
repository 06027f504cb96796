"""What is read anew: the texts that have changed, or, when anything else has, all of them.

Sphinx keeps what it has read. That holds for a changed sentence only: when the extension, the
course's lists, the library or a tool has changed, or another builder has read, every page is read
again; and so it is after a build that did not end well, whose warnings would not be heard again.
Pages are all written, always: numbers, names and lists of one chapter stand on others' pages too.
"""

import hashlib
import os
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME

from .node import PROJECT

SOURCES = ("_ext", "course", "_config.yml", "_toc.yml", "references.bib", "package-lock.json")


def content(*places):
    """Give a hash of what is in files and folders, but for what Python makes of it."""
    digest = hashlib.sha256()
    for place in places:
        found = place.rglob("*") if place.is_dir() else [place]
        found = (path for path in found if path.is_file() and "__pycache__" not in path.parts)
        for path in sorted(found):
            digest.update(os.path.relpath(path, place).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def forget(app, config):
    """Begin: what another state of the sources has read, or a build without an end, is no use."""
    places = [path for path in map(PROJECT.joinpath, SOURCES) if path.exists()]
    config.actnorm_sources = f"{content(*places)} {Path(app.outdir).name}"
    begun = Path(app.doctreedir) / "begun"
    if begun.exists():
        begun.with_name(ENV_PICKLE_FILENAME).unlink(missing_ok=True)
    begun.parent.mkdir(parents=True, exist_ok=True)
    begun.touch()


def write_all(app, env):
    """Have every page written."""
    return sorted(env.found_docs)


def end(app, exception):
    """End: with a warning the next build reads, and warns, again."""
    if not (exception or app._warncount):
        (Path(app.doctreedir) / "begun").unlink()


def setup(app):
    """Keep the state of the sources as a setting, by which Sphinx knows what it has read."""
    app.add_config_value("actnorm_sources", "", "env")
    app.connect("config-inited", forget)
    app.connect("env-updated", write_all)
    app.connect("build-finished", end, priority=999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
