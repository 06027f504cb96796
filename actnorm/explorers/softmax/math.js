/**
 * Softmax, its Jacobian, and the formula as it is printed, with what becomes of it in floats.
 * Pure functions, checked against NumPy by tests/test_explorer_softmax.py.
 */

/** @typedef {{exps: number[], sum: number, p: number[]}} Naive */

/**
 * Probabilities; the largest score is taken off first, so that no exponential overflows.
 * @param {readonly number[]} z
 * @param {number} temperature
 */
export function softmax(z, temperature) {
  const top = Math.max(...z);
  const exps = z.map((v) => Math.exp((v - top) / temperature));
  const sum = total(exps);
  return exps.map((e) => e / sum);
}

/**
 * ∂pᵢ/∂zⱼ. On the diagonal 1 − pᵢ is the sum of the others: subtracted, a confident row would
 * come out as 0.
 * @param {readonly number[]} p
 * @param {number} temperature
 */
export function jacobian(p, temperature) {
  return p.map((pi, i) =>
    p.map((pj, j) => {
      const rest = i === j ? total(p.filter((_, k) => k !== i)) : -pj;
      return (pi * rest) / temperature;
    }),
  );
}

/**
 * The formula as printed, eᶻ / Σ eᶻ, each result rounded to the precision of `round`.
 * @param {readonly number[]} z
 * @param {number} temperature
 * @param {(value: number) => number} round Math.fround, or the identity for float64
 * @returns {Naive}
 */
export function naive(z, temperature, round) {
  const t = round(temperature);
  const exps = z.map((v) => round(Math.exp(round(round(v) / t))));
  const sum = exps.reduce((a, b) => round(a + b), 0);
  return { exps, sum, p: exps.map((e) => round(e / sum)) };
}

/**
 * How many equally likely classes would be as uncertain: e to the entropy.
 * @param {readonly number[]} p
 */
export const spreadOf = (p) => Math.exp(-total(p.map((v) => (v > 0 ? v * Math.log(v) : 0))));

/**
 * Temperature at stop k of its slider, 20 stops to a factor of ten, in two round digits.
 * @param {number} k
 */
export const warmth = (k) => Number((10 ** (k / 20)).toPrecision(2));

/**
 * The stop nearest to a temperature, on the log scale.
 * @param {number} temperature
 */
export const nearestWarmth = (temperature) => Math.round(20 * Math.log10(temperature));

/** @param {readonly number[]} values */
export function total(values) {
  let sum = 0;
  for (const v of values) sum += v;
  return sum;
}
