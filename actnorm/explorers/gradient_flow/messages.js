/** Every word of the gradient-flow explorer. */
import { fixed, scientific, small } from "../js/numbers.js";

export const frame = {
  title: "A gradient on its way back through depth",
  picture: "Gradient by layer, and histograms of activations and gradients",
  reset: "Reset",
};
export const choose = { activation: "activation", start: "initialization" };
/** Of a weight scale: those with a name, and all others. */
export const starts = {
  normal: "N(0, 0.01²)",
  pytorch: "PyTorch’s default",
  xavier: "Xavier",
  he: "He",
  matched: "4 × Xavier",
  "": "other",
};
export const sliders = {
  depth: { symbol: "L", name: "layers" },
  scale: { symbol: "w", name: "× Xavier" },
};
export const chart = "gradient by layer (RMS)";
export const keys = ["● at the layer", "□ at its weights", "╌ ¼ᵏ rule"];
export const axis = "layer";
export const histograms = {
  activations: "activations, by layer",
  gradients: "gradients / their RMS, by layer",
};
/** @param {number} layer */
export const layer = (layer) => `layer ${layer}`;
/** @param {number} value */
export const edge = (value) => fixed(value, Number.isInteger(value) ? 0 : 1);

/** @param {number} depth @param {string} activation @param {number} scale */
export const heading = (depth, activation, scale) =>
  `${depth} layers of ${activation}, weights ${fixed(scale)} times Xavier’s, not yet trained.`;

/**
 * What the figure shows, one sentence per line.
 * @param {{gradients: readonly number[], weights: readonly number[], saturated: number}} shown
 *   by layer: RMS of the gradient at the layer, and at its weights; share of slopes below 0.01
 * @param {number} steepest slope of the activation
 */
export function sentences({ gradients, weights, saturated }, steepest) {
  const depth = gradients.length;
  const ratio = over(gradients);
  const rule = steepest ** (depth - 1);
  const factor = String(Number(steepest.toPrecision(3)));
  const bound = factor === "0.25" ? "" : ", with this activation’s steepest slope for ¼,";
  return [
    `Layer 1 gets ${times(ratio)} the gradient of layer ${depth}. ${fate(ratio)}`,
    `The ¼ᵏ rule${bound} predicts ${factor}${raised(depth - 1)}, ${times(rule)} that gradient: ${verdict(ratio, rule)}.`,
    `The weights of layer 1 get ${times(over(weights))} the gradient of those of layer ${depth}.`,
    `${fixed(100 * saturated, 0)}% of the slopes are below 0.01.`,
  ];
}

/** An exponent. @param {number} n */
const raised = (n) => [...String(n)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");

/** @param {readonly number[]} values */
function over(values) {
  const last = values[values.length - 1];
  return last > 0 ? values[0] / last : 0;
}

/** Beyond 10, up or down, a gradient grows or fades; beyond 100 it explodes or vanishes. @param {number} ratio */
function fate(ratio) {
  if (ratio === 0) return "Nothing arrives.";
  if (ratio < 0.1) return ratio < 0.01 ? "It vanishes." : "It fades.";
  if (ratio > 10) return ratio > 100 ? "It explodes." : "It grows.";
  return "It arrives.";
}

/** @param {number} ratio @param {number} rule */
function verdict(ratio, rule) {
  const quotient = ratio === rule ? 1 : ratio / rule; // both may be 0
  if (quotient === 0) return "nothing is left of it";
  if (quotient > 2) return `too small, by a factor of ${factor(quotient)}`;
  if (quotient < 0.5) return `too large, by a factor of ${factor(1 / quotient)}`;
  return "right within a factor of 2";
}

/** @param {number} value */
const factor = (value) => (value >= 1e6 ? scientific(value, 2) : round(value));

/**
 * A factor of any size with two digits: 1/40,000 of, 0.043 times, 2.1×10⁻⁹ times.
 * @param {number} ratio
 */
export function times(ratio) {
  if (ratio === 0) return "exactly 0 times";
  if (ratio < 1e-6 || ratio >= 1e6) return `${scientific(ratio, 2)} times`;
  return ratio < 0.01 ? `1/${round(1 / ratio)} of` : `${round(ratio)} times`;
}

/** Two digits, written out, below a million. @param {number} value */
function round(value) {
  const two = Number(value.toPrecision(2));
  if (two < 1) return small(two, two >= 0.1 ? 2 : 3);
  return two < 10 ? fixed(two, 1) : String(two).replace(/\B(?=(\d{3})+$)/g, ",");
}
