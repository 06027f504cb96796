/** Softmax, its Jacobian, and the formula as it is printed, with what becomes of it in floats. */
import { sum } from "../js/math.js";

/**
 * @typedef {"float64" | "float32"} Precision
 * @typedef {{exps: number[], sum: number, p: number[]}} Naive
 */

/**
 * Probabilities; the largest score is taken off first, so that no exponential overflows.
 * @param {readonly number[]} z
 * @param {number} temperature
 */
export function softmax(z, temperature) {
  const top = Math.max(...z);
  const exps = z.map((v) => Math.exp((v - top) / temperature));
  const total = sum(exps);
  return exps.map((e) => e / total);
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
      const rest = i === j ? sum(p.filter((_, k) => k !== i)) : -pj;
      return (pi * rest) / temperature;
    }),
  );
}

/** What each result becomes in a precision. */
const ROUND = { float64: (/** @type {number} */ v) => v, float32: Math.fround };

/**
 * The formula as printed, eᶻ / Σ eᶻ, each result rounded.
 * @param {readonly number[]} z
 * @param {number} temperature
 * @param {Precision} precision
 * @returns {Naive}
 */
export function naive(z, temperature, precision) {
  const round = ROUND[precision];
  const t = round(temperature);
  const exps = z.map((v) => round(Math.exp(round(round(v) / t))));
  const total = exps.reduce((a, b) => round(a + b), 0);
  return { exps, sum: total, p: exps.map((e) => round(e / total)) };
}

/**
 * How many equally likely classes would be as uncertain: e to the entropy.
 * @param {readonly number[]} p
 */
export const spreadOf = (p) => Math.exp(-sum(p.map((v) => (v > 0 ? v * Math.log(v) : 0))));
