/**
 * An activation and its slope from samples: between two of them f is the cubic through both with
 * their slopes, and f′ is that cubic's derivative. No cubic reaches across a kink.
 *
 * @typedef {{pieces: import("./pieces.js").Piece[], tails: [number, number],
 *   kinks: number[][]}} Samples
 *   `tails` are the slopes at −∞ and +∞; of a kink its place, f on its left, at it and
 *   on its right, and the same three of f′
 */
import { samples } from "./pieces.js";

const CELL = 8; // numbers per cell: where it begins, where x is counted from, four coefficients
const PER_UNIT = 128; // entries of the index to one unit of x: no two samples are nearer

/**
 * Make the table that `activate` reads.
 * @param {Samples} samples
 */
export function table({ pieces, tails, kinks }) {
  const sharp = new Set(kinks.map(([at]) => at));
  const { x, f, grad } = samples(pieces, sharp);
  /** @type {number[][]} */
  const cells = [];
  const last = x.length - 1;
  // Beyond the samples f goes on as slope · x + a + b / x, with its value and its slope.
  const tail = (/** @type {number} */ k, /** @type {number} */ slope) => {
    const b = (slope - grad[k]) * x[k] * x[k];
    return [slope, f[k] - slope * x[k] - b / x[k], b];
  };
  let left = { x: x[0], f: f[0], grad: grad[0] };
  const ends = kinks.map(([at, before, value, after, gradBefore, slope, gradAfter]) => ({
    x: at,
    f: before,
    grad: gradBefore,
    kink: { f: value, grad: slope, next: { x: at, f: after, grad: gradAfter } },
  }));
  let start = x[0]; // where the next cell begins; it counts from left.x
  const join = (/** @type {{x: number, f: number, grad: number}} */ right) => {
    const h = right.x - left.x;
    const rise = (right.f - left.f) / h;
    const third = (left.grad + right.grad - 2 * rise) / (h * h);
    const second = (3 * rise - 2 * left.grad - right.grad) / h;
    cells.push([start, left.x, left.f, left.grad, second, third]);
    left = right;
    start = right.x;
  };
  for (let i = 1; i <= last; i++) {
    while (ends.length && ends[0].x <= x[i]) {
      const end = /** @type {typeof ends[0]} */ (ends.shift());
      if (end.x > left.x) join(end);
      // A cell of a single number: at the kink the convention holds.
      cells.push([end.x, end.x, end.kink.f, end.kink.grad, 0, 0]);
      left = end.kink.next;
      start = after(end.x);
    }
    if (x[i] > left.x) join({ x: x[i], f: f[i], grad: grad[i] });
  }
  cells.push([x[last], x[last], f[last], grad[last], 0, 0]); // only x = its end, and where to stop
  const packed = new Float64Array(CELL * (cells.length + 1)).fill(Number.POSITIVE_INFINITY);
  cells.forEach((cell, k) => {
    packed.set(cell, k * CELL);
  });
  const index = new Uint16Array(Math.ceil((x[last] - x[0]) * PER_UNIT) + 1);
  for (let i = 0, k = 0; i < index.length; i++) {
    const at = x[0] + i / PER_UNIT;
    // Not onto a kink: whatever rounds, what is below it keeps to its side.
    while (packed[(k + 1) * CELL] < at || (packed[(k + 1) * CELL] === at && !sharp.has(at))) k++;
    index[i] = k;
  }
  return {
    cells: packed,
    index,
    lo: x[0],
    hi: x[last],
    below: tail(0, tails[0]),
    above: tail(last, tails[1]),
  };
}

/** @typedef {ReturnType<typeof table>} Table */

/** The next larger double: the cell to the right of a kink begins there. @param {number} x */
function after(x) {
  if (x === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([x]).buffer);
  bits[0] += x > 0 ? 1n : -1n;
  return new Float64Array(bits.buffer)[0];
}

/**
 * Write f and f′ of the numbers of some units.
 * @param {Table} table
 * @param {Float64Array} z
 * @param {Float64Array} out
 * @param {Float64Array} slope
 * @param {number} units
 * @param {number} n
 * @param {number} stride
 */
export function activate(table, z, out, slope, units, n, stride) {
  const { cells, index, lo, hi, below, above } = table;
  for (let j = 0; j < units; j++) {
    for (let b = j * stride; b < j * stride + n; b++) {
      const x = z[b];
      if (x >= lo && x <= hi) {
        let k = index[((x - lo) * PER_UNIT) | 0] * CELL;
        while (x >= cells[k + CELL]) k += CELL;
        const t = x - cells[k + 1];
        const c1 = cells[k + 3];
        const c2 = cells[k + 4];
        const c3 = cells[k + 5];
        out[b] = cells[k + 2] + t * (c1 + t * (c2 + t * c3));
        slope[b] = c1 + t * (2 * c2 + 3 * t * c3);
      } else {
        const tail = x < lo ? below : above; // or NaN, which stays NaN
        const a = tail[0];
        const c = tail[1];
        const by = tail[2];
        out[b] = (a === 0 ? c : a * x + c) + by / x; // 0 · ∞ is NaN
        slope[b] = a - by / (x * x);
      }
    }
  }
}

const CURVE = 49; // places at which an activation's curve is drawn

/**
 * The curve of an activation from −span to span, at heights from 0 to 1.
 * @param {Table} of
 * @param {number} span
 */
export function heights(of, span) {
  const z = Float64Array.from({ length: CURVE }, (_, k) => (2 * span * k) / (CURVE - 1) - span);
  const [f, slope] = [new Float64Array(CURVE), new Float64Array(CURVE)];
  activate(of, z, f, slope, 1, CURVE, CURVE);
  const [low, high] = [Math.min(...f), Math.max(...f)];
  return f.map((value) => 0.04 + (0.92 * (value - low)) / (high - low || 1));
}
