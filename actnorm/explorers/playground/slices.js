/**
 * Work that takes longer than a frame, as generators that stop after each part and give what it
 * cost, in multiplications; the frame's clock says whether there is time for another. No DOM.
 */
import { ahead, back, judge, lossOf, move, step } from "./engine.js";

const SLICE = 4e5; // multiplications that need not be cut: less than half a millisecond
const ENTRY = 10; // of them take the time of an activation

/** @template T @typedef {Generator<number, T, void>} Slices */
/** @typedef {import("./engine.js").Network} Network */
/** @typedef {import("./engine.js").Work} Work */
/** @typedef {import("./engine.js").Points} Points */

/**
 * Run to the end, or until `spare` says no; gives what the last part gave.
 * @template T
 * @param {Slices<T>} slices
 * @param {(cost: number) => boolean} [spare]
 */
export function run(slices, spare = () => true) {
  let found = slices.next();
  while (!found.done && spare(found.value)) found = slices.next();
  return found;
}

/**
 * What it takes to send `n` samples through a network, or through layer `i` of it.
 * @param {Network} network
 * @param {number} n
 * @param {number} [i]
 */
export function costs({ layers, sizes, weights }, n, i) {
  if (i === undefined) return n * (weights + ENTRY * (1 + sizes[1] * (sizes.length - 2)));
  return n * layers[i].units * (layers[i].inputs + ENTRY);
}

/** How many samples make a slice. @param {Network} network @param {Work} work */
export const portion = (network, { stride }) =>
  Math.max(1, Math.min(stride, Math.floor(SLICE / costs(network, 1))));

/**
 * @param {Network} network
 * @param {Work} work
 * @param {number} n
 * @param {boolean} update whether running statistics move
 * @returns {Slices<void>}
 */
export function* forwards(network, work, n, update) {
  for (let i = 0; i < network.layers.length; i++) {
    ahead(network, work, n, i, true, update);
    yield costs(network, n, i);
  }
}

/**
 * @param {Network} network
 * @param {Work} work
 * @param {number} n
 * @returns {Slices<void>}
 */
export function* backwards(network, work, n) {
  lossOf(network, work, n);
  for (let i = network.layers.length - 1; i >= 0; i--) {
    back(network, work, n, i);
    yield 2 * costs(network, n, i);
  }
}

/**
 * One step, as the engine has it; a small one in one slice.
 * @param {Network} network
 * @param {Work} work
 * @param {number} n
 * @param {import("./engine.js").Rate} rate
 * @returns {Slices<void>}
 */
export function* steps(network, work, n, rate) {
  const whole = 3 * costs(network, n);
  if (whole <= SLICE) {
    step(network, work, n, rate);
    yield whole;
    return;
  }
  yield* forwards(network, work, n, true);
  yield* backwards(network, work, n);
  move(network, rate);
  yield 3 * network.weights;
}

/**
 * Mean loss and share of right answers, in evaluation mode; `chosen` is given each sample's class.
 * @param {Network} network
 * @param {Work} work
 * @param {Points} points
 * @param {Uint8Array} [chosen]
 * @returns {Slices<{loss: number, accuracy: number}>}
 */
export function* judged(network, work, points, chosen) {
  const [sums, size] = [{ loss: 0, right: 0 }, portion(network, work)];
  for (let start = 0; start < points.count; start += size) {
    const n = Math.min(size, points.count - start);
    judge(network, work, points, start, n, sums, chosen);
    yield costs(network, n);
  }
  return { loss: sums.loss / points.count, accuracy: sums.right / points.count };
}
