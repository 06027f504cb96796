/** Parts of the picture: a layer's histogram, a chart of lines. */
import { clamp } from "../js/math.js";
import { power } from "../js/numbers.js";
import { add, axis, box, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
export const KEY = 20; // room for it before a name
/**
 * The line of a network's charts, to stand before its name.
 * @param {Element} parent
 * @param {boolean} other
 */
export function sample(parent, other) {
  const line = add(parent, "path", `actnorm-curve is-muted${other ? " is-other" : ""}`);
  return (/** @type {number} */ x, /** @type {number} */ y) => put(line, { d: `M${x},${y}h14` });
}

export const DISC = "m-2.2,0a2.2,2.2 0 1,0 4.4,0a2.2,2.2 0 1,0 -4.4,0Z";

/**
 * A layer's pre-activations over the curve of its activation.
 * @param {Element} parent
 */
export function histogram(parent) {
  const group = add(parent, "g", "actnorm-layer", { "aria-hidden": "true" });
  const bars = add(group, "path", "actnorm-bars is-input");
  const line = add(group, "path", "actnorm-curve is-output");
  const base = add(group, "path", "actnorm-rule");
  const below = write(group, "actnorm-note", "", "middle");
  return {
    /** @param {boolean} on */
    turn(on) {
      put(group, { display: on ? "inline" : "none" });
      if (!on) tell(below, "");
    },
    /**
     * @param {{left: number, top: number, width: number, tall: number, bins: Float64Array,
     *   heights: Float64Array, text: string}} at `heights` of the curve, from 0 to 1
     */
    show({ left, top, width, tall, bins, heights, text }) {
      put(group, { transform: `translate(${left.toFixed(1)},${top.toFixed(1)})` });
      const most = Math.max(0.12, ...bins);
      const step = width / bins.length;
      let d = "";
      bins.forEach((share, k) => {
        const high = (tall * share) / most;
        if (high > 0.3) d += box(k * step, tall - high, (k + 1) * step, tall);
      });
      put(bars, { d });
      const gap = width / (heights.length - 1);
      const curve = [...heights].map(
        (h, k) => `${(k * gap).toFixed(1)},${(tall * (1 - h)).toFixed(1)}`,
      );
      put(line, { d: `M${curve.join("L")}` });
      put(base, { d: `M0,${tall}h${width.toFixed(1)}` });
      put(below, { x: (width / 2).toFixed(1), y: tall + 14 });
      tell(below, text);
    },
  };
}

/**
 * A chart of one line for each network, the second dashed. With `decades` its axis counts powers of
 * ten, else per cent.
 * @param {Element} parent
 * @param {{title: string, role: string, name?: string, decades?: [number, number],
 *   ticks: number}} options
 */
export function chart(parent, { title, role, name = "", decades, ticks }) {
  const group = add(parent, "g", "actnorm-chart", { "aria-hidden": "true" });
  const head = write(group, `actnorm-title is-${role}`, title);
  const [upright, flat] = [0, 1].map(() => add(group, "g", "actnorm-axis"));
  const label = write(group, "actnorm-note", name, "end");
  const cursor = add(group, "path", "actnorm-cursor");
  const y = linear(decades ?? [0, 100]);
  const x = linear([0, 1]);
  const lines = ["", " is-other"].map((other) => [
    add(group, "path", `actnorm-curve is-${role}${other}`),
    add(group, "path", `actnorm-spot is-${role}${other}`),
  ]);
  let bottom = 0;
  return {
    group,
    /** @param {string} text */
    name: (text) => tell(head, text),
    /**
     * @param {number} left
     * @param {number} top
     * @param {number} width
     * @param {number} tall
     */
    place(left, top, width, tall) {
      bottom = top + tall;
      x.range = [left + 36, left + width - 16];
      y.range = [bottom, top];
      put(head, { x: left, y: top - 11 });
      put(label, { x: left + width - 16, y: bottom + (name ? 33 : 0) });
      put(upright, { transform: `translate(${x.range[0]},0)` });
      put(flat, { transform: `translate(0,${bottom})` });
      const options = { ticks: decades ? 3 : 2, length: x.range[1] - x.range[0] };
      axis(upright, "left", y, { ...options, name: decades && power });
    },
    /** @param {number} first @param {number} last @param {{mute?: boolean, most?: number}} how */
    span(first, last, { mute = false, most = ticks } = {}) {
      x.domain = [first, last];
      axis(flat, "bottom", x, { ticks: Math.min(most, ticks), length: 0, mute });
    },
    /**
     * @param {number[][]} rows values of each network
     * @param {number} first where the first stands
     * @param {number} every how far one is from the next
     * @param {boolean} [spots]
     */
    show(rows, first, every, spots = false) {
      lines.forEach(([line, dots], i) => {
        const places = (rows[i] ?? []).flatMap((value, k) => {
          if (!Number.isFinite(value)) return [];
          const high = decades
            ? clamp(value > 0 ? Math.log10(value) : decades[0], ...decades)
            : 100 * value;
          return [`${x(first + k * every).toFixed(1)},${y(high).toFixed(1)}`];
        });
        put(line, { d: places.length ? `M${places.join("L")}` : "" });
        put(dots, { d: spots ? places.map((at) => `M${at}${DISC}`).join("") : "" });
      });
    },
    /** @param {number} at */
    point(at) {
      put(cursor, { d: `M${x(at).toFixed(1)},${y.range[0]}V${y.range[1]}` });
    },
  };
}
