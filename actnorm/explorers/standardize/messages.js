/** Every word of the standardize explorer. */
import { fixed, small } from "../js/numbers.js";
import { several } from "../js/plural.js";
import { descend, RAW, valley } from "./math.js";

/** @typedef {import("./math.js").Two} Two */

/** Closer than that to mean 0 and standard deviation 1 shows as 0.00 and 1.00. */
const NEAR = 5e-3;
/** What is left of 1 after rounding. */
const NOISE = 1e-10;

export const frame = {
  title: "Two features, and the descent into their loss",
  picture: "Two features, the valley of the loss over their weights, and the descent",
  reset: "Reset",
};
export const pair = "data";
export const hold = "hold";
export const held = "μ of the held feature";
export const own = { mu: "Own μ", sigma: "Own σ", both: "Own μ and σ" };
export const data = "data x′ = (x − μ) / σ";
export const loss = "loss, ○ start, × goal";
export const axes = { data: ["x₁′", "x₂′"], loss: ["w₁", "w₂"] };
export const sliders = {
  mu: { symbol: "μ", name: "subtracted" },
  sigma: { symbol: "σ", name: "divisor" },
  lr: { symbol: "η", name: "learning rate" },
  steps: { symbol: "k", name: "steps" },
};
/** @param {number} lr */
export const rate = (lr) => `${fixed(lr)} × 2/λ`;
/**
 * @param {number} i which feature, 0 or 1
 * @param {string} name
 * @param {string} mu
 * @param {string} sigma
 */
export const strip = (i, name, mu, sigma) => `x${"₁₂"[i]} ${name}: μ ${mu}, σ ${sigma}`;

/**
 * @param {number} n
 * @param {readonly string[]} features
 * @param {readonly string[]} mu
 * @param {Two} sigma
 */
export function heading(n, [first, second], mu, sigma) {
  const over = sigma.map((s) => fixed(s, 3)).join(" and ");
  return `${n} samples, x₁ ${first} and x₂ ${second}: ${mu.join(" and ")} are subtracted, ${over} are divided by.`;
}

/**
 * What the figure shows, one sentence per line.
 * @param {import("./math.js").Moments} moments
 * @param {Two} mu
 * @param {Two} sigma
 * @param {number} lr
 * @param {number} steps
 */
export function sentences(moments, mu, sigma, lr, steps) {
  const seen = valley(moments, mu, sigma);
  const left = descend(seen, lr, steps);
  const kappa = seen.steep / seen.flat;
  const long = Math.sqrt(kappa);
  const shape =
    long < 1.005
      ? "The valley is as wide as it is long"
      : `The valley is ${amount(long)} times as long as wide`;
  const [state, note] = stateOf(moments, mu, sigma);
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
function amount(value) {
  if (value >= 1e9) return fixed(value);
  if (value >= 1e6) return `${fixed(value / 1e6, value >= 1e8 ? 0 : 1)} million`;
  return fixed(value, value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2);
}

/**
 * @param {import("./math.js").Moments} moments
 * @param {Two} mu
 * @param {Two} sigma
 */
function stateOf({ mean, cov: [v1, c, v2] }, mu, sigma) {
  const means = mean.map((m, i) => (m - mu[i]) / sigma[i]);
  const stds = [Math.sqrt(v1) / sigma[0], Math.sqrt(v2) / sigma[1]];
  const centred = Math.max(...means.map(Math.abs)) < NEAR;
  const scaled = Math.max(...stds.map((s) => Math.abs(s - 1))) < NEAR;
  const raw = `${mu} ${sigma}` === `${RAW.mu} ${RAW.sigma}`;
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
  const after = `After ${several(steps, "step")}`;
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
    return "It does not converge: it oscillates across the valley.";
  }
  if (needed === 1) return "For 99% of the way, 1 step is enough.";
  return `For 99% of the way, ${needed > 99 ? amount(needed) : fixed(needed, 0)} steps are enough.`;
}
