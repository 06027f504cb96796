/** What a byte of a recorded unit means, and what is counted over many; model.py packs them. */
import { unpack } from "../js/digits.js";

/** Slope 0 on every sample. */
export const DEAD = 0;
/** Never positive, but a gradient passes. */
export const OFF = 1;
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
  /** @param {(number | null)[]} values @param {number | null} may be in place of one */
  const whole = (values, may) =>
    values.length === times && values.every((v) => v === may || Number.isFinite(v));
  if (!whole(accuracy, 0) || !whole(loss, null))
    throw new Error(`loss and accuracy must be ${times} numbers`);
  return { units: unpack(units, count, times, FULL, [1]), loss, accuracy };
}

/** On which share of the samples a unit is on. @param {number} byte */
export const shareOf = (byte) => Math.max(byte - 2, 0) / (FULL - 2);

/** How many units have a byte at a moment. @param {Run["units"]} units @param {number} moment @param {number} byte */
const howMany = (units, moment, byte) => units.filter((unit) => unit[moment] === byte).length;

/**
 * Which share of the units from `from` up to `to` is dead, at each recorded step.
 * @param {Run} run
 * @param {number} from
 * @param {number} to not included
 */
export const deadShares = ({ units, loss }, from, to) =>
  loss.map((_, t) => howMany(units.slice(from, to), t, DEAD) / (to - from));

/**
 * Of the units from `from` up to `to`: how many are dead or off at a moment, and how often they
 * have died and come back until then.
 * @param {Run} run
 * @param {number} from
 * @param {number} to not included
 * @param {number} moment
 */
export function census({ units }, from, to, moment) {
  const these = units.slice(from, to);
  const turns = these.flatMap((unit) =>
    unit.slice(1, moment + 1).filter((now, t) => (now === DEAD) !== (unit[t] === DEAD)),
  );
  const died = turns.filter((now) => now === DEAD).length;
  return {
    size: to - from,
    dead: howMany(these, moment, DEAD),
    off: howMany(these, moment, OFF),
    died,
    revived: turns.length - died,
  };
}
