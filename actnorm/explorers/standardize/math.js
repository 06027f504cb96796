/**
 * Least squares on two features of which μ is taken off and which are divided by σ: the valley of
 * its loss and the descent into it, in closed form from the features' moments; maths.py does the same.
 */

/** @typedef {[number, number]} Two */
/** @typedef {{mean: Two, cov: [number, number, number], cross: Two}} Moments */
/** @typedef {{moments: [number, number, number], steep: number, flat: number, axes: Two, goal: Two,
 *   reach: Two}} Valley */

/** Nothing taken off, divided by one: the data as measured. @type {{mu: Two, sigma: Two}} */
export const RAW = { mu: [0, 0], sigma: [1, 1] };

/**
 * The loss over two weights, without a bias: its Hessian's eigenvalues, the unit vector of the
 * steepest direction, and the way from weights 0 to the goal along both directions.
 * @param {Moments} pair
 * @param {Two} mu
 * @param {Two} sigma
 * @returns {Valley}
 */
export function valley({ mean, cov: [v1, c, v2], cross }, mu, [s1, s2]) {
  const [d1, d2] = [mean[0] - mu[0], mean[1] - mu[1]];
  const h11 = (v1 + d1 * d1) / (s1 * s1);
  const h12 = (c + d1 * d2) / (s1 * s2);
  const h22 = (v2 + d2 * d2) / (s2 * s2);
  const [g1, g2] = [cross[0] / s1, cross[1] / s2];
  // h11 h22 − h12² would lose the digits of a long valley; multiplied out it does not.
  const spread = v1 * v2 - c * c + (v1 * d2 * d2 + v2 * d1 * d1 - 2 * c * d1 * d2);
  const det = spread / (s1 * s1 * s2 * s2);
  const half = (h11 - h22) / 2;
  const root = Math.sqrt(half * half + h12 * h12);
  const steep = (h11 + h22) / 2 + root;
  const flat = det / steep;
  const most = Math.sqrt(root ? (1 + Math.abs(half) / root) / 2 : 1);
  const rest = root ? h12 / root / (2 * most) : 0;
  const [u1, u2] = half < 0 ? [rest, most] : [most, rest];
  const [a1, a2] = [(u1 * g1 + u2 * g2) / steep, (u1 * g2 - u2 * g1) / flat];
  return {
    moments: [h11, h12, h22],
    steep,
    flat,
    axes: [u1, u2],
    goal: [u1 * a1 - u2 * a2, u2 * a1 + u1 * a2],
    reach: [a1, a2],
  };
}

/**
 * Shares left of the distance and of the avoidable loss, and how many steps surely leave 1% of the
 * distance, for steps of `lr` times the largest stable one, 2/λmax.
 * @param {Valley} seen
 * @param {number} lr
 * @param {number} steps
 */
export function descend({ steep, flat, reach: [a1, a2] }, lr, steps) {
  const gentle = 2 * lr * (flat / steep);
  const p = a1 * (1 - 2 * lr) ** steps;
  const q = a2 * (1 - gentle) ** steps;
  const along = gentle < 1 ? Math.log1p(-gentle) : Math.log(gentle - 1);
  const slowest = Math.max(Math.log(Math.abs(1 - 2 * lr)), along);
  const far = Math.log(0.01) / slowest;
  return {
    distance: Math.sqrt((p * p + q * q) / (a1 * a1 + a2 * a2)),
    loss: (steep * p * p + flat * q * q) / (steep * a1 * a1 + flat * a2 * a2),
    needed: slowest >= 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil(far)),
  };
}

/**
 * Weights minus the goal after 0, 1, …, `steps` steps.
 * @param {Valley} seen
 * @param {number} lr
 * @param {number} steps
 * @returns {Two[]}
 */
export function path({ steep, flat, axes: [u1, u2], reach }, lr, steps) {
  const gentle = 2 * lr * (flat / steep);
  return Array.from({ length: steps + 1 }, (_, k) => {
    const p = -reach[0] * (1 - 2 * lr) ** k;
    const q = -reach[1] * (1 - gentle) ** k;
    return [u1 * p - u2 * q, u2 * p + u1 * q];
  });
}
