/** The closed forms that follow the sliders of the batch-norm explorer. */

/** @typedef {{mu: number, sigma: number, gamma: number, beta: number, eps: number}} Norm */

/**
 * Batch norm with the reader's own statistics. Centred before scaled: x·scale + shift would lose
 * the digits of a batch whose mean is large.
 * @param {number} x
 * @param {Norm} norm
 */
export function normalize(x, { mu, sigma, gamma, beta, eps }) {
  return gamma * ((x - mu) / Math.sqrt(sigma * sigma + eps)) + beta;
}

/**
 * How many values fall into each of `bins` equal parts of [lo, hi]; what lies outside is left out.
 * @param {readonly number[]} values
 * @param {number} lo
 * @param {number} hi
 * @param {number} bins
 */
export function histogram(values, lo, hi, bins) {
  const counts = new Array(bins).fill(0);
  for (const v of values) {
    if (v >= lo && v <= hi) counts[Math.min(bins - 1, Math.floor(((v - lo) / (hi - lo)) * bins))]++;
  }
  return counts;
}
