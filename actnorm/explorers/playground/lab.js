/**
 * Two networks under training: what they are is what the settings, the seed and the step say, and
 * nothing else. Whoever changes a setting sees the networks that it would have made. No DOM.
 */
import { backward, evaluate, forward, network, step, take, workspace } from "./engine.js";
import { generator, start } from "./random.js";
import { dataset } from "./sets.js";
import { withOwn } from "./statistics.js";

const LOOK = 256; // training samples at most on which the layers are looked at
export const EVERY = 25; // steps from one point of a curve to the next
export const GRID = 36; // cells of the map each way
const FLAT = 0.05; // a smaller slope is called flat
const BINS = 24;
export const SPAN = 4; // the histograms show −SPAN to SPAN
const SURE = [0.7, 0.9]; // from where on a network is called surer, and sure
export const SHADES = SURE.length + 1; // of each class's area

/**
 * @typedef {{data: string, inputs: string, across: string, up: string, noise: number, seed: number, layers: number, units: number,
 *   activation: string, norm: string, place: string, init: string, scale: number, lr: number,
 *   momentum: number, decay: number, batch: number}} Settings
 * @typedef {{loss: number, testLoss: number, accuracy: number, testAccuracy: number}} Score
 * @typedef {{bins: Float64Array, flat: number, dead: number, units: number, gradient: number,
 *   ratio: number}} Layer
 */

/**
 * @param {Settings} settings
 * @param {Record<string, import("./samples.js").Table>} tables of the activations
 * @param {import("./store.js").Table} [stored] data that are not drawn here
 */
export function trainee(settings, tables, stored) {
  const { seed, layers, units, norm, place, batch } = settings;
  const set = dataset(settings, stored);
  const { inputs, classes } = set;
  const [train, test] = set.parts;
  const points = train.count;
  const sizes = [inputs, ...Array(layers).fill(units), classes];
  const plan = /** @type {import("./engine.js").Plan} */ ({ sizes, norm, place });
  const net = network({ ...plan, table: tables[settings.activation] });
  start(net, generator(seed, 1), settings);
  const shuffling = generator(seed, 2); // the same batches for both networks
  const order = Uint32Array.from(train.labels.keys());
  const [work, all] = [workspace(net, batch), workspace(net, Math.min(points, LOOK))];
  const rate = { lr: settings.lr, momentum: settings.momentum, decay: settings.decay };
  const cost = 3 * batch * net.weights + batch * 10 * (1 + layers * units);
  const looking = 2 * (points + test.count) * net.weights;
  let [done, at] = [0, points];

  /** @returns {Score} */
  const score = () => {
    const mine = evaluate(net, all, train);
    const theirs = evaluate(net, all, test);
    return {
      loss: mine.loss,
      accuracy: mine.accuracy,
      testLoss: theirs.loss,
      testAccuracy: theirs.accuracy,
    };
  };
  const curve = [score()];
  return {
    settings,
    net,
    set,
    /** Multiplications of a look at everything: score, layers, map. */
    cost: looking + net.weights * (3 * all.stride + (set.edges ? GRID * GRID : test.count)),
    curve,
    score,
    get done() {
      return done;
    },
    /**
     * Train up to a step, for a time that `budget` multiplications take; gives what is left of it.
     * @param {number} to
     * @param {number} budget
     */
    reach(to, budget) {
      let left = budget;
      for (; done < to && left > 0; left -= cost) {
        if (at >= points) {
          shuffling.shuffle(order);
          at = 0;
        }
        const n = Math.min(batch, points - at);
        take(train, work, inputs, order, at, n);
        step(net, work, n, rate);
        at += n;
        done++;
        if (done % EVERY === 0) {
          curve.push(score());
          left -= looking;
        }
      }
      return left;
    },
    /** What goes on in the hidden layers, on the training samples. @returns {Layer[]} */
    layers() {
      const n = all.stride;
      take(train, all, inputs, null, 0, n);
      forward(net, all, n, true, false);
      backward(net, all, n);
      return net.layers.map(({ units: width, weight, grads }, i) => {
        const [bins, { pre, slope }] = [new Float64Array(BINS), all.traces[i]];
        let [flat, dead] = [0, 0];
        const hidden = i < layers;
        for (let j = 0; hidden && j < width; j++) {
          let asleep = true;
          for (let b = j * n; b < (j + 1) * n; b++) {
            const bin = Math.floor(((pre[b] + SPAN) / (2 * SPAN)) * BINS);
            if (!Number.isNaN(bin)) bins[Math.min(BINS - 1, Math.max(0, bin))]++;
            if (Math.abs(slope[b]) < FLAT) flat++;
            if (slope[b] !== 0) asleep = false;
          }
          if (asleep) dead++;
        }
        const size = rms(weight);
        const gradient = rms(grads.weight);
        const share = width * n;
        for (let k = 0; k < BINS; k++) bins[k] /= share;
        return {
          bins,
          flat: flat / share,
          dead,
          units: width,
          gradient,
          ratio: (rate.lr * gradient) / size,
        };
      });
    },
    /**
     * Its answer in each cell of the map, row by row from above: SHADES · class + how sure; −1 if it
     * has none.
     */
    map() {
      const [out, count] = [new Int8Array(GRID * GRID), GRID * GRID];
      const [across, up] = /** @type {[number, number][]} */ (set.edges);
      /** @param {number[]} edge @param {number} k */
      const place = ([low, high], k) => low + ((high - low) * (k + 0.5)) / GRID;
      /** @param {number} i @param {number} value */
      const seen = (i, value) => (value - set.shift[i]) / set.scale[i];
      const { stride, x } = all;
      for (let from = 0; from < count; from += stride) {
        const n = Math.min(stride, count - from);
        for (let b = 0; b < n; b++) {
          x[b] = seen(0, place(across, (from + b) % GRID));
          x[stride + b] = seen(1, place(up, GRID - 1 - Math.floor((from + b) / GRID)));
        }
        const logits = forward(net, all, n, false);
        for (let b = 0; b < n; b++) out[from + b] = answer(logits, classes, b, stride);
      }
      return out;
    },
    /** Look with the training data's statistics. @template T @param {() => T} look */
    own: (look) => withOwn(net, all, train, look),
    /** The class it gives to each test sample; none where its numbers are none. */
    answers() {
      const chosen = new Uint8Array(test.count);
      evaluate(net, all, test, chosen);
      return chosen;
    },
  };
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

/** @typedef {ReturnType<typeof trainee>} Trainee */

/** Root mean square. @param {Float64Array} values */
function rms(values) {
  let squares = 0;
  for (const v of values) squares += v * v;
  return Math.sqrt(squares / values.length);
}
