/** Numbers as a reader sees them. tests/explorers/sentences/numbers.json freezes them. */

/**
 * A number with a fixed count of decimals, a true minus sign, and no "−0.00".
 * @param {number} value
 * @param {number} [digits]
 */
export function fixed(value, digits = 2) {
  const size = Math.abs(value);
  return sign(value, size >= 1e9 ? scientific(size, 4) : size.toFixed(digits));
}

/**
 * Like `fixed`, but what would round to nothing keeps two digits: 0.000025, 3.2×10⁻⁸.
 * @param {number} value
 * @param {number} [digits]
 */
export function small(value, digits = 3) {
  const text = fixed(value, digits);
  const size = Math.abs(value);
  if (value === 0 || /[1-9]/.test(text)) return text;
  if (size < 1e-6) return sign(value, scientific(size, 2));
  return sign(value, size.toFixed(1 - Math.floor(Math.log10(size))));
}

/**
 * A positive number by its size: 0.02 and 10 as they are, 2×10⁻⁵ below a thousandth.
 * @param {number} value
 */
export const tiny = (value) =>
  value < 1e-3 ? scientific(value, 2).replace(".0×", "×") : String(Number(value.toPrecision(2)));

/**
 * A position on the x axis: one decimal on the grid of the slider, two between.
 * @param {number} x
 */
export const position = (x) => fixed(x, Math.abs(x * 10 - Math.round(x * 10)) < 1e-6 ? 1 : 2);

/**
 * A positive number with a power of ten and a count of digits: 3.2×10⁻⁸.
 * @param {number} size
 * @param {number} digits
 */
export function scientific(size, digits) {
  const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
  return `${mantissa}×${power(Number(exponent))}`;
}

/**
 * A power of ten: 10⁻⁸.
 * @param {number} decades a whole number
 */
export const power = (decades) =>
  `10${[...String(decades)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("")}`;

/**
 * @param {number} value
 * @param {string} text
 */
const sign = (value, text) => (value < 0 && /[1-9]/.test(text) ? `−${text}` : text);
