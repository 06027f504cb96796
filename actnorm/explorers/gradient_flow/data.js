/** Reads what actnorm/explorers/gradient_measure.py has packed: base 64, one or two digits each. */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const [FLOOR, STEP] = [-45, 0.02]; // decades
const LAYERS = 20;
export const BINS = 15;

/**
 * @typedef {{gradients: string, weights: string, below: string, above: string, outputs: string,
 *   shapes: string, faded: string, steepest: number, edges: [number, number]}} Flow
 */

/** @param {string} c */
const digit = (c) => DIGITS.indexOf(c);

/**
 * @param {string} text
 * @param {number} first
 * @param {number} count
 * @param {(code: number) => number} value
 */
const read = (text, first, count, value) =>
  Array.from(text.slice(first, first + count), (c) => value(digit(c)));

/**
 * Numbers of two digits: 0 is zero, everything else counts decades.
 * @param {string} text
 * @param {number} first
 * @param {number} count
 */
export function unpack(text, first, count) {
  return Array.from({ length: count }, (_, i) => {
    const at = 2 * (first + i);
    const code = 64 * digit(text[at]) + digit(text[at + 1]);
    return code ? 10 ** (FLOOR + STEP * code) : 0;
  });
}

/**
 * Layers whose histograms are shown, up to five and evenly spread.
 * @param {number} depth
 */
export function columns(depth) {
  const count = Math.min(depth, 5);
  return Array.from({ length: count }, (_, i) => 1 + even((i * (depth - 1)) / (count - 1)));
}

/**
 * Halves to the even side, as Python rounds.
 * @param {number} value
 */
function even(value) {
  const whole = Math.floor(value);
  return value - whole === 0.5 ? whole + (whole % 2) : Math.round(value);
}

/**
 * What one setting shows.
 * @param {Flow} flow
 * @param {number} stop which weight scale
 * @param {number} depth
 */
export function setting(flow, stop, depth) {
  const layers = columns(depth);
  let [before, shown, all, allShown] = [0, 0, 0, 0];
  for (let d = 2; d <= LAYERS; d += 2) {
    if (d < depth) [before, shown] = [before + d, shown + columns(d).length];
    [all, allShown] = [all + d, allShown + columns(d).length];
  }
  const place = stop * all + before;
  const row = stop * allShown + shown;
  const gradients = unpack(flow.gradients, place, depth);
  const apart = (/** @type {number} */ code) => 10 ** (STEP * code);
  const [below, above] = [flow.below, flow.above].map((t) => read(t, place, depth, apart));
  const share = (/** @type {number} */ code) => (code / 63) ** 2;
  const faded = read(flow.faded, LAYERS * stop, depth, share);
  const root = (/** @type {number} */ code) => code / 63;
  return {
    layers,
    gradients,
    weights: unpack(flow.weights, place, depth),
    low: gradients.map((g, i) => g / below[i]),
    high: gradients.map((g, i) => g * above[i]),
    cartoon: gradients.map((_, i) => gradients[depth - 1] * flow.steepest ** (depth - 1 - i)),
    faded: faded.reduce((sum, v) => sum + v, 0) / depth,
    outputs: layers.map((n) => read(flow.outputs, BINS * (LAYERS * stop + n - 1), BINS, root)),
    shapes: layers.map((_, k) => read(flow.shapes, BINS * (row + k), BINS, root)),
  };
}
