"""Print Lighthouse's four scores for pages of the built book.

    python benchmarks/lighthouse.py [--pages index 02 06] [--runs 5] [--desktop]

Lighthouse is no part of the project: where npx has none (`npm install --global lighthouse`), and
`LIGHTHOUSE` names no command either, this says "not run". The scores of a page are the best of some
runs, for a busy machine only lowers them; beside them is what performance came to in each run.
"""

import argparse
import gzip
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import arguments, find_chromium
from tests.serve import Handler, serving

SCORES = ("performance", "accessibility", "best-practices", "seo")
TEXT = (".html", ".css", ".js", ".svg", ".json")


class Gzip(Handler):
    """Packs texts and lets them be kept for a while, as GitHub Pages does."""

    def send_head(self):
        """Answer with the packed file where it is a text."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in TEXT or not path.is_file():
            return super().send_head()
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(str(path))}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


def command():
    """Give the words of the command that starts Lighthouse, and its version; or None."""
    words = shlex.split(os.environ.get("LIGHTHOUSE", "npx --no -- lighthouse"))
    try:
        asked = subprocess.run([*words, "--version"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    version = asked.stdout.strip()
    return (words, version) if asked.returncode == 0 and version[:1].isdigit() else None


def scores(words, address, *, desktop):
    """Run Lighthouse once; give its four scores, or why there are none."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = ["--quiet", "--output=json", f"--output-path={report}"]
        options += [f"--only-categories={','.join(SCORES)}"]
        flags = ["--headless=new", *(re.sub("=(.*)", r"='\1'", each) for each in arguments())]
        options += [f"--chrome-flags={' '.join(flags)}"]
        options += ["--preset=desktop"] if desktop else []
        env = os.environ | {"CHROME_PATH": str(find_chromium())}
        run = [*words, address, *options]
        done = subprocess.run(run, env=env, capture_output=True, text=True, check=False)
        if not report.is_file():
            sys.exit(f"Lighthouse failed on {address}: {done.stderr.strip()[-300:]}")
        found = json.loads(report.read_text("utf-8"))["categories"]
    return [round(100 * (found[name]["score"] or 0)) for name in SCORES]


def main(folder, wanted, runs, *, desktop):
    """Print a row for each page."""
    found = command()
    if found is None:
        print("not run: no Lighthouse here (see the head of this file)")
        return
    words, version = found
    pages = [folder / "index.html", *sorted((folder / "chapters").glob("*.html"))]
    pages = [page for page in pages if page.name.startswith(tuple(wanted))]
    kind = "desktop" if desktop else "mobile"
    print(f"Lighthouse {version}, {kind}, best of {runs}, load {os.getloadavg()[0]:.1f}")
    print(f"{'page':<44}" + "".join(f"{name[:13]:>15}" for name in SCORES))
    with serving(folder, Gzip, Cache_Control="max-age=600") as url:
        for page in pages:
            name = page.relative_to(folder).as_posix()
            rows = [scores(words, f"{url}/{name}", desktop=desktop) for _ in range(runs)]
            best = "".join(f"{max(column):15}" for column in zip(*rows, strict=True))
            print(f"{name[-43:]:<44}{best}   {' '.join(str(row[0]) for row in rows)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--pages", nargs="*", default=["index", "02", "06"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--desktop", action="store_true")
    asked = parser.parse_args()
    if not (asked.folder / "index.html").is_file():
        sys.exit(f"no built book in {asked.folder}: type 'make book' first")
    main(asked.folder.resolve(), asked.pages, asked.runs, desktop=asked.desktop)
