/**
 * Sums of bent lines and their best fit; maths.py does the same.
 *
 * The curve y = level + Σ turns·relu(x − kinks), or without the bend.
 * @typedef {{kinks: number[], turns: number[], level: number, bend: boolean}} Sum
 * @typedef {{x: number[], y: number[]}} Points
 */

const DEPENDENT = 1e-6; // a column of which less than this share is new adds nothing

/**
 * One unit: x − b, with or without the bend.
 * @param {number} x
 * @param {number} b
 * @param {boolean} bend
 */
export const unit = (x, b, bend) => (bend ? Math.max(0, x - b) : x - b);

/**
 * The curve's height at x.
 * @param {Sum} curve
 * @param {number} x
 */
export function value({ kinks, turns, level, bend }, x) {
  let y = level;
  for (let j = 0; j < kinks.length; j++) y += turns[j] * unit(x, kinks[j], bend);
  return y;
}

/**
 * Root mean square error, the largest, and where that is.
 * @param {Sum} curve
 * @param {Points} points
 */
export function offBy(curve, { x, y }) {
  let [squares, worst, largest] = [0, 0, -1];
  for (let i = 0; i < x.length; i++) {
    const error = Math.abs(value(curve, x[i]) - y[i]);
    squares += error * error;
    if (error > largest) [worst, largest] = [i, error];
  }
  return { rms: Math.sqrt(squares / x.length), worst, largest };
}

/**
 * Level and turns with the smallest sum of squared errors, for kinks at these places: modified
 * Gram and Schmidt, each column cleaned twice. A kink that adds nothing to those before it gets 0.
 * @param {readonly number[]} kinks
 * @param {boolean} bend
 * @param {Points} points
 * @returns {{level: number, turns: number[]}}
 */
export function bestFit(kinks, bend, { x, y }) {
  const columns = [x.map(() => 1), ...kinks.map((b) => x.map((at) => unit(at, b, bend)))];
  const basis = /** @type {{j: number, q: number[], r: number[], size: number}[]} */ ([]);
  columns.forEach((column, j) => {
    let rest = column;
    const r = basis.map(() => 0);
    for (let pass = 0; pass < 2; pass++) {
      basis.forEach(({ q }, k) => {
        const share = dot(q, rest);
        r[k] += share;
        rest = rest.map((v, i) => v - share * q[i]);
      });
    }
    const size = Math.sqrt(dot(rest, rest));
    if (size <= DEPENDENT * Math.sqrt(dot(column, column))) return;
    basis.push({ j, q: rest.map((v) => v / size), r, size });
  });
  const weights = columns.map(() => 0);
  const want = basis.map(() => 0);
  let rest = y;
  basis.forEach(({ q }, k) => {
    want[k] = dot(q, rest);
    rest = rest.map((v, i) => v - want[k] * q[i]);
  });
  for (let k = basis.length - 1; k >= 0; k--) {
    const { j, r, size } = basis[k];
    weights[j] = want[k] / size;
    r.forEach((share, m) => {
      want[m] -= share * weights[j];
    });
  }
  return { level: weights[0], turns: weights.slice(1) };
}

/**
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 */
function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
