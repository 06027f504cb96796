// Words as the search compares them: without marks, in one spelling, in one form.

/** Greek letters stand for their names: a reader types "epsilon". @type {Record<string, string>} */
const GREEK = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  ϵ: "epsilon",
  η: "eta",
  θ: "theta",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  φ: "phi",
  ϕ: "phi",
};
// British and American, verb and noun: normalise, normalization, normalized are one word here.
const ENDINGS = [
  [/i[sz](?:ation|ations|e|ed|es|er|ers|ing)$/, "iz"],
  [/(..)ies$/, "$1y"],
  [/([^s])s$/, "$1"],
  [/(.{3})(?:ing|ed)$/, "$1"],
];
const LONG = 4; // shorter words have no ending to lose

/**
 * Small letters of plain Latin: "Phương sai" becomes "phuong sai".
 *
 * @param {string} text
 */
export function fold(text) {
  return text
    .toLowerCase()
    .replace(/[α-ϵ]/g, (letter) => ` ${GREEK[letter] ?? letter} `)
    .replaceAll("đ", "d")
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
}

/** @param {string} word one folded word */
function stem(word) {
  if (word.length < LONG) return word;
  for (const [ending, rest] of /** @type {[RegExp, string][]} */ (ENDINGS))
    if (ending.test(word)) return word.replace(ending, rest);
  return word;
}

/**
 * The words of a text, folded, each in the form in which it is compared.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function words(text) {
  return (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
}

/**
 * The words of a title, and its neighbours written as one: "batch norm" is "batchnorm" too.
 *
 * @param {string} text
 */
export function joined(text) {
  const all = words(text);
  return [...all, ...all.slice(1).map((word, i) => all[i] + word)];
}
