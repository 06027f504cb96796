/** What a byte of a recorded unit means, and what is counted over many; model.py packs them. */
import { unpack } from "../js/digits.js";

/** Slope 0 on every sample; never positive, but a gradient passes. */
export const [DEAD, OFF] = [0, 1];
/** Positive on every sample. */
export const FULL = 102;

/**
 * @typedef {{units: number[][], loss: (number | null)[], accuracy: number[]}} Run
 *   `units` has for each unit one byte per recorded step
 */

/**
 * A run as Python sends it; refused if it was damaged on the way.
 * @param {{units: string, loss: (number | null)[], accuracy: number[]}} sent
 * @param {number} count
 * @param {number} times how many steps were recorded
 * @returns {Run}
 */
export function read({ units, loss, accuracy }, count, times) {
  const known = Number.isFinite;
  const whole = [loss, accuracy].every((each) => each.length === times);
  if (!whole || !accuracy.every(known) || !loss.every((v) => v === null || known(v)))
    throw new Error(`a run's loss and accuracy must be ${times} numbers each`);
  return { units: unpack(units, count, times, FULL, [1]), loss, accuracy };
}

/** On which share of the samples a unit is on. @param {number} byte */
export const shareOf = (byte) => Math.max(byte - 2, 0) / (FULL - 2);

/**
 * Which share of the units from `from` up to `to` is dead, at each recorded step.
 * @param {Run} run
 * @param {number} from
 * @param {number} to not included
 */
export const deadShares = ({ units, loss }, from, to) =>
  loss.map((_, t) => units.slice(from, to).filter((unit) => unit[t] === DEAD).length / (to - from));

/**
 * Of the units from `from` up to `to`: how many are dead or off at a moment, and how often they
 * have died and come back until then.
 * @param {Run} run
 * @param {number} from
 * @param {number} to not included
 * @param {number} moment
 */
export function census({ units }, from, to, moment) {
  let [dead, off, died, revived] = [0, 0, 0, 0];
  for (const unit of units.slice(from, to)) {
    if (unit[moment] === DEAD) dead++;
    if (unit[moment] === OFF) off++;
    for (let t = 1; t <= moment; t++) {
      if ((unit[t] === DEAD) === (unit[t - 1] === DEAD)) continue;
      if (unit[t] === DEAD) died++;
      else revived++;
    }
  }
  return { size: to - from, dead, off, died, revived };
}
