/** What the networks learn from: points that are drawn, two features of wines, images. No DOM. */
import { draw, EDGE } from "./data.js";
import { columns, read } from "./points.js";

const POINTS = 150; // that are drawn for training, and for the test
export const FEATURES = [
  ...["alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols"],
  ...["flavanoids", "nonflavanoid phenols", "proanthocyanins", "colour intensity", "hue"],
  ...["OD280/OD315", "proline"],
];
/** Data that are not drawn here, and the number of their classes. @type {Record<string, number>} */
export const SHIPPED = { digits: 10, wine: 3 };

/**
 * @typedef {import("./engine.js").Points} Points
 * @typedef {{inputs: number, classes: number, raw: Points[], parts: Points[], shift: Float64Array,
 *   scale: Float64Array, edges: [number, number][] | null}} Dataset
 *   `raw` and what the network sees, each for training and for the test; a raw value becomes
 *   (value − shift) / scale; `edges` of the picture both ways, where the data are points of a plane
 */

/**
 * @param {import("./lab.js").Settings} settings
 * @param {import("./store.js").Table} [table] of data that are not drawn here
 * @returns {Dataset}
 */
export function dataset(settings, table) {
  const { data, noise, seed } = settings;
  const drawn = !table;
  const raw = table
    ? split(
        table,
        data === "wine" ? [settings.across, settings.up].map((f) => FEATURES.indexOf(f)) : null,
      )
    : data === "own"
      ? [columns(read(settings.points)), columns([])] // none is left for a test
      : draw(data, noise, seed, POINTS);
  const inputs = raw[0].x.length / raw[0].count;
  const flat = inputs === 2;
  const edge = /** @type {[number, number]} */ ([-EDGE, EDGE]);
  return {
    ...scaled(raw, inputs, settings.inputs),
    inputs,
    classes: SHIPPED[data] ?? 2,
    raw,
    edges: drawn ? [edge, edge] : flat ? [0, 1].map((i) => reach(raw, i)) : null,
  };
}

/**
 * @param {import("./store.js").Table} table
 * @param {number[] | null} columns all, if null
 */
function split({ x, labels, counts, features }, columns) {
  const count = counts[0] + counts[1];
  const taken = columns ?? Array.from({ length: features }, (_, i) => i);
  return counts.map((n, part) => {
    const from = part * counts[0];
    const values = new Float64Array(taken.length * n);
    taken.forEach((column, i) => {
      values.set(x.subarray(column * count + from, column * count + from + n), i * n);
    });
    return { x: values, labels: labels.slice(from, from + n), count: n };
  });
}

/**
 * As actnorm.data scales: by the training part, and what is constant there tells nothing.
 * @param {Points[]} raw
 * @param {number} inputs
 * @param {string} how "raw", "centred" or "standardized"
 */
function scaled(raw, inputs, how) {
  const [shift, scale] = [new Float64Array(inputs), new Float64Array(inputs).fill(1)];
  const [{ x, count }] = raw;
  for (let i = 0; i < inputs && how !== "raw"; i++) {
    const column = x.subarray(i * count, (i + 1) * count);
    shift[i] = column.reduce((sum, v) => sum + v, 0) / count;
    if (how === "centred") continue;
    scale[i] = Math.sqrt(column.reduce((sum, v) => sum + (v - shift[i]) ** 2, 0) / count);
  }
  const parts = raw.map((part) => {
    const n = part.count;
    const seen = part.x.map((v, at) => {
      const i = Math.floor(at / n);
      return scale[i] ? (v - shift[i]) / scale[i] : 0;
    });
    return { ...part, x: seen };
  });
  return { shift, scale, parts };
}

/** From the least to the largest value, and a little more. @param {Points[]} raw @param {number} i */
function reach(raw, i) {
  const columns = raw.map(({ x, count }) => x.subarray(i * count, (i + 1) * count));
  const [low, high] = [
    Math.min(...columns.map((column) => Math.min(...column))),
    Math.max(...columns.map((column) => Math.max(...column))),
  ];
  const more = 0.04 * (high - low);
  return /** @type {[number, number]} */ ([low - more, high + more]);
}
