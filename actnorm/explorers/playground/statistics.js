/** Batch norm's running statistics, and the training data's own in their place. No DOM. */
import { forward, take } from "./engine.js";
import { EPS } from "./norms.js";

/**
 * Look at a network as if its running statistics were those of the first training samples, as many
 * as the workspace holds; then they are again what they were.
 * @template T
 * @param {import("./engine.js").Network} net
 * @param {import("./engine.js").Work} work
 * @param {import("./engine.js").Points} train
 * @param {() => T} look
 * @returns {T}
 */
export function withOwn(net, work, train, look) {
  const { stride, traces } = work;
  const normed = net.layers.filter(({ mean }) => mean !== null);
  const kept = normed.map(({ mean, variance }) => [mean, variance].map((row) => row?.slice()));
  take(train, work, net.sizes[0], null, 0, stride);
  forward(net, work, stride, true, false);
  normed.forEach(({ units, mean, variance }, i) => {
    const { linear, active, hat, inverse } = traces[i];
    const x = net.place === "before" ? linear : active;
    for (let j = 0; mean && variance && j < units; j++) {
      mean[j] = x[j * stride] - hat[j * stride] / inverse[j];
      variance[j] = 1 / (inverse[j] * inverse[j]) - EPS;
    }
  });
  const seen = look();
  normed.forEach(({ mean, variance }, i) => {
    mean?.set(/** @type {Float64Array} */ (kept[i][0]));
    variance?.set(/** @type {Float64Array} */ (kept[i][1]));
  });
  return seen;
}
