/**
 * Brings anywidgets to life on a page without a kernel: no loader, no eval, any `render` of
 * anywidget's front-end module protocol.
 *
 * The page holds ipywidgets' embedded state, and slots that name a model: data-model="id".
 */

/** @typedef {{state?: Record<string, {state: Record<string, unknown>}>}} Embedded */
/** @typedef {(context: {model: any, el: HTMLElement}) => unknown} Render */

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
    save_changes() {}, // there is nobody to tell
  };
}

/**
 * Render into every slot of one kind of explorer; what cannot be drawn keeps its still picture.
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
    try {
      if (!models.has(id)) models.set(id, pageModel({ ...states[id].state }));
      slot.append(el);
      render({ model: models.get(id), el });
      slot.classList.add("is-live");
    } catch (error) {
      el.remove();
      console.error(`The figure ${id} stays a still picture.`, error);
    }
  }
}
