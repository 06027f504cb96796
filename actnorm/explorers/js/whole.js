/** State as it was before the page made it short (`_ext/actnorm_sphinx/state.py`). */

/**
 * A list of numbers that stands in the page as steps:
 * added up `order` times, they are whole numbers with `digits` decimals.
 * @param {number[]} steps
 * @param {Record<string, number>} [but] what is not met exactly
 */
function climbed([digits, order, ...numbers], but = {}) {
  for (let time = 0; time < order; time++)
    for (let i = 1; i < numbers.length; i++) numbers[i] += numbers[i - 1];
  return numbers.map((number, i) => but[i] ?? number / 10 ** digits);
}

/**
 * A value as it was, with what stands in the page once for several models in its places
 * (`{"$shared": 0}`) and curves as numbers.
 * @param {any} value
 * @param {unknown[]} shared
 * @returns {any}
 */
export function whole(value, shared) {
  if (value === null || typeof value !== "object") return value;
  if ("$shared" in value) return whole(shared[value.$shared], shared);
  if ("$steps" in value) return climbed(value.$steps, value.but);
  if (Array.isArray(value))
    return typeof value[0] === "number" ? value : value.map((each) => whole(each, shared));
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, whole(v, shared)]));
}
