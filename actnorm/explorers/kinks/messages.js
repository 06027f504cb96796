/** Every word of the kinks explorer. */
import { fixed } from "../js/numbers.js";
import { bestFit, offBy } from "./math.js";

/** @typedef {import("./math.js").Sum} Sum */
/** @typedef {{place: number, turn: number, error: number}} Digits decimals of each */

/** Within half a percent of the best there is nothing left to win. */
const ENOUGH = 1.005;

export const frame = {
  title: "A curve made of kinks",
  picture: "A curve with kinks, its target, and the pieces it is the sum of",
  reset: "Reset",
};
export const target = "target";
export const held = "held kink";
export const fit = "Least-squares fit";
export const spread = "Spread evenly";
export const straight = "Linear only";
export const axis = "x";
export const sliders = {
  kinks: { symbol: "b", name: "position" },
  turns: { symbol: "v", name: "change" },
  level: { symbol: "c", name: "offset" },
};
/** @param {boolean} dots */
export const aim = (dots) => (dots ? "target: the dots" : "target: dashed");
/** @param {number} j counted from 0 */
export const kink = (j) => `kink ${j + 1}`;
/** @param {number} j */
export const number = (j) => `${j + 1}`;
/** @param {string} x */
export const place = (x) => `x = ${x}`;
/** @param {boolean} bend */
const unit = (bend) => (bend ? "relu(x − b)" : "(x − b)");
/** @param {boolean} bend */
export const sum = (bend) => `y = c + Σ v·${unit(bend)}`;
/** @param {boolean} bend */
export const pieces = (bend) => `its pieces, v·${unit(bend)}`;

/**
 * @param {readonly number[]} kinks
 * @param {string} aimed
 * @param {Digits} digits
 */
export function heading(kinks, aimed, digits) {
  const places = kinks.map((b) => fixed(b, digits.place)).join(", ");
  const named = kinks.length === 1 ? "a kink" : "kinks";
  return `A curve with ${named} at x = ${places}, to follow the target “${aimed}”.`;
}

/**
 * What the figure shows, one sentence per line.
 * @param {Sum} curve
 * @param {import("./math.js").Points} points
 * @param {number} j the held kink
 * @param {Digits} digits
 */
export function sentences(curve, points, j, digits) {
  const { rms, worst, largest } = offBy(curve, points);
  const { kinks, turns, bend } = curve;
  const best = offBy({ ...curve, ...bestFit(kinks, bend, points) }, points).rms;
  const done = rms <= ENOUGH * best + 10 ** -(digits.error + 1);
  const [size, most, least] = [rms, largest, best].map((v) => fixed(v, digits.error));
  const first =
    largest < 0.5 * 10 ** -digits.error
      ? "RMS error 0 as far as it shows: the curve meets the target everywhere."
      : `RMS error ${size}; largest error ${most}, at x = ${fixed(points.x[worst], digits.place)}.`;
  /** @param {(b: number) => boolean} counts */
  const slope = (counts) =>
    fixed(
      turns.reduce((total, v, i) => (counts(kinks[i]) ? total + v : total), 0),
      digits.turn,
    );
  if (!bend) {
    const all = slope(() => true);
    const pieces = kinks.length === 1 ? "piece is a" : `${kinks.length} pieces add up to one`;
    return [
      first,
      `Without ReLU, the ${pieces} straight line of slope ${all}.`,
      done ? "No straight line is better." : `The best straight line: RMS error ${least}.`,
    ];
  }
  const at = kinks[j];
  const [before, after] = [slope((b) => b < at), slope((b) => b <= at)];
  const these = kinks.length === 1 ? "a kink at this position" : "kinks at these positions";
  return [
    first,
    `At kink ${j + 1} (x = ${fixed(at, digits.place)}) the slope changes from ${before} to ${after}.`,
    done
      ? `With ${these}, nothing is better.`
      : `The least-squares fit with ${these}: RMS error ${least}.`,
  ];
}
