/**
 * A sampled function and its slope.
 *
 * One stretch of f and f′ without a kink inside; at a kink its last value is the limit.
 * @typedef {{x: number[], f: number[], grad: number[]}} Piece
 *
 * @typedef {{x: number, fLeft: number, f: number, fRight: number,
 *   gradLeft: number, grad: number, gradRight: number}} Kink
 */

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
