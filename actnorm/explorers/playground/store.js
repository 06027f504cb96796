/**
 * Real data, which come when a reader asks for them: from Python in a notebook, else from a sheet
 * beside the page's script.
 *
 * @typedef {{counts: [number, number], labels: string, x: number[][] | string}} Shipped
 *   `x` column by column, the training part first; or its bytes, compressed
 * @typedef {{x: Float64Array, labels: Uint8Array, counts: [number, number], features: number}} Table
 */

import { fromSheet } from "../js/later.js";

/** @type {Record<string, Table | "coming" | "lost">} */
const known = {};

/** @param {Shipped} shipped @returns {Promise<Table>} */
export async function unpacked({ counts, labels, x }) {
  const values =
    typeof x === "string" ? Float64Array.from(await bytes(x)) : new Float64Array(x.flat());
  const count = counts[0] + counts[1];
  if (labels.length !== count || values.length % count)
    throw new Error(`${values.length} values of ${labels.length} labels for ${count} samples`);
  const features = values.length / count;
  return { counts, labels: Uint8Array.from(labels, Number), x: values, features };
}

/** @param {string} text */
async function bytes(text) {
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The table of that name if it is here; else it is asked for, and `ready` is called when it is
 * here or known to be lost.
 * @param {string} name
 * @param {Record<string, Shipped>} given by Python
 * @param {() => void} ready
 */
export function stored(name, given, ready) {
  const now = known[name];
  if (now !== undefined) return now;
  /** @param {Shipped} shipped */
  const open = (shipped) =>
    unpacked(shipped)
      .then((table) => {
        known[name] = table;
      })
      .catch(() => {
        known[name] = "lost";
      })
      .then(ready);
  const here = given[name];
  if (here) {
    known[name] = "coming";
    open(here);
    return "coming";
  }
  if (document.querySelector('script[src*="site-playground"]')) {
    known[name] = "coming";
    fromSheet(`data-${name}.css`, `--actnorm-${name}`).then(
      (text) => open(JSON.parse(text || "{}")),
      () => {
        known[name] = "lost";
        ready();
      },
    );
  }
  return "coming"; // without a page, from Python, which hears of the choice
}
