"""Fetch what a browser needs to be a kernel; `make lite` does it, before it builds the book.

Usage: assemble_lite.py [FOLDER], with the Python of .venv/lite.

Pyodide's core comes from npm. The wheels around it are named, with their hashes, in its own
pyodide-lock.json, and fetched from where Pyodide publishes them. Where that cannot be reached,
those of pure Python come from PyPI, and the compiled ones are said to be missing, in a file
that `make lite` shows once more when the book is built.
"""

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from actnorm_sphinx.pyodide import add, closure, digest, fetch, without
from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_VERSION

ROOT = Path(__file__).resolve().parents[1]
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)
# Of the distribution: what the kernel itself asks for, and what actnorm does.
WANTED = ("micropip", "ipython", "jedi", "numpy", "matplotlib", "tqdm", "typing-extensions")
# Not in the distribution, and of pure Python: what the explorers need, with what that needs.
WIDGETS = {
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
    "comm": [],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "psygnal": [],
}
# One line, the last of `make lite`.
SAID = (
    "The pages do not offer the kernel in the browser, which would have no NumPy: "
    "{} cannot be reached. Missing: {}\n"
)


def core(folder):
    """Unpack the npm package `pyodide` of the version that the kernel was made for."""
    npm = ["npm", "pack", "--silent", f"pyodide@{PYODIDE_VERSION}"]
    subprocess.run(npm, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (packed,) = folder.glob("pyodide-*.tgz")
    with tarfile.open(packed) as archive:
        for name in CORE:
            (folder / name).write_bytes(archive.extractfile(f"package/{name}").read())
    packed.unlink()


def from_pypi(requirements, folder):
    """Download wheels of pure Python, in the book's own versions where it has one."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-deps", "--only-binary=:all:", "--platform=any", "--python-version=3.14"]
    subprocess.run([*pip, "--dest", str(folder), *requirements], check=True)


def distribution(folder):
    """Fetch the wheels into Pyodide's folder; give the names of those that cannot be had here."""
    lock = json.loads((folder / LOCK).read_text("utf-8"))
    packages = closure(lock["packages"], WANTED)
    unreached = {n: e for n, e in packages.items() if not fetch(e, folder, PYODIDE_CDN_URL)}
    pure = {n: e for n, e in unreached.items() if e["file_name"].endswith("-none-any.whl")}
    if pure:
        from_pypi([f"{entry['name']}=={entry['version']}" for entry in pure.values()], folder)
        for entry in pure.values():
            entry["sha256"] = digest((folder / entry["file_name"]).read_bytes())
    from_pypi(["--constraint", str(Path(sys.prefix) / "constraints.txt"), *WIDGETS], folder)
    for name, depends in WIDGETS.items():
        add(packages, next(folder.glob(f"{name}-*.whl")), name, depends)
    missing = [name for name in unreached if name not in pure]
    lock["packages"] = without(packages, missing)
    (folder / LOCK).write_text(json.dumps(lock, indent=1), "utf-8")
    return [packages[name]["file_name"] for name in missing]


def main(target=ROOT / "_build/lite"):
    """Assemble, and say what is missing."""
    target = Path(target)
    shutil.rmtree(target, ignore_errors=True)
    folder = target / "static/pyodide"
    folder.mkdir(parents=True)
    core(folder)
    missing = distribution(folder)
    (target / "missing.json").write_text(json.dumps(missing), "utf-8")
    said = SAID.format(PYODIDE_CDN_URL, ", ".join(missing)) if missing else ""
    (target / "missing.txt").write_text(said, "utf-8")
    print(said, end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
