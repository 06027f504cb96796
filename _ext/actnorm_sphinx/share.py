"""What others fetch from an edition: the wheel, the notebooks, and what a branch of them needs.

Wheel and notebooks lie beside the pages, so that the links to them work on any host and from a
folder. The folder of the notebooks is also published as a branch (`.github/publish_notebooks`),
from which Colab, Binder and a school's hub take them: it gets a README and Binder's environment.
"""

import shutil
from pathlib import Path

from . import address, launch, lite, wheel
from .notebooks import FOLDER, WRITERS

README = """\
# Notebooks of "{title}"

The chapters of [the book]({site}) as plain notebooks. Each one installs the library, `actnorm`, by
itself where it is missing.

| on | follow |
|---|---|
{rows}

This branch is written by a workflow with each edition: please change the sources, in
[the repository]({repository}).
"""
# JupyterLab and a kernel are Binder's own already; said here, the file works elsewhere, too.
REQUIREMENTS = """\
actnorm @ {wheel}
ipykernel
jupyterlab>=4.2,<5
"""
# Binder's own choice, when none is made, is older than actnorm allows.
RUNTIME = "python-3.12\n"


def write(app, failed):
    """Put everything where it will be asked for."""
    if failed or app.builder.name not in WRITERS:
        return
    notebooks = Path(app.outdir).parent / FOLDER
    _branch(app.config, notebooks)
    if app.builder.name == "html":
        site = Path(app.outdir)
        for name in ("notebooks", "wheel"):
            shutil.rmtree(site / name, ignore_errors=True)
            (site / name).mkdir()
        for notebook in notebooks.glob("*.ipynb"):
            shutil.copy(notebook, site / "notebooks")
        made = wheel.build(site / "wheel")
        if made.name != address.WHEEL:
            raise ValueError(f"the notebooks ask for {address.WHEEL}, and this is {made.name}")
        lite.build(site, site.parent / lite.HOME)


def _branch(config, folder):
    places = launch.links(config, "index.ipynb")
    if "JupyterHub" not in places:
        school = launch.hub(config, "https://YOUR-HUB", "index.ipynb")
        places["your school's JupyterHub, with nbgitpuller"] = school
    rows = "\n".join(f"| {service} | <{link}> |" for service, link in places.items())
    text = README.format(title=config.html_title, rows=rows, **address.places(config))
    (folder / "README.md").write_text(text, "utf-8")
    binder = folder / ".binder"
    binder.mkdir(exist_ok=True)
    (binder / "requirements.txt").write_text(
        REQUIREMENTS.format(wheel=address.wheel(config)), "utf-8"
    )
    (binder / "runtime.txt").write_text(RUNTIME, "utf-8")


def setup(app):
    """Come after the notebooks, and after the style sheet, which is made for the pages alone."""
    app.connect("build-finished", write, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
