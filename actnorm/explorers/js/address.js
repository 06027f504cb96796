/**
 * The state of a figure in the address of its page, by the figure's name:
 * ?batch-norm.gamma=2&batch-norm.eps=0.01. An embedded figure is alone and needs no name.
 */

/** @typedef {Record<string, any>} Values */

/** Exact, since a stop may be any number. @param {any} value */
const written = (value) => (Array.isArray(value) ? value.join(",") : String(value));

/**
 * The query that brings a figure back as it stands: what differs from where it stood first.
 * @param {string} name of the figure, or "" where it is alone
 * @param {(trait: string) => any} get
 * @param {Values} first
 */
export function query(name, get, first) {
  const params = new URLSearchParams();
  for (const trait of Object.keys(first)) {
    const value = written(get(trait));
    if (value !== written(first[trait])) params.set(name ? `${name}.${trait}` : trait, value);
  }
  return params.toString();
}

/**
 * What an address asks of a figure: the values of traits it has, and what cannot be.
 * @param {string} search
 * @param {string} name of the figure, or "" where it is alone (and others' parameters are no mistake)
 * @param {Values} first
 * @param {(trait: string, value: any) => void} check throws for what the trait cannot be
 */
export function asked(search, name, first, check) {
  /** @type {Values} */
  const values = {};
  /** @type {string[]} */
  const refused = [];
  for (const [key, text] of new URLSearchParams(search)) {
    if (name && !key.startsWith(`${name}.`)) continue;
    const trait = name ? key.slice(name.length + 1) : key;
    const known = Object.keys(first).includes(trait);
    if (!known && !name) continue;
    const value = known && read(text, first[trait]);
    try {
      if (!known || value === undefined) throw new Error();
      check(trait, value);
      values[trait] = value;
    } catch {
      refused.push(`${trait} = ${text}`.slice(0, 60));
    }
  }
  return { values, refused };
}

/**
 * A text as a value like another one; undefined if it is none.
 * @param {string} text
 * @param {any} like
 * @returns {any}
 */
function read(text, like) {
  if (Array.isArray(like) && like.every((each) => typeof each === "string"))
    return text ? text.split(",") : []; // a set, of any size
  if (Array.isArray(like)) {
    const parts = text.split(",").map((part, i) => read(part, like[Math.min(i, like.length - 1)]));
    return parts.length === like.length && !parts.includes(undefined) ? parts : undefined;
  }
  if (typeof like === "number")
    return /^[-+]?\d*\.?\d+(e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined;
  if (typeof like === "boolean") return { true: true, false: false }[text];
  return text;
}
