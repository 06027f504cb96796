/**
 * Two networks under training: what they are is what the settings, the seed and the step say, and
 * nothing else. Whoever changes a setting sees the networks that it would have made. No DOM.
 */
import { draw, EDGE } from "./data.js";
import { backward, evaluate, forward, network, step, take, workspace } from "./engine.js";
import { generator, start } from "./random.js";

export const POINTS = 150; // for training, and for the test
export const EVERY = 25; // steps from one point of a curve to the next
export const GRID = 36; // cells of the map each way
const FLAT = 0.05; // a smaller slope is called flat
const BINS = 24;
export const SPAN = 4; // the histograms show −SPAN to SPAN

/**
 * @typedef {{data: string, noise: number, seed: number, layers: number, units: number,
 *   activation: string, norm: string, place: string, init: string, scale: number, lr: number,
 *   momentum: number, decay: number, batch: number}} Settings
 * @typedef {{loss: number, testLoss: number, accuracy: number, testAccuracy: number}} Score
 * @typedef {{bins: Float64Array, flat: number, dead: number, units: number, gradient: number,
 *   ratio: number}} Layer
 */

/**
 * @param {Settings} settings
 * @param {Record<string, import("./samples.js").Table>} tables
 */
export function trainee(settings, tables) {
  const { seed, layers, units, norm, place, batch } = settings;
  const sizes = [2, ...Array(layers).fill(units), 2];
  const plan = /** @type {import("./engine.js").Plan} */ ({ sizes, norm, place });
  const net = network({ ...plan, table: tables[settings.activation] });
  start(net, generator(seed, 1), settings);
  const [train, test] = draw(settings.data, settings.noise, seed, POINTS);
  const shuffling = generator(seed, 2); // the same batches for both networks
  const order = Uint32Array.from(train.labels.keys());
  const [work, all] = [workspace(net, batch), workspace(net, POINTS)];
  const rate = { lr: settings.lr, momentum: settings.momentum, decay: settings.decay };
  const cost = 3 * batch * net.weights + batch * 10 * (1 + layers * units);
  let [done, at] = [0, POINTS];

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
    train,
    test,
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
        if (at >= POINTS) {
          shuffling.shuffle(order);
          at = 0;
        }
        const n = Math.min(batch, POINTS - at);
        take(train, work, 2, order, at, n);
        step(net, work, n, rate);
        at += n;
        done++;
        if (done % EVERY === 0) {
          curve.push(score());
          left -= POINTS * net.weights * 2;
        }
      }
      return left;
    },
    /** What goes on in the hidden layers, on all training points. @returns {Layer[]} */
    layers() {
      take(train, all, 2, null, 0, POINTS);
      forward(net, all, POINTS, true, false);
      backward(net, all, POINTS);
      return net.layers.map(({ units: width, weight, grads }, i) => {
        const [bins, { pre, slope }] = [new Float64Array(BINS), all.traces[i]];
        let [flat, dead] = [0, 0];
        const hidden = i < layers;
        for (let j = 0; hidden && j < width; j++) {
          let asleep = true;
          for (let b = j * POINTS; b < (j + 1) * POINTS; b++) {
            const bin = Math.floor(((pre[b] + SPAN) / (2 * SPAN)) * BINS);
            if (!Number.isNaN(bin)) bins[Math.min(BINS - 1, Math.max(0, bin))]++;
            if (Math.abs(slope[b]) < FLAT) flat++;
            if (slope[b] !== 0) asleep = false;
          }
          if (asleep) dead++;
        }
        const size = rms(weight);
        const gradient = rms(grads.weight);
        const share = width * POINTS;
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
    /** How sure it is of class 1 in each cell of the map, row by row from above; NaN if no number. */
    map() {
      const [out, count] = [new Float64Array(GRID * GRID), GRID * GRID];
      const place = (/** @type {number} */ k) => (2 * EDGE * (k + 0.5)) / GRID - EDGE;
      for (let from = 0; from < count; from += POINTS) {
        const n = Math.min(POINTS, count - from);
        for (let b = 0; b < n; b++) {
          all.x[b] = place((from + b) % GRID);
          all.x[POINTS + b] = -place(Math.floor((from + b) / GRID));
        }
        const logits = forward(net, all, n, false);
        for (let b = 0; b < n; b++)
          out[from + b] = 1 / (1 + Math.exp(logits[b] - logits[POINTS + b]));
      }
      return out;
    },
  };
}

/** @typedef {ReturnType<typeof trainee>} Trainee */

/** Root mean square. @param {Float64Array} values */
function rms(values) {
  let squares = 0;
  for (const v of values) squares += v * v;
  return Math.sqrt(squares / values.length);
}
