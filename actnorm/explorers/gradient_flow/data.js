/** Reads what packing.py has packed: one or two digits in base 64 for a number. */
import { sum } from "../js/math.js";

/**
 * @typedef {{gradient_rms: string, weight_grad_rms: string, below: string, above: string,
 *   activations: string, gradients: string, saturated: string, steepest: number,
 *   edges: [number, number]}} Flow
 * @typedef {{digits: string, floor: number, step: number, bins: number, reach: number,
 *   columns: [number, number[]][]}} Packing
 *   what 1 stands for and from one code to the next, in decades; bars of a histogram, and how many
 *   root mean squares of a gradient they reach; for each depth the layers that have a histogram
 */

/**
 * A reader of measured flows; what was damaged on its way is refused.
 * @param {Packing} packing
 * @param {Record<string, Flow>} flows by activation
 * @param {number} scales how many there are
 */
export function reader({ digits, floor, step, bins, columns }, flows, scales) {
  const deepest = columns[columns.length - 1][0];
  const all = sum(columns.map(([depth]) => depth));
  const shown = sum(columns.map(([, layers]) => layers.length));
  const lengths = {
    gradient_rms: 2 * all,
    weight_grad_rms: 2 * all,
    below: all,
    above: all,
    activations: bins * deepest,
    gradients: bins * shown,
    saturated: deepest,
  };
  for (const flow of Object.values(flows)) {
    for (const name of /** @type {(keyof typeof lengths)[]} */ (Object.keys(lengths)))
      if (flow[name].length !== lengths[name] * scales) throw new Error(`${name} is cut short`);
    if (![flow.steepest, ...flow.edges].every(Number.isFinite))
      throw new Error("steepest and edges must be numbers");
  }

  /**
   * @param {string} text
   * @param {number} first
   * @param {number} count
   * @param {(code: number) => number} value
   * @param {number} [size] digits of a number
   */
  function read(text, first, count, value, size = 1) {
    return Array.from({ length: count }, (_, i) => {
      let code = 0;
      for (let k = 0; k < size; k++) {
        const digit = digits.indexOf(text[size * (first + i) + k]);
        if (digit < 0) throw new Error("what was measured holds something that is no digit");
        code = digits.length * code + digit;
      }
      return value(code);
    });
  }
  const decades = (/** @type {number} */ code) => (code ? 10 ** (floor + step * code) : 0);
  const factor = (/** @type {number} */ code) => 10 ** (step * code);
  const root = (/** @type {number} */ code) => code / (digits.length - 1);

  /**
   * What one setting shows: everything by layer, the first one first.
   * @param {string} activation
   * @param {number} stop which weight scale
   * @param {number} depth
   */
  return (activation, stop, depth) => {
    const flow = flows[activation];
    const before = columns.filter(([d]) => d < depth);
    const layers = /** @type {[number, number[]]} */ (columns[before.length])[1];
    const place = stop * all + sum(before.map(([d]) => d));
    const row = stop * shown + sum(before.map(([, each]) => each.length));
    const [gradients, weights] = [flow.gradient_rms, flow.weight_grad_rms].map((text) =>
      read(text, place, depth, decades, 2),
    );
    const [below, above] = [flow.below, flow.above].map((t) => read(t, place, depth, factor));
    const share = (/** @type {number} */ code) => root(code) ** 2;
    const saturated = read(flow.saturated, deepest * stop, depth, share);
    return {
      layers,
      gradients,
      weights,
      low: gradients.map((g, i) => g / below[i]),
      high: gradients.map((g, i) => g * above[i]),
      cartoon: gradients.map((_, i) => gradients[depth - 1] * flow.steepest ** (depth - 1 - i)),
      saturated: sum(saturated) / depth,
      /** Histograms, the roots of their shares: a small one is seen, too. */
      activationBars: layers.map((n) =>
        read(flow.activations, bins * (deepest * stop + n - 1), bins, root),
      ),
      gradientBars: layers.map((_, k) => read(flow.gradients, bins * (row + k), bins, root)),
    };
  };
}
