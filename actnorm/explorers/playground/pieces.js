/**
 * The samples of a function from the few numbers in which it travels, as pieces.py has them. No DOM.
 *
 * @typedef {number[]} Piece [end, halvings, f, g, c0, c1, …]: from where the piece before ends up
 *   to `end`, f′ is the Chebyshev series with the coefficients c times QUANTUM, and f the integral of
 *   it that begins with f and, by a straight line of what rounding left, ends with g
 */

const REACH = 32; // samples lie from −REACH to REACH
const QUANTUM = 5e-8;

/**
 * @param {Piece[]} pieces
 * @param {Set<number>} kinks which have values of their own
 */
export function samples(pieces, kinks) {
  /** @type {Record<"x" | "f" | "grad", number[]>} */
  const found = { x: [], f: [], grad: [] };
  let a = -REACH;
  pieces.forEach(([b, halvings, begin, end, ...whole], k) => {
    const parts = 2 ** halvings;
    const c = [...(whole.length ? whole.map((each) => QUANTUM * each) : [0]), 0, 0];
    const sums = c
      .slice(1, -1)
      .map((_, i) => ((i === 0 ? 2 : 1) * c[i] - c[i + 2]) / (2 * (i + 1)));
    sums.unshift(0);
    const [low, high] = [-1, 1].map((side) => ((b - a) / 2) * series(sums, side));
    const rest = end - begin - (high - low);
    for (let i = 0; i < parts + Number(k === pieces.length - 1); i++) {
      const share = i / parts;
      const x = a + (b - a) * share;
      if (kinks.has(x)) continue;
      const t = 2 * share - 1;
      found.x.push(x);
      found.f.push(begin + (((b - a) / 2) * series(sums, t) - low) + rest * share);
      found.grad.push(series(c, t));
    }
    a = b;
  });
  return found;
}

/** The sum of c times Chebyshev's polynomials. @param {number[]} c @param {number} t */
function series(c, t) {
  let [one, two] = [0, 0];
  for (let k = c.length - 1; k > 0; k--) [one, two] = [2 * t * one - two + c[k], one];
  return t * one - two + c[0];
}
