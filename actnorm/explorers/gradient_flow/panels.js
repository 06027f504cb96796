/** The panels of a GradientFlowExplorer: gradients by layer, and a row of histograms. */
import { clamp } from "./math.js";
import { add, axis, box, put } from "./plot.js";
import { linear } from "./scale.js";
import { fixed } from "./words.js";

const [LOW, HIGH] = [-12, 6]; // decades in the picture
const BEYOND = 0.7; // how far what lies outside is drawn, decades
const MOST = 20; // layers
const COLUMNS = 5;
const TALL = 44; // of a histogram, px

/**
 * @param {Element} parent
 * @param {string} className
 * @param {string} [text]
 * @param {"start" | "middle" | "end"} [anchor]
 */
function write(parent, className, text = "", anchor = "start") {
  const made = add(parent, "text", className, { "text-anchor": anchor });
  made.textContent = text;
  return made;
}

/** @param {number} decades */
const power = (decades) =>
  `10${[...String(decades)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("")}`;

/**
 * Gradients by layer on a log axis, with the cartoon.
 * @param {Element} svg
 */
export function flowChart(svg) {
  const [upright, flat] = [0, 1].map(() => add(svg, "g", "actnorm-axis"));
  const title = write(svg, "actnorm-title is-gradient", "gradient by layer (RMS)");
  const keys = ["● at the layer", "□ at its weights", "╌ cartoon"].map((t) =>
    write(svg, "actnorm-note", t),
  );
  const band = add(svg, "path", "actnorm-flow-band");
  const cartoon = add(svg, "path", "actnorm-flow-cartoon");
  const thin = add(svg, "path", "actnorm-flow-thin");
  const line = add(svg, "path", "actnorm-curve is-gradient");
  const dots = Array.from({ length: MOST }, () => ({
    square: add(svg, "rect", "actnorm-flow-square", { width: 7, height: 7 }),
    dot: add(svg, "circle", "actnorm-mark is-gradient", { r: 4.5 }),
  }));
  const name = write(svg, "actnorm-note", "layer");
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
      let at = narrow ? 0 : 190;
      for (const key of keys) {
        put(key, { x: at, y: narrow ? 34 : 14 });
        at += 116;
      }
      put(name, { x: 0, y: bottom + 26 });
      upright.setAttribute("transform", "translate(48,0)");
      axis(upright, "left", y, { ticks: 9, length: width - 48 });
      for (const text of upright.querySelectorAll("text")) {
        text.textContent = power(Number(text.textContent?.replace("−", "-")));
      }
    },
    /** @param {ReturnType<typeof import("./gradient_flow_data.js").setting>} shown */
    show({ gradients, weights, low, high, cartoon: says }) {
      const depth = gradients.length;
      x.domain = [1, depth];
      flat.setAttribute("transform", `translate(0,${base + 8})`);
      axis(flat, "bottom", x, { ticks: Math.min(depth, 10), length: 0 });
      put(band, { d: `${path(low)}L${backwards(path(high))}Z` });
      put(cartoon, { d: path(says) });
      put(thin, { d: path(weights) });
      put(line, { d: path(gradients) });
      dots.forEach(({ dot, square }, i) => {
        const there = i < depth;
        dot.setAttribute("display", there ? "inline" : "none");
        square.setAttribute("display", there ? "inline" : "none");
        if (!there) return;
        put(dot, { cx: x(i + 1).toFixed(1), cy: height(gradients[i]).toFixed(1) });
        const [left, up] = [x(i + 1) - 3.5, height(weights[i]) - 3.5];
        put(square, { x: left.toFixed(1), y: up.toFixed(1) });
      });
    },
  };
}

/**
 * The points of a path, last one first.
 * @param {string} d
 */
const backwards = (d) => d.slice(1).split("L").reverse().join("L");

/**
 * A row of histograms, one per layer.
 * @param {Element} svg
 * @param {"output" | "gradient"} role
 * @param {string} name
 */
export function histograms(svg, role, name) {
  const group = add(svg, "g", "", { "aria-hidden": "true" }); // the words say what matters
  const title = write(group, `actnorm-title is-${role}`, name);
  const cells = Array.from({ length: COLUMNS }, () => ({
    bars: add(group, "path", `actnorm-bars is-${role}`),
    ground: add(group, "path", "actnorm-rule"),
    layer: write(group, "actnorm-note", "", "middle"),
    ends: [write(group, "actnorm-note"), write(group, "actnorm-note", "", "end")],
  }));
  let [wide, foot] = [0, 0];
  return {
    /**
     * @param {number} width
     * @param {number} top
     */
    place(width, top) {
      [wide, foot] = [width, top + 32 + TALL];
      put(title, { x: 0, y: top });
    },
    /**
     * @param {readonly number[]} layers
     * @param {readonly number[][]} rows roots of shares
     * @param {readonly [number, number]} edges
     */
    show(layers, rows, edges) {
      const room = wide / COLUMNS;
      cells.forEach(({ bars, ground, layer, ends }, k) => {
        const there = k < layers.length;
        for (const e of [bars, ground, layer, ...ends]) {
          e.setAttribute("display", there ? "inline" : "none");
        }
        if (!there) return;
        const [left, span] = [k * room + 2, room - 12];
        const unit = TALL / Math.max(...rows[k]);
        const step = span / rows[k].length;
        const drawn = rows[k].map((v, i) =>
          v > 0 ? box(left + i * step, foot - v * unit, left + (i + 1) * step - 0.5, foot) : "",
        );
        put(bars, { d: drawn.join("") });
        put(ground, { d: `M${left},${foot}h${span}` });
        put(layer, { x: left + span / 2, y: foot - TALL - 8 });
        layer.textContent = `layer ${layers[k]}`;
        ends.forEach((end, side) => {
          put(end, { x: left + side * span, y: foot + 14 });
          const value = edges[side];
          end.textContent = Number.isInteger(value) ? fixed(value, 0) : fixed(value, 1);
        });
      });
    },
  };
}
