"""What the tests of the explorers share."""

import json
import math
import subprocess
from pathlib import Path

import pytest

from .page import blank


def _plain(value):
    """Write numbers that JSON does not know as strings."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def _number(text):
    return float(text) if text in ("NaN", "Infinity", "-Infinity") else text


def _read(value):
    if isinstance(value, dict):
        return {key: _read(each) for key, each in value.items()}
    return [_read(each) for each in value] if isinstance(value, list) else _number(value)


@pytest.fixture(scope="session")
def node_maths():
    """Run functions of a module in node: node_maths("softmax/math.js", [("softmax", [z, 1.0])])."""

    def run(module, calls):
        done = subprocess.run(
            ["node", str(Path(__file__).with_name("maths.mjs"))],
            input=json.dumps(_plain({"module": module, "calls": calls})),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return _read(json.loads(done.stdout))

    return run


@pytest.fixture
def page(browser, root, request):
    """Open an empty page for the explorer that the module calls KIND; nothing may go wrong."""
    page = blank(browser, root, request.module.KIND, viewport={"width": 900, "height": 1200})
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    page.context.close()
    assert errors == []
