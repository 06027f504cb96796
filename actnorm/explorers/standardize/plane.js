/** A plane of the standardize explorer: as many pixels to a unit upwards as sideways. */
import { add, axis, put, write } from "../js/plot.js";
import { linear, ticks } from "../js/scale.js";

/** @typedef {import("./math.js").Two} Two */
/** @typedef {((at: Two) => Two) & {unit: number}} Place to pixels of the plane, and their scale */

const THIN = 0.1; // px; half of an ellipse that is a line
const FEW = 250; // px; a narrower plane has room for few labels, but two give the scale

/**
 * A plane with its own axes, which clips what leaves it.
 * @param {Element} svg
 * @param {string} role
 * @param {string} title
 * @param {readonly string[]} axes
 */
export function plane(svg, role, title, axes) {
  const group = add(svg, "g");
  put(write(group, `actnorm-title is-${role}`, title), { y: -10 });
  const rulers = [add(group, "g", "actnorm-axis"), add(group, "g", "actnorm-axis")];
  const [x, y] = [linear([0, 1]), linear([0, 1])];
  // A nested SVG clips, without the id that a clip path needs.
  const inside = add(group, "svg");
  const zero = add(inside, "path", "actnorm-rule");
  const names = [
    write(group, "actnorm-name", axes[0], "end"),
    write(group, "actnorm-name", axes[1]),
  ];
  put(names[1], { x: 6, y: 14 });
  let [width, height] = [0, 0];
  return {
    inside,
    /**
     * @param {number} left
     * @param {number} top
     * @param {number} wide
     * @param {number} high
     */
    place(left, top, wide, high) {
      [width, height] = [wide, high];
      put(group, { transform: `translate(${left},${top})` });
      put(inside, { width, height });
      put(names[0], { x: width - 4, y: height - 6 });
      x.range = [0, width];
      y.range = [height, 0];
      put(rulers[0], { transform: `translate(0,${height})` });
    },
    /**
     * Show all that lies within `half` of the centre.
     * @param {Two} centre
     * @param {number} half
     * @returns {Place}
     */
    show([a, b], half) {
      const unit = Math.min(width, height) / (2 * half);
      const [across, up] = [width / (2 * unit), height / (2 * unit)];
      x.domain = [a - across, a + across];
      y.domain = [b - up, b + up];
      let count = width < FEW ? 2 : 4;
      while (ticks(...x.domain, count).length < 2) count++;
      axis(rulers[0], "bottom", x, { ticks: count, length: height });
      const upright = { ticks: (count * height) / width, length: width, mute: true };
      axis(rulers[1], "left", y, upright);
      put(zero, { d: `M${x(0).toFixed(1)},0V${height}M0,${y(0).toFixed(1)}H${width}` });
      const place = (/** @type {Two} */ [u, v]) => /** @type {Two} */ ([x(u), y(v)]);
      return Object.assign(place, { unit });
    },
  };
}

/**
 * Points as path data: lines of almost no length, which round ends make into dots.
 * @param {readonly Two[]} points
 * @param {Place} place
 */
export const dots = (points, place) => points.map((at) => `M${written(place(at))}h0.01`).join("");

/**
 * A line through points as path data.
 * @param {readonly Two[]} points
 * @param {Place} place
 */
export const line = (points, place) => `M${points.map((at) => written(place(at))).join("L")}`;

/**
 * Place an ellipse.
 * @param {Element} ellipse
 * @param {Two} centre
 * @param {Two} axes unit vector of its long half-axis
 * @param {number} long
 * @param {number} short
 * @param {Place} place
 */
export function ring(ellipse, centre, [u1, u2], long, short, place) {
  const [cx, cy] = place(centre).map((v) => v.toFixed(1));
  const [rx, ry] = [long, short].map((half) => Math.max(half * place.unit, THIN).toFixed(2));
  const turn = ((-180 * Math.atan2(u2, u1)) / Math.PI).toFixed(3);
  put(ellipse, { cx, cy, rx, ry, transform: `rotate(${turn} ${cx} ${cy})` });
}

/** @param {Two} at */
const written = ([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`;
