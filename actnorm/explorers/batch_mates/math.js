/** Answers as Python packs them: a byte for each class. */

/** A probability of 1. */
export const SURE = 255;

/**
 * The class with the largest probability; it has the only largest byte.
 * @param {readonly number[]} row
 */
export function best(row) {
  let at = 0;
  for (let k = 1; k < row.length; k++) if (row[k] > row[at]) at = k;
  return at;
}
