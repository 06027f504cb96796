/**
 * The closed forms that follow a slider, and nothing that knows a DOM.
 * Everything here is checked against NumPy from tests/vectors.json.
 */

/**
 * One stretch of f and f′ without a kink inside; at a kink its last value is the limit.
 * @typedef {{x: number[], f: number[], grad: number[]}} Piece
 *
 * @typedef {{x: number, fLeft: number, f: number, fRight: number,
 *   gradLeft: number, grad: number, gradRight: number}} Kink
 *
 * @typedef {{mu: number, sigma: number, gamma: number, beta: number, eps: number}} Norm
 */

/**
 * Mean in two passes: the second gathers what rounding left behind.
 * @param {readonly number[]} values
 */
export function mean(values) {
  const first = sum(values) / values.length;
  let rest = 0;
  for (const v of values) rest += v - first;
  return first + rest / values.length;
}

/**
 * Standard deviation, biased (divided by n) as inside batch norm. Centred first, never E[x²] − m².
 * @param {readonly number[]} values
 */
export function std(values) {
  const centre = mean(values);
  let squares = 0;
  for (const v of values) squares += (v - centre) ** 2;
  return Math.sqrt(squares / values.length);
}

/**
 * Batch norm with the reader's own statistics. Centred before scaled: x·scale + shift would lose
 * the digits of a batch whose mean is large.
 * @param {number} x
 * @param {Norm} norm
 */
export function normalize(x, { mu, sigma, gamma, beta, eps }) {
  return gamma * ((x - mu) / Math.sqrt(sigma * sigma + eps)) + beta;
}

/**
 * How many values fall into each of `bins` equal parts of [lo, hi]; what lies outside is left out.
 * @param {readonly number[]} values
 * @param {number} lo
 * @param {number} hi
 * @param {number} bins
 */
export function histogram(values, lo, hi, bins) {
  const counts = new Array(bins).fill(0);
  for (const v of values) {
    if (v >= lo && v <= hi) counts[Math.min(bins - 1, Math.floor(((v - lo) / (hi - lo)) * bins))]++;
  }
  return counts;
}

/**
 * The nearest whole multiple of 1 / perUnit, as the double nearest to its decimal.
 * @param {number} value
 * @param {number} perUnit
 */
export const snap = (value, perUnit) => Math.round(value * perUnit) / perUnit;

/**
 * @param {number} value
 * @param {number} lo
 * @param {number} hi
 */
export const clamp = (value, lo, hi) => Math.min(hi, Math.max(lo, value));

/**
 * Stop number k of the scale …, 1, 2, 5, 10, 20, 50, …; parsed, so that stop −15 is 1e-5 to the bit.
 * @param {number} k
 */
export function stop(k) {
  const decade = Math.floor(k / 3);
  return Number(`${[1, 2, 5][k - 3 * decade]}e${decade}`);
}

/**
 * The stop nearest to a positive value, on the log scale.
 * @param {number} value
 */
export function nearestStop(value) {
  const guess = 3 * Math.floor(Math.log10(value));
  let best = guess;
  for (let k = guess - 1; k <= guess + 4; k++) {
    if (Math.abs(Math.log(stop(k) / value)) < Math.abs(Math.log(stop(best) / value))) best = k;
  }
  return best;
}

/**
 * Cut samples at the kinks, as actnorm.plots.sampling does.
 * @param {readonly number[]} x
 * @param {readonly number[]} f
 * @param {readonly number[]} grad
 * @param {readonly Kink[]} kinks in ascending order
 * @returns {Piece[]}
 */
export function cut(x, f, grad, kinks) {
  const inner = kinks.filter((k) => k.x > x[0] && k.x < x[x.length - 1]);
  const out = [];
  for (let i = 0; i <= inner.length; i++) {
    const left = inner[i - 1];
    const right = inner[i];
    /** @type {Piece} */
    const piece = { x: [], f: [], grad: [] };
    if (left) push(piece, left.x, left.fRight, left.gradRight);
    for (let j = 0; j < x.length; j++) {
      if ((!left || x[j] > left.x) && (!right || x[j] < right.x)) push(piece, x[j], f[j], grad[j]);
    }
    if (right) push(piece, right.x, right.fLeft, right.gradLeft);
    out.push(piece);
  }
  return out;
}

/**
 * f and f′ at x. Between samples f is the cubic through both ends with their slopes and f′ is that
 * cubic's derivative, so that the tangent always fits the curve; no cubic reaches across a kink.
 * @param {readonly Piece[]} pieces
 * @param {readonly Kink[]} kinks
 * @param {number} x
 * @returns {{f: number, grad: number, kink: Kink | undefined}}
 */
export function at(pieces, kinks, x) {
  const kink = kinks.find((k) => k.x === x);
  if (kink) return { f: kink.f, grad: kink.grad, kink };
  const piece = pieces.find((p) => x <= p.x[p.x.length - 1]) ?? pieces[pieces.length - 1];
  let lo = 0;
  let hi = piece.x.length - 1;
  while (hi - lo > 1) {
    const middle = (lo + hi) >> 1;
    if (piece.x[middle] <= x) lo = middle;
    else hi = middle;
  }
  if (x === piece.x[hi]) lo = hi;
  if (lo === hi || x === piece.x[lo]) return { f: piece.f[lo], grad: piece.grad[lo], kink };
  const h = piece.x[hi] - piece.x[lo];
  const t = (x - piece.x[lo]) / h;
  const [f0, f1, g0, g1] = [piece.f[lo], piece.f[hi], piece.grad[lo], piece.grad[hi]];
  const bend = 6 * ((f1 - f0) / h - (g0 + g1) / 2);
  return {
    f: f0 + h * t * (g0 + t * ((g1 - g0) / 2 + bend * (1 / 2 - t / 3))),
    grad: g0 + t * (g1 - g0 + bend * (1 - t)),
    kink,
  };
}

/**
 * Where |f′| is below a threshold, as intervals of x.
 * @param {readonly Piece[]} pieces
 * @param {number} threshold
 * @returns {[number, number][]}
 */
export function below(pieces, threshold) {
  /** @type {[number, number][]} */
  const out = [];
  for (const { x, grad } of pieces) {
    for (let i = 1; i < x.length; i++) {
      // f′ as a straight line g0 + s (g1 − g0): for which s in [0, 1] is it within ±threshold?
      const rise = grad[i] - grad[i - 1];
      let [from, to] = Math.abs(grad[i]) < threshold ? [0, 1] : [0, 0];
      if (rise !== 0) {
        const ends = [(-threshold - grad[i - 1]) / rise, (threshold - grad[i - 1]) / rise];
        from = Math.max(0, Math.min(...ends));
        to = Math.min(1, Math.max(...ends));
      }
      if (from >= to) continue;
      const [a, b] = [from, to].map((s) => x[i - 1] + s * (x[i] - x[i - 1]));
      const last = out[out.length - 1];
      if (last && a - last[1] < 1e-9) last[1] = b;
      else out.push([a, b]);
    }
  }
  return out;
}

/** @param {readonly number[]} values */
function sum(values) {
  let total = 0;
  for (const v of values) total += v;
  return total;
}

/**
 * @param {Piece} piece
 * @param {number} x
 * @param {number} f
 * @param {number} grad
 */
function push(piece, x, f, grad) {
  piece.x.push(x);
  piece.f.push(f);
  piece.grad.push(grad);
}
