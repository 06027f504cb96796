/**
 * The units of all hidden layers in a row, one of which can be held: by a tap on it or on its
 * layer's histogram, and by keyboard. Above those of the first network, below those of the second.
 */
import { add, box, put, tell, write } from "../js/plot.js";
import * as say from "./messages.js";

/**
 * @typedef {import("./looks.js").Held} Held
 * @typedef {{get(): Held, hold(held: Held): void}} Holding
 */

const HIGH = 16; // of the row
const REACH = 12; // how far from it a finger may be, of 40 in all
const SHADES = [0.25, 0.75]; // shares on flat ground
const STEPS = /** @type {Record<string, [number, number]>} */ ({
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  PageUp: [-1, 0],
  PageDown: [1, 0],
});

/**
 * @param {Element} parent
 * @param {import("../js/view.js").Live} live
 * @param {Holding} holding
 */
export function strip(parent, live, holding) {
  const head = write(parent, "actnorm-note", say.titles.units);
  const group = add(parent, "g", "actnorm-units", {
    role: "spinbutton",
    tabindex: 0,
    "aria-label": say.held.name,
    "data-lm-suppress-shortcuts": "true",
  });
  const ground = add(group, "path", "actnorm-reach");
  const tones = [0, 1, 2, 3].map((i) => add(group, "path", `actnorm-unit is-unit${i}`));
  const mark = add(group, "path", "actnorm-held");
  const ring = add(group, "path", "actnorm-focus");
  let [width, column, layers, count, top] = [0, 0, 0, 0, 0];

  /** Which unit is where the pointer is, if any. @param {MouseEvent} event @returns {Held | null} */
  const under = (event) => {
    const frame = ring.getBoundingClientRect();
    const x = ((event.clientX - frame.left) / frame.width) * width;
    const layer = Math.max(0, Math.floor(x / column));
    if (layer >= layers) return null;
    const along = (x - layer * column) / (column - 6);
    const unit = Math.min(count - 1, Math.max(0, Math.floor(along * count)));
    const low = event.clientY < frame.top - (REACH * frame.height) / HIGH;
    return [layer + 1, low ? holding.get()[1] || 1 : unit + 1];
  };
  group.addEventListener(
    "click",
    (event) => {
      const held = under(/** @type {MouseEvent} */ (event));
      if (held) holding.hold(String(held) === String(holding.get()) ? [0, 0] : held);
    },
    { signal: live.signal },
  );
  group.addEventListener(
    "keydown",
    (event) => {
      const { key, ctrlKey, metaKey, altKey } = /** @type {KeyboardEvent} */ (event);
      if (ctrlKey || metaKey || altKey) return;
      const [layer, unit] = holding.get();
      const ends = /** @type {Record<string, Held>} */ ({
        Home: [1, 1],
        End: [layers, count],
        Escape: [0, 0],
        Enter: layer ? [0, 0] : [1, 1],
        " ": layer ? [0, 0] : [1, 1],
      });
      let next = ends[key];
      if (!next && key in STEPS) {
        const [down, right] = STEPS[key];
        // From nothing the first arrow, whichever it is, comes to the first unit.
        const at = layer ? (layer - 1 + down) * count + unit - 1 + right : 0;
        next = [Math.floor(at / count) + 1, (((at % count) + count) % count) + 1];
        if (at < 0 || at >= layers * count) next = [layer, unit];
      }
      if (!next) return;
      event.preventDefault();
      event.stopPropagation();
      holding.hold(next);
    },
    { signal: live.signal },
  );
  /** @param {boolean} on */
  const turn = (on) => put(group, { display: on ? "inline" : "none" });
  return {
    turn,
    /**
     * @param {number} wide
     * @param {number} at
     * @param {number} from where the histograms begin, which hear a tap, too
     * @param {boolean} narrow
     */
    place(wide, at, from, narrow) {
      [width, top] = [wide, at];
      put(head, { x: 0, y: at - 6, display: narrow ? "none" : "inline" });
      put(ground, { d: box(0, from, wide, top + HIGH + REACH) });
      put(ring, { d: box(0, top, wide, top + HIGH) });
    },
    /**
     * @param {import("./looks.js").Layer[][]} nets
     * @param {number} each width of a layer
     * @param {boolean} on
     */
    show(nets, each, on) {
      [column, layers, count] = [each, nets[0].length, nets[0][0]?.units ?? 0];
      const here = on && layers > 0;
      turn(here);
      tell(head, here ? say.titles.units : "");
      if (!here) return;
      const paths = tones.map(() => "");
      const one = (column - 6) / count;
      const gap = one > 4 ? 1 : 0;
      const high = HIGH / nets.length;
      nets.forEach((rows, i) => {
        rows.forEach((row, k) => {
          for (let j = 0; j < count; j++) {
            const share = row.each[j];
            const tone = share > 1 ? 3 : SHADES.filter((least) => share >= least).length;
            const [left, from] = [k * column + j * one, top + i * high];
            paths[tone] += box(left, from, left + one - gap, from + high - gap);
          }
        });
      });
      tones.forEach((tone, i) => {
        put(tone, { d: paths[i] });
      });
      const [layer, unit] = holding.get();
      const left = (layer - 1) * column + (unit - 1) * one;
      put(mark, { d: layer ? box(left - 1, top - 2, left + one, top + HIGH + 1) : "" });
      put(group, {
        "aria-valuemin": 0,
        "aria-valuemax": layers * count,
        "aria-valuenow": layer ? (layer - 1) * count + unit : 0,
        "aria-valuetext": layer ? say.held.unit(layer, unit) : say.held.none,
      });
    },
  };
}
