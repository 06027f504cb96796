/** The squares of a StandardizeExplorer: as many pixels to a unit upwards as sideways. */
import { add, axis, put } from "./plot.js";
import { linear } from "./scale.js";

/** @typedef {import("./standardize_math.js").Two} Two */
/** @typedef {((at: Two) => Two) & {unit: number}} Place to pixels of the square, and their scale */

const THIN = 0.1; // px; a thinner ellipse is a line

/**
 * A square with its own axes, which clips what leaves it.
 * @param {Element} svg
 * @param {string} role
 * @param {string} name
 * @param {string} letter of the axes
 * @param {string} prime
 */
export function square(svg, role, name, letter, prime) {
  const group = add(svg, "g", "");
  const title = add(group, "text", `actnorm-title is-${role}`);
  title.textContent = name;
  const rulers = [add(group, "g", "actnorm-axis"), add(group, "g", "actnorm-axis")];
  const [x, y] = [linear([0, 1]), linear([0, 1])];
  // A nested SVG clips, without the id that a clip path needs.
  const inside = add(group, "svg", "");
  const zero = add(inside, "path", "actnorm-rule");
  const names = ["₁", "₂"].map((digit) => {
    const made = add(group, "text", "actnorm-name");
    made.textContent = `${letter}${digit}${prime}`;
    return made;
  });
  let size = 0;
  return {
    inside,
    /** @param {number} left @param {number} top @param {number} side */
    place(left, top, side) {
      size = side;
      put(group, { transform: `translate(${left},${top})` });
      put(title, { y: -10 });
      put(inside, { width: size, height: size });
      put(names[0], { x: size - 4, y: size - 6, "text-anchor": "end" });
      put(names[1], { x: 6, y: 14 });
      x.range = [0, size];
      y.range = [size, 0];
      rulers[0].setAttribute("transform", `translate(0,${size})`);
    },
    /**
     * Show what lies within `half` of the centre.
     * @param {readonly [number, number]} centre
     * @param {number} half
     * @returns {Place}
     */
    show([a, b], half) {
      x.domain = [a - half, a + half];
      y.domain = [b - half, b + half];
      const ticks = size < 250 ? 2 : 4;
      axis(rulers[0], "bottom", x, { ticks, length: size });
      axis(rulers[1], "left", y, { ticks, length: size, mute: true });
      put(zero, { d: `M${x(0).toFixed(1)},0V${size}M0,${y(0).toFixed(1)}H${size}` });
      const place = (/** @type {Two} */ [u, v]) => /** @type {Two} */ ([x(u), y(v)]);
      return Object.assign(place, { unit: size / (2 * half) });
    },
  };
}

/**
 * Points as path data: dashes of no length, which round ends make into dots.
 * @param {Two[]} points
 * @param {Place} place
 */
export const dots = (points, place) => points.map((at) => `M${written(place(at))}h0`).join("");

/**
 * A line through points as path data.
 * @param {Two[]} points
 * @param {Place} place
 */
export const line = (points, place) => `M${points.map((at) => written(place(at))).join("L")}`;

/**
 * An ellipse as path data, in four quarters.
 * @param {Two} centre
 * @param {Two} axes unit vector of its long half-axis
 * @param {number} long
 * @param {number} short
 * @param {Place} place
 */
export function ring([a, b], [u1, u2], long, short, place) {
  const thin = Math.max(short, THIN / place.unit);
  // Fine decimals: an arc whose ends miss its radii is drawn as another ellipse.
  const ends = [
    [long, 0],
    [0, thin],
    [-long, 0],
    [0, -thin],
  ].map(([p, q]) => written(place([a + u1 * p - u2 * q, b + u2 * p + u1 * q]), 3));
  const turn = (-180 * Math.atan2(u2, u1)) / Math.PI;
  const radii = written([long * place.unit, thin * place.unit], 3);
  return `M${ends[0]}${[1, 2, 3, 0].map((k) => `A${radii} ${turn.toFixed(4)} 0 0 ${ends[k]}`).join("")}`;
}

/**
 * @param {Two} at
 * @param {number} [digits]
 */
const written = ([x, y], digits = 1) => `${x.toFixed(digits)},${y.toFixed(digits)}`;
