/**
 * Brings explorers to life on a page without a kernel: no loader, no eval, any `render` of
 * anywidget's front-end module protocol.
 *
 * The page holds ipywidgets' embedded state, and slots that name a model (data-model="id") and hold
 * the figure as it was drawn when the book was built.
 */

/** @typedef {{state?: Record<string, {state: Record<string, unknown>}>}} Embedded */
/** @typedef {(context: import("./view.js").Context) => unknown} Render */

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
    on: (/** @type {string} */ event, /** @type {() => void} */ call) =>
      heard.addEventListener(event, call),
    off: (/** @type {string} */ event, /** @type {() => void} */ call) =>
      heard.removeEventListener(event, call),
    save_changes() {}, // no kernel listens
  };
}

/**
 * Put a live figure in the place of each drawn one of a kind, before the next paint; what cannot be
 * made live stays as it was drawn.
 * @param {string} explorer
 * @param {Render} render
 */
export function host(explorer, render) {
  const kind = "application/vnd.jupyter.widget-state+json";
  const scripts = [...document.querySelectorAll(`script[type="${kind}"]`)];
  /** @type {NonNullable<Embedded["state"]>} */
  const states = Object.assign({}, ...scripts.map((s) => JSON.parse(s.textContent ?? "{}").state));
  const models = new Map();
  for (const slot of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(`[data-explorer="${explorer}"][data-model]`)
  )) {
    const id = slot.dataset.model ?? "";
    const el = document.createElement("div");
    const drawn = [...slot.children];
    try {
      if (!models.has(id)) models.set(id, pageModel({ ...states[id].state }));
      slot.append(el);
      render({ model: models.get(id), el });
      for (const each of drawn) each.remove();
      slot.classList.add("is-live");
    } catch (error) {
      el.remove();
      slot.classList.add("is-still");
      console.error(`The figure ${id} stays as it was drawn.`, error);
    }
  }
}
