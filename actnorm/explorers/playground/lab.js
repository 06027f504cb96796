/**
 * A network under training: what it is is what the settings, the seed and the step say, and
 * nothing else. Whoever changes a setting sees the network that it would have made. No DOM.
 */
import { network, take, workspace } from "./engine.js";
import { generator, start } from "./random.js";
import { dataset } from "./sets.js";
import { costs, judged, steps } from "./slices.js";

const LOOK = 256; // training samples at most on which the layers are looked at
const ROOM = 64; // samples at least that go through a network at a time
export const EVERY = 25; // steps from one point of a curve to the next

/**
 * @typedef {{data: string, inputs: string, across: string, up: string, points: string, noise: number, seed: number, layers: number, units: number,
 *   activation: string, norm: string, place: string, init: string, scale: number, lr: number,
 *   momentum: number, decay: number, batch: number}} Settings
 * @typedef {{loss: number, testLoss: number, accuracy: number, testAccuracy: number}} Score
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
  const looked = Math.min(points, LOOK);
  const [work, all] = [workspace(net, batch), workspace(net, Math.max(looked, ROOM))];
  const rate = { lr: settings.lr, momentum: settings.momentum, decay: settings.decay };
  let [done, busy] = [0, true];

  /** @returns {import("./slices.js").Slices<Score>} */
  function* score() {
    const mine = yield* judged(net, all, train);
    const theirs = yield* judged(net, all, test);
    return {
      loss: mine.loss,
      accuracy: mine.accuracy,
      testLoss: theirs.loss,
      testAccuracy: theirs.accuracy,
    };
  }
  /** @type {Score[]} */
  const curve = [];

  /** @returns {import("./slices.js").Slices<never>} */
  function* training() {
    for (let at = points; ; done++) {
      if (done % EVERY === 0) curve.push(yield* score());
      busy = false;
      yield 0;
      busy = true;
      if (at >= points) {
        shuffling.shuffle(order);
        at = 0;
      }
      const n = Math.min(batch, points - at);
      take(train, work, inputs, order, at, n);
      yield* steps(net, work, n, rate);
      at += n;
    }
  }
  const slices = training();
  return {
    settings,
    net,
    set,
    rate,
    curve,
    score,
    /** Room for samples on their way, and how many of the training ones are looked at. */
    all,
    looked,
    get done() {
      return done;
    },
    /** Not within a step, and the curve complete. */
    get resting() {
      return !busy;
    },
    /** Multiplications of a look at everything. */
    cost: costs(net, 2 * points + 2 * test.count + 3 * looked),
    /**
     * Train up to a step, for as long as `spare` allows; says whether it is there and at rest: not
     * within a step, and its curve complete.
     * @param {number} to
     * @param {(cost: number) => boolean} [spare]
     */
    reach(to, spare = () => true) {
      while (done < to || busy) if (!spare(slices.next().value)) break;
      return done >= to && !busy;
    },
  };
}

/** @typedef {ReturnType<typeof trainee>} Trainee */
