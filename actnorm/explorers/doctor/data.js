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
  const [patients, runs] = [
    /** @type {Patient[]} */ (live.get("_patients")),
    /** @type {Run[]} */ (live.get("_runs")),
  ];
  /** @type {(name: string, row: Row, length: number) => number[]} a run may have got out of hand */
  const row = (name, values, length) =>
    numbers(
      name,
      values?.map?.((value) => value ?? 0),
      length,
    ); // null is no number
  /** @type {(name: string, table: Row[]) => void} */
  const table = (name, rows) => {
    if (rows?.length !== times) throw new Error(`${name} is cut short`);
    for (const each of rows) row(name, each, layers);
  };
  for (const run of runs) {
    row("loss", run.loss, times);
    for (const name of /** @type {const} */ (["accuracy", "test"])) numbers(name, run[name], times);
    for (const name of /** @type {const} */ (["spread", "gradient", "ratio"]))
      table(name, run[name]);
    for (const name of /** @type {const} */ (["saturated", "dead"])) table(name, run[name]);
    numbers("company", [run.company]);
  }
  const choices = /** @type {const} */ (["diagnosis", "cure"]);
  for (const { runs: tried, grades } of patients) {
    for (const name of choices)
      for (const [choice] of live.offers(name).choices)
        if (choice && !grades[name][choice]) throw new Error(`${name} ${choice} has no grade`);
    for (const [cure] of live.offers("cure").choices)
      if (!runs[tried[cure]]) throw new Error(`cure ${cure} has no run`);
  }
  if (patients.length !== live.offers("case").choices.length)
    throw new Error("a patient is missing");
  if (live.get("committed") && !choices.every((name) => live.get(name)))
    throw new Error("committed cannot be true without a diagnosis and a cure");
  return { patients, runs };
}
