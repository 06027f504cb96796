/**
 * What a DeadUnitsExplorer shows, in words, and what a byte of a recorded unit means;
 * actnorm/explorers/dead_units_words.py says the same, and tests/test_explorer_dead_units.py holds
 * them together.
 */
import { fixed, small } from "./words.js";

/** Slope 0 on every sample; never positive, but a gradient passes. */
export const [DEAD, OFF] = [0, 1];
const STEPS = 253;

/**
 * @typedef {{units: Uint8Array, loss: (number | null)[], accuracy: number[]}} Run
 *   `units` has one byte per unit and recorded step, step by step
 * @typedef {{run: Run, steps: number[], layers: number[], samples: number, moment: number,
 *   unit: number}} Shown
 */

/** @param {string} text */
export function unpack(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** @param {number} byte */
export const shareOf = (byte) => Math.max(byte - 2, 0) / STEPS;

/**
 * The bytes of one unit from the first recorded step to `moment`.
 * @param {Uint8Array} units
 * @param {number} count how many units there are
 * @param {number} unit from 0
 * @param {number} moment
 */
export const story = (units, count, unit, moment) =>
  Array.from({ length: moment + 1 }, (_, t) => units[t * count + unit]);

/**
 * How often a unit died and came back.
 * @param {readonly number[]} bytes
 */
export function census(bytes) {
  let [died, revived] = [0, 0];
  for (let t = 1; t < bytes.length; t++) {
    const [before, now] = [bytes[t - 1] === DEAD, bytes[t] === DEAD];
    if (now && !before) died++;
    if (before && !now) revived++;
  }
  return { died, revived };
}

/**
 * One sentence per line.
 * @param {Shown} shown
 */
export function describeUnits({ run, steps, layers, samples, moment, unit }) {
  const count = layers.reduce((a, b) => a + b);
  const stories = Array.from({ length: count }, (_, i) => story(run.units, count, i, moment));
  let start = 0;
  const parts = layers.map((size) => {
    const own = stories.slice(start, start + size);
    start += size;
    const counts = own.map(census);
    return {
      size,
      dead: own.filter((bytes) => bytes[moment] === DEAD).length,
      off: own.filter((bytes) => bytes[moment] === OFF).length,
      died: counts.reduce((sum, c) => sum + c.died, 0),
      revived: counts.reduce((sum, c) => sum + c.revived, 0),
    };
  });
  const loss = run.loss[moment];
  const right = fixed(100 * run.accuracy[moment], 0);
  return [
    `Step ${steps[moment]}: ${dead(parts, count, samples)}`,
    `So far ${soFar(parts)}.`,
    `${nameOf(unit, layers)}: ${state(stories[unit - 1], steps)}.`,
    `Loss ${loss === null ? "no number" : small(loss, 2)}, test accuracy ${right}%.`,
  ];
}

/**
 * @param {{size: number, dead: number, off: number}[]} parts
 * @param {number} count
 * @param {number} samples
 */
function dead(parts, count, samples) {
  const all = parts.reduce((sum, part) => sum + part.dead, 0);
  if (all === 0) {
    const off = parts.reduce((sum, part) => sum + part.off, 0);
    const idle = off ? ` (${off} off on every image, but a gradient passes)` : "";
    return `none of ${count} units is dead${idle}.`;
  }
  const thousands = String(samples).replace(/\B(?=(\d{3})+$)/g, ",");
  const verb = all === 1 ? "is" : "are";
  const head = `${all} of ${count} units ${verb} dead: off on all ${thousands} images`;
  if (parts.length === 1) return `${head}.`;
  const rows = parts.map((part, i) => `${part.dead} of ${part.size} in layer ${i + 1}`);
  return `${head} (${rows.join(", ")}).`;
}

/** @param {{died: number, revived: number}[]} parts */
function soFar(parts) {
  const rows = parts.map(({ died, revived }, i) => {
    const said = `${several(died, "death")} and ${several(revived, "revival")}`;
    return parts.length === 1 ? said : `layer ${i + 1} saw ${said}`;
  });
  return rows.join("; ");
}

/**
 * On how many samples a unit is on.
 * @param {number} byte
 */
export function part(byte) {
  if (byte === DEAD) return "dead";
  if (byte === OFF) return "off on every image, yet a gradient passes";
  if (byte === 255) return "on for every image";
  const share = (100 * (byte - 2)) / STEPS;
  return `on for ${share < 1 ? "fewer than 1" : fixed(share, 0)}% of the images`;
}

/**
 * @param {readonly number[]} bytes
 * @param {readonly number[]} steps
 */
function state(bytes, steps) {
  const { revived } = census(bytes);
  const now = bytes[bytes.length - 1];
  if (now === DEAD) {
    let alive = bytes.length - 1;
    while (bytes[alive] === DEAD) alive--;
    const since = alive < 0 ? "from the start" : `since step ${steps[alive + 1]}`;
    return `dead ${since}${revived ? `, after ${several(revived, "revival")}` : ""}`;
  }
  if (!revived) return part(now);
  return `${part(now)}; it was dead and is back since step ${steps[bytes.lastIndexOf(DEAD) + 1]}`;
}

/**
 * @param {number} unit
 * @param {readonly number[]} layers
 */
export function nameOf(unit, layers) {
  let [left, i] = [unit, 0];
  while (left > layers[i]) left -= layers[i++];
  return layers.length === 1 ? `Unit ${left}` : `Unit ${left} of layer ${i + 1}`;
}

/**
 * @param {number} n
 * @param {string} noun
 */
const several = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
