/** One of the two panels of the kinks explorer. */
import { clamp } from "../js/math.js";
import { add, axis, put, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import * as say from "./messages.js";

/**
 * Axes, a title, and what is drawn inside, cut off at its edges.
 * @param {Element} svg
 * @param {import("../js/scale.js").Scale} x
 * @param {[number, number]} heights
 * @param {string} role
 */
export function panel(svg, x, heights, role) {
  const y = linear(heights);
  const [bottom, left] = [add(svg, "g", "actnorm-axis"), add(svg, "g", "actnorm-axis")];
  const title = write(svg, `actnorm-title is-${role}`);
  put(title, { x: 0 });
  const name = write(svg, "actnorm-note", say.axis, "end");
  // A nested SVG clips without the id that a clip path needs; its units are the picture's.
  const inside = add(svg, "svg", "actnorm-inside");
  const far = 1e4 * (heights[1] - heights[0]);
  let shift = 0;
  /** Height inside the nested picture; far outside the exact place does not matter. @param {number} to */
  const high = (to) => (y(clamp(to, heights[0] - far, heights[1] + far)) - shift).toFixed(1);
  return {
    title,
    inside,
    at: y,
    /**
     * A line through points, as path data.
     * @param {readonly number[]} xs
     * @param {readonly number[]} ys
     */
    line: (xs, ys) => `M${xs.map((at, i) => `${x(at).toFixed(1)},${high(ys[i])}`).join("L")}`,
    /**
     * Points as path data: lines of almost no length, which round ends make into dots.
     * @param {readonly number[]} xs
     * @param {readonly number[]} ys
     */
    dots: (xs, ys) => xs.map((at, i) => `M${x(at).toFixed(1)},${high(ys[i])}h0.01`).join(""),
    /**
     * @param {number} top
     * @param {number} tall
     * @param {number} width
     * @param {boolean} narrow
     */
    place(top, tall, width, narrow) {
      y.range = [top + tall, top];
      shift = top;
      const [a, b] = x.range;
      put(title, { y: top - 10 });
      put(inside, { x: 0, y: top, width, height: tall });
      put(bottom, { transform: `translate(0,${top + tall})` });
      put(name, { x: b - 6, y: top + tall - 6 });
      axis(bottom, "bottom", x, { ticks: narrow ? 4 : 7, length: tall });
      put(left, { transform: `translate(${a},0)` });
      axis(left, "left", y, { ticks: tall > 150 ? 5 : 3, length: b - a });
    },
  };
}
