"""How fast the playground trains: steps per second in one browser, and beside the library.

The engine of the page (actnorm/explorers/playground/engine.js) against

- TensorFlow Playground's own, `src/nn.ts` of github.com/tensorflow/playground, on its default (a
  circle, 4 and 2 tanh units) and on its largest network (6 layers of 8), in batches of 10 at a rate
  of 0.03, on the same points in the same order, in the same browser, in turns. Give the path of
  that file; without it this half is not run. Its loss is the squared error of one tanh output,
  ours the cross-entropy of two classes, so the two losses are no comparison; they and the shares
  of right answers show that both learn. Goal: 5 times.
- `actnorm.network.train`, ten layers of 32 ReLU units with batch norm on digits. Goal: 0.5 times.

Then how long the scripts of a frame take while the figure plays, in processor time: the median, and
what 95 of 100 frames stay below, as the machine is and slowed down four times. Goals: 8 and 16 ms.

Last, what a network trained with the samples of a function gives beside one trained with the
function itself: 50 steps, both in Python, the largest difference of a weight.

Usage: python benchmarks/playground.py [path/to/nn.ts] [--rounds 60]
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from actnorm.data import digits
from actnorm.explorers import PlaygroundExplorer
from actnorm.explorers.playground.samples import registered
from actnorm.network import MLP, train

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the browser of the tests, and their bare page
from browser import launch

from tests.explorers.page import blank, show

ENGINE = "/actnorm/explorers/playground/"
NETS = {"default, 4 and 2 tanh": [4, 2], "largest, 6 × 8 tanh": [8] * 6}
DEEP = [64, *[32] * 10, 10]
SECONDS = 0.04  # of a turn: short enough for some to have the processor to themselves
# One function for each engine, which makes a network and returns what trains it for an epoch.
PAGE = """async ([home, theirs]) => {
  const { network, workspace, take, step } = await import(home + "engine.js");
  const { generator, start } = await import(home + "random.js");
  const { judged, run } = await import(home + "slices.js");
  const { table } = await import(home + "samples.js");
  const nn = theirs ? await import(theirs) : null;
  window.ours = ({ sizes, norm, samples, batch, rate, init, shuffled, x, y }) => {
    const [count, inputs] = [y.length, sizes[0]];
    const columns = new Float64Array(count * inputs);
    x.forEach((row, k) => row.forEach((v, i) => { columns[i * count + k] = v; }));
    const points = { x: columns, labels: Uint8Array.from(y), count };
    const net = network({ sizes, norm, place: "before", table: table(samples) });
    const rng = generator(1);
    start(net, rng, { init, scale: 1 });
    const work = workspace(net, batch);
    const order = Uint32Array.from(points.labels.keys());
    return {
      epoch() {
        if (shuffled) rng.shuffle(order);
        for (let k = 0; k < count; k += batch) {
          const n = Math.min(batch, count - k);
          take(points, work, inputs, order, k, n);
          step(net, work, n, rate);
        }
        return Math.ceil(count / batch);
      },
      result: () => run(judged(net, work, points)).value,
    };
  };
  window.theirs = ({ hidden, batch, lr, x, y }) => {
    const tanh = nn.Activations.TANH;
    const net = nn.buildNetwork([2, ...hidden, 1], tanh, tanh, null, ["x", "y"], false);
    const labels = y.map((label) => 2 * label - 1);
    return {
      epoch() {
        x.forEach((row, k) => {
          nn.forwardProp(net, row);
          nn.backProp(net, labels[k], nn.Errors.SQUARE);
          if ((k + 1) % batch === 0) nn.updateWeights(net, lr, 0);
        });
        return Math.floor(x.length / batch);
      },
      result() {
        const outs = x.map((row) => nn.forwardProp(net, row));
        const errors = outs.map((out, k) => nn.Errors.SQUARE.error(out, labels[k]));
        return {
          loss: errors.reduce((a, b) => a + b) / errors.length,
          accuracy: outs.filter((out, k) => out * labels[k] > 0).length / outs.length,
        };
      },
    };
  };
  window.turn = (made, seconds) => {
    const begin = performance.now();
    let steps = 0;
    while (performance.now() - begin < 1000 * seconds) steps += made.epoch();
    return (1000 * steps) / (performance.now() - begin);
  };
}"""


def circle(count=250, seed=0):
    """Draw points of two classes: within half of the radius, and beyond 0.7 of it."""
    rng = np.random.default_rng(seed)
    y = np.arange(count) % 2
    radius = np.where(y, rng.uniform(0, 2.5, count), rng.uniform(3.5, 5, count))
    angle = rng.uniform(0, 2 * np.pi, count)
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1), y


def opened(browser, theirs):
    """Open a page with both engines."""
    page = browser.new_page()

    def answer(route):
        name = route.request.url.removeprefix("http://bench.test")
        kind = "text/javascript"
        if name == "/theirs.js":
            route.fulfill(body=theirs, content_type=kind)
        elif name.endswith(".js"):
            route.fulfill(body=(ROOT / name[1:]).read_text("utf-8"), content_type=kind)
        else:
            route.fulfill(body="<!doctype html><title>bench</title>", content_type="text/html")

    page.route("http://bench.test/**", answer)
    page.goto("http://bench.test/")
    page.evaluate(PAGE, [ENGINE, "/theirs.js" if theirs else None])
    return page


def compiled(path):
    """Take the types out of nn.ts."""
    command = [ROOT / "node_modules/.bin/esbuild", path, "--format=esm"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def against_theirs(page, samples, rounds):
    """Print the ratio for both of their networks."""
    x, y = circle()
    data = {"x": x.tolist(), "y": y.tolist(), "batch": 10}
    for name, hidden in NETS.items():
        rate = {"lr": 0.03, "momentum": 0, "decay": 0}
        plan = {
            "sizes": [2, *hidden, 2],
            "norm": "none",
            "init": "xavier",
            "shuffled": False,
            "samples": samples,
        }
        page.evaluate("p => { made = [ours(p[0]), theirs(p[1])]; }", [
            data | plan | {"rate": rate}, data | {"hidden": hidden, "lr": 0.03}
        ])  # fmt: skip
        best = [0.0, 0.0]
        for i in range(-1, rounds):  # the first is not counted
            for k in range(2):
                speed = page.evaluate(f"turn(made[{k}], {SECONDS})")
                best[k] = max(best[k], speed) if i >= 0 else 0.0
        ours, theirs = page.evaluate("made.map((each) => each.result())")
        print(f"{name}: {best[0]:,.0f} steps/s, theirs {best[1]:,.0f}: {best[0] / best[1]:.1f} ×")
        for who, found in (("ours", ours), ("theirs", theirs)):
            print(f"    {who}: loss {found['loss']:.2g}, right {found['accuracy']:.1%}")


def against_python(page, samples, rounds):
    """Print the ratio for a deep network with batch norm on digits."""
    data = digits()
    told = {
        "sizes": DEEP, "norm": "batch", "init": "he", "shuffled": True, "batch": 64,
        "samples": samples,
        "rate": {"lr": 0.05, "momentum": 0.9, "decay": 0},
        "x": data.x_train.tolist(), "y": data.y_train.tolist(),
    }  # fmt: skip
    page.evaluate("p => { made = [ours(p)]; }", told)
    ours = page.evaluate("for (let k = 0; k < 4; k++) made[0].epoch(); made[0].result()")
    mlp = MLP(DEEP, norm="batch", rng=np.random.default_rng(0))
    first = train(mlp, data, epochs=4, lr=0.05, rng=np.random.default_rng(1))
    steps, best = -(-len(data.x_train) // 64), [0.0, 0.0]
    for i in range(-1, rounds):
        speed = page.evaluate(f"turn(made[0], {SECONDS})")
        begin, epochs = time.perf_counter(), 1
        train(mlp, data, epochs=epochs, lr=0.05, rng=np.random.default_rng(1))
        theirs = epochs * steps / (time.perf_counter() - begin)
        if i >= 0:
            best = [max(best[0], speed), max(best[1], theirs)]
    print(f"digits, 10 × 32 ReLU, batch norm: {best[0]:,.0f} steps/s, ", end="")
    print(f"actnorm.network {best[1]:,.0f}: {best[0] / best[1]:.2f} ×")
    print(f"    after 4 epochs right: ours {ours['accuracy']:.1%}, ", end="")
    print(f"Python {first.accuracy[-1]:.1%}")


PLAYED = {
    "as it opens": {"step": 0},
    "10 layers of 8, batch norm, a unit held": {"layers": 10, "held": (5, 3)},
    "digits, 3 layers of 32": {"data": "digits", "layers": 3, "units": 32, "activation": "relu"},
    "10 layers of 64, the largest": {"layers": 10, "units": 64, "batch": 150},
}


TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline"]


def frames(browser, seconds=5):
    """Print the median and the 95th percentile of a frame's scripts while the figure plays."""
    for name, state in PLAYED.items():
        found = []
        for slower in (1, 4):
            page = blank(browser, ROOT, "playground", viewport={"width": 900, "height": 1200})
            figure = show(page, PlaygroundExplorer(**state))
            page.wait_for_timeout(500)
            devtools = page.context.new_cdp_session(page)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            figure.get_by_role("button", name="Play").click()
            page.wait_for_timeout(300)  # until it is compiled
            browser.start_tracing(page=page, categories=TRACED)
            page.wait_for_timeout(1000 * seconds)
            times = scripts(json.loads(browser.stop_tracing())["traceEvents"])
            page.context.close()
            p50, p95 = (times[int(share * len(times))] for share in (0.5, 0.95))
            found.append(f"{p50:.1f}, {p95:.1f} ms of {len(times)} frames")
        print(f"a frame's scripts, median and p95, {name}: {found[0]}; 4 times slower {found[1]}")


def scripts(events):
    """Give how long the processor ran the scripts of each frame, in ms, in ascending order.

    Processor time: what other programs take of it meanwhile is none of ours. A frame is a task of
    the browser, in which its scripts are called one after the other.
    """
    called = [e for e in events if e["name"] == "FireAnimationFrame" and "tdur" in e]
    tasks = [e for e in events if e["name"] == "RunTask" and "dur" in e]
    found = []
    for task in tasks:
        here = [
            each["tdur"] / 1000
            for each in called
            if each["tid"] == task["tid"] and 0 <= each["ts"] - task["ts"] <= task["dur"]
        ]
        if here:
            found.append(sum(here))
    return sorted(found)


def gaps(functions):
    """Print what the samples change: weights after 50 steps beside those of the function itself."""
    data, found = digits(), {}
    for name, function in functions.items():
        pair = (lambda x, f=function: f(x)[0], lambda x, f=function: f(x)[1])
        nets = [
            MLP([64, 16, 16, 10], activation=each, rng=np.random.default_rng(0))
            for each in (name, pair)
        ]
        few = data._replace(x_train=data.x_train[:800], y_train=data.y_train[:800])
        for net in nets:
            train(net, few, epochs=1, batch_size=16, lr=0.05, rng=np.random.default_rng(1))
        weights = [np.concatenate([p["weight"].ravel() for p in net.params]) for net in nets]
        found[name] = abs(weights[0] - weights[1]).max() / abs(weights[0]).max()
    print("samples beside the function, 50 steps, relative:", end=" ")
    print(", ".join(f"{name} {gap:.0e}" for name, gap in found.items()))


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("nn", nargs="?", type=Path, help="TensorFlow Playground's src/nn.ts")
    parser.add_argument("--rounds", type=int, default=60)
    args = parser.parse_args()
    functions = registered()
    tanh, relu = (json.loads(json.dumps(functions[name].shipped())) for name in ("tanh", "relu"))
    with sync_playwright() as playwright:
        browser = launch(playwright)
        print(f"Chromium {browser.version}")
        page = opened(browser, compiled(args.nn) if args.nn else None)
        if args.nn:
            against_theirs(page, tanh, args.rounds)
        else:
            print("TensorFlow Playground: not run, for want of the path of its nn.ts")
        against_python(page, relu, args.rounds)
        frames(browser)
        browser.close()
    gaps(functions)


if __name__ == "__main__":
    main()
