/** Which unit is held, as the trait `held` has it: a layer and a unit, counted from 1. */
import { node } from "../js/controls.js";
import * as say from "./messages.js";

/** @typedef {import("./looks.js").Held} Held */

/** @param {import("../js/view.js").Live} live */
export function holding(live) {
  /** @returns {Held} */
  const get = () => live.get("held");
  /** @param {Held} held */
  const hold = (held) => live.set({ held });
  const [layer, unit] = get();
  if (!Number.isInteger(layer) || !Number.isInteger(unit) || !layer !== !unit)
    throw new Error(`held cannot be ${JSON.stringify(get())}`);
  /** @param {Held} held */
  const beyond = ([a, b]) => a > live.get("layers") || b > live.get("units");
  let was = get();
  let lost = /** @type {Held | null} */ (null);

  /** @param {number} by */
  const go = (by) => {
    const [count, [a, b]] = [live.get("units"), get()];
    const at = (a - 1) * count + b - 1 + by;
    if (at >= 0 && at < count * live.get("layers"))
      hold([Math.floor(at / count) + 1, (at % count) + 1]);
  };
  const row = node(
    "span",
    "actnorm-pair actnorm-holding",
    live.button(say.held.before, () => go(-1)),
    live.button(say.held.after, () => go(1)),
    live.button(say.held.go, () => hold([0, 0])),
  );
  return {
    row,
    get,
    hold,
    on: () => get()[0] > 0 && !beyond(get()),
    /** The unit that was let go because there is none such any more. */
    lost: () => lost,
    /** A network that is made smaller may not have it any more: then it is let go. */
    check() {
      const now = get();
      if (now[0] && !beyond(now)) lost = null;
      else if (now[0] || (was[0] && beyond(was))) lost = now[0] ? now : was;
      else if (lost && !beyond(lost)) lost = null;
      was = now;
      if (now[0] && beyond(now)) hold([0, 0]);
    },
    /**
     * What is to be shown of it in one network.
     * @param {Held} held
     * @param {import("./looks.js").Look & {name: string, activation: string}} seen
     * @param {import("./engine.js").Network} net
     */
    unit([i, j], { name, activation, layers, field }, net) {
      const { inputs, units, weight } = net.layers[i - 1];
      const weights = Float64Array.from({ length: inputs }, (_, k) => weight[k * units + j - 1]);
      const found = /** @type {import("./looks.js").Unit} */ (layers[i - 1].unit);
      return { name, activation, weights, inputs, field, unit: found };
    },
  };
}
