/**
 * What a page has not brought along comes from a sheet, as the value of a variable: from a folder a
 * page can read no other kind of file, and where types are trusted it may add no script.
 */

import { whole } from "./whole.js";

/**
 * The text of a variable that a sheet sets for the whole page.
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
      const value = getComputedStyle(document.documentElement).getPropertyValue(variable);
      sheet.remove();
      done(value.trim().slice(1, -1));
    };
    sheet.onerror = () => {
      sheet.remove();
      lost(new Error(`${name} did not come`));
    };
    document.head.append(sheet);
  });

const COMING = "One moment: the data for this choice are on their way.";
const LOST = "The data for this choice did not come. Choose it again to try once more.";

/** @typedef {Record<string, any>} Table data by choice; `{"$later": "3fa9c1b2"}` stands for absent ones */
/** @typedef {(name: string) => any} Get a value of a figure's model */

/** What is on its way or here, by the names of sheets. @type {Map<string, Promise<any>>} */
const asked = new Map();
/** Names of sheets of which the reader is still to be told. */
const lost = new Set();

/** @param {Table} table @param {string} choice */
function bring(table, choice) {
  const name = table[choice].$later;
  const coming =
    asked.get(name) ??
    fromSheet(`later/${name}.css`, `--actnorm-${name}`).then((text) =>
      JSON.parse(decodeURIComponent(text)),
    );
  asked.set(name, coming);
  coming.catch(() => asked.delete(name)); // the next time it may come
  return coming.then((data) => {
    table[choice] = whole(data, []);
  });
}

/**
 * Each control that has data by choice, with its table.
 * @param {Get} get
 * @returns {[string, Table][]}
 */
function tables(get) {
  const controls = get("_controls");
  const names = Object.keys(controls).filter((name) => controls[name].data);
  return names.map((name) => [name, get(controls[name].data)]);
}

/**
 * What a figure says while the data of what is chosen are not here: they are asked for, and `ready`
 * is called when they are here or lost; what was lost is asked for again the time after that.
 * @param {Get} get
 * @param {HTMLElement} el
 * @param {() => void} ready
 * @returns {string[] | undefined} nothing where they are here
 */
export function missing(get, el, ready) {
  const absent = tables(get).flatMap(([name, table]) =>
    [get(name)].flat().flatMap((choice) => (table[choice]?.$later ? [{ table, choice }] : [])),
  );
  const failed = absent.filter(({ table, choice }) => lost.delete(table[choice].$later));
  const coming = absent.length > 0 && !failed.length;
  if (coming || el.ariaBusy) el.ariaBusy = String(coming);
  if (failed.length) return [LOST];
  for (const { table, choice } of absent) {
    const name = table[choice].$later;
    bring(table, choice)
      .catch(() => lost.add(name))
      .then(ready);
  }
  return coming ? [COMING] : undefined;
}

/** Ask for all that a figure can show, before it is chosen. @param {Get} get */
export function foresee(get) {
  for (const [, table] of tables(get))
    for (const choice of Object.keys(table))
      if (table[choice].$later) bring(table, choice).catch(() => {}); // told when it is chosen
}
