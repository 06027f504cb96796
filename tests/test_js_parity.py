"""The explorers' JavaScript computes and words as Python does."""

import json
import subprocess

import pytest

from .vectors import FILE, vectors


def test_the_vectors_are_what_python_says_now():
    """Otherwise JavaScript would be held to an old Python: run `python tests/vectors.py`."""
    same(json.loads(FILE.read_text("utf-8")), json.loads(json.dumps(vectors())), "vectors")


def same(stored, fresh, where):
    """Numbers to the last digits (processors differ there), all else exactly."""
    if isinstance(fresh, dict):
        assert stored.keys() == fresh.keys(), where
        for key, value in fresh.items():
            same(stored[key], value, f"{where}.{key}")
    elif isinstance(fresh, list):
        assert len(stored) == len(fresh), where
        for i, value in enumerate(fresh):
            same(stored[i], value, f"{where}[{i}]")
    elif isinstance(fresh, float):
        assert stored == pytest.approx(fresh, rel=1e-13, abs=1e-15), where
    else:
        assert stored == fresh, where


@pytest.mark.parametrize("script", ["parity.mjs", "host.mjs"])
def test_javascript_passes_its_tests(root, script):
    path = root / "tests" / "js" / script
    done = subprocess.run(["node", "--test", str(path)], capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
