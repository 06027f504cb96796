/**
 * A linear scale. d3 does more, but its single-file builds cannot be shaken down: d3-array's ticks
 * brought the blurring of images along, an eighth of every explorer.
 */
import { fixed } from "./numbers.js";

/**
 * @typedef {{(value: number): number, invert(pixel: number): number,
 *   domain: [number, number], range: [number, number]}} Scale
 */

/**
 * @param {[number, number]} domain
 * @returns {Scale}
 */
export function linear(domain) {
  const scale = (/** @type {number} */ value) => {
    const { domain: d, range: r } = scale;
    return r[0] + ((value - d[0]) / (d[1] - d[0])) * (r[1] - r[0]);
  };
  scale.domain = domain;
  scale.range = /** @type {[number, number]} */ ([0, 1]);
  scale.invert = (/** @type {number} */ pixel) => {
    const { domain: d, range: r } = scale;
    return d[0] + ((pixel - r[0]) / (r[1] - r[0])) * (d[1] - d[0]);
  };
  return scale;
}

/**
 * About `count` round positions between `a` and `b`: whole multiples of 1, 2 or 5 times a power of
 * ten, whichever is nearest, each the double nearest to its decimal.
 * @param {number} a
 * @param {number} b
 * @param {number} count
 * @returns {number[]}
 */
export function ticks(a, b, count) {
  const apart = (b - a) / count;
  const decade = Math.floor(Math.log10(apart));
  const share = apart / 10 ** decade;
  const factor = share >= 50 ** 0.5 ? 10 : share >= 10 ** 0.5 ? 5 : share >= 2 ** 0.5 ? 2 : 1;
  // A step below 1 by its inverse, a whole number: 3 / 10 is 0.3, 3 * 0.1 is not.
  const [step, perUnit] = decade < 0 ? [1, 10 ** -decade / factor] : [factor * 10 ** decade, 1];
  const at = [];
  for (let i = Math.floor((a * perUnit) / step); (i * step) / perUnit <= b; i++)
    if ((i * step) / perUnit >= a) at.push((i * step) / perUnit);
  return at.length || count > 8 ? at : ticks(a, b, 2 * count);
}

/**
 * About `count` round positions, and their labels with as many decimals as their distance needs.
 * @param {Scale} scale
 * @param {number} count
 */
export function marks(scale, count) {
  const at = ticks(scale.domain[0], scale.domain[1], count);
  const distance = at.length > 1 ? at[1] - at[0] : 1;
  const digits = Math.max(0, -Math.floor(Math.log10(distance) + 1e-9));
  return at.map((value) => ({ value, label: fixed(value, digits) }));
}
