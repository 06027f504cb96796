/** Weights, curves and code, as they go back to Python. No DOM. */
import { EVERY } from "./lab.js";

/**
 * @param {Record<string, unknown>} state the traits that say which networks these are
 * @param {import("./lab.js").Trainee[]} nets
 * @param {string} code
 */
export const handover = (state, nets, code) => ({
  state,
  nets: nets.map(({ net, curve }) => ({
    layers: net.layers.map((layer) =>
      Object.fromEntries(
        ["weight", "bias", "gamma", "beta", "mean", "variance"].flatMap((name) => {
          const values = layer[/** @type {"weight"} */ (name)];
          return values ? [[name, Array.from(values, finite)]] : [];
        }),
      ),
    ),
    curves: {
      step: curve.map((_, k) => k * EVERY),
      loss: curve.map(({ loss }) => finite(loss)),
      accuracy: curve.map(({ accuracy }) => finite(accuracy)),
      test_loss: curve.map(({ testLoss }) => finite(testLoss)),
      test_accuracy: curve.map(({ testAccuracy }) => finite(testAccuracy)),
    },
  })),
  code,
});

/** @param {number} value */
const finite = (value) => (Number.isFinite(value) ? value : null);
