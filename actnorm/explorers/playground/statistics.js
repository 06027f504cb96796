/** Batch norm's running statistics, and the training data's own in their place. No DOM. */
import { take } from "./engine.js";
import { EPS } from "./norms.js";
import { forwards } from "./slices.js";

/**
 * Look at a network as if its running statistics were those of the first training samples, as many
 * as are looked at; then they are again what they were.
 * @template T
 * @param {import("./lab.js").Trainee} it
 * @param {import("./slices.js").Slices<T>} look
 * @returns {import("./slices.js").Slices<T>}
 */
export function* withOwn({ net, all, set, looked }, look) {
  const { stride, traces } = all;
  const normed = net.layers.filter(({ mean }) => mean !== null);
  const kept = normed.map(({ mean, variance }) => [mean, variance].map((row) => row?.slice()));
  take(set.parts[0], all, net.sizes[0], null, 0, looked);
  yield* forwards(net, all, looked, false);
  normed.forEach(({ units, mean, variance }, i) => {
    const { linear, active, hat, inverse } = traces[i];
    const x = net.place === "before" ? linear : active;
    for (let j = 0; mean && variance && j < units; j++) {
      mean[j] = x[j * stride] - hat[j * stride] / inverse[j];
      variance[j] = 1 / (inverse[j] * inverse[j]) - EPS;
    }
  });
  const seen = yield* look;
  normed.forEach(({ mean, variance }, i) => {
    mean?.set(/** @type {Float64Array} */ (kept[i][0]));
    variance?.set(/** @type {Float64Array} */ (kept[i][1]));
  });
  return seen;
}
