/** The patients and their runs, as cases.py ships them; what was damaged on its way is refused. */
import { numbers } from "../js/view.js";

/**
 * @typedef {import("./messages.js").Run} Run
 * @typedef {import("./messages.js").Row} Row
 * @typedef {{runs: Record<string, number>,
 *   grades: Record<"diagnosis" | "cure", Record<string, string>>}} Patient
 */

/**
 * @param {import("../js/view.js").Live} live
 * @param {number} times before the first step, and after each epoch
 * @param {number} layers
 */
export function record(live, times, layers) {
  /** @type {Patient[]} */
  const patients = live.get("_patients");
  /** @type {Run[]} */
  const runs = live.get("_runs");
  /** @type {(name: string, row: Row, length: number) => void} null is no number: it got out of hand */
  const row = (name, values, length) =>
    void numbers(
      name,
      values?.map?.((value) => value ?? 0),
      length,
    );
  for (const run of runs) {
    row("loss", run.loss, times);
    for (const name of /** @type {const} */ (["accuracy", "test"])) numbers(name, run[name], times);
    for (const name of /** @type {const} */ (["spread", "gradient", "ratio", "saturated", "dead"]))
      for (let t = 0; t < times; t++) row(name, run[name]?.[t], layers);
    numbers("batch_dependence", [run.batch_dependence]);
  }
  const offered = (/** @type {string} */ name) => live.offers(name).choices.map(([value]) => value);
  const picks = /** @type {const} */ (["diagnosis", "cure"]);
  const whole = (/** @type {Patient} */ { runs: tried, grades }) =>
    offered("cure").every((cure) => runs[tried[cure]]) &&
    picks.every((name) => offered(name).every((choice) => !choice || grades[name][choice]));
  if (patients.length !== offered("case").length || !patients.every(whole))
    throw new Error("a patient has no run, or a choice no grade");
  if (live.get("committed") && !picks.every((name) => live.get(name)))
    throw new Error("committed cannot be true without a diagnosis and a cure");
  return { patients, runs };
}
