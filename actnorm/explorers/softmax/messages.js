/** Every word of the softmax explorer. */
import { fixed, small } from "../js/numbers.js";
import { jacobian, naive, softmax, spreadOf } from "./math.js";

/** Differences below it do not show in three decimals. */
const SEEN = 5e-4;

export const frame = {
  title: "Scores and their probabilities",
  picture: "Scores, their probabilities, the Jacobian, and the naive formula",
  reset: "Reset",
};
export const formula = "p = softmax((z + c) / T)";
export const scores = "scores z, ○ (z + c) / T";
export const probabilities = "probabilities p";
export const slopes = "Jacobian ∂pᵢ/∂zⱼ";
export const printed = "naive";
export const sliders = {
  temperature: { symbol: "T", name: "temperature" },
  offset: { symbol: "c", name: "added to all" },
};

/** @param {number} i */
const index = (i) => "₁₂₃₄₅"[i];
/** @param {number} i */
export const z = (i) => `z${index(i)}`;
/** @param {number} i */
export const p = (i) => `p${index(i)}`;
/** @param {string} label */
export const point = (label) => `score of ${label}`;
/** @param {number} value */
export const score = (value) => fixed(value, 1);
/** @param {number} value */
export const warmth = (value) => fixed(value, 2);
/** @param {number} value */
export const constant = (value) => fixed(value, Number.isInteger(value) ? 0 : 2);
/** What is added to a score. @param {number} value */
export const added = (value) => (value ? ` + ${constant(value)}`.replace("+ −", "− ") : "");
/** @param {number} value */
export const total = (value) => `Σ ${fixed(value, 3)}`;

/** A number of the naive formula, which may be none. @param {number} value */
export function outcome(value) {
  if (Number.isNaN(value)) return "NaN";
  return value === Number.POSITIVE_INFINITY ? "inf" : fixed(value, 3);
}

export const sum = "Σ eᶻ";
/**
 * A sum of exponentials, of any size; where there is little room, as floats are typed: 2e−41.
 * @param {number} value
 * @param {boolean} [short]
 */
export function amount(value, short = false) {
  if (value === Number.POSITIVE_INFINITY) return "inf";
  const long = value >= 1e4 || (value > 0 && value < 0.01);
  if (short && long) return value.toExponential(0).replace("+", "").replace("-", "−");
  return small(value, 2);
}

/**
 * @param {readonly string[]} labels
 * @param {readonly number[]} logits
 * @param {number} temperature
 * @param {number} offset
 */
export function heading(labels, logits, temperature, offset) {
  const named = labels.map((label, i) => `${label} ${score(logits[i])}`).join(", ");
  const all = offset ? `, ${constant(offset)} added to all,` : "";
  const heat = Number(temperature.toPrecision(6));
  return `Scores ${named}${all} become probabilities at temperature ${heat}.`;
}

/**
 * What the figure shows, one sentence per line.
 * @param {readonly string[]} labels
 * @param {readonly number[]} scores the constant added
 * @param {number} temperature
 */
export function sentences(labels, scores, temperature) {
  const found = softmax(scores, temperature);
  const best = found.indexOf(Math.max(...found));
  const named = labels.map((label, i) => `${label} ${small(found[i])}`).join(", ");
  return [
    `${named}: sum 1; entropy as of ${fixed(spreadOf(found), 1)} equally likely classes.`,
    slope(labels[best], jacobian(found, temperature)[best][best]),
    `Naive, float64: ${fate(scores, temperature, found, "float64")}`,
    `Naive, float32: ${fate(scores, temperature, found, "float32")}`,
  ];
}

/**
 * @param {string} label
 * @param {number} own
 */
function slope(label, own) {
  const head = `A little more score for ${label}: ∂p/∂z = ${small(own)}`;
  return own < 0.01 ? `${head}, saturated.` : `${head}.`;
}

/**
 * What becomes of the formula as printed.
 * @param {readonly number[]} scores
 * @param {number} temperature
 * @param {readonly number[]} right
 * @param {import("./math.js").Precision} precision
 */
function fate(scores, temperature, right, precision) {
  const { exps, sum: total, p: got } = naive(scores, temperature, precision);
  const top = `e^${fixed(Math.max(...scores) / temperature, 1)}`;
  if (exps.every((e) => e === Number.POSITIVE_INFINITY)) return `${top} = inf, inf/inf = NaN.`;
  if (exps.includes(Number.POSITIVE_INFINITY)) {
    return `${top} = inf, inf/inf = NaN, finite/inf = 0.`;
  }
  if (total === Number.POSITIVE_INFINITY) {
    return "every exponential fits, their sum is inf, every p is 0.";
  }
  if (total === 0) return "every exponential is 0, 0/0 = NaN.";
  const off = Math.max(...got.map((v, i) => Math.abs(v - right[i])));
  if (off < SEEN) return "the same.";
  return `wrong by up to ${small(off)}: exponentials so small lose digits.`;
}
