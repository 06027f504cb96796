/** What packing.py means by the whole numbers of a measured flow. */
import { unpack } from "../js/digits.js";
import { sum } from "../js/math.js";

/**
 * @typedef {"gradient_rms" | "weight_grad_rms" | "below" | "above" | "activations" | "gradients" |
 *   "saturated"} Table
 * @typedef {Record<Table, string> & {steepest: number, edges: [number, number]}} Flow
 * @typedef {{back: Partial<Record<Table, number[]>>, most: number, shares: number, floor: number,
 *   step: number, spread: number, bins: number, reach: number, columns: [number, number[]][]}} Packing
 *   how tables are written; the largest number, and that which stands for a share of 1; what 1
 *   stands for and from one number to the next, in decades, of a value and of a factor; bars of a
 *   histogram, and how many root mean squares of a gradient they reach; for each depth the layers
 *   that have a histogram
 */

/**
 * A reader of measured flows; what was damaged on its way is refused.
 * @param {Packing} packing
 * @param {Record<string, Flow>} flows by activation
 * @param {number} scales how many there are
 */
export function reader(packing, flows, scales) {
  const { back, bins, columns } = packing;
  const deepest = columns[columns.length - 1][0];
  const all = sum(columns.map(([depth]) => depth));
  const shown = sum(columns.map(([, layers]) => layers.length));
  const open = (/** @type {Flow} */ flow) => {
    if (![flow.steepest, ...flow.edges].every(Number.isFinite))
      throw new Error("steepest and edges must be numbers");
    /** @param {Table} name @param {number} rows @param {number} columns */
    const table = (name, rows, columns) =>
      unpack(flow[name], rows, columns, packing.most, back[name]);
    return {
      gradients: table("gradient_rms", scales, all),
      weights: table("weight_grad_rms", scales, all),
      below: table("below", scales, all),
      above: table("above", scales, all),
      activationBars: table("activations", scales * deepest, bins),
      gradientBars: table("gradients", scales * shown, bins),
      saturated: table("saturated", scales, deepest),
    };
  };
  /** @type {Record<string, ReturnType<typeof open>>} */
  const opened = {};
  const rms = (/** @type {number} */ code) =>
    code ? 10 ** (packing.floor + packing.step * code) : 0;
  const factor = (/** @type {number} */ code) => 10 ** (packing.spread * code);
  const share = (/** @type {number} */ code) => (code / packing.shares) ** 2;

  /**
   * What one setting shows: everything by layer, the first one first.
   * @param {string} activation
   * @param {number} stop which weight scale
   * @param {number} depth
   */
  return (activation, stop, depth) => {
    opened[activation] ??= open(flows[activation]);
    const [{ steepest }, tables] = [flows[activation], opened[activation]];
    const before = columns.filter(([d]) => d < depth);
    const layers = /** @type {[number, number[]]} */ (columns[before.length])[1];
    const first = sum(before.map(([d]) => d));
    const row = stop * shown + sum(before.map(([, each]) => each.length));
    /** @param {number[][]} table @param {(code: number) => number} value */
    const part = (table, value) => table[stop].slice(first, first + depth).map(value);
    const gradients = part(tables.gradients, rms);
    const [below, above] = [part(tables.below, factor), part(tables.above, factor)];
    return {
      layers,
      gradients,
      weights: part(tables.weights, rms),
      low: gradients.map((g, i) => g / below[i]),
      high: gradients.map((g, i) => g * above[i]),
      cartoon: gradients.map((_, i) => gradients[depth - 1] * steepest ** (depth - 1 - i)),
      saturated: sum(tables.saturated[stop].slice(0, depth).map(share)) / depth,
      /** Histograms, the roots of their shares: a small one is seen, too. */
      activationBars: layers.map((n) => tables.activationBars[deepest * stop + n - 1]),
      gradientBars: layers.map((_, k) => tables.gradientBars[row + k]),
    };
  };
}
