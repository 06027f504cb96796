/** The panels of the explorer of dead units: a layer as a map of cells, and histories below. */
import { clamp } from "../js/math.js";
import { add, axis, box, put, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { DEAD, OFF, shareOf } from "./math.js";

const TICKS = [0, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
const AXIS = 34; // room for its labels
const APART = 18; // from one dot of a line to the next, at least

/**
 * One layer: a cell per unit, the fuller the more samples it is on for; dead ones crossed out.
 * @param {Element} svg
 * @param {string} name
 * @param {number} size
 * @param {{signal: AbortSignal, hold(i: number): void}} options `hold` hears which cell was pressed
 */
export function unitMap(svg, name, size, { signal, hold }) {
  const group = add(svg, "g", "actnorm-units", { "aria-hidden": "true" }); // the words say it
  const title = write(group, "actnorm-title is-output", name);
  const cells = Array.from({ length: size }, () => add(group, "rect"));
  const crosses = add(group, "path", "actnorm-crosses");
  const ring = add(group, "rect", "actnorm-held");
  const shown = new Int16Array(size);
  let [left, head, across, wide, row] = [0, 0, 1, 0, 0];
  /** @param {number} i */
  const corner = (i) => [left + (i % across) * wide, head + Math.floor(i / across) * row];
  group.addEventListener(
    "click",
    (event) => {
      const i = cells.indexOf(/** @type {SVGElement} */ (event.target));
      if (i >= 0) hold(i);
    },
    { signal },
  );
  return {
    /**
     * @param {number} x
     * @param {number} y
     * @param {number} width
     * @param {{across: number, row: number}} grid cells in a row, and how high one is
     */
    place(x, y, width, grid) {
      [left, head, across, wide, row] = [x, y + 10, grid.across, width / grid.across, grid.row];
      put(title, { x, y });
      cells.forEach((cell, i) => {
        const [cx, cy] = corner(i);
        put(cell, { x: (cx + 1).toFixed(1), y: cy + 1, width: wide - 2, height: row - 2 });
      });
      shown.fill(-1);
    },
    /** @param {number[]} bytes @param {number} held -1 if it is in another layer */
    show(bytes, held) {
      const [cx, cy] = held < 0 ? [0, 0] : corner(held);
      put(ring, { x: cx, y: cy, width: wide, height: row });
      put(ring, { visibility: held < 0 ? "hidden" : "visible" });
      if (bytes.every((byte, i) => byte === shown[i])) return;
      const arm = Math.min(5, wide / 3, row / 3);
      const [start, back] = [`m${-arm},${-arm}l${2 * arm},${2 * arm}`, `m0,${-2 * arm}`];
      const cross = `${start}${back}l${-2 * arm},${2 * arm}`;
      let drawn = "";
      bytes.forEach((byte, i) => {
        const dead = byte === DEAD;
        if (dead) {
          const [x, y] = corner(i);
          drawn += `M${(x + wide / 2).toFixed(1)},${y + row / 2}${cross}`;
        }
        if (byte === shown[i]) return;
        shown[i] = byte;
        put(cells[i], {
          class: `actnorm-unit is-${dead ? "dead" : "output"}`,
          "fill-opacity": dead ? 0.45 : byte === OFF ? 0 : (0.12 + 0.78 * shareOf(byte)).toFixed(2),
        });
      });
      put(crosses, { d: drawn });
    },
  };
}

/**
 * Something in per cent over the recorded steps.
 * @param {Element} svg
 * @param {readonly number[]} steps
 * @param {string} name of the time axis
 */
export function history(svg, steps, name) {
  const group = add(svg, "g", "actnorm-history");
  const ruler = add(group, "g", "actnorm-axis");
  const times = add(group, "g", "actnorm-axis", { "aria-hidden": "true" });
  const time = linear([0, steps.length - 1]);
  const value = linear([0, 100]);
  const cursor = add(group, "path", "actnorm-cursor");
  const points = (/** @type {readonly number[]} */ shares) =>
    shares.map((share, t) => `${time(t).toFixed(1)},${value(100 * share).toFixed(1)}`);
  return {
    group,
    time,
    value,
    /**
     * @param {number} x
     * @param {number} y
     * @param {number} width
     * @param {number} height
     * @param {boolean} labelled if not, the plot below has the labels
     */
    place(x, y, width, height, labelled) {
      time.range = [x + AXIS, x + width - 10];
      value.range = [y + height, y];
      put(ruler, { transform: `translate(${x + AXIS},0)` });
      axis(ruler, "left", value, { ticks: 2, length: time.range[1] - time.range[0] });
      times.replaceChildren();
      if (!labelled) return;
      write(times, "", name).setAttribute("x", String(x));
      let free = Number.NEGATIVE_INFINITY;
      for (const tick of TICKS) {
        if (tick < steps[0] || tick > steps[steps.length - 1]) continue;
        const after = steps.findIndex((step) => step >= tick);
        const before = Math.max(after - 1, 0);
        const gap = steps[after] - steps[before] || 1;
        const at = time(after - (steps[after] - tick) / gap);
        if (at < free) continue;
        free = at + 26;
        write(times, "", String(tick), "middle").setAttribute("x", at.toFixed(1));
      }
      for (const text of times.children) text.setAttribute("y", String(y + height + 18));
    },
    /** @param {number} moment */
    show(moment) {
      const [bottom, top] = value.range;
      put(cursor, { d: `M${time(moment).toFixed(1)},${bottom}V${top}` });
    },
    /**
     * A curve through one share per recorded step.
     * @param {Element} path
     * @param {readonly number[]} shares
     */
    draw: (path, shares) => put(path, { d: `M${points(shares).join("L")}` }),
    /**
     * Dots on such a curve, which tell it from others without colour.
     * @param {Element} path
     * @param {readonly number[]} shares
     */
    dot(path, shares) {
      const every = Math.ceil(APART / (time(1) - time(0)));
      const some = points(shares).filter((_, t) => t % every === 0);
      put(path, { d: some.map((at) => `M${at}h0`).join("") });
    },
    /**
     * Shade the times at which something holds.
     * @param {Element} path
     * @param {readonly boolean[]} when
     */
    shade(path, when) {
      const [lo, hi] = time.range;
      const [bottom, top] = value.range;
      const bars = when.map((on, t) =>
        on ? box(clamp(time(t - 0.5), lo, hi), top, clamp(time(t + 0.5), lo, hi), bottom) : "",
      );
      put(path, { d: bars.join("") });
    },
  };
}
