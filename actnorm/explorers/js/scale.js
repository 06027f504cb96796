/**
 * A linear scale. d3-scale and d3-axis do more, but their single-file builds cannot be shaken down:
 * they were 18 of 27 kB. d3-array's ticks are the part that is hard to get right.
 */
import { ticks } from "d3-array";
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
