/** Closed forms that several explorers need, and nothing that knows a DOM. */

/**
 * Mean in two passes: the second gathers what rounding left behind.
 * @param {readonly number[]} values
 */
export function mean(values) {
  const first = sum(values) / values.length;
  let rest = 0;
  for (const v of values) rest += v - first;
  return first + rest / values.length;
}

/**
 * Standard deviation, biased (divided by n) as inside batch norm. Centred first, never E[x²] − m².
 * @param {readonly number[]} values
 */
export function std(values) {
  const centre = mean(values);
  let squares = 0;
  for (const v of values) squares += (v - centre) ** 2;
  return Math.sqrt(squares / values.length);
}

/**
 * The nearest whole multiple of a step 1, 2 or 5 times a power of ten, as the double nearest to its
 * decimal.
 * @param {number} value
 * @param {number} step
 */
export function snap(value, step) {
  if (step >= 1) return Math.round(value / step) * step;
  const perUnit = Math.round(1 / step);
  return Math.round(value * perUnit) / perUnit;
}

/**
 * @param {number} value
 * @param {number} lo
 * @param {number} hi
 */
export const clamp = (value, lo, hi) => Math.min(hi, Math.max(lo, value));

/** @param {readonly number[]} values */
export function sum(values) {
  let total = 0;
  for (const v of values) total += v;
  return total;
}
