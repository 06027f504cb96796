/** The one module of all explorers, as anywidget loads it; `_explorer` says which to draw. */
import { renderActivation } from "./activation.js";
import { renderBatchMates } from "./batch_mates.js";
import { renderBatchNorm } from "./batch_norm.js";
import { renderDeadUnits } from "./dead_units.js";
import { renderDoctor } from "./doctor.js";
import { renderGradientFlow } from "./gradient_flow.js";
import { renderKinks } from "./kinks.js";
import { renderNormAxes } from "./norm_axes.js";
import { renderSoftmax } from "./softmax.js";
import { renderStandardize } from "./standardize.js";

export const EXPLORERS = /** @type {Record<string, typeof renderActivation>} */ ({
  activation: renderActivation,
  "batch-mates": renderBatchMates,
  "batch-norm": renderBatchNorm,
  "dead-units": renderDeadUnits,
  doctor: renderDoctor,
  "gradient-flow": renderGradientFlow,
  kinks: renderKinks,
  "norm-axes": renderNormAxes,
  softmax: renderSoftmax,
  standardize: renderStandardize,
});

/**
 * @param {{model: import("./view.js").Model, el: HTMLElement}} context
 * @returns {() => void} ends the view and leaves no listener behind
 */
export function render(context) {
  const name = context.model.get("_explorer");
  const draw = EXPLORERS[name];
  if (!draw) throw new Error(`_explorer must be one of ${Object.keys(EXPLORERS)}, got ${name}`);
  return draw(context);
}

export default { render };
