/** The panels of a DoctorExplorer: small charts of a sick run and, dashed, of the cured one. */
import { clamp } from "./math.js";
import { add, axis, put } from "./plot.js";
import { linear } from "./scale.js";
import { write } from "./softmax_panels.js";

export const TALL = 104; // of a chart, px
const MARK = 3.5;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * @typedef {import("./doctor_words.js").Row} Row
 * @typedef {{role: string, square?: boolean}} Look
 */

/** @param {string} text a whole number */
const power = (text) => {
  const digits = [...text].map((c) => RAISED[Number(c)] ?? "⁻");
  return `10${digits.join("")}`;
};

/**
 * A chart over epochs or over layers. With `decades` its axis counts powers of ten, else per cent.
 * @param {Element} svg
 * @param {{title: string, role: string, name: string, first: number, last: number,
 *   decades?: [number, number], looks: Look[]}} options
 */
export function chart(svg, { title, role, name, first, last, decades, looks }) {
  const group = add(svg, "g", "", { "aria-hidden": "true" }); // the words say it
  const head = write(group, `actnorm-title is-${role}`, title);
  const [upright, flat] = [0, 1].map(() => add(group, "g", "actnorm-axis"));
  const below = write(group, "actnorm-note", name, "end");
  const y = linear(decades ?? [0, 100]);
  const inset = name === "epoch" ? 0 : 0.3;
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
     */
    place(left, top, width) {
      const [start, end] = [left + 34, left + width - 8];
      x.range = [start, end];
      y.range = [top + 14 + TALL, top + 14];
      put(head, { x: left, y: top });
      put(below, { x: end, y: top + TALL + 47 });
      upright.setAttribute("transform", `translate(${start},0)`);
      axis(upright, "left", y, { ticks: decades ? 4 : 2, length: end - start });
      if (decades)
        for (const text of upright.querySelectorAll("text"))
          text.textContent = power(text.textContent ?? "");
      flat.setAttribute("transform", `translate(0,${top + 14 + TALL})`);
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
            if (value !== null) points.push([x(first + at), height(value)]);
          const to = points.map(([a, b]) => `${a.toFixed(1)},${b.toFixed(1)}`);
          put(line, { d: to.length ? `M${to.join("L")}` : "" });
          const spot = looks[i].square ? square : circle;
          put(spots, { d: to.map((point) => `M${point}${spot}`).join("") });
        });
      });
    },
    /** @param {number} epoch */
    point(epoch) {
      put(cursor, { d: `M${x(epoch).toFixed(1)},${y.range[0]}V${y.range[1]}` });
    },
  };
}

const circle = `m-${MARK},0a${MARK},${MARK} 0 1,0 ${2 * MARK},0a${MARK},${MARK} 0 1,0 -${2 * MARK},0Z`;
const square = `m-${MARK},-${MARK}h${2 * MARK}v${2 * MARK}h-${2 * MARK}Z`;
