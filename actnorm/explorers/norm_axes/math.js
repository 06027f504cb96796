/** The norms' arithmetic, generated from the table of the axes. */
import { mean } from "../js/math.js";

/**
 * An entry of the table: what is averaged over, whether the mean is taken off, how the squares are
 * added up, and whether other statistics are used after training.
 * @typedef {{name: string, label: string, axes: string[], centres: boolean,
 *   squares: "mean" | "sum", running: boolean}} Norm
 * @typedef {[number, number, number]} Shape samples, channels, pixels
 * @typedef {{samples: [number, number], channels: [number, number]}} Region from, and up to
 */

/**
 * The cells that are averaged with one: samples and channels, and all of their pixels.
 * @param {Norm} norm
 * @param {Shape} shape
 * @param {readonly number[]} at sample and channel
 * @param {number} groups
 * @returns {Region}
 */
export function region({ axes }, [n, c], [i, j], groups) {
  const size = axes.includes("C") ? c : axes.includes("C/G") ? c / groups : 1;
  const first = j - (j % size);
  return { samples: axes.includes("N") ? [0, n] : [i, i + 1], channels: [first, first + size] };
}

/**
 * The places of a region's cells in the flat list of all values.
 * @param {Region} region
 * @param {Shape} shape
 */
export function members({ samples, channels }, [, c, p]) {
  const out = [];
  for (let i = samples[0]; i < samples[1]; i++) {
    for (let k = (i * c + channels[0]) * p; k < (i * c + channels[1]) * p; k++) out.push(k);
  }
  return out;
}

/**
 * What is taken off, and what is divided by, without ε.
 * @param {readonly number[]} values
 * @param {Norm} norm
 */
export function statistics(values, { label, centres, squares }) {
  const share = { mean: 1 / values.length, sum: 1 }[squares];
  if (!share) throw new Error(`squares of ${label} cannot be ${squares}`);
  const shift = centres ? mean(values) : 0;
  let size = 0;
  for (const v of values) size += (v - shift) ** 2;
  return { mean: shift, spread: Math.sqrt(size * share) };
}

/**
 * @param {number} value
 * @param {{mean: number, spread: number}} statistics
 * @param {number} eps
 */
export const scaled = (value, { mean: shift, spread }, eps) =>
  (value - shift) / Math.sqrt(spread * spread + eps);

/**
 * The output of the whole tensor, with γ = 1 and β = 0.
 * @param {readonly number[]} x
 * @param {Norm} norm
 * @param {Shape} shape
 * @param {number} groups
 * @param {number} eps
 */
export function normalizeAll(x, norm, shape, groups, eps) {
  const [n, c] = shape;
  const out = new Array(x.length).fill(0);
  for (let i = 0; i < n; ) {
    let end = i + 1;
    for (let j = 0; j < c; ) {
      const seen = region(norm, shape, [i, j], groups);
      const cells = members(seen, shape);
      const found = statistics(
        cells.map((k) => x[k]),
        norm,
      );
      for (const k of cells) out[k] = scaled(x[k], found, eps);
      j = seen.channels[1];
      end = seen.samples[1];
    }
    i = end;
  }
  return out;
}
