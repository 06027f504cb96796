/** Tables of whole numbers as text, one digit each where they are small; digits.py writes it. */
import { sum } from "./math.js";

const BASE = 36;
const MORE = BASE - 1; // z: this many, and what the next digit says

/**
 * The rows of a table; what was damaged on its way is refused.
 * @param {string} text
 * @param {number} rows
 * @param {number} columns
 * @param {number} most that a number may be
 * @param {readonly number[]} [back] by how many places: differences from there were written
 */
export function unpack(text, rows, columns, most, back = []) {
  const [check, ...digits] = Array.from(text, (letter) => Number.parseInt(letter, BASE));
  /** @type {number[]} */
  const numbers = [];
  let n = 0;
  for (const digit of digits) {
    n += digit;
    if (digit === MORE) continue;
    if (back.length) n = (n % 2 ? -n - 1 : n) / 2;
    numbers.push(n);
    n = 0;
  }
  for (const by of back) for (let i = by; i < numbers.length; i++) numbers[i] += numbers[i - by];
  if (
    sum(digits) % BASE !== check ||
    numbers.length !== rows * columns ||
    numbers.some((each) => each < 0 || each > most)
  )
    throw new Error(`${rows} × ${columns} numbers to ${most} cannot be ${text.slice(0, 60)}`);
  return Array.from({ length: rows }, (_, i) => numbers.slice(i * columns, (i + 1) * columns));
}
