/**
 * What a DoctorExplorer shows, in words; actnorm/explorers/doctor_words.py says the same, and
 * tests/test_explorer_doctor.py holds them together.
 */
import { fixed, scientific, small } from "./words.js";

/**
 * @typedef {(number | null)[]} Row null is no number
 * @typedef {{loss: Row, accuracy: number[], test: number[], spread: Row[], flat: number[][],
 *   dead: number[][], gradient: Row[], ratio: Row[], company: number}} Run
 */

/**
 * A number of any size.
 * @param {number | null} value
 */
export function size(value) {
  if (value === null) return "no number";
  if (value >= 1e5) return scientific(value, 2);
  if (value >= 10) return fixed(value, value >= 100 ? 0 : 1);
  return small(value, 2);
}

/**
 * One sentence or two per line.
 * @param {Run} run
 * @param {number} epoch 0 is before the first step
 * @param {number} units hidden units in all
 */
export function describePatient(run, epoch, units) {
  const when = epoch ? `After epoch ${epoch}` : "Before the first step";
  const [right, test] = [run.accuracy, run.test].map((v) => fixed(100 * v[epoch], 0));
  const flat = run.flat[epoch].map((v) => fixed(100 * v, 0)).join(", ");
  const dead = run.dead[epoch].reduce((a, b) => a + b);
  const step = epoch ? "The last step moved" : "The first step will move";
  return [
    `${when}: loss ${size(run.loss[epoch])} (ln 10 = 2.30), right for ${right}% in training and ${test}% in the owner’s test.`,
    `From the first hidden layer to the last: z has a spread of ${run.spread[epoch].map(size).join(", ")}; ${flat}% of the slopes are flat. ${dead} of ${units} units are dead.`,
    `${gradient(run.gradient[epoch])} ${step} the weights by ${run.ratio[epoch].map(percent).join(", ")}.`,
    `At the end, ${run.company} of 100 test images answer otherwise in other company.`,
  ];
}

/** @param {Row} values */
function gradient(values) {
  const [first, last] = [values[0], values[values.length - 1]];
  if (first === null || last === null) return "The gradient is no number.";
  if (first === 0 || last === 0) return "No gradient reaches the first layer.";
  return `The first layer gets ${size(first / last)} times the gradient of the last.`;
}

/** @param {number | null} value */
const percent = (value) => (value === null ? "no number" : `${small(100 * value, 1)}%`);
