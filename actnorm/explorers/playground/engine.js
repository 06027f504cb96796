/**
 * A network that trains: what actnorm.network does, in typed arrays, with nothing allocated while it
 * steps. No DOM.
 *
 * Parameters lie in one array, all weights before all else, since only weights decay; each layer has
 * views of it. Samples lie beside each other, see kernels.js.
 */
import { affine, crossEntropy, descend, gradients } from "./kernels.js";
import { batch, batchBackward, rows, rowsBackward, running } from "./norms.js";
import { activate } from "./samples.js";

/**
 * @typedef {"none" | "batch" | "layer" | "rms"} Norm
 * @typedef {{sizes: number[], norm: Norm, place: "before" | "after",
 *   table: import("./samples.js").Table}} Plan
 *   sizes: inputs, units of each hidden layer, classes
 * @typedef {{inputs: number, units: number, weight: Float64Array, bias: Float64Array,
 *   gamma: Float64Array | null, beta: Float64Array | null}} Views
 * @typedef {Views & {mean: Float64Array | null, variance: Float64Array | null, grads: Views}} Layer
 * @typedef {Plan & {params: Float64Array, grads: Float64Array, velocity: Float64Array,
 *   weights: number, layers: Layer[]}} Network
 *   `weights`: how many of the parameters are weights
 */

/**
 * Make room for a network; `start` of random.js, or whoever has its parameters, fills it.
 * @param {Plan} plan
 * @returns {Network}
 */
export function network(plan) {
  const { sizes, norm } = plan;
  const hidden = sizes.length - 2;
  /** @type {{inputs: number, units: number, weight: number, vector: number, gamma: boolean,
   *   beta: boolean}[]} */
  const places = [];
  let weights = 0;
  for (let i = 0; i <= hidden; i++) {
    const [inputs, units] = [sizes[i], sizes[i + 1]];
    const gamma = norm !== "none" && i < hidden;
    places.push({
      inputs,
      units,
      weight: weights,
      vector: 0,
      gamma,
      beta: gamma && norm !== "rms",
    });
    weights += inputs * units;
  }
  let size = weights;
  for (const place of places) {
    place.vector = size;
    size += place.units * (1 + Number(place.gamma) + Number(place.beta));
  }
  const [params, grads, velocity] = [0, 1, 2].map(() => new Float64Array(size));
  const views = (/** @type {Float64Array} */ of, /** @type {number} */ i) => {
    const { inputs, units, weight, vector, gamma, beta } = places[i];
    const part = (/** @type {number} */ k) =>
      of.subarray(vector + k * units, vector + (k + 1) * units);
    return {
      inputs,
      units,
      weight: of.subarray(weight, weight + inputs * units),
      bias: part(0),
      gamma: gamma ? part(1) : null,
      beta: beta ? part(2) : null,
    };
  };
  const layers = places.map(({ units, gamma }, i) => {
    const keeps = gamma && norm === "batch";
    return {
      ...views(params, i),
      mean: keeps ? new Float64Array(units) : null,
      variance: keeps ? new Float64Array(units).fill(1) : null,
      grads: views(grads, i),
    };
  });
  return { ...plan, params, grads, velocity, weights, layers };
}

/**
 * @typedef {{linear: Float64Array, pre: Float64Array, out: Float64Array, active: Float64Array,
 *   slope: Float64Array, hat: Float64Array, inverse: Float64Array, d: Float64Array}} Trace
 *   of a layer: before the norm, before the activation, after both, after the activation; f′; x̂ and
 *   1/σ of the norm; the gradient at `pre` once a step has been taken
 * @typedef {{stride: number, x: Float64Array, labels: Uint8Array, traces: Trace[]}} Work
 */

/**
 * Make room for `capacity` samples on their way through a network.
 * @param {Network} network
 * @param {number} capacity
 * @returns {Work}
 */
export function workspace({ sizes, layers, norm, place }, capacity) {
  const stride = capacity;
  const traces = layers.map(({ units, gamma }) => {
    const room = () => new Float64Array(units * stride);
    const linear = room();
    const pre = gamma && place === "before" ? room() : linear;
    const active = room();
    const out = gamma && place === "after" ? room() : active;
    const inverse = new Float64Array(norm === "batch" ? units : stride);
    return { linear, pre, active, out, slope: room(), hat: room(), inverse, d: room() };
  });
  return {
    stride,
    x: new Float64Array(sizes[0] * stride),
    labels: new Uint8Array(stride),
    traces,
  };
}

/**
 * Send the first `n` samples of `work.x` through the layers; gives the logits.
 * @param {Network} network
 * @param {Work} work
 * @param {number} n
 * @param {boolean} training whether batch norm takes the batch's own statistics
 * @param {boolean} [update] whether its running ones move
 */
export function forward(network, work, n, training, update = training) {
  for (let i = 0; i < network.layers.length; i++) ahead(network, work, n, i, training, update);
  return work.traces[network.layers.length - 1].linear;
}

/**
 * The part of `forward` that layer `i` has.
 * @param {Network} network
 * @param {Work} work
 * @param {number} n
 * @param {number} i
 * @param {boolean} training
 * @param {boolean} update
 */
export function ahead({ layers, norm, place, table }, work, n, i, training, update) {
  const { stride, traces } = work;
  const layer = layers[i];
  const { inputs, units, weight, bias, gamma } = layer;
  const { linear, pre, active, out, slope } = traces[i];
  const x = i > 0 ? traces[i - 1].out : work.x;
  affine(weight, units, 1, bias, x, inputs, linear, units, n, stride);
  if (i === layers.length - 1) return;
  if (gamma !== null && place === "before")
    normalize(norm, layer, traces[i], linear, pre, n, stride, training, update);
  activate(table, pre, active, slope, units, n, stride);
  if (gamma !== null && place === "after")
    normalize(norm, layer, traces[i], active, out, n, stride, training, update);
}

/**
 * @param {Norm} norm
 * @param {Layer} layer
 * @param {Trace} trace
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @param {number} n
 * @param {number} stride
 * @param {boolean} training
 * @param {boolean} update
 */
function normalize(norm, layer, { hat, inverse }, x, y, n, stride, training, update) {
  const { units, mean, variance } = layer;
  const gamma = /** @type {Float64Array} */ (layer.gamma);
  if (norm !== "batch" || mean === null || variance === null)
    return rows(norm === "layer", x, y, hat, inverse, gamma, layer.beta, units, n, stride);
  const beta = /** @type {Float64Array} */ (layer.beta);
  if (!training) return running(x, y, gamma, beta, mean, variance, units, n, stride);
  const kept = update ? mean : null;
  batch(x, y, hat, inverse, gamma, beta, kept, variance, units, n, stride);
}

/**
 * After `forward` in training mode: the gradients of the mean loss, and the summed loss.
 * @param {Network} network
 * @param {Work} work
 * @param {number} n
 */
export function backward(network, work, n) {
  const loss = lossOf(network, work, n);
  for (let i = network.layers.length - 1; i >= 0; i--) back(network, work, n, i);
  return loss;
}

/**
 * The summed loss; its gradient stands at the last layer.
 * @param {Network} network
 * @param {Work} work
 * @param {number} n
 */
export function lossOf({ layers }, { stride, traces, labels }, n) {
  const last = layers.length - 1;
  const { linear, d } = traces[last];
  return crossEntropy(linear, layers[last].units, labels, d, n, stride);
}

/**
 * The part of `backward` that layer `i` has.
 * @param {Network} network
 * @param {Work} work
 * @param {number} n
 * @param {number} i
 */
export function back({ layers, norm, place }, work, n, i) {
  const { stride, traces } = work;
  const { inputs, units, weight, gamma, grads } = layers[i];
  const { d, slope, hat, inverse } = traces[i];
  if (i < layers.length - 1) {
    if (gamma !== null && place === "after")
      denormalize(norm, layers[i], d, hat, inverse, n, stride);
    for (let j = 0; j < units; j++)
      for (let b = j * stride; b < j * stride + n; b++) d[b] *= slope[b];
    if (gamma !== null && place === "before")
      denormalize(norm, layers[i], d, hat, inverse, n, stride);
  }
  const x = i > 0 ? traces[i - 1].out : work.x;
  gradients(x, inputs, d, units, grads.weight, grads.bias, n, stride);
  if (i > 0) affine(weight, 1, units, null, d, units, traces[i - 1].d, inputs, n, stride);
}

/**
 * @param {Norm} norm
 * @param {Layer} layer
 * @param {Float64Array} d
 * @param {Float64Array} hat
 * @param {Float64Array} inverse
 * @param {number} n
 * @param {number} stride
 */
function denormalize(norm, { units, gamma, grads }, d, hat, inverse, n, stride) {
  const g = /** @type {Float64Array} */ (gamma);
  const dGamma = /** @type {Float64Array} */ (grads.gamma);
  if (norm === "batch")
    batchBackward(d, hat, inverse, g, dGamma, /** @type {any} */ (grads.beta), units, n, stride);
  else rowsBackward(norm === "layer", d, hat, inverse, g, dGamma, grads.beta, units, n, stride);
}

/**
 * Samples and their labels; value i of sample k stands at i * count + k.
 * @typedef {{x: Float64Array, labels: Uint8Array, count: number}} Points
 */

/**
 * Take some samples for `forward`: of `order`, `n` from `start` on; without it the samples as they
 * stand.
 * @param {Points} points
 * @param {Work} work
 * @param {number} inputs
 * @param {ArrayLike<number> | null} order
 * @param {number} start
 * @param {number} n
 */
export function take(
  { x, labels, count },
  { x: to, labels: named, stride },
  inputs,
  order,
  start,
  n,
) {
  for (let b = 0; b < n; b++) {
    const k = order === null ? start + b : order[start + b];
    named[b] = labels[k];
    for (let i = 0; i < inputs; i++) to[i * stride + b] = x[i * count + k];
  }
}

/**
 * One step on a batch that was taken; gives its mean loss, as it was before the step.
 * @param {Network} network
 * @param {Work} work
 * @param {number} n
 * @param {Rate} rate
 */
export function step(network, work, n, rate) {
  forward(network, work, n, true);
  const loss = backward(network, work, n);
  move(network, rate);
  return loss / n;
}

/**
 * Let the parameters follow the gradients that stand there.
 * @typedef {{lr: number, momentum: number, decay: number}} Rate
 * @param {Network} network
 * @param {Rate} rate
 */
export function move({ params, velocity, grads, weights }, { lr, momentum, decay }) {
  descend(params, velocity, grads, 0, weights, lr, momentum, decay);
  descend(params, velocity, grads, weights, params.length, lr, momentum, 0);
}

/**
 * Add `n` samples from `start` on to the sums of loss and right answers, in evaluation mode;
 * `chosen` is given each sample's class.
 * @param {Network} network
 * @param {Work} work
 * @param {Points} points
 * @param {number} start
 * @param {number} n
 * @param {{loss: number, right: number}} sums
 * @param {Uint8Array} [chosen]
 */
export function judge(network, work, points, start, n, sums, chosen) {
  const { stride, labels } = work;
  const classes = network.sizes[network.sizes.length - 1];
  take(points, work, network.sizes[0], null, start, n);
  const logits = forward(network, work, n, false);
  for (let b = 0; b < n; b++) {
    let top = 0;
    for (let k = 1; k < classes; k++)
      if (logits[k * stride + b] > logits[top * stride + b]) top = k;
    if (chosen) chosen[start + b] = top;
    // Without a number there is no answer.
    if (top === labels[b] && !Number.isNaN(logits[top * stride + b])) sums.right++;
  }
  sums.loss += lossOf(network, work, n);
}
