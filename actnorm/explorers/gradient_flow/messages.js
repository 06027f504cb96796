/**
 * What a GradientFlowExplorer shows, in words; actnorm/explorers/gradient_flow_words.py says the
 * same, and tests/test_explorer_gradient_flow.py holds them together.
 */
import { fixed, scientific, small } from "./words.js";

/**
 * A factor of any size with two digits: 1/40,000 of, 0.043 times, 2.1×10⁻⁹ times.
 * @param {number} ratio
 */
export function times(ratio) {
  if (ratio === 0) return "exactly 0 times";
  if (ratio < 1e-6 || ratio >= 1e6) return `${scientific(ratio, 2)} times`;
  return ratio < 0.01 ? `1/${round(1 / ratio)} of` : `${round(ratio)} times`;
}

/**
 * One sentence per line.
 * @param {readonly number[]} gradients of each hidden layer
 * @param {readonly number[]} weights gradients of each layer's weights
 * @param {number} steepest
 * @param {number} faded share of slopes below 0.01
 */
export function describeFlow(gradients, weights, steepest, faded) {
  const depth = gradients.length;
  const ratio = over(gradients);
  const cartoon = steepest ** (depth - 1);
  const power = `${Number(steepest.toPrecision(3))} to the power ${depth - 1}`;
  return [
    `Layer 1 gets ${times(ratio)} the gradient of layer ${depth}. ${fate(ratio)}`,
    `The cartoon says ${power}, ${times(cartoon)} it: ${verdict(ratio / cartoon)}.`,
    `The weights of layer 1 get ${times(over(weights))} the gradient of those of layer ${depth}.`,
    `${fixed(100 * faded, 0)}% of the slopes are below 0.01.`,
  ];
}

/** @param {readonly number[]} values */
function over(values) {
  const last = values[values.length - 1];
  return last > 0 ? values[0] / last : 0;
}

/** @param {number} ratio */
function fate(ratio) {
  if (ratio === 0) return "Nothing arrives.";
  if (ratio < 0.1) return ratio < 0.01 ? "It vanishes." : "It fades.";
  if (ratio > 10) return ratio > 100 ? "It explodes." : "It grows.";
  return "It arrives.";
}

/** @param {number} quotient */
function verdict(quotient) {
  if (quotient === 0) return "nothing is left of it";
  if (quotient > 2) return `too small, by a factor of ${factor(quotient)}`;
  if (quotient < 0.5) return `too large, by a factor of ${factor(1 / quotient)}`;
  return "right within a factor of 2";
}

/** @param {number} value */
const factor = (value) => (value >= 1e6 ? scientific(value, 2) : round(value));

/**
 * Two digits, written out, below a million.
 * @param {number} value
 */
function round(value) {
  const two = Number(value.toPrecision(2));
  if (two < 1) return small(two, two >= 0.1 ? 2 : 3);
  return two < 10 ? fixed(two, 1) : String(two).replace(/\B(?=(\d{3})+$)/g, ",");
}
