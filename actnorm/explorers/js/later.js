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
/** Names of sheets. */
const lost = new Set();

/**
 * What a figure says while the data of what is chosen are not here: `{"$later": "3fa9c1b2"}` stands
 * for them. They are asked for, and `ready` is called when they are here or lost; what was lost is
 * asked for again the time after that.
 * @param {(name: string) => any} get of the figure's model
 * @param {HTMLElement} el
 * @param {() => void} ready
 * @returns {string[] | undefined} nothing where they are here
 */
export function missing(get, el, ready) {
  /** @type {[Record<string, any>, string][]} */
  const absent = [];
  for (const name of Object.keys(get("_controls"))) {
    const { data } = get("_controls")[name];
    const table = data ? get(data) : {};
    for (const choice of [get(name)].flat())
      if (table[choice]?.$later) absent.push([table, choice]);
  }
  const failed = absent.filter(([table, choice]) => lost.delete(table[choice].$later));
  const coming = absent.length > 0 && !failed.length;
  if (coming || el.ariaBusy) el.ariaBusy = String(coming);
  if (failed.length) return [LOST];
  for (const [table, choice] of absent) {
    const name = table[choice].$later;
    fromSheet(`later/${name}.css`, `--actnorm-${name}`)
      .then((text) => {
        table[choice] = whole(JSON.parse(decodeURIComponent(text)), []);
      })
      .catch(() => lost.add(name))
      .then(ready);
  }
  return coming ? [COMING] : undefined;
}
