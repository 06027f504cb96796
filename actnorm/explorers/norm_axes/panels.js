/** The panels of a NormAxesExplorer: a batch as blocks of cells, and values on a line. */
import { clamp } from "../js/math.js";
import { add, axis, box, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { members } from "./math.js";

/** @typedef {import("./math.js").Shape} Shape */

const LEFT = 20; // room for the samples' numbers, user units
const BETWEEN = 5; // blocks of two channels

/**
 * A batch: a row of blocks per sample, a column per channel, a cell per pixel.
 * @param {Element} svg
 * @param {string} role
 * @param {Shape} shape
 * @param {number} across pixels of a block side by side
 * @param {{signal: AbortSignal, hold(cell: number): void}} options
 *   `hold` hears which cell was pressed
 */
export function batchMap(svg, role, shape, across, { signal, hold }) {
  const [n, c, p] = shape;
  const down = p / across;
  const group = add(svg, "g", "actnorm-batch", { "aria-hidden": "true" }); // the words say it
  const title = write(group, `actnorm-title is-${role}`);
  const columns = Array.from({ length: c }, (_, j) => write(group, "", String(j + 1), "middle"));
  const rows = Array.from({ length: n }, (_, i) => write(group, "", String(i + 1)));
  const together = add(group, "rect", "actnorm-together");
  const ground = add(group, "path", "actnorm-ground"); // the frame must not tint its cells
  const cells = Array.from({ length: n * c * p }, () => add(group, "rect"));
  const minus = add(group, "path", "actnorm-crosses");
  const ring = add(group, "rect", "actnorm-held");
  /** @type {string[]} what each cell looks like now */
  const looks = [];
  let [left, head, wide, high, gap] = [0, 0, 0, 0, 0];
  /** @param {number} k */
  const corner = (k) => {
    const pixel = k % p;
    const j = Math.floor(k / p) % c;
    const i = Math.floor(k / (p * c));
    return [
      left + j * (across * wide + BETWEEN) + (pixel % across) * wide,
      head + i * (down * high + gap) + Math.floor(pixel / across) * high,
    ];
  };
  group.addEventListener(
    "click",
    (event) => {
      const k = cells.indexOf(/** @type {SVGElement} */ (event.target));
      if (k >= 0) hold(k);
    },
    { signal },
  );
  return {
    /**
     * @param {{x: number, y: number, width: number, cell: number, between: number,
     *   numbered: boolean}} where
     *   height of a cell, distance of two samples, whether the channels have their numbers here
     * @returns {number} where it ends
     */
    place(where) {
      [left, high, gap] = [where.x + LEFT, where.cell, where.between];
      head = where.y + (where.numbered ? 22 : 8);
      wide = (where.width - LEFT - 4 - (c - 1) * BETWEEN) / (c * across);
      put(title, { x: where.x, y: where.y });
      columns.forEach((text, j) => {
        const [at] = corner(j * p);
        put(text, { x: at + (across * wide) / 2, y: where.y + 17 });
        put(text, { visibility: where.numbered ? "visible" : "hidden" });
      });
      rows.forEach((text, i) => {
        put(text, { x: where.x, y: corner(i * c * p)[1] + (down * high) / 2 + 5 });
      });
      const boxes = cells.map((cell, k) => {
        const [x, y] = corner(k);
        put(cell, { x: x + 0.5, y: y + 0.5, width: wide - 1, height: high - 1 });
        return box(x, y, x + wide, y + high);
      });
      put(ground, { d: boxes.join("") });
      return head + n * (down * high + gap);
    },
    /**
     * @param {string} name
     * @param {readonly number[]} values those of the batch, which may have fewer samples
     * @param {number} full the size at which the colour is fullest
     * @param {import("./math.js").Region} seen
     * @param {number} held
     */
    show(name, values, full, seen, held) {
      tell(title, name);
      const lines = [];
      const dash = Math.min(8, wide / 2);
      for (let k = 0; k < cells.length; k++) {
        const negative = values[k] < 0;
        const size = k < values.length ? 0.06 + 0.79 * Math.min(1, Math.abs(values[k]) / full) : 0;
        const look = `${negative ? "muted" : role} ${size.toFixed(3)}`;
        if (look !== looks[k]) {
          const [hue, opacity] = look.split(" ");
          put(cells[k], { class: `actnorm-unit is-${hue}`, "fill-opacity": opacity });
          looks[k] = look;
        }
        if (!negative) continue;
        const [x, y] = corner(k);
        lines.push(
          `M${(x + (wide - dash) / 2).toFixed(1)},${(y + high / 2).toFixed(1)}h${dash.toFixed(1)}`,
        );
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
    /**
     * @param {number} y
     * @param {number} room
     * @param {number} ticks
     * @returns {number} where it ends
     */
    place(y, room, ticks) {
      [top, made.line] = [y, y + 22];
      scale.range = [14, room - 14];
      put(title, { x: 0, y });
      put(ruler, { transform: `translate(0,${top + 50})` });
      axis(ruler, "bottom", scale, { ticks, length: 40 });
      return top + 71;
    },
    /**
     * @param {string} name
     * @param {readonly number[]} values
     * @param {{mean: number, spread: number}} found
     */
    show(name, values, { mean, spread }) {
      tell(title, name);
      const at = values.map((v) => `M${scale(v).toFixed(1)},${top + 13}v18`);
      put(strokes, { d: at.join("") });
      const [from, to] = [mean - spread, mean + spread].map((v) => scale(clamp(v, -reach, reach)));
      put(width, { d: `M${from.toFixed(1)},${top + 41}H${to.toFixed(1)}` });
      put(middle, { cx: scale(mean).toFixed(1), cy: top + 41 });
    },
  };
  return made;
}
