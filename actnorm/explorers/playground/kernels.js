/**
 * The loops of a dense layer, over arrays that hold a row of samples for each unit: value b of unit
 * j stands at j * stride + b. Whatever is summed or multiplied then lies side by side, also for
 * layers of two units. Nothing is allocated.
 */

/**
 * z = bias + Wᵀx, unit by unit, four inputs at a time.
 *
 * The weight from input i to output j stands at i * down + j * across, so that the same loop sends
 * a gradient back: its outputs are the layer's inputs.
 * @param {Float64Array} weight
 * @param {number} down
 * @param {number} across
 * @param {Float64Array | null} bias
 * @param {Float64Array} x
 * @param {number} inputs
 * @param {Float64Array} z
 * @param {number} outputs
 * @param {number} n samples
 * @param {number} stride
 */
export function affine(weight, down, across, bias, x, inputs, z, outputs, n, stride) {
  const first = inputs & 3;
  for (let j = 0; j < outputs; j++) {
    const to = j * stride;
    const from = bias === null ? 0 : bias[j];
    let w = j * across;
    if (first === 0) {
      for (let b = 0; b < n; b++) z[to + b] = from;
    } else if (first === 1) {
      const w0 = weight[w];
      for (let b = 0; b < n; b++) z[to + b] = from + w0 * x[b];
    } else if (first === 2) {
      const w0 = weight[w];
      const w1 = weight[w + down];
      for (let b = 0; b < n; b++) z[to + b] = from + w0 * x[b] + w1 * x[stride + b];
    } else {
      const w0 = weight[w];
      const w1 = weight[w + down];
      const w2 = weight[w + 2 * down];
      const far = 2 * stride;
      for (let b = 0; b < n; b++)
        z[to + b] = from + w0 * x[b] + w1 * x[stride + b] + w2 * x[far + b];
    }
    w += first * down;
    for (let i = first; i < inputs; i += 4) {
      const w0 = weight[w];
      const w1 = weight[w + down];
      const w2 = weight[w + 2 * down];
      const w3 = weight[w + 3 * down];
      w += 4 * down;
      let at = i * stride;
      for (let b = to; b < to + n; b++, at++)
        z[b] +=
          w0 * x[at] + w1 * x[at + stride] + w2 * x[at + 2 * stride] + w3 * x[at + 3 * stride];
    }
  }
}

/**
 * The gradients of weights and biases: sums over the samples of x times d, and of d.
 * @param {Float64Array} x
 * @param {number} inputs
 * @param {Float64Array} d
 * @param {number} outputs
 * @param {Float64Array} weight
 * @param {Float64Array} bias
 * @param {number} n
 * @param {number} stride
 */
export function gradients(x, inputs, d, outputs, weight, bias, n, stride) {
  const first = inputs & 3;
  for (let j = 0; j < outputs; j++) {
    const start = j * stride;
    const end = start + n;
    let total = 0;
    for (let b = start; b < end; b++) total += d[b];
    bias[j] = total;
    for (let i = 0; i < first; i++) {
      let s = 0;
      for (let b = start, at = i * stride; b < end; b++, at++) s += x[at] * d[b];
      weight[i * outputs + j] = s;
    }
    for (let i = first; i < inputs; i += 4) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let b = start, at = i * stride; b < end; b++, at++) {
        const by = d[b];
        s0 += x[at] * by;
        s1 += x[at + stride] * by;
        s2 += x[at + 2 * stride] * by;
        s3 += x[at + 3 * stride] * by;
      }
      const w = i * outputs + j;
      weight[w] = s0;
      weight[w + outputs] = s1;
      weight[w + 2 * outputs] = s2;
      weight[w + 3 * outputs] = s3;
    }
  }
}

/**
 * Softmax and cross-entropy: write the gradient of the mean loss at the logits, return the summed
 * loss. The label's own entry is minus the sum of the others, not p − 1, which loses its digits.
 * @param {Float64Array} logits
 * @param {number} classes
 * @param {Uint8Array} labels
 * @param {Float64Array} d
 * @param {number} n
 * @param {number} stride
 */
export function crossEntropy(logits, classes, labels, d, n, stride) {
  const end = classes * stride;
  let loss = 0;
  let product = 1; // one logarithm of many factors takes the time of one
  for (let b = 0; b < n; b++) {
    let top = b;
    for (let k = b + stride; k < end; k += stride) if (logits[k] > logits[top]) top = k;
    const most = logits[top];
    let rest = 0;
    for (let k = b; k < end; k += stride) {
      if (k === top) continue;
      const e = Math.exp(logits[k] - most);
      d[k] = e;
      rest += e;
    }
    d[top] = 1;
    const label = labels[b] * stride + b;
    loss += most - logits[label];
    product *= 1 + rest;
    if (product > 1e200) {
      loss += Math.log(product);
      product = 1;
    }
    const scale = 1 / ((1 + rest) * n);
    let others = 0;
    for (let k = b; k < end; k += stride) {
      d[k] *= scale;
      if (k !== label) others += d[k];
    }
    d[label] = -others;
  }
  return loss + Math.log(product);
}

/**
 * A step of gradient descent with momentum, v ← mv + g + λw, w ← w − ηv, on the entries from `start`
 * to `end`.
 * @param {Float64Array} value
 * @param {Float64Array} velocity
 * @param {Float64Array} grad
 * @param {number} start
 * @param {number} end
 * @param {number} lr
 * @param {number} momentum
 * @param {number} decay
 */
export function descend(value, velocity, grad, start, end, lr, momentum, decay) {
  for (let k = start; k < end; k++) {
    const v = momentum * velocity[k] + grad[k] + decay * value[k];
    velocity[k] = v;
    value[k] -= lr * v;
  }
}
