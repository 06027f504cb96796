/**
 * Batch, layer and RMS norm over units × samples, each forward, then backward, as
 * actnorm/normalization has them: centred first, the variance biased, eps 10⁻⁵.
 *
 * Both passes leave x̂ and 1/σ in the arrays that they are given.
 */

export const EPS = 1e-5;
const MOMENTUM = 0.1; // weight of a new statistic, as in PyTorch

/**
 * Batch norm by the batch's own statistics; the running ones move towards them.
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @param {Float64Array} hat x̂
 * @param {Float64Array} inverse 1/σ, a number for each unit
 * @param {Float64Array} gamma
 * @param {Float64Array} beta
 * @param {Float64Array | null} mean running; null leaves them alone
 * @param {Float64Array | null} variance
 * @param {number} units
 * @param {number} n
 * @param {number} stride
 */
export function batch(x, y, hat, inverse, gamma, beta, mean, variance, units, n, stride) {
  for (let j = 0; j < units; j++) {
    const start = j * stride;
    const end = start + n;
    let total = 0;
    for (let b = start; b < end; b++) total += x[b];
    const about = total / n;
    let rest = 0;
    let squares = 0;
    for (let b = start; b < end; b++) {
      const c = x[b] - about;
      hat[b] = c;
      rest += c;
      squares += c * c;
    }
    rest /= n; // what the rounded mean has missed
    const spread = squares / n - rest * rest;
    const by = 1 / Math.sqrt(spread + EPS);
    const g = gamma[j];
    const plus = beta[j];
    for (let b = start; b < end; b++) {
      const h = (hat[b] - rest) * by;
      hat[b] = h;
      y[b] = g * h + plus;
    }
    inverse[j] = by;
    if (mean === null || variance === null) continue;
    mean[j] += MOMENTUM * (about + rest - mean[j]);
    if (n > 1) variance[j] += MOMENTUM * (spread * (n / (n - 1)) - variance[j]);
  }
}

/**
 * Batch norm by the running statistics.
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @param {Float64Array} gamma
 * @param {Float64Array} beta
 * @param {Float64Array} mean
 * @param {Float64Array} variance
 * @param {number} units
 * @param {number} n
 * @param {number} stride
 */
export function running(x, y, gamma, beta, mean, variance, units, n, stride) {
  for (let j = 0; j < units; j++) {
    const by = gamma[j] / Math.sqrt(variance[j] + EPS);
    for (let b = j * stride; b < j * stride + n; b++) y[b] = (x[b] - mean[j]) * by + beta[j];
  }
}

/**
 * d becomes the gradient at batch norm's input; the parameters' gradients are written.
 * @param {Float64Array} d
 * @param {Float64Array} hat
 * @param {Float64Array} inverse
 * @param {Float64Array} gamma
 * @param {Float64Array} dGamma
 * @param {Float64Array} dBeta
 * @param {number} units
 * @param {number} n
 * @param {number} stride
 */
export function batchBackward(d, hat, inverse, gamma, dGamma, dBeta, units, n, stride) {
  for (let j = 0; j < units; j++) {
    const start = j * stride;
    const end = start + n;
    let plain = 0;
    let along = 0;
    for (let b = start; b < end; b++) {
      plain += d[b];
      along += d[b] * hat[b];
    }
    dBeta[j] = plain;
    dGamma[j] = along;
    const by = gamma[j] * inverse[j];
    plain /= n;
    along /= n;
    for (let b = start; b < end; b++) d[b] = (d[b] - plain - hat[b] * along) * by;
  }
}

/**
 * Layer norm, or without `centres` RMS norm: each sample by its own statistics.
 * @param {boolean} centres
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @param {Float64Array} hat
 * @param {Float64Array} inverse 1/σ, a number for each sample
 * @param {Float64Array} gamma
 * @param {Float64Array | null} beta
 * @param {number} units
 * @param {number} n
 * @param {number} stride
 */
export function rows(centres, x, y, hat, inverse, gamma, beta, units, n, stride) {
  const size = units * stride;
  for (let b = 0; b < n; b++) {
    let about = 0;
    if (centres) {
      for (let k = b; k < size; k += stride) about += x[k];
      about /= units;
    }
    let rest = 0;
    let squares = 0;
    for (let k = b; k < size; k += stride) {
      const c = x[k] - about;
      rest += c;
      squares += c * c;
    }
    rest = centres ? rest / units : 0;
    const by = 1 / Math.sqrt(squares / units - rest * rest + EPS);
    inverse[b] = by;
    for (let k = b, j = 0; k < size; k += stride, j++) {
      const h = (x[k] - about - rest) * by;
      hat[k] = h;
      y[k] = beta === null ? gamma[j] * h : gamma[j] * h + beta[j];
    }
  }
}

/**
 * d becomes the gradient at the input of layer or RMS norm.
 * @param {boolean} centres
 * @param {Float64Array} d
 * @param {Float64Array} hat
 * @param {Float64Array} inverse
 * @param {Float64Array} gamma
 * @param {Float64Array} dGamma
 * @param {Float64Array | null} dBeta
 * @param {number} units
 * @param {number} n
 * @param {number} stride
 */
export function rowsBackward(centres, d, hat, inverse, gamma, dGamma, dBeta, units, n, stride) {
  const size = units * stride;
  for (let j = 0; j < units; j++) {
    let plain = 0;
    let along = 0;
    for (let b = j * stride; b < j * stride + n; b++) {
      plain += d[b];
      along += d[b] * hat[b];
      d[b] *= gamma[j];
    }
    dGamma[j] = along;
    if (dBeta !== null) dBeta[j] = plain;
  }
  for (let b = 0; b < n; b++) {
    let plain = 0;
    let along = 0;
    for (let k = b; k < size; k += stride) {
      plain += d[k];
      along += d[k] * hat[k];
    }
    plain = centres ? plain / units : 0;
    along /= units;
    for (let k = b; k < size; k += stride) d[k] = (d[k] - plain - hat[k] * along) * inverse[b];
  }
}
