/** Every word of the activation explorer. */
import { fixed, position, small } from "../js/numbers.js";

/**
 * @typedef {import("./math.js").Kink} Kink
 *
 * @typedef {{label: string, grad: number, kink: Kink | undefined}} Slope
 */

export const frame = {
  title: "An activation and its slope",
  picture: "An activation f above its slope f′, with one point on both",
  reset: "Reset",
};
export const choose = "Function";
export const point = "x";
export const axis = "x";
export const band = "saturated";
export const slope = "f′(x), its slope";
export const sliders = {
  x: { symbol: "x", name: "input" },
  threshold: { symbol: "|f′|", name: "threshold" },
};
/** @param {number} most */
export const compare = (most) => `Compare with (up to ${most})`;
/**
 * @param {string} label
 * @param {string[]} beside
 */
export function heading(label, beside) {
  const list = beside.join(", ").replace(/, ([^,]*)$/, " and $1");
  return `Curve and slope of ${label}${list && `, beside ${list}`}.`;
}
/** @param {string} label */
export const curve = (label) => `f(x) = ${label}(x)`;

/**
 * What the slope does to a gradient on its way back.
 * @param {number} grad
 * @param {number} threshold
 */
export function verdict(grad, threshold) {
  const size = Math.abs(grad);
  if (size === 0) return "saturated. No gradient passes back.";
  const share = `${small(100 * size, size < 0.1 ? 1 : 0)}%`;
  const turned = grad < 0 ? ", its sign turned" : "";
  if (size < threshold) return `saturated. Only ${share} of a gradient passes back${turned}.`;
  if (Math.abs(size - 1) < 5e-4) return `not saturated. All of a gradient passes back${turned}.`;
  if (size > 1) return `not saturated. A gradient passing back grows to ${share}${turned}.`;
  return `not saturated. ${share} of a gradient passes back${turned}.`;
}

/**
 * What the figure shows, one sentence per line.
 * @param {{x: number, f: number, grad: number, kink: Kink | undefined,
 *   threshold: number, bands: [number, number][], lo: number, hi: number,
 *   slopes: Slope[]}} seen
 */
export function sentences({ x, f, grad, kink, threshold, bands, lo, hi, slopes }) {
  const where = position(x);
  return [
    `f(${where}) = ${small(f)}`,
    `f′(${where}) = ${small(grad)}${kink ? corner(kink) : `: ${verdict(grad, threshold)}`}`,
    region(threshold, bands, lo, hi),
    ...(slopes.length ? [steepest(slopes)] : []),
  ];
}

/**
 * The slopes of all that are shown, the steepest first.
 * @param {Slope[]} slopes
 */
function steepest(slopes) {
  const parts = [...slopes]
    .sort((a, b) => Math.abs(b.grad) - Math.abs(a.grad))
    .map(({ label, grad, kink }) => `${label} ${small(grad)}${kink ? " by convention" : ""}`);
  return `Slopes, steepest first: ${parts.join(", ")}.`;
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
