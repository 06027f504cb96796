/** A batch before and after batch norm, every sample joined to where it lands. */
import { button, node, range, words } from "./controls.js";
import { clamp, histogram, mean, nearestStop, normalize, snap, std, stop } from "./math.js";
import { add, axis, box, canvas, handle, put, resize } from "./plot.js";
import { linear } from "./scale.js";
import { NARROW, view } from "./view.js";
import { describeBatch, fixed, tiny } from "./words.js";

const BINS = 40;
const TRAITS = ["mu", "sigma", "gamma", "beta", "eps", "sample"];

/**
 * @param {{model: import("./view.js").Model, el: HTMLElement}} context
 * @returns {() => void}
 */
export function renderBatchNorm({ model, el }) {
  /** @type {number[]} */
  const others = model.get("_x").slice(1);
  /** @type {{digits: number, edge: number, per_unit: number, ranges: Record<string, [number, number, number]>}} */
  const { digits, edge, per_unit: perUnit, ranges } = model.get("_view");
  const first = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const live = view(model, el, { traits: TRAITS, layout, update });
  const { signal } = live;

  const svg = canvas(el, "A batch before and after batch norm, each sample joined to its output");
  const [lo, hi] = ranges.sample;
  const into = linear([lo, hi]);
  const out = linear([-edge, edge]);
  const above = side(svg, "input", into);
  const below = side(svg, "output", out);
  // A nested SVG clips what leaves the picture, without the id that a clip path needs.
  const middle = add(svg, "svg", "", { x: 0 });
  const strands = add(middle, "path", "actnorm-strands");
  const strand = add(middle, "path", "actnorm-strand");
  const own = spread(svg, "input", "batch");
  const yours = spread(svg, "input is-hollow", "μ ± σ");
  const result = spread(svg, "output", "output");
  const unit = spread(svg, "muted is-hollow", "0 ± 1");
  const landed = add(svg, "circle", "actnorm-mark is-accent", { r: 5 });
  const exits = ["start", "end"].map((end) =>
    add(svg, "text", "actnorm-exit", { "text-anchor": end }),
  );
  const point = handle(svg, {
    label: "the held sample",
    min: lo,
    max: hi,
    signal,
    move: (pixel) => live.set({ sample: clamp(snap(into.invert(pixel), perUnit), lo, hi) }),
    step: (steps) =>
      live.set({
        sample: clamp(snap(model.get("sample") + steps * ranges.sample[2], perUnit), lo, hi),
      }),
  });

  const text = words();
  /** @type {(name: string, symbol: string, word: string, role: string) => ReturnType<typeof range>} */
  const slide = (name, symbol, word, role) => {
    const [min, max, step] = ranges[name];
    return range({
      symbol,
      name: word,
      role,
      min,
      max,
      step,
      signal,
      input: (value) => live.set({ [name]: value }),
    });
  };
  const sliders = {
    mu: slide("mu", "μ", "mean", "input"),
    sigma: slide("sigma", "σ", "spread", "input"),
    gamma: slide("gamma", "γ", "scale", "output"),
    beta: slide("beta", "β", "shift", "output"),
    sample: slide("sample", "x₀", "sample", "accent"),
  };
  const [epsMin, epsMax] = ranges.eps;
  const eps = range({
    symbol: "ε",
    name: "floor",
    role: "muted",
    step: 1,
    signal,
    min: nearestStop(epsMin),
    max: nearestStop(epsMax),
    input: (k) => live.set({ eps: stop(k) }),
  });
  const batch = () => [model.get("sample"), ...others];
  const useOwn = button("Use the batch’s own μ and σ", signal, () => {
    const values = batch();
    live.set({ mu: mean(values), sigma: std(values) });
  });
  const reset = button("Reset", signal, () => live.set(first));
  el.classList.add("actnorm", "actnorm-batch-norm");
  el.append(
    node("div", "actnorm-bar", useOwn, reset),
    svg,
    text.el,
    node(
      "div",
      "actnorm-controls",
      ...[sliders.mu, sliders.sigma, sliders.gamma, sliders.beta, eps, sliders.sample].map(
        (s) => s.el,
      ),
    ),
  );

  let rugs = [0, 0];

  /** @param {number} width */
  function layout(width) {
    const narrow = width < NARROW;
    const [bars, gap] = narrow ? [50, 76] : [60, 84];
    const [left, right] = [10, width - 10];
    into.range = [left, right];
    out.range = [left, right];
    const base = 42 + bars;
    rugs = [base + 46, base + 46 + gap];
    const under = rugs[1] + 46;
    put(middle, { y: rugs[0], width, height: gap });
    above.place("top", { line: 42, base, ticks: room(width), title: 14 });
    below.place("bottom", {
      line: under + bars,
      base: under,
      ticks: narrow ? 5 : 9,
      title: under + bars + 38,
    });
    own.place(base + 13);
    yours.place(base + 29);
    result.place(rugs[1] + 18);
    unit.place(rugs[1] + 34);
    put(exits[0], { x: 4, y: under + bars - 6 });
    put(exits[1], { x: width - 4, y: under + bars - 6 });
    resize(svg, width, under + bars + 46);
  }

  /** How many tick labels fit, long ones too. @param {number} width */
  function room(width) {
    const longest = Math.max(...[lo, hi].map((v) => fixed(v, digits).length));
    return clamp(Math.floor(width / (8 * longest + 24)), 2, 9);
  }

  function update() {
    const values = batch();
    const norm = { mu: 0, sigma: 0, gamma: 0, beta: 0, eps: 0 };
    for (const name of /** @type {(keyof typeof norm)[]} */ (Object.keys(norm)))
      norm[name] = model.get(name);
    const y = values.map((v) => normalize(v, norm));
    const gap = rugs[1] - rugs[0];
    // Far outside, the exact place does not matter, and short numbers are quick to parse.
    const lands = y.map((v) => out(clamp(v, -20 * edge, 20 * edge)).toFixed(1));
    const lines = values.map((v, i) => `M${into(v).toFixed(1)},0L${lands[i]},${gap}`);
    put(strand, { d: lines[0] });
    put(strands, { d: lines.slice(1).join("") });
    above.show(values, lo, hi, rugs[0]);
    below.show(y, -edge, edge, rugs[1]);
    own.show(into, mean(values), std(values));
    yours.show(into, norm.mu, norm.sigma);
    result.show(out, mean(y), std(y));
    unit.show(out, 0, 1);
    const seen = Math.abs(y[0]) <= edge;
    put(landed, { cx: lands[0], cy: rugs[1], visibility: seen ? "visible" : "hidden" });
    const [under, over] = [y.filter((v) => v < -edge).length, y.filter((v) => v > edge).length];
    exits[0].textContent = under ? `← ${under} more` : "";
    exits[1].textContent = over ? `${over} more →` : "";

    const held = fixed(values[0], digits);
    point.show(into(values[0]), rugs[0], values[0], held);
    for (const name of /** @type {(keyof typeof sliders)[]} */ (Object.keys(sliders))) {
      const value = model.get(name);
      sliders[name].show(value, fixed(value, name === "gamma" || name === "beta" ? 1 : digits));
    }
    eps.show(nearestStop(norm.eps), tiny(norm.eps));
    const said = describeBatch(values, norm, { digits, edge });
    text.show(said);
    return said;
  }

  live.start();
  return live.end;
}

/**
 * The batch on one side: axis, bars and a tick for each sample.
 * @param {Element} svg
 * @param {"input" | "output"} role
 * @param {import("./scale.js").Scale} scale
 */
function side(svg, role, scale) {
  const ruler = add(svg, "g", "actnorm-axis");
  const bars = add(svg, "path", `actnorm-bars is-${role}`);
  const rug = add(svg, "path", `actnorm-rug is-${role}`);
  const title = add(svg, "text", `actnorm-title is-${role}`, { x: 10 });
  title.textContent = role === "input" ? "input x" : "output y = γ (x − μ) / √(σ² + ε) + β";
  let [base, line] = [0, 0];
  return {
    /**
     * @param {"top" | "bottom"} edge
     * @param {{line: number, base: number, ticks: number, title: number}} where
     */
    place(edge, where) {
      [base, line] = [where.base, where.line];
      ruler.setAttribute("transform", `translate(0,${line})`);
      axis(ruler, edge, scale, { ticks: where.ticks, length: Math.abs(base - line) });
      put(title, { y: where.title });
    },
    /**
     * @param {number[]} values
     * @param {number} lo
     * @param {number} hi
     * @param {number} at height of the rug
     */
    show(values, lo, hi, at) {
      const counts = histogram(values, lo, hi, BINS);
      // The tallest bar fills the height, but a few samples never look like many.
      const unit = (line - base) / Math.max(values.length / 6, ...counts);
      const [x0, step] = [scale(lo), (scale(hi) - scale(lo)) / BINS];
      const drawn = counts.map(
        (n, i) => n && box(x0 + i * step + 0.5, base, x0 + (i + 1) * step - 0.5, base + n * unit),
      );
      put(bars, { d: drawn.filter(Boolean).join("") });
      const inside = values.filter((v) => v >= lo && v <= hi);
      put(rug, { d: inside.map((v) => `M${scale(v).toFixed(1)},${at - 4}v8`).join("") });
    },
  };
}

/**
 * A mean as a dot and its spread as a bar of one standard deviation to each side.
 * @param {Element} svg
 * @param {string} role
 * @param {string} label
 */
function spread(svg, role, label) {
  const group = add(svg, "g", `actnorm-spread is-${role}`);
  const bar = add(group, "path", "");
  const dot = add(group, "circle", "", { r: 4.5 });
  const name = add(group, "text", "", { x: 10, dy: "0.35em" });
  name.textContent = label;
  return {
    /** @param {number} y */
    place: (y) => group.setAttribute("transform", `translate(0,${y})`),
    /**
     * @param {import("./scale.js").Scale} scale
     * @param {number} centre
     * @param {number} std
     */
    show(scale, centre, std) {
      const [a, b] = scale.range;
      const [from, to] = [centre - std, centre + std].map((v) =>
        clamp(scale(v), a - 8, b + 8).toFixed(1),
      );
      put(bar, { d: `M${from},0H${to}M${from},-4v8M${to},-4v8` });
      put(dot, { cx: clamp(scale(centre), a - 20, b + 20).toFixed(1) });
    },
  };
}
