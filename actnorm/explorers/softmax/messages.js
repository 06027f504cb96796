/**
 * What a SoftmaxExplorer shows, in words; actnorm/explorers/softmax_words.py says the same, and
 * tests/test_explorer_softmax.py holds them together.
 */
import { jacobian, naive, softmax, spreadOf } from "./softmax_math.js";
import { fixed, small } from "./words.js";

/** Differences below it do not show in three decimals. */
const SEEN = 5e-4;

/**
 * One sentence per line.
 * @param {readonly string[]} labels
 * @param {readonly number[]} z scores, the constant added
 * @param {number} temperature
 */
export function describeSoftmax(labels, z, temperature) {
  const p = softmax(z, temperature);
  const best = p.indexOf(Math.max(...p));
  const named = labels.map((label, i) => `${label} ${small(p[i])}`).join(", ");
  return [
    `${named}: sum 1, as undecided as between ${fixed(spreadOf(p), 1)} equal classes.`,
    slope(labels[best], jacobian(p, temperature)[best][best]),
    `Naive, float64: ${fate(z, temperature, p, (v) => v)}`,
    `Naive, float32: ${fate(z, temperature, p, Math.fround)}`,
  ];
}

/**
 * @param {string} label
 * @param {number} own
 */
function slope(label, own) {
  const head = `A little more score for ${label}: its p rises ${small(own)} times as much`;
  return own < 0.01 ? `${head}. Saturated.` : `${head}.`;
}

/**
 * What becomes of the formula as printed.
 * @param {readonly number[]} z
 * @param {number} temperature
 * @param {readonly number[]} p what is right
 * @param {(value: number) => number} round
 */
function fate(z, temperature, p, round) {
  const { exps, sum, p: got } = naive(z, temperature, round);
  const top = `e^${fixed(Math.max(...z) / temperature, 1)}`;
  if (exps.every((e) => e === Number.POSITIVE_INFINITY)) return `${top} = inf, inf/inf = NaN.`;
  if (exps.includes(Number.POSITIVE_INFINITY)) {
    return `${top} = inf, inf/inf = NaN, finite/inf = 0.`;
  }
  if (sum === Number.POSITIVE_INFINITY) {
    return "every exponential fits, their sum is inf, every p is 0.";
  }
  if (sum === 0) return "every exponential is 0, 0/0 = NaN.";
  const off = Math.max(...got.map((v, i) => Math.abs(v - p[i])));
  if (off < SEEN) return "the same.";
  return `wrong by up to ${small(off)}: exponentials so small lose digits.`;
}

/**
 * A number of the naive formula, which may be none.
 * @param {number} value
 */
export function outcome(value) {
  if (Number.isNaN(value)) return "NaN";
  return value === Number.POSITIVE_INFINITY ? "inf" : fixed(value, 3);
}

/**
 * A sum of exponentials, of any size.
 * @param {number} value
 */
export const amount = (value) => (value === Number.POSITIVE_INFINITY ? "inf" : small(value, 2));
