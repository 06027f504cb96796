/**
 * What a page has not brought along comes from a sheet, as the value of a variable: from a folder a
 * page can read no other kind of file, and where types are trusted it may add no script.
 */

import { refusal } from "./refused.js";
import { whole } from "./whole.js";

/**
 * The text of a variable of a sheet's own link: one of the whole page would have all of it styled anew.
 * @param {string} name of the sheet, beside the page's scripts
 * @param {string} variable
 * @returns {Promise<string>}
 */
export const fromSheet = (name, variable) =>
  new Promise((done, lost) => {
    /** @type {HTMLScriptElement | null} */
    const home = document.querySelector('script[src*="site-"]');
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = new URL(name, home?.src).href;
    sheet.onload = () => {
      const value = getComputedStyle(sheet).getPropertyValue(variable);
      sheet.remove();
      done(value.trim().slice(1, -1));
    };
    sheet.onerror = () => {
      sheet.remove();
      lost(new Error(`${name} did not come`));
    };
    document.head.append(sheet);
  });

/** @typedef {Record<string, any>} Table data by choice; `{"$later": "3fa9c1b2"}` stands for absent ones */
/** @typedef {(name: string) => any} Get a value of a figure's model */

/** What is on its way or here, by the names of sheets. @type {Map<string, Promise<any>>} */
const coming = new Map();

/** @param {Table} table @param {string} choice */
function bring(table, choice) {
  const name = table[choice].$later;
  const asked =
    coming.get(name) ??
    fromSheet(`later/${name}.css`, `--actnorm-${name}`).then((text) =>
      JSON.parse(decodeURIComponent(text)),
    );
  coming.set(name, asked);
  asked.catch(() => coming.delete(name)); // the next time it may come
  return asked.then((data) => {
    table[choice] = whole(data, []);
  });
}

/**
 * The table of a control that has data by choice, else an empty one.
 * @param {Get} get
 * @param {string} name
 * @returns {Table}
 */
const tableOf = (get, name) => get(get("_controls")[name]?.data) ?? {};

/**
 * Choices of which the data are not here.
 * @param {Get} get
 * @param {string} name of a trait
 * @param {any} value that it should have
 * @returns {string[]}
 */
const absent = (get, name, value) =>
  [value].flat().filter((choice) => tableOf(get, name)[choice]?.$later);

/** @typedef {ReturnType<typeof import("./host.js").pageModel>} PageModel */

/**
 * Look after a figure of which some data come later: what it starts with, a model for it that waits,
 * and what the address asks for, when that has come.
 * @param {HTMLElement} slot
 * @param {HTMLElement} el
 * @param {Record<string, any>} state
 * @param {Record<string, any>} values that the address asks for
 */
export function attend(slot, el, state, values) {
  /** @type {Get} */
  const get = (name) => state[name];
  const now = { ...values };
  const coming = Object.keys(values).filter((name) => absent(get, name, values[name]).length);
  for (const name of coming) delete now[name];
  // Whoever touches its controls may choose next.
  const touched = new AbortController();
  for (const event of ["pointerdown", "focusin"])
    slot.addEventListener(
      event,
      ({ target }) => {
        if (!(/** @type {Element} */ (target).closest(".actnorm-bar,.actnorm-controls"))) return;
        touched.abort(); // once: what does not come now is asked for when it is chosen
        foresee(get);
      },
      { signal: touched.signal },
    );
  /** @type {ReturnType<typeof patient>} */
  let model;
  return {
    now,
    patient(/** @type {PageModel} */ given) {
      model = patient(given, el, (lost) => {
        slot.querySelector(".actnorm-refused")?.remove();
        const told = `The data for ${lost} did not come. Choose it once more to try again.`;
        if (lost) slot.prepend(refusal(told));
      });
      return model;
    },
    ask() {
      for (const name of coming) model.set(name, values[name]);
    },
  };
}

/**
 * A model that takes a value when its data are here: until then the figure shows what it showed.
 * @param {PageModel} model
 * @param {HTMLElement} el busy while it waits
 * @param {(lost: string) => void} tell what did not come, or "" when all is well
 */
function patient(model, el, tell) {
  /** @type {Map<string, any>} */
  const asked = new Map();
  /** @param {string} name @param {any} [value] */
  const wait = (name, value) => {
    if (value === undefined) asked.delete(name);
    else asked.set(name, value);
    if (asked.size || el.ariaBusy) el.ariaBusy = String(asked.size > 0);
  };
  return {
    ...model,
    asked: (/** @type {string} */ name) => asked.get(name),
    set(/** @type {string} */ name, /** @type {any} */ value) {
      const table = tableOf(model.get, name);
      const missing = absent(model.get, name, value);
      wait(name, missing.length ? value : undefined);
      if (!missing.length) {
        if (Object.keys(table).length) tell("");
        model.set(name, value);
        return;
      }
      Promise.all(missing.map((choice) => bring(table, choice)))
        .then(
          () => "",
          () => missing.join(", "),
        )
        .then((lost) => {
          if (asked.get(name) !== value) return; // something else was chosen meanwhile
          wait(name);
          tell(lost);
          if (lost) model.heard.dispatchEvent(new Event(`change:${name}`));
          else model.set(name, value);
        });
    },
  };
}

/** Ask for all that a figure can show, before it is chosen. @param {Get} get */
function foresee(get) {
  for (const name of Object.keys(get("_controls"))) {
    const table = tableOf(get, name);
    for (const choice of absent(get, name, Object.keys(table)))
      bring(table, choice).catch(() => {}); // told when it is chosen
  }
}
