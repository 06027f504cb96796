/**
 * Brings explorers to life on a page without a kernel: no loader, no eval, any `render` of
 * anywidget's front-end module protocol.
 *
 * The page holds ipywidgets' embedded state, and slots that name a model (data-model="id") and hold
 * the figure as it was drawn when the book was built.
 */

import { asked, query } from "./address.js";
import { refusal } from "./refused.js";
import { demand } from "./view.js";
import { whole } from "./whole.js";

/** @typedef {{state?: Record<string, {state: Record<string, unknown>}>, shared?: unknown[]}} Embedded */
/** @typedef {(context: import("./view.js").Context) => unknown} Render */

/** @typedef {typeof import("./later.js")} Later for an explorer with data by choice */

/**
 * A model that lives in the page; every view of it hears every change.
 * @param {Record<string, unknown>} values
 */
export function pageModel(values) {
  const heard = new EventTarget();
  return {
    get: (/** @type {string} */ name) => values[name],
    set(/** @type {string} */ name, /** @type {unknown} */ value) {
      if (Object.is(values[name], value)) return;
      values[name] = value;
      heard.dispatchEvent(new Event(`change:${name}`));
    },
    heard,
    on: (/** @type {string} */ event, /** @type {() => void} */ call) =>
      heard.addEventListener(event, call),
    off: (/** @type {string} */ event, /** @type {() => void} */ call) =>
      heard.removeEventListener(event, call),
    save_changes() {}, // no kernel listens
  };
}

/**
 * Put a live figure in the place of each drawn one of a kind, before the next paint, in the state
 * that the address asks for; what cannot be made live stays as it was drawn.
 * @param {string} explorer
 * @param {Render} render
 * @param {Later} [later]
 */
export function host(explorer, render, later) {
  const kind = "application/vnd.jupyter.widget-state+json";
  const scripts = [...document.querySelectorAll(`script[type="${kind}"]`)];
  const { state: states = {}, shared = [] } = /** @type {Embedded} */ (
    JSON.parse(scripts[0]?.textContent ?? "{}")
  );
  const alone = "embed" in document.documentElement.dataset;
  const models = new Map();
  for (const slot of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(`[data-explorer="${explorer}"][data-model]`)
  )) {
    const id = slot.dataset.model ?? "";
    const el = document.createElement("div");
    const drawn = [...slot.children];
    slot.append(el);
    try {
      const state = /** @type {Record<string, any>} */ (whole(states[id].state, shared));
      const { _controls: controls, _first: first } = state;
      const name = alone ? "" : state.figure;
      /** @param {string} trait @param {any} value */
      const check = (trait, value) => {
        demand(trait, value, first[trait], controls[trait]);
        const { step, digits, allowed = [] } = controls[trait];
        const whole = step === 1 && !digits && allowed[1] === controls[trait].max;
        if (whole && value % 1) throw new Error(`${trait} is a whole number`);
      };
      const { values, refused } = asked(location.search, name, first, check);
      const start = later?.attend(slot, el, state, values);
      /** @param {ReturnType<typeof pageModel>} model */
      const show = (model) => {
        models.set(id, model);
        render({ model: start?.patient(model) ?? model, el });
      };
      try {
        show(models.get(id) ?? pageModel({ ...state, ...(start?.now ?? values) }));
        start?.ask();
      } catch (error) {
        const words = Object.keys(values);
        if (!words.length) throw error;
        refused.push(...words);
        show(pageModel(state));
      }
      const { get } = models.get(id);
      Object.assign(slot, { address: () => query(name, get, first) });
      for (const each of drawn) each.remove();
      const told = `The address asks for what this figure cannot show: ${refused.join("; ")}.`;
      if (refused.length) slot.prepend(refusal(told));
      slot.classList.add("is-live");
    } catch (error) {
      el.remove();
      slot.classList.add("is-still");
      console.error(`The figure ${id} stays as it was drawn.`, error);
    }
  }
}
