/** Every word of the explorer of batch-mates. */
import { fixed } from "../js/numbers.js";
import { best, SURE } from "./math.js";

export const frame = {
  title: "One image in changing batches",
  picture: "An image, the other images of its batch, and its predicted class",
  reset: "Reset",
};
export const point = "draw";
export const mode = "mode";
export const others = "Draw others";
export const image = "the image";
export const sliders = {
  draw: { symbol: "d", name: "draw" },
  size: { symbol: "N", name: "batch size" },
  image: { symbol: "i", name: "image" },
};
/** Titles that take two lines where there is little room. */
export const chances = ["probability", "(┃ eval mode)"];
export const record = ["prediction per draw", "(shaded: its label)"];

/** @param {boolean} training */
export const modes = (training) => (training ? "training" : "evaluation");
/** @param {number} n */
export const companions = (n) => (n === 1 ? "the other image" : `the ${n} other images`);
/** @param {number} draw */
export const drawn = (draw) => `draw ${draw}`;
/** @param {number} k @param {number} n */
export const of = (k, n) => `${k} of ${n}`;
/**
 * @param {number} image
 * @param {number} size
 * @param {number} draw
 * @param {number} draws
 */
export const heading = (image, size, draw, draws) =>
  `Image ${image} in a batch of ${size}, draw ${draw} of ${draws}.`;
/** @param {number} draws @param {number} wrong */
export const inAll = (draws, wrong) =>
  `All ${draws} draws, in training mode: misclassified ${wrong === 1 ? "once" : `${wrong} times`}.`;

/** @param {number} byte */
export const percent = (byte) => `${fixed((100 * byte) / SURE, 0)}%`;

/**
 * What the figure shows, one sentence per line.
 * @param {{answers: number[][], alone: number[], truth: number, classes: string[],
 *   training: boolean, size: number}} seen `answers`: those of all draws up to now
 */
export function sentences({ answers, alone, truth, classes, training, size }) {
  const here = read(answers[answers.length - 1], classes);
  const fixedOne = read(alone, classes);
  const beside = size === 2 ? "this other image" : `these ${size - 1} other images`;
  const label = `true label ${classes[truth]}`;
  if (!training) {
    return [
      `Evaluation mode: predicted ${fixedOne}; ${label}.`,
      "The prediction does not depend on the other images: it is the same in every draw.",
      `In training mode, with ${beside}, it would be ${here}.`,
    ];
  }
  return [
    `Training mode, with ${beside}: predicted ${here}; ${label}.`,
    soFar(answers.map(best), truth, classes),
    `Evaluation mode, whatever the batch: predicted ${fixedOne}.`,
  ];
}

/**
 * @param {number[]} row
 * @param {string[]} classes
 */
function read(row, classes) {
  const at = best(row);
  return `${classes[at]} (${percent(row[at])})`;
}

/**
 * @param {number[]} answers
 * @param {number} truth
 * @param {string[]} classes
 */
function soFar(answers, truth, classes) {
  const [draws, right] = [answers.length, classes[truth]];
  if (draws === 1) return "One draw so far: draw others.";
  const wrong = answers.filter((k) => k !== truth).length;
  if (wrong === 0) return `Predicted ${right}, its label, in all ${draws} draws so far.`;
  const counts = classes.map((_, k) => answers.filter((a) => a === k).length);
  // The most frequent first; a stable sort leaves equal ones in the order of the classes.
  const order = counts.map((_, k) => k).sort((a, b) => counts[b] - counts[a]);
  const names = order.filter((k) => counts[k]).map((k) => classes[k]);
  const listed = `${names.length === 1 ? "class" : "classes"}: ${names.join(", ")}`;
  return `Misclassified in ${wrong} of the ${draws} draws so far; predicted ${listed}.`;
}
