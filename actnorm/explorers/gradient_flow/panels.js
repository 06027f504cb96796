/** The panels of the gradient-flow explorer: gradients by layer, and a row of histograms. */
import { clamp } from "../js/math.js";
import { power } from "../js/numbers.js";
import { add, axis, box, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import * as say from "./messages.js";

const [LOW, HIGH] = [-12, 6]; // decades in the picture
const BEYOND = 0.7; // how far what lies outside is drawn, decades
const KEY = 116; // from one key to the next

/**
 * Gradients by layer on a log axis, with the cartoon.
 * @param {Element} svg
 * @param {number} most layers
 */
export function flowChart(svg, most) {
  const [upright, flat] = [0, 1].map(() => add(svg, "g", "actnorm-axis"));
  const title = write(svg, "actnorm-title is-gradient", say.chart);
  const keys = say.keys.map((text) => write(svg, "actnorm-note", text));
  const [band, cartoon, thin] = ["band", "cartoon", "thin"].map((name) =>
    add(svg, "path", `actnorm-flow-${name}`),
  );
  const line = add(svg, "path", "actnorm-curve is-gradient");
  const marks = Array.from({ length: most }, () => ({
    square: add(svg, "rect", "actnorm-flow-square", { width: 7, height: 7 }),
    dot: add(svg, "circle", "actnorm-mark is-gradient", { r: 4.5 }),
  }));
  const name = write(svg, "actnorm-note", say.axis);
  const y = linear([LOW, HIGH]);
  const x = linear([1, 2]);
  let base = 0;
  /** @param {number} value */
  const height = (value) =>
    y(clamp(value > 0 ? Math.log10(value) : LOW - BEYOND, LOW - BEYOND, HIGH + BEYOND));
  /** @param {readonly number[]} values */
  const path = (values) =>
    `M${values.map((v, i) => `${x(i + 1).toFixed(1)},${height(v).toFixed(1)}`).join("L")}`;
  return {
    /**
     * @param {number} width
     * @param {number} top
     * @param {number} bottom
     * @param {boolean} narrow
     */
    place(width, top, bottom, narrow) {
      base = bottom;
      x.range = [62, width - 14];
      y.range = [bottom, top];
      put(title, { x: 0, y: 14 });
      const start = narrow ? 0 : 190;
      keys.forEach((key, i) => {
        put(key, { x: start + i * KEY, y: narrow ? 32 : 14 });
      });
      put(name, { x: 0, y: bottom + 26 });
      put(upright, { transform: "translate(48,0)" });
      axis(upright, "left", y, { ticks: narrow ? 4 : 9, length: width - 48, name: power });
    },
    /** @param {ReturnType<ReturnType<typeof import("./data.js").reader>>} shown */
    show({ gradients, weights, low, high, cartoon: says }) {
      const depth = gradients.length;
      x.domain = [1, depth];
      put(flat, { transform: `translate(0,${base + 8})` });
      axis(flat, "bottom", x, { ticks: Math.min(depth - 1, 9), length: 0 }); // no half layers
      put(band, { d: `${path(low)}L${backwards(path(high))}Z` });
      put(cartoon, { d: path(says) });
      put(thin, { d: path(weights) });
      put(line, { d: path(gradients) });
      marks.forEach(({ dot, square }, i) => {
        const display = i < depth ? "inline" : "none";
        put(dot, { display });
        put(square, { display });
        if (i >= depth) return;
        put(dot, { cx: x(i + 1).toFixed(1), cy: height(gradients[i]).toFixed(1) });
        const [left, up] = [x(i + 1) - 3.5, height(weights[i]) - 3.5];
        put(square, { x: left.toFixed(1), y: up.toFixed(1) });
      });
    },
  };
}

/** The points of a path, last one first. @param {string} d */
const backwards = (d) => d.slice(1).split("L").reverse().join("L");

/**
 * A row of histograms, one per layer.
 * @param {Element} svg
 * @param {"output" | "gradient"} role
 * @param {string} name
 * @param {number} most
 */
export function histograms(svg, role, name, most) {
  const group = add(svg, "g", "actnorm-histograms", { "aria-hidden": "true" }); // words say it
  const title = write(group, `actnorm-title is-${role}`, name);
  const cells = Array.from({ length: most }, () => ({
    bars: add(group, "path", `actnorm-bars is-${role}`),
    ground: add(group, "path", "actnorm-rule"),
    layer: write(group, "actnorm-note", "", "middle"),
    ends: [write(group, "actnorm-note"), write(group, "actnorm-note", "", "end")],
  }));
  let [wide, foot, tall, named] = [0, 0, 0, true];
  return {
    /**
     * @param {number} width
     * @param {number} top of the title's line
     * @param {number} bars their height
     * @param {boolean} layers whether each is named
     */
    place(width, top, bars, layers) {
      [wide, foot, tall, named] = [width, top + (layers ? 26 : 8) + bars, bars, layers];
      put(title, { x: 0, y: top });
    },
    /**
     * @param {readonly number[]} layers
     * @param {readonly number[][]} rows roots of shares
     * @param {readonly [number, number]} edges
     */
    show(layers, rows, edges) {
      const room = wide / most;
      cells.forEach(({ bars, ground, layer, ends }, k) => {
        const display = k < layers.length ? "inline" : "none";
        for (const each of [bars, ground, layer, ...ends]) put(each, { display });
        if (k >= layers.length) return;
        const [left, span] = [k * room + 2, room - 12];
        const unit = tall / Math.max(...rows[k]);
        const step = span / rows[k].length;
        const drawn = rows[k].map((v, i) =>
          v > 0 ? box(left + i * step, foot - v * unit, left + (i + 1) * step - 0.5, foot) : "",
        );
        put(bars, { d: drawn.join("") });
        put(ground, { d: `M${left},${foot}h${span}` });
        put(layer, { x: left + span / 2, y: foot - tall - 6 });
        tell(layer, named ? say.layer(layers[k]) : "");
        ends.forEach((end, side) => {
          put(end, { x: left + side * span, y: foot + 14 });
          tell(end, say.edge(edges[side]));
        });
      });
    },
  };
}
