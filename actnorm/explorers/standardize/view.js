/** Two features moved and stretched by hand, the valley that follows, and the descent into it. */
import { button, node, range, select, words } from "./controls.js";
import { clamp } from "./math.js";
import { add, axis, canvas, handle, put, resize } from "./plot.js";
import { linear } from "./scale.js";
import { nearestWidth, path, valley, width } from "./standardize_math.js";
import { dots, line, ring, square } from "./standardize_panels.js";
import { describeDescent } from "./standardize_words.js";
import { view } from "./view.js";
import { fixed, small } from "./words.js";

/** @typedef {import("./standardize_math.js").Two} Two */
/** @typedef {import("./standardize_math.js").Moments & {name: string, features: [string, string],
 *   std: Two, span: [Two, Two], points: [number[], number[]], upper: number[], digits: Two,
 *   lo: Two, step: Two}} Pair */

const TRAITS = ["pair", "held", "mu", "sigma", "lr", "steps"];
const [STOPS, WIDE, MOST] = [100, 60, 200]; // of the sliders of μ and σ, and of the steps
const RAW = { mu: [0, 0], sigma: [1, 1] };
const RINGS = [0.25, 0.5, 0.75, 1, 1.5, 2]; // contours, in units of the one through the start
const AROUND = 1.2; // half the picture's width, in units of the way from start to goal
const [STRIP, TOP] = [42, 128]; // heights of the held feature and of the squares' upper edge

/**
 * @param {{model: import("./view.js").Model, el: HTMLElement}} context
 * @returns {() => void}
 */
export function renderStandardize({ model, el }) {
  /** @type {Pair[]} */
  const pairs = model.get("_pairs");
  const first = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const live = view(model, el, { traits: TRAITS, layout, update });
  const { signal } = live;
  const shown = () => pairs.find((p) => p.name === model.get("pair")) ?? pairs[0];
  const index = () => model.get("held") - 1;
  /** Set the held feature's μ or σ. @param {"mu" | "sigma"} name @param {number} value */
  const put1 = (name, value) => {
    const both = [...model.get(name)];
    both[index()] = value;
    live.set({ [name]: both });
  };
  /** @param {number} k */
  const setMu = (k) => {
    const { lo, step } = shown();
    const i = index();
    // Rounded to the decimals of the step, so that no 0.30000000000000004 is sent to Python.
    put1("mu", Number((lo[i] + clamp(Math.round(k), 0, STOPS) * step[i]).toPrecision(10)));
  };
  const stopOfMu = () => {
    const { lo, step } = shown();
    return (model.get("mu")[index()] - lo[index()]) / step[index()];
  };

  const svg = canvas(
    el,
    "Two features, the valley of the loss over their weights, and the descent",
  );
  const along = linear([0, 1]);
  const ruler = add(svg, "g", "actnorm-axis");
  const rug = add(svg, "path", "actnorm-rug is-input");
  const title = add(svg, "text", "actnorm-title is-accent", { x: 0, y: 14 });
  const bar = add(svg, "path", "actnorm-width");
  const data = square(svg, "input", "data x′ = (x − μ) / σ", "x", "′");
  const lower = add(data.inside, "path", "actnorm-cloud is-muted");
  const upper = add(data.inside, "path", "actnorm-cloud is-input");
  const reach = add(data.inside, "path", "actnorm-contour is-strong");
  const loss = square(svg, "gradient", "loss, ○ start, × goal", "w", "");
  const rings = RINGS.map(() => add(loss.inside, "path", "actnorm-contour"));
  const trail = add(loss.inside, "path", "actnorm-trail");
  const spots = add(loss.inside, "path", "actnorm-cloud is-gradient");
  const goal = add(loss.inside, "path", "actnorm-goal");
  const start = add(loss.inside, "circle", "actnorm-start", { r: 5 });
  const point = handle(svg, {
    label: "μ of the held feature",
    min: 0,
    max: STOPS,
    signal,
    move: (pixel) => {
      const { lo, step } = shown();
      setMu((along.invert(pixel) - lo[index()]) / step[index()]);
    },
    step: (steps) => setMu(clamp(stopOfMu() + steps, 0, STOPS)),
  });

  const text = words();
  /** @type {(symbol: string, name: string, role: string, min: number, max: number,
   *   input: (value: number) => void) => ReturnType<typeof range>} */
  const slide = (symbol, name, role, min, max, input) =>
    range({ symbol, name, role, min, max, step: 1, signal, input });
  const slides = {
    mu: slide("μ", "taken off", "accent", 0, STOPS, setMu),
    sigma: slide("σ", "divisor", "accent", -WIDE, WIDE, (k) => put1("sigma", width(k))),
    lr: slide("η", "step size", "gradient", 1, 21, (k) => live.set({ lr: k / 20 })),
    steps: slide("k", "steps", "gradient", 0, MOST, (steps) => live.set({ steps })),
  };
  /** @param {string} name @param {("mean" | "std")[]} of */
  const own = (name, of) =>
    button(name, signal, () => {
      const { mean, std } = shown();
      live.set({
        ...(of.includes("mean") && { mu: [...mean] }),
        ...(of.includes("std") && { sigma: [...std] }),
      });
    });
  const choices = {
    pair: select(
      "data",
      pairs.map(({ name }) => [name, name]),
      signal,
      (pair) => live.set({ pair, ...RAW }),
    ),
    held: select(
      "hold",
      [
        ["1", "x₁"],
        ["2", "x₂"],
      ],
      signal,
      (held) => live.set({ held: Number(held) }),
    ),
  };
  el.classList.add("actnorm", "actnorm-standardize");
  el.append(
    node("div", "actnorm-bar", choices.pair.el, choices.held.el),
    node(
      "div",
      "actnorm-bar",
      own("Own μ", ["mean"]),
      own("Own σ", ["std"]),
      own("Own μ and σ", ["mean", "std"]),
      button("Reset", signal, () => live.set(first)),
    ),
    svg,
    text.el,
    node("div", "actnorm-controls", ...Object.values(slides).map((s) => s.el)),
  );

  let size = 0;
  let laid = "";

  /** @param {number} px */
  function layout(px) {
    size = Math.min(320, Math.floor((px - 24) / 2));
    along.range = [16, px - 16]; // half of a tick label
    ruler.setAttribute("transform", `translate(0,${STRIP + 20})`);
    data.place(0, TOP, size);
    loss.place(px - size, TOP, size);
    resize(svg, px, TOP + size + 24);
    laid = "";
  }

  function update() {
    const pair = shown();
    const i = index();
    /** @type {Two} */
    const mu = model.get("mu");
    /** @type {Two} */
    const sigma = model.get("sigma");
    const [lr, steps] = [model.get("lr"), model.get("steps")];
    const seen = valley(pair, mu, sigma);

    if (laid !== `${pair.name}${i}`) {
      laid = `${pair.name}${i}`;
      along.domain = [pair.lo[i], pair.lo[i] + STOPS * pair.step[i]];
      axis(ruler, "bottom", along, { ticks: size < 250 ? 4 : 8, length: 30 });
      put(rug, {
        d: pair.points[i].map((v) => `M${along(v).toFixed(1)},${STRIP - 6}v12`).join(""),
      });
    }
    const [from, at, to] = [mu[i] - sigma[i], mu[i], mu[i] + sigma[i]].map((v) =>
      clamp(along(v), along.range[0], along.range[1]),
    );
    put(bar, { d: `M${from.toFixed(1)},${STRIP}H${to.toFixed(1)}` });
    const said = { mu: fixed(mu[i], pair.digits[i]), sigma: small(sigma[i]) };
    title.textContent = `x${"₁₂"[i]} ${pair.features[i]}: μ ${said.mu}, σ ${said.sigma}`;

    showData(pair, mu, sigma, seen);
    showLoss(seen, lr, steps);
    const k = stopOfMu();
    point.show(at, STRIP, clamp(k, 0, STOPS), said.mu);
    slides.mu.show(clamp(k, 0, STOPS), said.mu);
    slides.sigma.show(nearestWidth(sigma[i]), said.sigma);
    slides.lr.show(20 * lr, `${fixed(lr)} × 2/λ`);
    slides.steps.show(steps, String(steps));
    choices.pair.show(pair.name);
    choices.held.show(String(i + 1));
    const lines = describeDescent(pair, mu, sigma, lr, steps);
    text.show(lines);
    return lines;
  }

  /** @param {Pair} pair @param {Two} mu @param {Two} sigma @param {import("./standardize_math.js").Valley} seen */
  function showData(pair, mu, sigma, seen) {
    const ends = pair.span.flatMap((end) => end.map((v, j) => Math.abs(v - mu[j]) / sigma[j]));
    const scale = data.show([0, 0], 1.06 * Math.max(...ends));
    const at = pair.points[0].map(
      (v, n) =>
        /** @type {Two} */ ([(v - mu[0]) / sigma[0], (pair.points[1][n] - mu[1]) / sigma[1]]),
    );
    put(lower, {
      d: dots(
        at.filter((_, n) => !pair.upper[n]),
        scale,
      ),
    });
    put(upper, {
      d: dots(
        at.filter((_, n) => pair.upper[n]),
        scale,
      ),
    });
    const [long, short] = [Math.sqrt(seen.steep), Math.sqrt(seen.flat)];
    put(reach, { d: ring([0, 0], seen.axes, long, short, scale) });
  }

  /** @param {import("./standardize_math.js").Valley} seen @param {number} lr @param {number} steps */
  function showLoss(seen, lr, steps) {
    const [a1, a2] = seen.reach;
    const half = AROUND * Math.hypot(a1, a2);
    const scale = loss.show(seen.goal, half);
    const level = Math.sqrt(seen.steep * a1 * a1 + seen.flat * a2 * a2);
    /** @type {Two} */
    const across = [-seen.axes[1], seen.axes[0]];
    const far = 50 * half; // beyond it nobody sees the end of an ellipse
    rings.forEach((element, n) => {
      const long = Math.min(far, (RINGS[n] * level) / Math.sqrt(seen.flat));
      const short = (RINGS[n] * level) / Math.sqrt(seen.steep);
      put(element, { d: ring(seen.goal, across, long, short, scale) });
    });
    const way = path(seen, lr, steps).map(
      ([p, q]) =>
        /** @type {Two} */ ([
          seen.goal[0] + clamp(p, -far, far),
          seen.goal[1] + clamp(q, -far, far),
        ]),
    );
    put(trail, { d: line(way, scale) });
    put(spots, { d: dots(way, scale) });
    const [x, y] = scale(seen.goal);
    put(goal, { d: `M${x - 5},${y - 5}l10,10m0,-10l-10,10` });
    const [cx, cy] = scale([0, 0]).map((v) => v.toFixed(1));
    put(start, { cx, cy });
  }

  live.start();
  return live.end;
}
