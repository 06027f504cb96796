"""Compare what a page costs the browser until it stands, with an earlier build of the same book.

    python benchmarks/load_work.py OTHER_BUILD [--pages 02 06] [--rounds 7]

`OTHER_BUILD` is the `_build/html` of another commit (`git worktree add ../then COMMIT`, then
`make book` there). Both are loaded in turn, in one browser, as on a phone; what is compared is the
main thread's own time (scripts, style, layout, paint), so that other programs do not count.
"""

import argparse
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from tests.browser import launch
from tests.serve import serving


def work(browser, address):
    """Milliseconds of the main thread from the first byte to a page at rest."""
    context = browser.new_context(viewport={"width": 375, "height": 800})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    metrics = {m["name"]: m["value"] for m in devtools.send("Performance.getMetrics")["metrics"]}
    context.close()
    return 1000 * metrics["TaskDuration"]


def main(then, wanted, rounds):
    """Print, for each page, the two medians and their ratio."""
    now = ROOT / "_build" / "html"
    names = [f"chapters/{page.name}" for page in sorted((now / "chapters").glob("*.html"))]
    names = [name for name in names if name.partition("/")[2].startswith(tuple(wanted))]
    print(f"{'page':<48}{'then':>8}{'now':>8}{'now/then':>10}   (ms of the main thread, medians)")
    with sync_playwright() as playwright, serving(then) as old, serving(now) as new:
        browser = launch(playwright)
        for name in names:
            if not (then / name).is_file():
                continue
            pairs = [[work(browser, f"{url}/{name}") for url in (old, new)] for _ in range(rounds)]
            before, after = map(statistics.median, zip(*pairs, strict=True))
            print(f"{name[9:56]:<48}{before:8.0f}{after:8.0f}{after / before:10.2f}")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", nargs="?", type=Path)
    parser.add_argument("--pages", nargs="*", default=["02", "06"])
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    if asked.other is None:
        print("name another build to compare with (see the head of this file)")
    elif not (asked.other / "index.html").is_file():
        sys.exit(f"no built book in {asked.other}")
    else:
        main(asked.other.resolve(), asked.pages, asked.rounds)
