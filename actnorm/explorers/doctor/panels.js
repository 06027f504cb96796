/** Small charts of a sick run and, dashed, of the cured one. */
import { clamp } from "../js/math.js";
import { power } from "../js/numbers.js";
import { add, axis, put, write } from "../js/plot.js";
import { linear } from "../js/scale.js";

const MARK = 3.5;

/**
 * @typedef {import("./messages.js").Row} Row
 * @typedef {{role: string, square?: boolean}} Look
 */

/**
 * A chart over epochs or over layers. With `decades` its axis counts powers of ten, else per cent.
 * @param {Element} svg
 * @param {{title: string, role: string, name: string, first: number, last: number, inset: number,
 *   decades?: [number, number], looks: Look[]}} options `inset`: how far the axis goes beyond
 */
export function chart(svg, { title, role, name, first, last, inset, decades, looks }) {
  const group = add(svg, "g", "actnorm-chart", { "aria-hidden": "true" }); // the words say it
  const head = write(group, `actnorm-title is-${role}`, title);
  const [upright, flat] = [0, 1].map(() => add(group, "g", "actnorm-axis"));
  const below = write(group, "actnorm-note", name, "end");
  const y = linear(decades ?? [0, 100]);
  const x = linear([first - inset, last + inset]);
  const cursor = add(group, "path", "actnorm-cursor");
  const drawn = [false, true].map((cured) =>
    looks.map((look) => {
      const kind = `is-${look.role}${cured ? " is-cured" : ""}`;
      return [`actnorm-curve ${kind}`, `actnorm-spot ${kind}`].map((c) => add(group, "path", c));
    }),
  );
  /** @param {number} value */
  const height = (value) => {
    if (!decades) return y(100 * value);
    return y(clamp(value > 0 ? Math.log10(value) : decades[0], ...decades));
  };
  return {
    /**
     * @param {number} left
     * @param {number} top
     * @param {number} width
     * @param {number} tall
     */
    place(left, top, width, tall) {
      const [start, end] = [left + 34, left + width - 8];
      const bottom = top + 14 + tall;
      x.range = [start, end];
      y.range = [bottom, top + 14];
      put(head, { x: left, y: top });
      put(below, { x: end, y: bottom + 33 });
      put(upright, { transform: `translate(${start},0)` });
      const name = decades ? power : undefined;
      axis(upright, "left", y, { ticks: decades ? 4 : 2, length: end - start, name });
      put(flat, { transform: `translate(0,${bottom})` });
      axis(flat, "bottom", x, { ticks: last - first > 3 ? 4 : 3, length: 0 });
    },
    /**
     * @param {readonly Row[]} sick one row per look
     * @param {readonly Row[] | null} cured
     */
    show(sick, cured) {
      drawn.forEach((lines, k) => {
        const rows = k ? cured : sick;
        lines.forEach(([line, spots], i) => {
          const points = [];
          for (const [at, value] of (rows?.[i] ?? []).entries())
            if (value !== null)
              points.push(`${x(first + at).toFixed(1)},${height(value).toFixed(1)}`);
          put(line, { d: points.length ? `M${points.join("L")}` : "" });
          const spot = looks[i].square ? square : circle;
          put(spots, { d: points.map((point) => `M${point}${spot}`).join("") });
        });
      });
    },
    /** @param {number} epoch */
    point(epoch) {
      put(cursor, { d: `M${x(epoch).toFixed(1)},${y.range[0]}V${y.range[1]}` });
    },
    /** @param {boolean} on whether it is to be seen where others have its place */
    turn(on) {
      put(group, { opacity: Number(on) });
    },
  };
}

const circle = `m-${MARK},0a${MARK},${MARK} 0 1,0 ${2 * MARK},0a${MARK},${MARK} 0 1,0 -${2 * MARK},0Z`;
const square = `m-${MARK},-${MARK}h${2 * MARK}v${2 * MARK}h-${2 * MARK}Z`;
