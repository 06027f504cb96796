/**
 * Points that a reader sets, and the text that they are as a trait: "0.5_-1.25a" is a point of the
 * first class, half to the right and one and a quarter below the middle. No DOM.
 */
import { clamp, snap } from "../js/math.js";
import { EDGE } from "./data.js";

export const MOST = 100;
export const FEW = 2; // of each class are the least to train with
const GRID = 0.05; // what they are rounded to
const POINT = /(-?\d(?:\.\d\d?)?)_(-?\d(?:\.\d\d?)?)([ab])/y;

/** @typedef {{x: number, y: number, label: number}} Point */

/** @param {number} value */
export const near = (value) => clamp(snap(value, GRID), -EDGE, EDGE);

/** @param {string} text @returns {Point[]} */
export function read(text) {
  const found = [];
  for (POINT.lastIndex = 0; POINT.lastIndex < text.length; ) {
    const part = POINT.exec(text);
    if (!part) break;
    found.push({ x: Number(part[1]), y: Number(part[2]), label: Number(part[3] === "b") });
  }
  if (write(found) !== text || found.length > MOST)
    throw new Error(`points cannot be ${JSON.stringify(text).slice(0, 60)}`);
  return found;
}

/** @param {Point[]} points */
export const write = (points) =>
  points.map(({ x, y, label }) => `${near(x) + 0}_${near(y) + 0}${"ab"[label]}`).join("");

/** @param {Point[]} points @returns {[number, number]} of each class */
export function counts(points) {
  const squares = points.reduce((sum, { label }) => sum + label, 0);
  return [points.length - squares, squares];
}

/** As the networks want them. @param {Point[]} points @returns {import("./engine.js").Points} */
export const columns = (points) => ({
  x: Float64Array.from([...points.map(({ x }) => x), ...points.map(({ y }) => y)]),
  labels: Uint8Array.from(points, ({ label }) => label),
  count: points.length,
});
