/** Every word of the explorer of dead units. */
import { sum } from "../js/math.js";
import { fixed, small } from "../js/numbers.js";
import { several } from "../js/plural.js";
import { census, DEAD, FULL, OFF, shareOf } from "./math.js";

/** @typedef {ReturnType<typeof census>} Census */

export const frame = {
  title: "Dead units over a training",
  picture: "Hidden units, dead and alive, and their history over training",
  reset: "Reset",
};
export const [play, stop] = ["Play", "Stop"];
export const choose = "run";
export const point = "training step";
export const accuracy = "● accuracy";
export const grey = "grey: dead";
export const axis = "step";
export const sliders = {
  step: { symbol: "t", name: "step" },
  unit: { symbol: "u", name: "unit" },
};
const LINES = ["──", "╌╌", "┈┈", "─·"];

/** @param {string} run */
export const heading = (run) => `Training run “${run}”.`;
/** @param {number} step */
export const at = (step) => `step ${step}`;
/** @param {number} layer @param {number} layers */
export const map = (layer, layers) => (layers > 1 ? `layer ${layer}` : "hidden layer");

/** The title of the lines, and which one is which layer. @param {number} layers */
export function dead(layers) {
  const keys = LINES.slice(0, layers).map((line, i) => `${i + 1} ${line}`);
  if (layers === 1) return "dead, %";
  return `dead, %: ${layers === 2 ? "layer " : ""}${keys.join(", ")}`;
}

/** @param {number} unit @param {readonly number[]} layers */
export const own = (unit, layers) => `${nameOf(unit, layers).toLowerCase()}: on, %`;

/** Beside the slider. @param {number} unit @param {readonly number[]} layers */
export function chosen(unit, layers) {
  const { place, layer } = find(unit, layers);
  return layers.length === 1 ? String(place) : `${place}, layer ${layer}`;
}

/**
 * What the figure shows, one sentence per line.
 * @param {import("./math.js").Run} run
 * @param {{steps: readonly number[], layers: readonly number[], samples: number, moment: number,
 *   unit: number}} shown which of the steps, from 0, and which unit, from 1
 */
export function sentences(run, { steps, layers, samples, moment, unit }) {
  let from = 0;
  const parts = layers.map((size) => {
    from += size;
    return census(run, from - size, from, moment);
  });
  const loss = run.loss[moment];
  const right = fixed(100 * run.accuracy[moment], 0);
  return [
    `Step ${steps[moment]}: ${howMany(parts, run.units.length, samples)}`,
    `So far ${soFar(parts)}.`,
    `${nameOf(unit, layers)}: ${state(run, steps, moment, unit - 1)}.`,
    `Loss ${loss === null ? "NaN" : small(loss, 2)}, test accuracy ${right}%.`,
  ];
}

/** @param {Census[]} parts @param {number} count @param {number} samples */
function howMany(parts, count, samples) {
  const all = sum(parts.map((part) => part.dead));
  if (all === 0) {
    const off = sum(parts.map((part) => part.off));
    const idle = off ? ` (${off} off on every image, but a gradient passes)` : "";
    return `none of ${count} units is dead${idle}.`;
  }
  const thousands = String(samples).replace(/\B(?=(\d{3})+$)/g, ",");
  const verb = all === 1 ? "is" : "are";
  const images = samples === 1 ? "the only image" : `all ${thousands} images`;
  const head = `${all} of ${count} units ${verb} dead: off on ${images}`;
  if (parts.length === 1) return `${head}.`;
  const rows = parts.map((part, i) => `${part.dead} of ${part.size} in layer ${i + 1}`);
  return `${head} (${rows.join(", ")}).`;
}

/** @param {Census[]} parts */
function soFar(parts) {
  const rows = parts.map(({ died, revived }, i) => {
    const said = `${several(died, "death")} and ${several(revived, "revival")}`;
    return parts.length === 1 ? said : `layer ${i + 1} saw ${said}`;
  });
  return rows.join("; ");
}

/**
 * @param {import("./math.js").Run} run
 * @param {readonly number[]} steps
 * @param {number} moment
 * @param {number} unit from 0
 */
function state(run, steps, moment, unit) {
  const { revived } = census(run, unit, unit + 1, moment);
  const bytes = run.units[unit].slice(0, moment + 1);
  const now = bytes[moment];
  if (now === DEAD) {
    let alive = moment;
    while (bytes[alive] === DEAD) alive--;
    const since = alive < 0 ? "from initialization on" : `since step ${steps[alive + 1]}`;
    return `dead ${since}${revived ? `, after ${several(revived, "revival")}` : ""}`;
  }
  if (!revived) return alive(now);
  return `${alive(now)}; it was dead and is back since step ${steps[bytes.lastIndexOf(DEAD) + 1]}`;
}

/** On how many samples a living unit is on. @param {number} byte */
function alive(byte) {
  if (byte === OFF) return "off on every image, yet a gradient passes";
  if (byte === FULL) return "on for every image";
  const share = 100 * shareOf(byte);
  return `on for ${share < 1 ? "fewer than 1" : fixed(share, 0)}% of the images`;
}

/** @param {number} unit @param {readonly number[]} layers */
function nameOf(unit, layers) {
  const { place, layer } = find(unit, layers);
  return layers.length === 1 ? `Unit ${place}` : `Unit ${place} of layer ${layer}`;
}

/**
 * Where a unit stands, counted from 1 through all layers.
 * @param {number} unit
 * @param {readonly number[]} layers
 */
function find(unit, layers) {
  let [place, i] = [unit, 0];
  while (place > layers[i]) place -= layers[i++];
  return { place, layer: i + 1 };
}
