/** Every word of the doctor, but for its answers to the reader's choices: answers.js. */
import { fixed, scientific, small } from "../js/numbers.js";
import { cures as ofCures, diagnoses as ofDiagnoses } from "./answers.js";

/**
 * @typedef {(number | null)[]} Row null is NaN
 * @typedef {{loss: Row, accuracy: number[], test: number[], spread: Row[], saturated: number[][],
 *   dead: number[][], gradient: Row[], ratio: Row[], batch_dependence: number}} Run
 */

export const frame = {
  title: "Six failing training runs",
  picture: "A training run: loss and accuracy by epoch, and five values by layer",
  reset: "Reset",
};
export const choose = { case: "patient", look: "look at", diagnosis: "diagnosis", cure: "cure" };
export const question = "What is wrong, and what do you do?";
export const commit = "Commit";
export const silent = "The answer stands here when you have committed yourself to both.";
export const sliders = { epoch: { symbol: "t", name: "epoch" } };
/** @param {number} epoch */
export const moment = (epoch) => (epoch ? String(epoch) : "0, before");

export const charts = {
  loss: "loss",
  right: "accuracy, %",
  spread: "std of z",
  saturated: "sat. ●, dead ■, %",
  gradient: "gradient (RMS)",
  ratio: "step / weights",
};
export const axes = { epoch: "epoch", layer: "hidden layer" };
export const keys = {
  right: "accuracy: ■ in training, ● in the owner’s test",
  cured: "with your cure",
};

/** @type {Record<string, string>} */
export const looks = {
  outcome: "loss, accuracy",
  layers: "std of z, slopes",
  steps: "gradient, steps",
};
/** @type {Record<string, string>} */
export const diagnoses = {
  "": "choose …",
  inputs: "inputs not standardized",
  rate: "learning rate too high",
  start: "initial weights too large",
  saturated: "units dead or saturated",
  vanish: "the gradient vanishes",
  overfit: "it overfits",
  mode: "tested in training mode",
  few: "batches too small",
};
/** @type {Record<string, string>} */
export const cures = {
  "": "choose …",
  standardize: "standardize the inputs",
  rate: "learning rate ÷ 10",
  start: "He initialization",
  relu: "ReLU units",
  leaky: "leaky ReLU units",
  batch: "insert batch norm",
  eval: "test in evaluation mode",
  larger: "batches of at least 16",
};
/** @type {Record<string, string>} */
const grades = {
  right: "✓ Right.",
  symptom: "◐ The right symptom, but not the cause.",
  wrong: "✗ No.",
  cure: "✓ Cured.",
  other: "◐ It helps, but not at the root.",
  none: "○ This changes nothing.",
  failed: "✗ No cure.",
};

const [RELU, TANH] = ["ReLU", "tanh"].map((units) => `three hidden layers of 32 ${units} units`);
const NORMED = `${RELU}, each after a batch norm`;
const patients = [
  ["It learns, but it never gets really good.", TANH],
  ["It has not got anywhere.", RELU],
  ["Training accuracy is near 100%, but my test accuracy is at chance.", NORMED],
  ["The loss was in the hundreds. Now it is 2.30 and does not move.", RELU],
  ["My machine is a small one. It gets nowhere.", NORMED],
  ["Before the training every value was normal.", RELU],
];
/** @param {number} number from 1 */
export function card(number) {
  const [complaint, net] = patients[number - 1];
  return `“${complaint}” (${net})`;
}
/** @param {number} number */
export function heading(number) {
  const [complaint, net] = patients[number - 1];
  return `Patient ${number}, ${net}: “${complaint}”`;
}

/**
 * The answer to a diagnosis.
 * @param {number} number the patient
 * @param {string} choice
 * @param {string} grade
 */
export const diagnosed = (number, choice, grade) =>
  `${grades[grade]} ${ofDiagnoses[number - 1][choice]}`;

/**
 * The answer to a cure.
 * @param {number} number the patient
 * @param {string} choice
 * @param {string} grade
 * @param {[number, number]} test share that is right in the owner's test, without it and with it
 */
export function treated(number, choice, grade, test) {
  const [before, after] = test.map((share) => fixed(100 * share, 0));
  const gain = grade === "none" ? "" : ` The owner’s test goes from ${before}% to ${after}%.`;
  return `${grades[grade]} ${ofCures[number - 1][choice]}${gain}`;
}

/**
 * What the charts show, one sentence or two per line.
 * @param {Run} run
 * @param {number} epoch 0 is before the first step
 * @param {number} units hidden units in all
 */
export function sentences(run, epoch, units) {
  const when = epoch ? `After epoch ${epoch}` : "Before the first step";
  const [right, test] = [run.accuracy, run.test].map((v) => fixed(100 * v[epoch], 0));
  const flat = run.saturated[epoch].map((v) => fixed(100 * v, 0)).join(", ");
  const dead = run.dead[epoch].reduce((a, b) => a + b);
  const step = epoch ? "The last step moved" : "The first step will move";
  return [
    `${when}: loss ${size(run.loss[epoch])} (ln 10 = 2.30), accuracy ${right}% in training, ${test}% in the owner’s test.`,
    `From the first hidden layer to the last: standard deviation of z ${run.spread[epoch].map(size).join(", ")}; saturated slopes ${flat}%. ${dead} of ${units} units ${dead === 1 ? "is" : "are"} dead.`,
    `${gradient(run.gradient[epoch])} ${step} the weights by ${run.ratio[epoch].map(percent).join(", ")}.`,
    `After training, the prediction for ${run.batch_dependence} of 100 test images changes with the rest of the batch.`,
  ];
}

/**
 * A number of any size.
 * @param {number | null} value
 */
export function size(value) {
  if (value === null) return "NaN";
  if (value >= 1e5) return scientific(value, 2);
  if (value >= 10) return fixed(value, value >= 100 ? 0 : 1);
  return small(value, 2);
}

/** @param {Row} values */
function gradient(values) {
  const [first, last] = [values[0], values[values.length - 1]];
  if (first === null || last === null) return "The gradient is NaN.";
  if (first === 0 || last === 0) return "No gradient reaches the first layer.";
  return `The first layer gets ${size(first / last)} times the gradient of the last.`;
}

/** @param {number | null} value */
const percent = (value) => (value === null ? "NaN" : `${small(100 * value, 1)}%`);
