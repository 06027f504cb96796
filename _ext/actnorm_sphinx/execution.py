"""Notebooks are run two at a time, and what they gave is kept for as long as it would come again.

jupyter-cache keeps an executed notebook under its cells of code and their metadata. What else a run
can see names the folder of the cache: the library with its data, tables and bundle, the versions of
all that is installed, and how many threads add up a sum. When any of this changes, the folder is
another one, which Sphinx knows as a changed setting: every page is read anew. The old folder goes.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib.metadata import distributions
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.console import strip_colors
from traitlets.config import Config

from .anew import content
from .node import PROJECT
from .slides import take

logger = logging.getLogger(__name__)

FOLDER = ".jupyter_cache"
AT_A_TIME = 2
# Else each kernel warns, amid the book's own messages, that this machine could listen to it.
KERNEL = Config(KernelManager={"transport_encryption": "auto"})
KEPT = 4  # states of each notebook: code that was tried and taken back need not run again
# The last digits of a sum depend on how many share it.
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
# Runs first in each kernel: it draws each figure once more, for a slide (`slides`).
STARTUP = PROJECT / "_ext/kernel"
WHERE = "import importlib.util as u; print(u.find_spec('actnorm').submodule_search_locations[0])"


def library_of(folder):
    """Give the library's folder as a kernel in `folder` finds it: Sphinx may find another."""
    done = subprocess.run(
        [sys.executable, "-c", WHERE], cwd=folder, capture_output=True, text=True, check=True
    )
    return Path(done.stdout.strip())


def seen(library, lock=PROJECT / "requirements.lock"):
    """Give a name to all that a run can see, beside the notebook's own code."""
    installed = sorted(f"{each.name} {each.version}" for each in distributions())
    threads = [f"{name}={os.environ.get(name)}" for name in THREADS]
    machine = [platform.python_version(), platform.platform()]
    words = [content(library, lock, STARTUP), *machine, *threads, *installed]
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


def name_folder(app, config):
    """Choose the folder of the cache, and remove those that can serve no more."""
    if config.nb_execution_mode != "cache":
        return
    home = Path(app.outdir).parent / FOLDER
    folder = home / seen(library_of(app.srcdir))
    config.nb_execution_cache_path = str(folder)
    for old in home.glob("*"):
        if old != folder:
            shutil.rmtree(old) if old.is_dir() else old.unlink()


def run_missing(app, env, docnames):
    """Run, before anything is read, the notebooks that are to be read and were not kept."""
    config = app.config
    paths = {docname: Path(env.doc2path(docname)) for docname in docnames}
    paths = {docname: path for docname, path in paths.items() if path.suffix == ".ipynb"}
    if config.nb_execution_mode != "cache" or not paths:
        return
    cache = get_cache(config.nb_execution_cache_path)
    cache.change_cache_limit(KEPT * len(env.found_docs))
    known = {record.hashkey for record in cache.list_cache_records()}
    books = {docname: nbformat.read(path, 4) for docname, path in paths.items()}
    todo = [name for name in books if cache.create_hashed_notebook(books[name])[1] not in known]
    logger.info("execution: %d notebooks kept, %d to run", len(books) - len(todo), len(todo))

    def run(docname):
        return single_nb_execution(
            books[docname],
            cwd=str(paths[docname].parent),
            timeout=config.nb_execution_timeout,
            allow_errors=config.nb_execution_allow_errors,
            config=KERNEL,
        )

    before = os.environ.get("PYTHONSTARTUP", "")
    os.environ["PYTHONSTARTUP"] = str(STARTUP / "start.py")
    wrong, pool = [], ThreadPoolExecutor(AT_A_TIME)
    try:
        runs = {pool.submit(run, docname): docname for docname in todo}
        for done, each in enumerate(as_completed(runs), 1):
            docname = runs[each]
            where = f"{docname} ({done} of {len(todo)})"
            failure = each.exception() or each.result().err
            if failure:
                logger.info("execution: %s failed", where)
                wrong.append(f"{paths[docname]}:\n{strip_colors(str(failure))}")
                continue
            seconds = each.result().time
            logger.info("execution: %s in %.0f s", where, seconds)
            data = {"execution_seconds": seconds, "slides": take(books[docname])}
            kept = CacheBundleIn(books[docname], str(paths[docname]), data=data)
            cache.cache_notebook_bundle(kept, check_validity=False, overwrite=True)
    finally:
        pool.shutdown(cancel_futures=True)  # who interrupts waits for those that run, for no more
        os.environ["PYTHONSTARTUP"] = before
    if wrong:
        raise ExtensionError("these notebooks do not run:\n\n" + "\n\n".join(wrong))


def setup(app):
    """Run before Sphinx reads."""
    app.connect("config-inited", name_folder)
    app.connect("env-before-read-docs", run_missing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
