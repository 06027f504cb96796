/**
 * A count and its noun, as English has it: 1 step, 2 steps.
 * @param {number} count
 * @param {string} noun
 */
export const several = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
