/** A batch before and after batch norm, every sample joined to where it lands. */
import { clamp, mean, std } from "../js/math.js";
import { fixed } from "../js/numbers.js";
import { add, axis, box, handle, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { explorer } from "../js/view.js";
import { histogram, normalize } from "./math.js";
import * as say from "./messages.js";

const BINS = 40;
const ROLES = {
  mu: "input",
  sigma: "input",
  gamma: "output",
  beta: "output",
  eps: "muted",
  sample: "accent",
};

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg, signal } = live;
  /** @type {number[]} */
  const others = live.get("_x").slice(1);
  /** @type {number} */
  const edge = live.get("_edge");
  const { min: lo, max: hi, step, digits } = live.offers("sample");
  const into = linear([lo, hi]);
  const out = linear([-edge, edge]);
  const above = side(svg, "input", say.input, into);
  const below = side(svg, "output", say.output, out);
  // A nested SVG clips what leaves the picture, without the id that a clip path needs.
  const middle = add(svg, "svg", "", { x: 0 });
  const strands = add(middle, "path", "actnorm-strands");
  const strand = add(middle, "path", "actnorm-strand");
  const own = spread(svg, "input", say.spreads.own);
  const yours = spread(svg, "input is-hollow", say.spreads.yours);
  const result = spread(svg, "output", say.spreads.result);
  const unit = spread(svg, "muted is-hollow", say.spreads.unit);
  const landed = add(svg, "circle", "actnorm-mark is-accent", { r: 5 });
  const exits = [write(svg, "actnorm-exit"), write(svg, "actnorm-exit", "", "end")];
  const hold = (/** @type {number} */ value) => live.set({ sample: live.near("sample", value) });
  const point = handle(svg, {
    label: say.held,
    min: lo,
    max: hi,
    signal,
    move: (at) => hold(into.invert(at)),
    step: (steps) => hold(live.get("sample") + steps * step),
  });

  const batch = () => [live.get("sample"), ...others];
  const useOwn = live.button(say.own, () => {
    const values = batch();
    live.set({ mu: mean(values), sigma: std(values) });
  });
  live.bar.append(useOwn, live.reset());
  for (const name of /** @type {(keyof typeof ROLES)[]} */ (Object.keys(ROLES)))
    live.controls.append(live.slider(name, say.sliders[name], ROLES[name]));

  /** @returns {import("./math.js").Norm} */
  const now = () => ({
    mu: live.get("mu"),
    sigma: live.get("sigma"),
    gamma: live.get("gamma"),
    beta: live.get("beta"),
    eps: live.get("eps"),
  });
  let rugs = [0, 0];

  /**
   * @param {number} width
   * @param {boolean} narrow
   */
  function layout(width, narrow) {
    const [bars, gap] = narrow ? [44, 64] : [60, 84];
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
    return under + bars + 46;
  }

  /** How many tick labels fit, long ones too. @param {number} width */
  function room(width) {
    const longest = Math.max(...[lo, hi].map((v) => fixed(v, digits).length));
    return clamp(Math.floor(width / (8 * longest + 24)), 2, 9);
  }

  function update() {
    const values = batch();
    const norm = now();
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
    tell(exits[0], say.below(y.filter((v) => v < -edge).length));
    tell(exits[1], say.above(y.filter((v) => v > edge).length));
    point.show(into(values[0]), rugs[0], values[0], fixed(values[0], digits));
    return say.sentences(values, norm, { digits, edge });
  }

  return { layout, update, heading: () => say.heading(batch().length, now(), digits) };
}

/**
 * The batch on one side: axis, bars and a tick for each sample.
 * @param {Element} svg
 * @param {"input" | "output"} role
 * @param {string} name
 * @param {import("../js/scale.js").Scale} scale
 */
function side(svg, role, name, scale) {
  const ruler = add(svg, "g", "actnorm-axis");
  const bars = add(svg, "path", `actnorm-bars is-${role}`);
  const rug = add(svg, "path", `actnorm-rug is-${role}`);
  const title = write(svg, `actnorm-title is-${role}`, name);
  put(title, { x: 10 });
  let [base, line] = [0, 0];
  return {
    /**
     * @param {"top" | "bottom"} edge
     * @param {{line: number, base: number, ticks: number, title: number}} where
     */
    place(edge, where) {
      [base, line] = [where.base, where.line];
      put(ruler, { transform: `translate(0,${line})` });
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
  put(write(group, "", label), { x: 10, dy: "0.35em" });
  return {
    /** @param {number} y */
    place: (y) => put(group, { transform: `translate(0,${y})` }),
    /**
     * @param {import("../js/scale.js").Scale} scale
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
