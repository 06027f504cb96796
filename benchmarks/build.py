"""How long the book takes to build: for the first time, again, and after one sentence has changed.

    python benchmarks/build.py [--chapter 07]

A copy of the sources is built in a folder of its own: what the first build runs and keeps serves
the two that follow. The reader's processor counts beside the clock, which other programs disturb.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT = shutil.ignore_patterns("_build", "node_modules", ".*", "__pycache__", "notebooks")


def build(book):
    """Build the book; give the seconds of the clock and of the processor."""
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    clock, before = time.perf_counter(), os.times()
    subprocess.run(
        [jupyter_book, "build", ".", "--warningiserror", "--keep-going"],
        cwd=book,
        env=os.environ | {"PYTHONPATH": str(book), "OPENBLAS_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return time.perf_counter() - clock, spent


def change_a_sentence(book, chapter):
    """Write one sentence more into a chapter."""
    path = next((book / "chapters").glob(f"{chapter}_*.ipynb"))
    notebook = json.loads(path.read_text("utf-8"))
    text = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"][-1]
    text["source"] = "".join(text["source"]) + "\n\nOne sentence more.\n"
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), "utf-8")


def main(chapter):
    """Print the three builds and what they are of the first."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        shutil.copytree(ROOT, book, ignore=LEFT)
        (book / "node_modules").symlink_to(ROOT / "node_modules")
        print(f"{'build':<24}{'seconds':>9}{'processor':>11}{'of the first':>14}")
        first = None
        for name in ("the first", "nothing has changed", "one sentence"):
            if name == "one sentence":
                change_a_sentence(book, chapter)
            seconds, spent = build(book)
            first = first or seconds
            print(f"{name:<24}{seconds:9.0f}{spent:11.0f}{seconds / first:14.2f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chapter", default="07", help="where the sentence is changed")
    main(parser.parse_args().chapter)
