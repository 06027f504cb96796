/**
 * Numbers and pictures in words; actnorm/explorers/words.py says the same, tests/vectors.json holds
 * them together.
 */
import { mean, normalize, std } from "./math.js";

/** @typedef {import("./math.js").Norm} Norm */
/** @typedef {import("./math.js").Kink} Kink */

/**
 * A number with a fixed count of decimals, a true minus sign, and no "−0.00".
 * @param {number} value
 * @param {number} [digits]
 */
export function fixed(value, digits = 2) {
  const size = Math.abs(value);
  return sign(value, size >= 1e9 ? scientific(size, 4) : size.toFixed(digits));
}

/**
 * Like `fixed`, but what would round to nothing keeps two digits: 0.000025, 3.2×10⁻⁸.
 * @param {number} value
 * @param {number} [digits]
 */
export function small(value, digits = 3) {
  const text = fixed(value, digits);
  const size = Math.abs(value);
  if (value === 0 || /[1-9]/.test(text)) return text;
  if (size < 1e-6) return sign(value, scientific(size, 2));
  return sign(value, size.toFixed(1 - Math.floor(Math.log10(size))));
}

/**
 * A positive number by its size: 0.02 and 10 as they are, 2×10⁻⁵ below a thousandth.
 * @param {number} value
 */
export const tiny = (value) =>
  value < 1e-3 ? scientific(value, 2).replace(".0×", "×") : String(Number(value.toPrecision(2)));

/**
 * A position on the x axis: one decimal on the grid of the slider, two between.
 * @param {number} x
 */
export const position = (x) => fixed(x, Math.abs(x * 10 - Math.round(x * 10)) < 1e-6 ? 1 : 2);

/**
 * A positive number with a power of ten and a count of digits: 3.2×10⁻⁸.
 * @param {number} size
 * @param {number} digits
 */
export function scientific(size, digits) {
  const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
  const raised = [...String(Number(exponent))].map((c) =>
    c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)],
  );
  return `${mantissa}×10${raised.join("")}`;
}

/**
 * @param {number} value
 * @param {string} text
 */
const sign = (value, text) => (value < 0 && /[1-9]/.test(text) ? `−${text}` : text);

/**
 * What the slope does to a gradient on its way back.
 * @param {number} grad
 * @param {number} threshold
 */
export function verdict(grad, threshold) {
  const size = Math.abs(grad);
  if (size === 0) return "flat. No gradient passes back.";
  const share = `${small(100 * size, size < 0.1 ? 1 : 0)}%`;
  const turned = grad < 0 ? ", its sign turned" : "";
  if (size < threshold) return `saturated. Only ${share} of a gradient passes back${turned}.`;
  if (Math.abs(size - 1) < 5e-4) return `not saturated. All of a gradient passes back${turned}.`;
  if (size > 1) return `not saturated. A gradient passing back grows to ${share}${turned}.`;
  return `not saturated. ${share} of a gradient passes back${turned}.`;
}

/**
 * What an ActivationExplorer shows, one sentence per line.
 * @param {{x: number, f: number, grad: number, kink: Kink | undefined, threshold: number,
 *   bands: [number, number][], lo: number, hi: number}} seen
 */
export function describeActivation({ x, f, grad, kink, threshold, bands, lo, hi }) {
  const where = position(x);
  return [
    `f(${where}) = ${small(f)}`,
    `f′(${where}) = ${small(grad)}${kink ? corner(kink) : `: ${verdict(grad, threshold)}`}`,
    region(threshold, bands, lo, hi),
  ];
}

/** @param {Kink} kink */
function corner({ fLeft, fRight, gradLeft, gradRight }) {
  if (Math.abs(fLeft - fRight) > 1e-6) {
    return ` by convention: f jumps from ${small(fLeft)} to ${small(fRight)}.`;
  }
  return ` by convention: at the kink the slope jumps from ${small(gradLeft)} to ${small(gradRight)}.`;
}

/**
 * @param {number} threshold
 * @param {[number, number][]} bands
 * @param {number} lo
 * @param {number} hi
 */
function region(threshold, bands, lo, hi) {
  const head = `The slope is smaller than ${fixed(threshold)}`;
  if (bands.length === 0) return `${head} nowhere in this picture.`;
  if (bands.length > 3) return `${head} in ${bands.length} stretches of this picture.`;
  const parts = bands.map(([a, b]) => {
    if (a <= lo && b >= hi) return "everywhere in this picture";
    if (a <= lo) return `for x < ${fixed(b, 1)}`;
    return b >= hi ? `for x > ${fixed(a, 1)}` : `for x from ${fixed(a, 1)} to ${fixed(b, 1)}`;
  });
  return `${head} ${parts.join(" and ")}.`;
}

/**
 * What a BatchNormExplorer shows, one sentence per line.
 * @param {readonly number[]} batch
 * @param {Norm} norm
 * @param {{digits: number, edge: number}} view decimals of the input; the outputs shown are ±edge
 */
export function describeBatch(batch, norm, { digits, edge }) {
  const y = batch.map((v) => normalize(v, norm));
  const [m, s, mOut, sOut] = [mean(batch), std(batch), mean(y), std(y)];
  const beyond = y.filter((v) => Math.abs(v) > edge).length;
  const lines = [
    `Input: mean ${fixed(m, digits)}, std ${fixed(s, digits)}.`,
    `Output: mean ${fixed(mOut)}, std ${fixed(sOut)}: ${judge(m, s, mOut, sOut, norm)}.`,
  ];
  if (beyond > 0) {
    const lie = beyond === 1 ? "lies" : "lie";
    lines.push(`${beyond} of ${batch.length} outputs ${lie} beyond the edge of the picture.`);
  }
  return lines;
}

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
  if (Math.abs(scale) * s < 0.995 * Math.abs(gamma)) return "ε holds the spread below γ";
  return "standardized, then scaled by γ and shifted by β";
}
