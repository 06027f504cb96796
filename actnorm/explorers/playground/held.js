/** The unit that is held: what it gives, what it sees over its curve, the weights of its inputs. */
import { add, box, put, tell, write } from "../js/plot.js";
import { GRID } from "./looks.js";
import * as say from "./messages.js";
import { histogram, KEY, sample } from "./panels.js";

const TONES = 4; // beside the paper's
const SIDE = 8; // pixels of an image each way
const GAP = 16;
const ROOM = 168; // how tall it is

/**
 * @typedef {{name: string, activation: string, weights: Float64Array, inputs: number,
 *   field: Float64Array | null, unit: import("./looks.js").Unit}} Shown
 */

/**
 * A unit of one network.
 * @param {Element} parent
 * @param {boolean} other the second network, whose lines are dashed
 */
function one(parent, other) {
  const group = add(parent, "g", "actnorm-one", { "aria-hidden": "true" });
  const [title, key] = [write(group, "actnorm-note"), sample(group, other)];
  const map = add(group, "g");
  const areas = Array.from({ length: TONES }, (_, i) =>
    add(map, "path", `actnorm-cell is-input is-cell${i}`),
  );
  const frame = add(map, "path", "actnorm-rule");
  const sees = histogram(group);
  const bars = add(group, "g");
  const signs = ["output", "input"].map((role) =>
    Array.from({ length: TONES }, (_, i) =>
      add(bars, "path", `actnorm-cell is-${role} is-cell${i}`),
    ),
  );
  const base = add(bars, "path", "actnorm-rule");
  const [gives, weigh] = [map, bars].map((part) => write(part, "actnorm-note", "", "middle"));
  const at = { size: 0, third: 0, curve: 0 };
  let mute = false;
  return {
    group,
    /**
     * @param {number} left
     * @param {number} top
     * @param {number} width
     * @param {boolean} narrow
     */
    place(left, top, width, narrow) {
      const gap = narrow ? 8 : 12;
      const third = (width - 2 * gap) / 3;
      const size = Math.min(96, third);
      put(group, { transform: `translate(${left},${top})` });
      put(title, { x: KEY, y: 0 });
      key(0, -4);
      put(map, { transform: "translate(0,10)" });
      Object.assign(at, { size, third, curve: third + gap });
      for (const note of [gives, weigh]) put(note, { display: narrow ? "none" : "inline" });
      mute = narrow; // the sentence has the numbers
      put(gives, { x: (size / 2).toFixed(1), y: size + 14 });
      put(weigh, { x: (third / 2).toFixed(1), y: size + 14 });
    },
    /** @param {Shown} it @param {Float64Array} heights of the activation's curve */
    show({ name, field, unit, weights, inputs }, heights) {
      tell(title, name);
      put(map, { display: field ? "inline" : "none" });
      put(bars, { transform: `translate(${((field ? 2 : 1) * at.curve).toFixed(1)},10)` });
      if (field) area(field);
      sees.show({
        left: field ? at.curve : 0,
        top: 10,
        width: at.third,
        tall: at.size,
        bins: unit.bins,
        heights,
        text: mute ? "" : unit.dead ? say.held.dead : say.held.flat(unit.flat),
      });
      if (inputs === SIDE * SIDE) image(weights);
      else columns(weights);
      const size = Math.max(...weights.map(Math.abs));
      tell(weigh, Number.isFinite(size) ? say.held.weights(size) : say.held.nothing);
    },
  };

  /** @param {Float64Array} field */
  function area(field) {
    const [low, high] = [Math.min(...field), Math.max(...field)];
    const [paths, cell] = [areas.map(() => ""), at.size / GRID];
    const tone = (/** @type {number} */ v) =>
      Math.min(TONES, Math.floor(((TONES + 1) * (v - low)) / (high - low || 1)));
    for (let row = 0; row < GRID; row++) {
      for (let k = 0, from = 0; k < GRID; k++) {
        const mine = tone(field[row * GRID + k]);
        if (k + 1 < GRID && tone(field[row * GRID + k + 1]) === mine) continue;
        if (mine > 0)
          paths[mine - 1] += box(from * cell, row * cell, (k + 1) * cell, (row + 1) * cell);
        from = k + 1;
      }
    }
    areas.forEach((path, i) => {
      put(path, { d: paths[i] });
    });
    put(frame, { d: box(0, 0, at.size, at.size) });
    tell(
      gives,
      Number.isFinite(low) && Number.isFinite(high) ? say.held.range(low, high) : say.held.nothing,
    );
  }

  /** A bar for each input, up or down. @param {Float64Array} weights */
  function columns(weights) {
    const [width, tall] = [at.third, at.size];
    const each = Math.min(24, width / weights.length);
    const most = Math.max(...weights.map(Math.abs)) || 1;
    const paths = ["", ""];
    weights.forEach((w, k) => {
      const high = (w / most) * (tall / 2);
      if (!Number.isFinite(high)) return;
      const [a, b] = [tall / 2 - Math.max(0, high), tall / 2 - Math.min(0, high)];
      paths[Number(w > 0)] += box(k * each, a, (k + 1) * each - (each > 4 ? 1 : 0), b);
    });
    signs.forEach((tones, i) => {
      tones.forEach((path, k) => {
        put(path, { d: k === 2 ? paths[i] : "" });
      });
    });
    put(base, { d: `M0,${tall / 2}h${(each * weights.length).toFixed(1)}` });
  }

  /** The weights of an image's pixels, as an image. @param {Float64Array} weights */
  function image(weights) {
    const pixel = at.size / SIDE;
    const most = Math.max(...weights.map(Math.abs)) || 1;
    const paths = signs.map((tones) => tones.map(() => ""));
    weights.forEach((w, k) => {
      const tone = Math.ceil((TONES * Math.abs(w)) / most - 0.5) - 1;
      const [x, y] = [(k % SIDE) * pixel, Math.floor(k / SIDE) * pixel];
      if (tone >= 0) paths[Number(w > 0)][tone] += box(x, y, x + pixel, y + pixel);
    });
    signs.forEach((tones, i) => {
      tones.forEach((path, k) => {
        put(path, { d: paths[i][k] });
      });
    });
    put(base, { d: box(0, 0, SIDE * pixel, SIDE * pixel) });
  }
}

/** @param {Element} svg */
export function heldUnit(svg) {
  const group = add(svg, "g", "actnorm-unit-held");
  const head = write(group, "actnorm-title is-accent");
  const both = [false, true].map((other) => one(group, other));
  let tall = true;
  return {
    group,
    /**
     * @param {number} width
     * @param {boolean} narrow
     * @param {number} top
     */
    layout(width, narrow, top) {
      const half = (width - GAP) / 2;
      tall = !narrow;
      put(head, { x: 0, y: top + 8 });
      both.forEach((each, i) => {
        each.place(i * (half + GAP), top + 28, half, narrow);
      });
      return top + ROOM;
    },
    /**
     * @param {import("./looks.js").Held} held
     * @param {Shown[]} units of each network
     * @param {Record<string, Float64Array>} curves
     */
    show(held, units, curves) {
      tell(head, held[0] ? say.held.title(held, Boolean(units[0]?.field), tall) : "");
      both.forEach(({ group: part, show }, i) => {
        put(part, { display: units[i] ? "inline" : "none" });
        if (units[i]) show(units[i], curves[units[i].activation]);
      });
    },
  };
}
