"""The notebooks with a kernel in the browser, beside the pages, where `make lite` has assembled it.

Nothing of it is loaded before a reader asks for it. The library and what it needs stand in
Pyodide's own lock file, so that `import actnorm` fetches them from the site, and from nowhere else.
A page offers it, and says how much that is, only if NumPy and matplotlib are there.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

from . import address
from .notebooks import FOLDER
from .pyodide import add

ROOT = Path(__file__).resolve().parents[2]
JUPYTER = ROOT / ".venv/lite/bin/jupyter-lite"
HOME = "lite"  # beside the pages; and beside these what was assembled
# Of JupyterLite's own interface a notebook loads this much (a test compares).
INTERFACE = 9.0
# Until it has come; and where it cannot come, as in a folder, whose files browsers keep apart.
WAIT = """
<p class="an-wait">Python is on its way into this browser. From a folder it cannot come: it needs a
web server, as <code>make serve</code> starts one.</p>
<style>
  .an-wait { font: 1rem/1.5 sans-serif; margin: 1rem }
  body:has(#main) .an-wait { display: none }
</style>
"""
NEEDS = ["anywidget", "ipywidgets", "matplotlib", "numpy", "tqdm", "traitlets"]
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


def megabytes(assembled):
    """Say how many megabytes running a notebook takes; None where it cannot be offered."""
    missing = assembled / "missing.json"
    if not missing.is_file() or json.loads(missing.read_text("utf-8")):
        return None
    python = sum(file.stat().st_size for file in (assembled / "static/pyodide").iterdir())
    return round(python / 1e6 + INTERFACE)


def button(pathto, name, assembled):
    """Give the entries of the launch menu: one, or none."""
    size = megabytes(assembled)
    if not size:
        return []
    url = f"{pathto(f'{HOME}/notebooks/index.html', 1)}?path={quote(name)}"
    return [{"type": "link", "text": f"In this browser ({size} MB)", "url": url}]


def build(site, assembled, jupyter=JUPYTER):
    """Build it into a site that has its notebooks and its wheel already."""
    shutil.rmtree(site / HOME, ignore_errors=True)
    if not (assembled / "missing.json").is_file():
        return
    if not jupyter.exists():
        raise RuntimeError(f"{assembled} is there and {jupyter} is not: type 'make lite' again")
    _enter(assembled / "static/pyodide", site / "wheel" / address.WHEEL)
    shutil.rmtree(assembled / "files", ignore_errors=True)
    shutil.copytree(site / FOLDER, assembled / "files")
    only_ours = {"litePluginSettings": {KERNEL: {"disablePyPIFallback": True}}}
    config = {"jupyter-lite-schema-version": 0, "jupyter-config-data": only_ours}
    (assembled / "jupyter-lite.json").write_text(json.dumps(config), "utf-8")
    command = [jupyter, "build", "--lite-dir", assembled, "--output-dir", site / HOME]
    command += ["--apps", "notebooks", "--no-unused-shared-packages", "--no-sourcemaps"]
    # From nothing: what an earlier build remembers is not what lies here now.
    (assembled / ".jupyterlite.doit.db").unlink(missing_ok=True)
    done = subprocess.run(
        [*command, "--no-libarchive"], cwd=assembled, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"jupyter lite build failed:\n{(done.stdout + done.stderr)[-5000:]}")
    page = site / HOME / "notebooks/index.html"
    text, met = re.subn(r"<body[^>]*>", lambda body: body[0] + WAIT, page.read_text("utf-8"))
    if met != 1:
        raise RuntimeError(f"{page} has no <body> to say in what it waits for")
    page.write_text(text, "utf-8")


def _enter(pyodide, wheel):
    """Put the library into Pyodide's folder and lock file."""
    shutil.copy(wheel, pyodide)
    path = pyodide / "pyodide-lock.json"
    lock = json.loads(path.read_text("utf-8"))
    add(lock["packages"], wheel, "actnorm", [n for n in NEEDS if n in lock["packages"]])
    path.write_text(json.dumps(lock, indent=1), "utf-8")
