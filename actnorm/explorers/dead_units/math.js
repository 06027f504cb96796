/** What a byte of a recorded unit means, and what is counted over many; model.py packs them. */
import { bytes } from "../js/bytes.js";

/** Slope 0 on every sample; never positive, but a gradient passes. */
export const [DEAD, OFF] = [0, 1];
/** Positive on every sample. */
export const FULL = 255;

/**
 * @typedef {{units: Uint8Array, count: number, loss: (number | null)[], accuracy: number[]}} Run
 *   `units` has one byte per unit and recorded step, step by step; `count` is how many units
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
  return { units: bytes(units, count * times), count, loss, accuracy };
}

/** On which share of the samples a unit is on. @param {number} byte */
export const shareOf = (byte) => Math.max(byte - 2, 0) / (FULL - 2);

/**
 * The bytes of one unit from the first recorded step to the one at `moment`.
 * @param {Run} run
 * @param {number} unit from 0
 * @param {number} moment from 0
 */
export const story = ({ units, count }, unit, moment) =>
  Array.from({ length: moment + 1 }, (_, t) => units[t * count + unit]);

/**
 * Which share of the units from `from` up to `to` is dead, at each recorded step.
 * @param {Run} run
 * @param {number} from
 * @param {number} to not included
 */
export const deadShares = ({ units, count, loss }, from, to) =>
  loss.map((_, t) => {
    const now = units.subarray(t * count + from, t * count + to);
    return now.reduce((sum, byte) => sum + Number(byte === DEAD), 0) / (to - from);
  });

/**
 * Of the units from `from` up to `to`: how many are dead or off at a moment, and how often they
 * have died and come back until then.
 * @param {Run} run
 * @param {number} from
 * @param {number} to not included
 * @param {number} moment
 */
export function census({ units, count }, from, to, moment) {
  let [dead, off, died, revived] = [0, 0, 0, 0];
  for (let t = 0; t <= moment; t++) {
    for (let at = t * count + from; at < t * count + to; at++) {
      const now = units[at] === DEAD;
      if (t === moment) [dead, off] = [dead + Number(now), off + Number(units[at] === OFF)];
      if (t === 0 || now === (units[at - count] === DEAD)) continue;
      if (now) died++;
      else revived++;
    }
  }
  return { size: to - from, dead, off, died, revived };
}
