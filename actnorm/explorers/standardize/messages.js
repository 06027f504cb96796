/**
 * What a StandardizeExplorer shows, in words; actnorm/explorers/standardize_words.py says the same,
 * and tests/test_explorer_standardize.py holds them together.
 */
import { descend, valley } from "./standardize_math.js";
import { fixed, small } from "./words.js";

/** Closer than that to mean 0 and standard deviation 1 shows as 0.00 and 1.00. */
const NEAR = 5e-3;
/** What is left of 1 after rounding. */
const NOISE = 1e-10;

/** @typedef {import("./standardize_math.js").Two} Two */

/**
 * One sentence per line.
 * @param {import("./standardize_math.js").Moments} pair
 * @param {Two} mu
 * @param {Two} sigma
 * @param {number} lr
 * @param {number} steps
 */
export function describeDescent(pair, mu, sigma, lr, steps) {
  const seen = valley(pair, mu, sigma);
  const left = descend(seen, lr, steps);
  const kappa = seen.steep / seen.flat;
  const long = Math.sqrt(kappa);
  const shape =
    long < 1.005
      ? "The valley is as wide as it is long"
      : `The valley is ${amount(long)} times as long as wide`;
  const [state, note] = stateOf(pair, mu, sigma);
  return [
    state,
    `${shape}: κ = ${amount(kappa)}.${note}`,
    progress(left, lr, steps),
    end(left.needed, lr),
  ];
}

/**
 * A number of 1 or more, of any size, in about three figures.
 * @param {number} value
 */
export function amount(value) {
  if (value >= 1e9) return fixed(value);
  if (value >= 1e6) return `${fixed(value / 1e6, value >= 1e8 ? 0 : 1)} million`;
  return fixed(value, value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2);
}

/**
 * @param {import("./standardize_math.js").Moments} pair
 * @param {Two} mu
 * @param {Two} sigma
 */
function stateOf({ mean, cov: [v1, c, v2] }, mu, sigma) {
  const means = mean.map((m, i) => (m - mu[i]) / sigma[i]);
  const stds = [Math.sqrt(v1) / sigma[0], Math.sqrt(v2) / sigma[1]];
  const centred = Math.max(...means.map(Math.abs)) < NEAR;
  const scaled = Math.max(...stds.map((s) => Math.abs(s - 1))) < NEAR;
  const raw = `${mu} ${sigma}` === "0,0 1,1";
  const name = centred
    ? scaled
      ? "Standardized"
      : "Centred"
    : scaled
      ? "Scaled, not centred"
      : raw
        ? "Raw"
        : "Neither centred nor scaled";
  const both = (/** @type {number[]} */ [a, b]) => `${small(a, 2)} and ${small(b, 2)}`;
  return [
    `${name}: x₁′ and x₂′ have means ${both(means)} and standard deviations ${both(stds)}.`,
    centred && scaled
      ? ` All of that is correlation, r = ${fixed(c / Math.sqrt(v1 * v2), 3)}.`
      : "",
  ];
}

/**
 * @param {{distance: number, loss: number}} left
 * @param {number} lr
 * @param {number} steps
 */
function progress({ distance, loss }, lr, steps) {
  const after = `After ${steps} step${steps === 1 ? "" : "s"}`;
  if (lr > 1 && steps) {
    return `${after} the weights are ${amount(distance)} times as far from the goal as at the start.`;
  }
  const [way, gone] = [distance, loss].map(
    (v) => `${small(1 - v > NOISE ? 100 * (1 - v) : 0, 1)}%`,
  );
  return `${after}: ${way} of the way to the goal, ${gone} of the avoidable loss is gone.`;
}

/**
 * @param {number} needed
 * @param {number} lr
 */
function end(needed, lr) {
  if (lr > 1) return "The step is too large: each one overshoots by more than it corrects.";
  if (needed === Number.POSITIVE_INFINITY) {
    return "It never arrives: across the valley it bounces for ever.";
  }
  return `For 99% of the way, ${needed > 99 ? amount(needed) : fixed(needed, 0)} steps are enough.`;
}
