/** The panels of a DeadUnitsExplorer: a layer as a map of cells, and the history below. */
import { DEAD, OFF, shareOf } from "./dead_units_words.js";
import { add, axis, box, put } from "./plot.js";
import { linear } from "./scale.js";
import { write } from "./softmax_panels.js";

const ROW = 27; // height of a cell, px
const TICKS = [0, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
export const PLOT = 120;

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
  const across = size <= 64 ? 8 : 16;
  const cells = Array.from({ length: size }, () => add(group, "rect", "actnorm-unit"));
  const crosses = add(group, "path", "actnorm-crosses");
  const ring = add(group, "rect", "actnorm-held");
  let [left, head, wide] = [0, 0, 0];
  /** @param {number} i */
  const corner = (i) => [left + (i % across) * wide, head + Math.floor(i / across) * ROW];
  group.addEventListener(
    "click",
    (event) => {
      const i = cells.indexOf(/** @type {SVGElement} */ (event.target));
      if (i >= 0) hold(i);
    },
    { signal },
  );
  const made = {
    bottom: 0,
    /** @param {number} x @param {number} y @param {number} width */
    place(x, y, width) {
      [left, head, wide] = [x, y + 10, width / across];
      put(title, { x, y });
      cells.forEach((cell, i) => {
        const [cx, cy] = corner(i);
        put(cell, { x: cx + 1, y: cy + 1, width: wide - 2, height: ROW - 2 });
      });
      made.bottom = head + Math.ceil(size / across) * ROW;
    },
    /** @param {Uint8Array} bytes @param {number} held -1 if it is in another layer */
    show(bytes, held) {
      const lines = [];
      for (let i = 0; i < size; i++) {
        const byte = bytes[i];
        const dead = byte === DEAD;
        put(cells[i], {
          class: `actnorm-unit is-${dead ? "dead" : "output"}`,
          "fill-opacity": dead ? 0.45 : byte === OFF ? 0 : (0.12 + 0.78 * shareOf(byte)).toFixed(2),
        });
        if (!dead) continue;
        const [x, y] = corner(i);
        const [cx, cy] = [(x + wide / 2).toFixed(1), y + ROW / 2];
        lines.push(`M${cx},${cy}m-5,-5l10,10m0,-10l-10,10`);
      }
      put(crosses, { d: lines.join("") });
      const [x, y] = held < 0 ? [0, 0] : corner(held);
      const shown = held < 0 ? 0 : 1;
      put(ring, { x, y, width: wide * shown, height: ROW * shown, opacity: shown });
    },
  };
  return made;
}

/**
 * Something in per cent over the recorded steps.
 * @param {Element} svg
 * @param {number[]} steps
 */
export function history(svg, steps) {
  const group = add(svg, "g");
  const ruler = add(group, "g", "actnorm-axis");
  const times = add(group, "g", "actnorm-axis", { "aria-hidden": "true" });
  const time = linear([0, steps.length - 1]);
  const value = linear([0, 100]);
  const cursor = add(group, "path", "actnorm-cursor");
  const made = {
    group,
    time,
    value,
    bottom: 0,
    /** @param {number} x @param {number} y @param {number} width */
    place(x, y, width) {
      time.range = [x + 34, x + width - 10];
      value.range = [y + PLOT, y];
      ruler.setAttribute("transform", `translate(${x + 34},0)`);
      axis(ruler, "left", value, { ticks: 2, length: time.range[1] - time.range[0] });
      times.replaceChildren();
      write(times, "", "step", "start").setAttribute("x", String(x));
      let free = -Infinity;
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
      for (const text of times.children) text.setAttribute("y", String(y + PLOT + 18));
      made.bottom = y + PLOT + 22;
    },
    /** @param {number} moment */
    show(moment) {
      const [bottom, top] = value.range;
      put(cursor, { d: `M${time(moment).toFixed(1)},${bottom}V${top}` });
    },
    /**
     * A curve through one value per recorded step, in per cent.
     * @param {Element} path
     * @param {readonly number[]} percent
     */
    draw(path, percent) {
      const points = percent.map((v, t) => `${time(t).toFixed(1)},${value(v).toFixed(1)}`);
      put(path, { d: `M${points.join("L")}` });
    },
    /**
     * Shade the times at which something holds.
     * @param {Element} path
     * @param {readonly boolean[]} when
     */
    shade(path, when) {
      const [lo, hi] = time.range;
      const [bottom, top] = value.range;
      const bars = when.map((on, t) => {
        if (!on) return "";
        return box(Math.max(lo, time(t - 0.5)), top, Math.min(hi, time(t + 0.5)), bottom);
      });
      put(path, { d: bars.join("") });
    },
  };
  return made;
}
