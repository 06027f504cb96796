/** What packing.py means by the whole numbers of a measured flow. */
import { unpack } from "../js/digits.js";
import { sum } from "../js/math.js";

/**
 * @typedef {"gradient_rms" | "weight_grad_rms" | "below" | "above" | "activations" | "gradients" |
 *   "saturated"} Table
 * @typedef {Record<Table, string> & {steepest: number, edges: [number, number]}} Flow
 * @typedef {{along: Partial<Record<Table, number[]>>, most: Record<Table, number>, floor: number,
 *   step: number, spread: number, bins: number, reach: number, columns: [number, number[]][]}} Packing
 *   how each table is written, and the largest number in it; what 1 stands for and from one number
 *   to the next, in decades, of a value and of a factor; bars of a histogram, and how many root mean
 *   squares of a gradient they reach; for each depth the layers that have a histogram
 */

/**
 * A reader of measured flows; what was damaged on its way is refused.
 * @param {Packing} packing
 * @param {Record<string, Flow>} flows by activation
 * @param {number} scales how many there are
 */
export function reader({ along, most, floor, step, spread, bins, columns }, flows, scales) {
  const deepest = columns[columns.length - 1][0];
  const all = sum(columns.map(([depth]) => depth));
  const shown = sum(columns.map(([, layers]) => layers.length));
  /** @type {Record<Table, [number, number]>} */
  const sizes = {
    gradient_rms: [scales, all],
    weight_grad_rms: [scales, all],
    below: [scales, all],
    above: [scales, all],
    activations: [scales * deepest, bins],
    gradients: [scales * shown, bins],
    saturated: [scales, deepest],
  };
  const names = /** @type {Table[]} */ (Object.keys(sizes));
  const opened = new Map(
    Object.entries(flows).map(([activation, flow]) => {
      if (![flow.steepest, ...flow.edges].every(Number.isFinite))
        throw new Error("steepest and edges must be numbers");
      const tables = names.map((name) => [
        name,
        unpack(flow[name], ...sizes[name], most[name], along[name]),
      ]);
      return [activation, /** @type {Record<Table, number[][]>} */ (Object.fromEntries(tables))];
    }),
  );
  const rms = (/** @type {number} */ code) => (code ? 10 ** (floor + step * code) : 0);
  const factor = (/** @type {number} */ code) => 10 ** (spread * code);
  const share = (/** @type {number} */ code) => (code / most.saturated) ** 2;

  /**
   * What one setting shows: everything by layer, the first one first.
   * @param {string} activation
   * @param {number} stop which weight scale
   * @param {number} depth
   */
  return (activation, stop, depth) => {
    const tables = /** @type {Record<Table, number[][]>} */ (opened.get(activation));
    const before = columns.filter(([d]) => d < depth);
    const layers = /** @type {[number, number[]]} */ (columns[before.length])[1];
    const first = sum(before.map(([d]) => d));
    const row = stop * shown + sum(before.map(([, each]) => each.length));
    const part = (/** @type {Table} */ name) => tables[name][stop].slice(first, first + depth);
    const [gradients, weights] = [part("gradient_rms").map(rms), part("weight_grad_rms").map(rms)];
    const [below, above] = [part("below").map(factor), part("above").map(factor)];
    return {
      layers,
      gradients,
      weights,
      low: gradients.map((g, i) => g / below[i]),
      high: gradients.map((g, i) => g * above[i]),
      cartoon: gradients.map(
        (_, i) => gradients[depth - 1] * flows[activation].steepest ** (depth - 1 - i),
      ),
      saturated: sum(tables.saturated[stop].slice(0, depth).map(share)) / depth,
      /** Histograms, the roots of their shares: a small one is seen, too. */
      activationBars: layers.map((n) => tables.activations[deepest * stop + n - 1]),
      gradientBars: layers.map((_, k) => tables.gradients[row + k]),
    };
  };
}
