/** What a view has in a notebook only, where Python hears it until the kernel is gone. */

import { node } from "./controls.js";

const ALONE = "Python no longer hears these sliders: run the cell again.";

/**
 * What a notebook's model has beside the protocol: JupyterLab's manager, which knows the kernel.
 * @typedef {(sender: unknown, change: {newValue?: {id: string} | null}) => void} Changed
 * @typedef {{connect(call: Changed): void, disconnect(call: Changed): void}} Signal
 * @typedef {{context?: {sessionContext?: {kernelChanged: Signal,
 *   session?: {kernel?: {id: string} | null} | null}}}} Manager
 * @typedef {import("./view.js").Context} Context
 */

/**
 * Let a figure say so when Python does not hear it, or no longer.
 * @param {(context: Context) => () => void} render
 * @returns {(context: Context) => () => void}
 */
export const inNotebook = (render) => (context) => {
  const end = render(context);
  const { el } = context;
  const model = /** @type {Context["model"] & {widget_manager?: Manager}} */ (context.model);
  const line = node("p", "actnorm-unheard", ALONE);
  const tell = () => {
    el.querySelector(".actnorm-body")?.append(line);
    el.querySelector(".actnorm-status")?.replaceChildren(ALONE);
  };
  const session = model.widget_manager?.context?.sessionContext;
  const ours = session?.session?.kernel?.id;
  /** @type {Changed} */
  const changed = (_, { newValue }) => {
    if (newValue?.id !== ours) tell(); // shut down, or another one
  };
  // A restart or a crash: the kernel keeps its id, and has forgotten its widgets.
  model.on("comm_live_update", tell);
  session?.kernelChanged.connect(changed);
  if (el.classList.contains("jupyter-widgets-disconnected")) tell(); // read from a saved notebook
  return () => {
    model.off("comm_live_update", tell);
    session?.kernelChanged.disconnect(changed);
    end();
  };
};
