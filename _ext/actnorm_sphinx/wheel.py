"""The library as a wheel, made from a copy: setuptools builds where the source is, and stays."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("pyproject.toml", "README.md", "LICENSE")


def build(folder):
    """Build the wheel into a folder; give its path. The same sources give the same bytes."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "actnorm"
        source.mkdir()
        for name in PARTS:
            shutil.copy(ROOT / name, source)
        unwanted = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(ROOT / "actnorm", source / "actnorm", ignore=unwanted)
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
        the_same_day = os.environ | {"SOURCE_DATE_EPOCH": "1767225600"}  # 2026: zip asks for one
        subprocess.run(command, check=True, cwd=place, env=the_same_day)
    (wheel,) = Path(folder).glob("actnorm-*.whl")
    return wheel
