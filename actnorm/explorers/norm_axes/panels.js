/** The panels of a NormAxesExplorer: a batch as blocks of cells, and values on a line. */
import { members } from "./norm_axes_math.js";
import { add, axis, put } from "./plot.js";
import { linear } from "./scale.js";
import { write } from "./softmax_panels.js";

/** @typedef {import("./norm_axes_math.js").Shape} Shape */

const [LEFT, GAP] = [20, 5]; // px: room for the samples' numbers, between blocks
const ROWS = [0, 26, 21, 17]; // height of a cell, by how many there are in a block

/**
 * A batch: a row of blocks per sample, a column per channel, a cell per pixel.
 * @param {Element} svg
 * @param {string} role
 * @param {Shape} shape
 * @param {number} across pixels of a block side by side
 * @param {{signal: AbortSignal, hold(cell: number): void}} options `hold` hears which was pressed
 */
export function batchMap(svg, role, shape, across, { signal, hold }) {
  const [n, c, p] = shape;
  const down = p / across;
  const high = ROWS[down];
  const group = add(svg, "g", "actnorm-batch", { "aria-hidden": "true" }); // the words say it
  const title = write(group, `actnorm-title is-${role}`);
  const columns = Array.from({ length: c }, (_, j) => write(group, "", String(j + 1), "middle"));
  const rows = Array.from({ length: n }, (_, i) => write(group, "", String(i + 1)));
  const together = add(group, "rect", "actnorm-together");
  const cells = Array.from(
    { length: n * c * p },
    () => /** @type {SVGRectElement} */ (add(group, "rect", "actnorm-unit")),
  );
  const minus = add(group, "path", "actnorm-crosses");
  const ring = add(group, "rect", "actnorm-held");
  let [left, head, wide] = [0, 0, 0];
  /** @param {number} k */
  const corner = (k) => {
    const pixel = k % p;
    const j = Math.floor(k / p) % c;
    const i = Math.floor(k / (p * c));
    return [
      left + j * (across * wide + GAP) + (pixel % across) * wide,
      head + i * (down * high + GAP) + Math.floor(pixel / across) * high,
    ];
  };
  group.addEventListener(
    "click",
    (event) => {
      const k = cells.indexOf(/** @type {SVGRectElement} */ (event.target));
      if (k >= 0) hold(k);
    },
    { signal },
  );
  const made = {
    bottom: 0,
    /** @param {number} x @param {number} y @param {number} width */
    place(x, y, width) {
      [left, head] = [x + LEFT, y + 28];
      wide = (width - LEFT - 4 - (c - 1) * GAP) / (c * across);
      put(title, { x, y });
      columns.forEach((text, j) => {
        const [at] = corner(j * p);
        put(text, { x: at + (across * wide) / 2, y: y + 19 });
      });
      rows.forEach((text, i) => {
        put(text, { x, y: corner(i * c * p)[1] + (down * high) / 2 + 5 });
      });
      cells.forEach((cell, k) => {
        const [cx, cy] = corner(k);
        put(cell, { x: cx + 0.5, y: cy + 0.5, width: wide - 1, height: high - 1 });
      });
      made.bottom = head + n * (down * high + GAP);
    },
    /**
     * @param {string} name
     * @param {readonly number[]} values those of the batch, which may have fewer samples
     * @param {number} full the size at which the colour is fullest
     * @param {import("./norm_axes_math.js").Region} seen
     * @param {number} held
     */
    show(name, values, full, seen, held) {
      title.textContent = name;
      const lines = [];
      for (let k = 0; k < cells.length; k++) {
        const there = k < values.length;
        const size = there ? 0.06 + 0.79 * Math.min(1, Math.abs(values[k]) / full) : 0;
        const negative = values[k] < 0;
        put(cells[k], { class: `actnorm-unit is-${negative ? "muted" : role}` });
        cells[k].style.setProperty("--full", `${(100 * size).toFixed(1)}%`);
        if (!negative) continue;
        const [x, y] = corner(k);
        lines.push(`M${(x + wide / 2 - 4).toFixed(1)},${y + high / 2}h8`);
      }
      put(minus, { d: lines.join("") });
      const inside = members(seen, shape);
      const [x0, y0] = corner(inside[0]);
      const [x1, y1] = corner(inside[inside.length - 1]);
      put(together, {
        x: x0 - 2,
        y: y0 - 2,
        width: x1 + wide - x0 + 4,
        height: y1 + high - y0 + 4,
      });
      const [x, y] = corner(held);
      put(ring, { x, y, width: wide, height: high });
    },
  };
  return made;
}

/**
 * The values that are averaged, as strokes, with their mean and spread below them.
 * @param {Element} svg
 * @param {number} reach
 */
export function valueLine(svg, reach) {
  const group = add(svg, "g");
  const ruler = add(group, "g", "actnorm-axis");
  const title = write(group, "actnorm-title is-input");
  const strokes = add(group, "path", "actnorm-strokes");
  const width = add(group, "path", "actnorm-spread");
  const middle = add(group, "circle", "actnorm-middle", { r: 4 });
  const scale = linear([-reach, reach]);
  let top = 0;
  const made = {
    scale,
    line: 0,
    bottom: 0,
    /** @param {number} y @param {number} room @param {number} ticks */
    place(y, room, ticks) {
      [top, made.line, made.bottom] = [y, y + 26, y + 76];
      scale.range = [14, room - 14];
      put(title, { x: 0, y });
      ruler.setAttribute("transform", `translate(0,${top + 56})`);
      axis(ruler, "bottom", scale, { ticks, length: 44 });
    },
    /**
     * @param {readonly number[]} values
     * @param {{mean: number, spread: number}} found
     * @param {boolean} centres
     */
    show(values, { mean, spread }, centres) {
      title.textContent = `the values averaged, ${centres ? "mean ± spread" : "0 ± root mean square"}`;
      const at = values.map((v) => `M${scale(v).toFixed(1)},${top + 17}v18`);
      put(strokes, { d: at.join("") });
      const [from, to] = [scale(mean - spread), scale(mean + spread)];
      put(width, { d: `M${from.toFixed(1)},${top + 46}H${to.toFixed(1)}` });
      put(middle, { cx: scale(mean).toFixed(1), cy: top + 46 });
    },
  };
  return made;
}
