/** What is to be seen of a network that trains: its score, its layers, its answers. No DOM. */
import { forward, take } from "./engine.js";
import { backwards, costs, forwards, judged, portion } from "./slices.js";
import { withOwn } from "./statistics.js";

export const GRID = 36; // cells of the map each way
const FLAT = 0.05; // a smaller slope is called flat
const BINS = 24;
export const SPAN = 4; // the histograms show −SPAN to SPAN
const SURE = [0.7, 0.9]; // from where on a network is called surer, and sure
export const SHADES = SURE.length + 1; // of each class's area

/**
 * @typedef {import("./lab.js").Trainee} Trainee
 * @typedef {[number, number]} Held a layer and one of its units, counted from 1; 0, 0 for none
 * @typedef {{bins: Float64Array, flat: number, dead: boolean, low: number, high: number}} Unit
 *   `low` to `high`: what it gives for the training samples
 * @typedef {{bins: Float64Array, flat: number, dead: number, units: number, gradient: number,
 *   ratio: number, each: Float64Array, unit: Unit | null}} Layer
 *   `each`: every unit's share on flat ground, 2 if it is dead; `unit`: the one that is held
 */

/**
 * @typedef {{done: number, layers: Layer[], score: import("./lab.js").Score,
 *   answers: Uint8Array | null, map: Int8Array | null, field: Float64Array | null}} Look
 */

/**
 * Look at a network at rest.
 * @param {Trainee} it
 * @param {Held} held
 * @param {boolean} own whether batch norm answers with the training data's own statistics
 * @returns {import("./slices.js").Slices<Look>}
 */
export function* look(it, held, own) {
  const layers = yield* inside(it, held);
  const seen = own ? yield* withOwn(it, answers(it, held)) : yield* answers(it, held);
  return { done: it.done, layers, ...seen };
}

/** @param {Trainee} it @param {Held} held */
function* answers(it, held) {
  const { net, all, set } = it;
  const score = yield* it.score();
  const [, test] = set.parts;
  const chosen = new Uint8Array(test.count);
  // The class it gives to each test sample; none where its numbers are none.
  const told = !set.edges && Number.isFinite(score.loss);
  if (told) yield* judged(net, all, test, chosen);
  return { score, answers: told ? chosen : null, ...(yield* map(it, held)) };
}

/**
 * What goes on in the hidden layers, on the training samples.
 * @param {Trainee} it
 * @param {Held} held
 * @returns {import("./slices.js").Slices<Layer[]>}
 */
function* inside({ net, all, set, rate, looked: n }, held) {
  take(set.parts[0], all, net.sizes[0], null, 0, n);
  yield* forwards(net, all, n, false);
  yield* backwards(net, all, n);
  const found = [];
  for (const [i, { units, weight, grads }] of net.layers.entries()) {
    const hidden = i < net.layers.length - 1;
    const [bins, each] = [new Float64Array(BINS), new Float64Array(hidden ? units : 0)];
    let unit = null;
    for (let j = 0; j < each.length; j++) {
      const mine = new Float64Array(BINS);
      each[j] = one(all, i, j, n, mine);
      for (let k = 0; k < BINS; k++) bins[k] += mine[k] / units;
      if (held[0] === i + 1 && held[1] === j + 1)
        unit = {
          bins: mine,
          flat: Math.min(1, each[j]),
          dead: each[j] > 1,
          ...ends(all.traces[i].active.subarray(j * all.stride, j * all.stride + n)),
        };
    }
    const [size, gradient] = [rms(weight), rms(grads.weight)];
    found.push({
      bins,
      flat: each.reduce((sum, share) => sum + Math.min(1, share), 0) / units,
      dead: each.filter((share) => share > 1).length,
      units,
      gradient,
      ratio: (rate.lr * gradient) / size,
      each,
      unit,
    });
    yield 2 * costs(net, n, i);
  }
  return found;
}

const DEAD = 2;

/**
 * Count a unit's pre-activations; gives its share on flat ground, or DEAD.
 * @param {import("./engine.js").Work} work
 * @param {number} i layer
 * @param {number} j unit
 * @param {number} n
 * @param {Float64Array} bins
 */
function one({ traces, stride }, i, j, n, bins) {
  const { pre, slope } = traces[i];
  let [flat, asleep] = [0, true];
  for (let b = j * stride; b < j * stride + n; b++) {
    const bin = Math.floor(((pre[b] + SPAN) / (2 * SPAN)) * BINS);
    if (!Number.isNaN(bin)) bins[Math.min(BINS - 1, Math.max(0, bin))] += 1 / n;
    if (Math.abs(slope[b]) < FLAT) flat++;
    if (slope[b] !== 0) asleep = false;
  }
  return asleep ? DEAD : flat / n;
}

/**
 * Its answer in each cell of the map, row by row from above: SHADES · class + how sure; −1 if it
 * has none; and there what the unit gives that is held. Nothing where the data are not of a plane.
 * @param {Trainee} it
 * @param {Held} held
 */
function* map({ net, all, set }, [layer, unit]) {
  if (!set.edges) return { map: null, field: null };
  const [out, count] = [new Int8Array(GRID * GRID), GRID * GRID];
  const field = layer ? new Float64Array(count) : null;
  const [across, up] = set.edges;
  const classes = net.sizes[net.sizes.length - 1];
  /** @param {number[]} edge @param {number} k */
  const place = ([low, high], k) => low + ((high - low) * (k + 0.5)) / GRID;
  /** @param {number} i @param {number} value */
  const seen = (i, value) => (set.scale[i] ? (value - set.shift[i]) / set.scale[i] : 0);
  const { stride, x } = all;
  const size = portion(net, all);
  for (let from = 0; from < count; from += size) {
    const n = Math.min(size, count - from);
    for (let b = 0; b < n; b++) {
      x[b] = seen(0, place(across, (from + b) % GRID));
      x[stride + b] = seen(1, place(up, GRID - 1 - Math.floor((from + b) / GRID)));
    }
    const logits = forward(net, all, n, false);
    for (let b = 0; b < n; b++) out[from + b] = answer(logits, classes, b, stride);
    if (field) {
      const start = (unit - 1) * stride;
      field.set(all.traces[layer - 1].active.subarray(start, start + n), from);
    }
    yield costs(net, n);
  }
  return { map: out, field };
}

/**
 * @param {Float64Array} logits
 * @param {number} classes
 * @param {number} b
 * @param {number} stride
 */
function answer(logits, classes, b, stride) {
  let top = 0;
  for (let k = 1; k < classes; k++) if (logits[k * stride + b] > logits[top * stride + b]) top = k;
  let sum = 0;
  for (let k = 0; k < classes; k++)
    sum += Math.exp(logits[k * stride + b] - logits[top * stride + b]);
  if (Number.isNaN(sum)) return -1;
  return SHADES * top + SURE.filter((least) => 1 / sum >= least).length;
}

/** Root mean square. @param {Float64Array} values */
function rms(values) {
  let squares = 0;
  for (const v of values) squares += v * v;
  return Math.sqrt(squares / values.length);
}

/** @param {Float64Array} values */
const ends = (values) => ({ low: Math.min(...values), high: Math.max(...values) });
