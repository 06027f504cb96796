/** Tables of whole numbers as text, one digit each where they are small; digits.py writes it. */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const MORE = DIGITS.length - 1; // this many, and what the next digit says

/**
 * The rows of a table; what was damaged on its way is refused.
 * @param {string} text
 * @param {number} rows
 * @param {number} columns
 * @param {number} most that a number may be
 * @param {readonly number[]} [along] axes along which differences were written: 0 down, 1 across
 */
export function unpack(text, rows, columns, most, along = []) {
  /** @type {number[]} */
  const numbers = [];
  let n = 0;
  for (const letter of text) {
    const digit = DIGITS.indexOf(letter);
    if (digit < 0) throw new Error("a table holds something that is no digit");
    n += digit;
    if (digit === MORE) continue;
    if (along.length) n = n % 2 ? -(n + 1) / 2 : n / 2;
    numbers.push(n);
    n = 0;
  }
  if (n || numbers.length !== rows * columns)
    throw new Error(`a table holds ${numbers.length} numbers, not ${rows} × ${columns}`);
  for (const axis of along) {
    const back = axis ? 1 : columns;
    for (let i = back; i < numbers.length; i++)
      if (!axis || i % columns) numbers[i] += numbers[i - back];
  }
  if (numbers.some((each) => each < 0 || each > most))
    throw new Error(`a table holds a number that is not from 0 to ${most}`);
  return Array.from({ length: rows }, (_, i) => numbers.slice(i * columns, (i + 1) * columns));
}
