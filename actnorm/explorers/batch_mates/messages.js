/**
 * What a BatchMatesExplorer shows, in words, and how its answers are packed;
 * actnorm/explorers/batch_mates_words.py says the same, and tests/test_explorer_batch_mates.py
 * holds them together.
 */
import { fixed } from "./words.js";

/** @param {string} text base64 */
export const unpack = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/**
 * The class with the largest probability; it has the only largest byte.
 * @param {ArrayLike<number>} row
 */
export function best(row) {
  let at = 0;
  for (let k = 1; k < row.length; k++) if (row[k] > row[at]) at = k;
  return at;
}

/** @param {number} byte */
export const percent = (byte) => `${fixed((100 * byte) / 255, 0)}%`;

/**
 * One sentence per line.
 * @param {{answers: Uint8Array[], alone: Uint8Array, truth: number, classes: string[],
 *   training: boolean, size: number}} seen `answers`: those of all draws up to now
 */
export function describeMates({ answers, alone, truth, classes, training, size }) {
  const here = read(answers[answers.length - 1], classes);
  const fixedOne = read(alone, classes);
  const company = `this company of ${size - 1}`;
  const label = `its label is ${classes[truth]}`;
  if (!training) {
    return [
      `In evaluation mode the image is read as ${fixedOne}; ${label}.`,
      "Its companions have no say: the answer is the same in every draw.",
      `In training mode, in ${company}, it would be ${here}.`,
    ];
  }
  return [
    `In ${company} the image is read as ${here}; ${label}.`,
    soFar(answers.map(best), truth, classes),
    `In evaluation mode, whatever its company, it is read as ${fixedOne}.`,
  ];
}

/**
 * @param {Uint8Array} row
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
  if (wrong === 0) return `In all ${draws} draws so far it was read as ${right}.`;
  const counts = classes.map((_, k) => answers.filter((a) => a === k).length);
  // The most frequent first; a stable sort leaves equal ones in the order of the classes.
  const order = counts.map((_, k) => k).sort((a, b) => counts[b] - counts[a]);
  const names = order.filter((k) => counts[k]).map((k) => classes[k]);
  const last = names.pop();
  const listed = names.length ? `${names.join(", ")} and ${last}` : last;
  const said = `In ${wrong} of the ${draws} draws so far it was not read as ${right}`;
  return `${said}; it has been called ${listed}.`;
}
