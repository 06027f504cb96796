"""How long a slider takes: the book's explorers beside `ipywidgets.interact` and matplotlib.

The same pictures, from the same curves and the same data, are driven by the same arrow keys in one
run: as an explorer on the built page (`make book` first), and as the usual notebook figure on a
live JupyterLab kernel. Two things are measured for each key press, as it is and with the browser's
processor slowed down four times (a phone):

input to paint
    From the time stamp of the browser's key event to the end of the frame that shows the changed
    picture: for the explorer the frame after its SVG changed, for matplotlib the frame after the
    new image was put in the page and decoded. A frame, 17 ms, is the floor.
work
    What the page's main thread spent on the event, from key press until the picture stands:
    scripts, styles, layout and paint (Chromium's `TaskDuration`), less what a key that does
    nothing costs in the same page (the browser's own handling of a key, and the measuring).

For two explorers there is a notebook figure to compare with; of all of them the work is measured,
beside that of a plain `<input type=range>` that nobody listens to, put before the figure: what any
slider costs in a page as long as this one. Goal: at p95 4 ms, and 16 ms with the processor slowed
down four times.

Usage: python benchmarks/slider.py [--events 40] [--kinds activation softmax] [--out results.json]
"""

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))  # the browser and the JupyterLab of the tests
from browser import launch
from lab.jupyter import Notebook, jupyterlab
from serve import serving

BUILD = ROOT / "_build" / "html"
SLOWDOWNS = (1, 4)
IMPORTS = """\
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact
from actnorm import ACTIVATIONS, plots
from actnorm.explorers import BatchNormExplorer
"""
# The explorers' pictures as one would write them in a notebook, and as quick as they can be:
# matplotlib's own style and resolution. Sliders in the explorers' order.
NOTEBOOKS = {
    "activation": """\
sigmoid = ACTIVATIONS["sigmoid"]
grid = np.linspace(-8, 8, 161)
@interact(x=(-8.0, 8.0, 0.1), threshold=(0.0, 0.5, 0.01))
def show(x=1.0, threshold=0.1):
    figure, (top, bottom) = plt.subplots(2, 1, figsize=(7, 5), sharex=True)
    top.plot(grid, sigmoid.f(grid))
    bottom.plot(grid, sigmoid.grad(grid))
    for ax in (top, bottom):
        ax.fill_between(grid, 0, 1, where=sigmoid.grad(grid) < threshold, alpha=0.2)
    y, slope = sigmoid.f(x), sigmoid.grad(x)
    top.plot([x - 2, x + 2], [y - 2 * slope, y + 2 * slope])
    top.plot(x, y, "o")
    bottom.plot(x, slope, "o")
    plt.show()
""",
    "batch-norm": """\
x = BatchNormExplorer().x
m, s = x.mean(), x.std()
sliders = {"mu": (m - 4 * s, m + 4 * s, s / 40), "sigma": (s / 40, 4 * s, s / 40)}
@interact(**sliders, gamma=(-10.0, 10.0, 0.1), beta=(-10.0, 10.0, 0.1))
def show(mu=0.0, sigma=1.0, gamma=1.0, beta=0.0):
    figure, (top, middle, bottom) = plt.subplots(3, 1, figsize=(7, 5))
    y = gamma * (x - mu) / np.sqrt(sigma**2 + 1e-5) + beta
    plots.plot_distribution(x, ax=top, bins=40)
    middle.plot(np.stack([x, y]), [1, 0], color="grey", linewidth=0.5)
    plots.plot_distribution(y, ax=bottom, bins=40, role="output", xlim=(-6, 6))
    plt.show()
""",
}
SLIDERS = {"activation": 2, "batch-norm": 4}  # how many of them both versions have
# Promise of the milliseconds from the key event to the end of the frame that shows the change.
ARM = """([picture, isImage]) => {
    window.measured = new Promise(done => {
        let pressed = 0, changed = false;
        addEventListener('keydown', e => { pressed = e.timeStamp; }, {capture: true, once: true});
        const observer = new MutationObserver(async () => {
            const image = isImage && picture.querySelector('img');
            if (isImage && (!image || image === picture.lastImage)) return;
            if (isImage) await (picture.lastImage = image).decode().catch(() => {});
            changed = pressed > 0;
        });
        observer.observe(picture, {subtree: true, childList: true, attributes: true});
        // A message posted within a frame arrives after that frame's layout and paint.
        const after = new MessageChannel();
        after.port1.onmessage = () => {
            if (!changed) return next();
            observer.disconnect();
            after.port1.close();
            done(performance.now() - pressed);
        };
        const next = () => requestAnimationFrame(() => after.port2.postMessage(0));
        next();
    });
    picture.lastImage = picture.querySelector('img');
}"""
# The same without frames of its own, which would count as work.
CHANGED = """([picture, isImage]) => {
    const old = picture.querySelector('img');
    window.measured = new Promise(done => {
        const observer = new MutationObserver(async () => {
            const image = isImage && picture.querySelector('img');
            if (isImage && (!image || image === old)) return;
            observer.disconnect();
            if (isImage) await image.decode().catch(() => {}); // replaced already: drawn as well
            done(0);
        });
        observer.observe(picture, {subtree: true, childList: true, attributes: true});
    });
}"""


class Figure:
    """A figure with its sliders, wherever it is."""

    def __init__(self, page, picture, sliders, *, is_image):
        self.page, self.sliders = page, sliders
        self.what = [picture.element_handle(), is_image]
        self.devtools = page.context.new_cdp_session(page)
        # The thread's own time: what other programs take meanwhile is not the page's work.
        self.devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def slow_down(self, times):
        """Make the page's processor this many times slower."""
        self.devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def spent(self):
        """Milliseconds the page's main thread has worked so far."""
        metrics = self.devtools.send("Performance.getMetrics")["metrics"]
        return next(1000 * m["value"] for m in metrics if m["name"] == "TaskDuration")

    def keys(self, events):
        """Step through every slider, to the right and back."""
        for i in range(events):
            slider = self.sliders[i // 2 % len(self.sliders)]
            slider.focus()
            self.page.wait_for_timeout(150)  # let what the focus and the last event began end
            # A step to the right and one back; from the end, a step to the left first.
            if i % 2 == 0:
                at_end = slider.evaluate("e => e.max !== '' && e.value === e.max")
                there = ("ArrowLeft", "ArrowRight") if at_end else ("ArrowRight", "ArrowLeft")
            yield there[i % 2]

    def paint(self, events):
        """Milliseconds from input to paint, for each event."""
        times = []
        for key in self.keys(events):
            self.page.evaluate(ARM, self.what)
            self.page.keyboard.press(key)
            times.append(self.page.evaluate("measured"))
        return times

    def idle(self):
        """Milliseconds of main thread for a key that does nothing."""
        times = []
        for _ in range(12):
            self.page.wait_for_timeout(150)
            before = self.spent()
            self.page.keyboard.press("F9")
            self.page.evaluate("0")
            self.page.wait_for_timeout(50)
            times.append(self.spent() - before)
        return float(np.median(times))

    def work(self, events):
        """Milliseconds of main thread, for each event."""
        times = []
        idle = self.idle()
        for key in self.keys(events):
            self.page.evaluate(CHANGED, self.what)
            before = self.spent()
            self.page.keyboard.press(key)
            self.page.evaluate("measured")
            self.page.wait_for_timeout(50)  # the frame that shows it
            times.append(self.spent() - before - idle)
        return times


def plain_slider(figure):
    """Put a slider that does nothing before the figure; give both as a figure."""
    figure.page.evaluate(
        """() => {
          const plain = Object.assign(document.createElement("input"), { type: "range" });
          plain.className = "plain";
          // What waits for a changed picture hears of a step here.
          plain.addEventListener("input", () => { plain.dataset.at = plain.value; });
          document.querySelector("figure.actnorm-slot.is-live").before(plain);
        }"""
    )
    plain = figure.page.locator("input.plain")
    return Figure(figure.page, plain, [plain], is_image=False)


def explorer_on_page(browser, site, kind):
    """Open the longest chapter of the built book that has the explorer."""
    mark = f'data-explorer="{kind}" data-model='
    pages = [p for p in BUILD.glob("chapters/*.html") if mark in p.read_text("utf-8")]
    longest = max(pages, key=lambda page: page.stat().st_size)
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{site}/chapters/{longest.name}")
    figure = page.locator(f"figure.actnorm-slot.is-live[data-explorer='{kind}']").first
    figure.scroll_into_view_if_needed()
    sliders = figure.locator("input[type=range]").all()[: SLIDERS.get(kind)]
    return Figure(page, figure.locator("svg").first, sliders, is_image=False)


def interact_in_notebook(browser, lab, folder, kind):
    """Open the notebook's version and run it."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    notebook = Notebook.open(page, lab, folder, IMPORTS, NOTEBOOKS[kind])
    notebook.run(0)
    notebook.run(1)
    picture = page.locator(".widget-output").first
    picture.locator("img").wait_for()
    return Figure(page, picture, page.locator(".noUi-handle").all(), is_image=True)


def measure(figure, events, *, paint, plain=None):
    """Measure a figure, and a plain slider of its page, as they are and slowed down."""
    results = {}
    for slowdown in SLOWDOWNS:
        figure.slow_down(slowdown)
        figure.paint(4)  # warm up
        painted = {"paint": figure.paint(events)} if paint else {}
        results[f"{slowdown}x"] = painted | {"work": figure.work(events)}
        if plain:
            results[f"{slowdown}x"]["plain"] = plain.work(events)
    figure.slow_down(1)
    figure.page.close()
    return results


def report(kind, explorer, notebook):
    """Print percentiles and their ratios."""
    print(f"\n{kind:<30}{'explorer':>18}{'interact':>18}{'ratio':>16}")
    print(f"{'milliseconds':<30}" + f"{'p50':>9}{'p95':>9}" * 2 + f"{'p50':>8}{'p95':>8}")
    for slowdown in explorer:
        for what, title in {"paint": "input to paint", "work": "main-thread work"}.items():
            ours = np.percentile(explorer[slowdown][what], [50, 95])
            theirs = np.percentile(notebook[slowdown][what], [50, 95])
            print(
                f"  {title + ', ' + slowdown + ' slower' * (slowdown != '1x'):<28}"
                + "".join(f"{ms:9.1f}" for ms in [*ours, *theirs])
                + "".join(f"{ratio:7.1f}×" for ratio in theirs / ours)
            )


def report_work(explorers):
    """Print the work of each explorer, and of a plain slider beside it."""
    titles = [f"{what}{s}x" for s in SLOWDOWNS for what in ("", "plain ")]
    print(f"\n{'main-thread work, ms':<18}" + "".join(f"{title:>18}" for title in titles))
    print(f"{'':<18}" + f"{'p50':>9}{'p95':>9}" * len(titles))
    for kind, measured in explorers.items():
        rows = [measured[f"{s}x"][what] for s in SLOWDOWNS for what in ("work", "plain")]
        shown = [np.percentile(row, [50, 95]) for row in rows]
        print(f"  {kind:<16}" + "".join(f"{p50:9.1f}{p95:9.1f}" for p50, p95 in shown), flush=True)


def kinds_of_the_book():
    """Find every kind of explorer that the built book shows."""
    pages = [page.read_text("utf-8") for page in BUILD.rglob("*.html")]
    return sorted(
        {kind for page in pages for kind in re.findall(r'data-explorer="([\w-]+)"', page)}
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=40, help="key presses per measurement")
    parser.add_argument("--kinds", nargs="+", help="by default every explorer of the book")
    parser.add_argument("--out", type=Path, help="write every measurement here, as JSON")
    args = parser.parse_args()
    if not (BUILD / "index.html").is_file():
        parser.error("there is no built book to measure: type `make book` first")
    kinds = args.kinds or kinds_of_the_book()
    results = {}
    with (
        tempfile.TemporaryDirectory() as home,
        sync_playwright() as playwright,
        serving(BUILD) as site,
        jupyterlab(Path(home)) as lab,
    ):
        browser = launch(playwright)
        for kind in kinds:
            compared = kind in NOTEBOOKS
            figure = explorer_on_page(browser, site, kind)
            plain = plain_slider(figure)
            ours = measure(figure, args.events, paint=compared, plain=plain)
            results[kind] = {"explorer": ours}
            if compared:
                figure = interact_in_notebook(browser, lab, Path(home) / "work", kind)
                results[kind]["interact"] = measure(figure, args.events, paint=True)
                report(kind, results[kind]["explorer"], results[kind]["interact"])
        report_work({kind: measured["explorer"] for kind, measured in results.items()})
        browser.close()
    if args.out:
        args.out.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
