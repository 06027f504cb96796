/** Every word of the batch-norm explorer. */
import { mean, std } from "../js/math.js";
import { fixed, tiny } from "../js/numbers.js";
import { normalize } from "./math.js";

/** @typedef {import("./math.js").Norm} Norm */

export const frame = {
  title: "A batch before and after batch norm",
  picture: "A batch before and after batch norm, each sample joined to its output",
  reset: "Reset",
};
export const own = "Use the batch’s own μ and σ";
export const held = "the held sample";
export const input = "input x";
export const output = "output y = γ (x − μ) / √(σ² + ε) + β";
export const spreads = { own: "batch", yours: "μ ± σ", result: "output", unit: "0 ± 1" };
export const sliders = {
  mu: { symbol: "μ", name: "mean" },
  sigma: { symbol: "σ", name: "std" },
  gamma: { symbol: "γ", name: "scale" },
  beta: { symbol: "β", name: "shift" },
  eps: { symbol: "ε", name: "floor" },
  sample: { symbol: "x₀", name: "sample" },
};

/**
 * @param {number} count
 * @param {Norm} norm
 * @param {number} digits
 */
export function heading(count, { mu, sigma, gamma, beta, eps }, digits) {
  const set = `μ = ${fixed(mu, digits)}, σ = ${fixed(sigma, digits)}, γ = ${fixed(gamma, 1)}, β = ${fixed(beta, 1)}`;
  return `${count} samples before and after batch norm with ${set}, ε = ${tiny(eps)}.`;
}

/** What has left the picture below. @param {number} n */
export const below = (n) => (n ? `← ${n} more` : "");
/** @param {number} n */
export const above = (n) => (n ? `${n} more →` : "");

/**
 * What the figure shows, one sentence per line.
 * @param {readonly number[]} batch
 * @param {Norm} norm
 * @param {{digits: number, edge: number}} view decimals of the input; the outputs shown are ±edge
 */
export function sentences(batch, norm, { digits, edge }) {
  const y = batch.map((v) => normalize(v, norm));
  const [m, s, mOut, sOut] = [mean(batch), std(batch), mean(y), std(y)];
  const beyond = y.filter((v) => Math.abs(v) > edge).length;
  const lines = [
    `Input: mean ${fixed(m, digits)}, std ${fixed(s, digits)}. ${share(norm)}`,
    `Output: mean ${fixed(mOut)}, std ${fixed(sOut)}: ${judge(m, s, mOut, sOut, norm)}.`,
  ];
  if (beyond > 0) {
    const lie = beyond === 1 ? "lies" : "lie";
    lines.push(`${beyond} of ${batch.length} outputs ${lie} beyond the edge of the picture.`);
  }
  return lines;
}

/**
 * How much of the divisor ε is: mostly too little to see in the picture.
 * @param {Norm} norm
 */
const share = ({ sigma, eps }) =>
  sigma > 0 ? `ε is ${tiny(eps / (sigma * sigma))} of σ².` : `σ² is 0, and ε is ${tiny(eps)}.`;

/**
 * @param {number} m
 * @param {number} s
 * @param {number} mOut
 * @param {number} sOut
 * @param {Norm} norm
 */
function judge(m, s, mOut, sOut, { mu, sigma, gamma, beta, eps }) {
  const near = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ unit) =>
    Math.abs(a - b) <= 0.005 * unit;
  const scale = gamma / Math.sqrt(sigma * sigma + eps);
  if (near(mOut, 0, 1) && near(sOut, 1, 1)) return "standardized";
  if (near(sOut, 0, 1)) return "every sample comes out the same";
  const own = near(mu, m, s) && near(sigma, s, s);
  if (near(scale, 1, 1) && near(beta, scale * mu, s)) {
    return own ? "γ and β undo it, the output is the input" : "the output is the input";
  }
  if (!own) return "μ and σ are not the batch’s own";
  if (Math.abs(scale) * s < 0.995 * Math.abs(gamma)) return "ε holds the std below γ";
  return "standardized, then scaled by γ and shifted by β";
}
