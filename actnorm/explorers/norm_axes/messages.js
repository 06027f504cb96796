/** Every word of the explorer of the norms' axes. */
import { fixed } from "../js/numbers.js";
import { several } from "../js/plural.js";
import { members, region, scaled, statistics } from "./math.js";

/**
 * @typedef {import("./math.js").Norm} Norm
 * @typedef {import("./math.js").Shape} Shape
 *
 * What is looked at: all norms and one of them, all values sample by sample, the held cell's sample,
 * channel and pixel, decimals.
 * @typedef {{norms: readonly Norm[], norm: Norm, x: readonly number[], shape: Shape,
 *   at: readonly number[], groups: number, digits: number, eps: number}} Seen
 */

export const frame = {
  title: "What each norm averages over",
  picture: "A batch as cells, before and after a norm",
  reset: "Reset",
};
export const choose = "norm";
export const held = "value of the held cell";
export const before = "x: samples down, channels across";
/** @param {Norm} norm */
export const after = ({ label }) => `y, after ${label}`;
export const sliders = {
  sample: { symbol: "n", name: "sample" },
  channel: { symbol: "c", name: "channel" },
  pixel: { symbol: "p", name: "pixel" },
  value: { symbol: "x", name: "its value" },
  batch: { symbol: "N", name: "batch size" },
  groups: { symbol: "G", name: "groups" },
};

/** What a norm without a mean divides by. */
const SIZES = { mean: "root mean square", sum: "length" };

/** @param {Norm} norm */
export const averages = ({ centres, squares }) =>
  `the values averaged, ${centres ? "mean ± std" : `0 ± ${SIZES[squares]}`}`;

/** @param {Seen} seen */
export function heading({ norm, x, shape, at, groups, digits }) {
  const [n, c, p] = shape;
  const [i, j, k] = at;
  const pixels = p > 1 ? `, ${p} pixels` : "";
  const pixel = p > 1 ? `, pixel ${k + 1}` : "";
  const grouped = norm.axes.includes("C/G") ? ` with ${several(groups, "group")}` : "";
  const value = fixed(x[(i * c + j) * p + k], digits);
  return (
    `A batch of ${several(n, "sample")}, ${several(c, "channel")}${pixels}, before and after ` +
    `${norm.label}${grouped}; held is sample ${i + 1}, channel ${j + 1}${pixel}: ${value}.`
  );
}

/**
 * What the figure shows, one sentence per line.
 * @param {Seen} seen
 */
export function sentences({ norms, norm, x, shape, at, groups, digits, eps }) {
  const found = region(norm, shape, at, groups);
  const cells = members(found, shape);
  const value = x[(at[0] * shape[1] + at[1]) * shape[2] + at[2]];
  const values = cells.map((k) => x[k]);
  const said = (/** @type {number} */ v) => fixed(v, digits);
  return [
    averaged(norm, found.channels, shape, cells.length),
    becomes(norm, values, value, eps, said),
    notices(norm, found.samples[1] - found.samples[0] - 1, cells.length),
    dependence(norm, shape[0]),
    twins(norms, norm, shape, at, groups),
  ];
}

/**
 * @param {Norm} norm
 * @param {[number, number]} channels
 * @param {Shape} shape
 * @param {number} count
 */
function averaged({ axes }, [first, end], [n, c, p], count) {
  if (count === 1) return "Averaged over 1 cell: itself.";
  const range = end - first === c ? `all ${c} channels` : `channels ${first + 1} to ${end}`;
  const whole = n > 1 ? `all ${n} samples` : "the only sample";
  const parts = [
    end - first === 1 ? "this channel" : range,
    axes.includes("N") ? whole : "this sample",
    ...(p > 1 ? [`all ${p} pixels`] : []),
  ];
  return `Averaged over ${count} cells: ${parts.join(", ")}.`;
}

/**
 * @param {Norm} norm
 * @param {readonly number[]} values
 * @param {number} value
 * @param {number} eps
 * @param {(v: number) => string} said
 */
function becomes(norm, values, value, eps, said) {
  if (values.length === 1 && norm.centres) {
    return "Its mean is itself, its std 0: whatever the value, the output is 0, that is, β.";
  }
  const found = statistics(values, norm);
  const [first, ...rest] = SIZES[norm.squares];
  const taken = norm.centres
    ? `Mean ${said(found.mean)}, std ${said(found.spread)}`
    : `${first.toUpperCase()}${rest.join("")} ${said(found.spread)}, mean left in`;
  return `${taken}: the held ${said(value)} becomes ${fixed(scaled(value, found, eps))}.`;
}

/**
 * @param {Norm} norm
 * @param {number} others samples
 * @param {number} count
 */
function notices({ centres }, others, count) {
  const head = "Change the held value:";
  if (count === 1) return `${head} no output moves, ${centres ? "not even" : "but"} its own.`;
  const whose = `also those of ${several(others, "other sample")}`;
  return `${head} ${count} outputs move, ${others ? whose : "none of another sample"}.`;
}

/**
 * @param {Norm} norm
 * @param {number} samples
 */
function dependence({ running }, samples) {
  if (!running)
    return "Independent of the other samples: the same in training and evaluation mode.";
  return samples === 1
    ? "A batch of one: no other samples. Evaluation mode: running statistics."
    : "Training mode: depends on the other samples; evaluation: running statistics.";
}

/**
 * Which other norms average over the same cells.
 * @param {readonly Norm[]} norms
 * @param {Norm} norm
 * @param {Shape} shape
 * @param {readonly number[]} at
 * @param {number} groups
 */
function twins(norms, norm, shape, at, groups) {
  const where = (/** @type {Norm} */ o) => JSON.stringify(region(o, shape, at, groups));
  const how = (/** @type {Norm} */ { centres, squares }) => {
    if (centres !== norm.centres) return centres ? "mean subtracted" : "mean left in";
    return squares === norm.squares ? "same output" : `divided by the ${SIZES[squares]}`;
  };
  /** @type {Map<string, string[]>} */
  const found = new Map([["same output", []]]); // said first
  for (const other of norms) {
    if (other.name === norm.name || where(other) !== where(norm)) continue;
    found.set(how(other), [...(found.get(how(other)) ?? []), other.label]);
  }
  const lines = [...found].filter(([, names]) => names.length);
  return (
    lines.map(([what, names]) => `Same cells, ${what}: ${names.join(", ")}.`).join(" ") ||
    "No other norm averages over these cells."
  );
}
