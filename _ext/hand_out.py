"""Put the reader's notebooks into `notebooks/`, where a student works; keep what the student wrote.

Usage: python _ext/hand_out.py [FROM] [TO]

A notebook that is as it was handed out is replaced by a newer one. One that has been changed (run,
answered) stays; the newer edition is put beside it, and that is said.
"""

import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEMORY = ".handed-out.json"  # name → hash of what was handed out under it


def hand_out(source, target):
    """Copy the notebooks; yield a line for each that the student should know of."""
    target.mkdir(parents=True, exist_ok=True)
    memory = target / MEMORY
    handed = json.loads(memory.read_text("utf-8")) if memory.is_file() else {}
    for new in sorted(source.glob("*.ipynb")):
        content = new.read_bytes()
        mark = hashlib.sha256(content).hexdigest()
        mine = target / new.name
        if mine.is_file() and handed.get(new.name) == mark:
            continue
        if not mine.is_file() or _mark(mine) == handed.get(new.name):
            if mine.is_file():
                yield f"{new.name} has a newer edition; you had not changed the old one."
            mine.write_bytes(content)
        else:
            beside = target / f"{new.stem} (newer {mark[:8]}).ipynb"
            beside.write_bytes(content)
            yield f"{new.name} is as you left it; a newer edition is beside it: {beside.name}"
        handed[new.name] = mark
    memory.write_text(json.dumps(handed, indent=1) + "\n", "utf-8")


def _mark(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(source=ROOT / "_build" / "notebooks", target=ROOT / "notebooks"):
    """Hand out, and say what was done."""
    source, target = Path(source), Path(target)
    if not any(source.glob("*.ipynb")):
        sys.exit(f"There are no notebooks in {source} yet: type 'make notebooks' first.")
    for line in hand_out(source, target):
        print(line)
    print(f"Your notebooks are in {target}")


if __name__ == "__main__":
    main(*sys.argv[1:])
