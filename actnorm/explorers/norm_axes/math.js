/**
 * The norms' arithmetic, generated from the table of the axes, and nothing that knows a DOM;
 * actnorm/explorers/norm_axes_words.py computes the same, tests/test_explorer_norm_axes.py holds
 * them together.
 */
import { mean } from "./math.js";

/**
 * @typedef {{name: string, label: string, axes: string[], centres: boolean, running: boolean}} Norm
 * @typedef {[number, number, number]} Shape samples, channels, pixels
 * @typedef {{samples: [number, number], channels: [number, number]}} Region from, and up to
 */

const EPS = 1e-5;

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
 * @param {boolean} centres
 */
export function statistics(values, centres) {
  const shift = centres ? mean(values) : 0;
  let squares = 0;
  for (const v of values) squares += (v - shift) ** 2;
  return { mean: shift, spread: Math.sqrt(squares / values.length) };
}

/**
 * @param {number} value
 * @param {{mean: number, spread: number}} statistics
 */
export const scaled = (value, { mean: shift, spread }) =>
  (value - shift) / Math.sqrt(spread * spread + EPS);

/**
 * The output of the whole tensor, with γ = 1 and β = 0.
 * @param {readonly number[]} x
 * @param {Norm} norm
 * @param {Shape} shape
 * @param {number} groups
 */
export function normalizeAll(x, norm, shape, groups) {
  const [n, c] = shape;
  const out = new Array(x.length).fill(0);
  for (let i = 0; i < n; ) {
    let end = i + 1;
    for (let j = 0; j < c; ) {
      const seen = region(norm, shape, [i, j], groups);
      const cells = members(seen, shape);
      const found = statistics(
        cells.map((k) => x[k]),
        norm.centres,
      );
      for (const k of cells) out[k] = scaled(x[k], found);
      j = seen.channels[1];
      end = seen.samples[1];
    }
    i = end;
  }
  return out;
}
