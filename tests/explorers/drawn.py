"""Figures drawn by node, as the book's build draws them."""

import json
import subprocess
from pathlib import Path

from .page import state_of

SCRIPT = Path(__file__).resolve().parents[2] / "actnorm" / "explorers" / "js" / "draw.mjs"


def draw(explorers):
    """Draw some explorers in one call; give for each its `html` and its `description`."""
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps([state_of(each) for each in explorers]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
