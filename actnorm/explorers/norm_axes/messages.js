/**
 * What a NormAxesExplorer shows, in words; actnorm/explorers/norm_axes_words.py says the same, and
 * tests/test_explorer_norm_axes.py holds them together.
 */
import { members, region, scaled, statistics } from "./norm_axes_math.js";
import { fixed } from "./words.js";

/**
 * @typedef {import("./norm_axes_math.js").Norm} Norm
 * @typedef {import("./norm_axes_math.js").Shape} Shape
 */

/**
 * One sentence per line.
 * @param {readonly Norm[]} norms
 * @param {Norm} norm one of them
 * @param {readonly number[]} x all values, sample by sample
 * @param {Shape} shape
 * @param {readonly number[]} at sample, channel and pixel
 * @param {number} groups
 * @param {number} digits
 */
export function describeRegion(norms, norm, x, shape, at, groups, digits) {
  const { samples, channels } = region(norm, shape, at, groups);
  const cells = members({ samples, channels }, shape);
  const [first, end] = channels;
  const value = x[(at[0] * shape[1] + at[1]) * shape[2] + at[2]];
  const said = (/** @type {number} */ v) => fixed(v, digits);
  return [
    averaged(norm, first, end, shape, cells.length),
    becomes(
      norm,
      cells.map((k) => x[k]),
      value,
      said,
    ),
    notices(norm, samples[1] - samples[0] - 1, cells.length),
    company(norm, shape[0]),
    twins(norms, norm, shape, at, groups),
  ];
}

/**
 * @param {Norm} norm
 * @param {number} first
 * @param {number} end
 * @param {Shape} shape
 * @param {number} count
 */
function averaged({ axes }, first, end, [n, c, p], count) {
  if (count === 1) return "Averaged over 1 cell: itself.";
  const several = end - first;
  const range = several === c ? `all ${c} channels` : `channels ${first + 1} to ${end}`;
  const whole = n > 1 ? `all ${n} samples` : "the only sample";
  const parts = [
    several === 1 ? "this channel" : range,
    axes.includes("N") ? whole : "this sample",
    ...(p > 1 ? [`all ${p} pixels`] : []),
  ];
  return `Averaged over ${count} cells: ${parts.join(", ")}.`;
}

/**
 * @param {Norm} norm
 * @param {readonly number[]} values
 * @param {number} value
 * @param {(v: number) => string} said
 */
function becomes({ centres }, values, value, said) {
  if (values.length === 1 && centres) {
    return "Its mean is itself, its spread 0: whatever the value, the output is 0, that is, β.";
  }
  const found = statistics(values, centres);
  const taken = centres
    ? `Mean ${said(found.mean)}, spread ${said(found.spread)}`
    : `Root mean square ${said(found.spread)}, no mean taken off`;
  return `${taken}: the held ${said(value)} becomes ${fixed(scaled(value, found))}.`;
}

/**
 * @param {Norm} norm
 * @param {number} others samples
 * @param {number} count
 */
function notices({ centres }, others, count) {
  const head = "Change the held value:";
  if (count === 1) return `${head} no output moves, ${centres ? "not even" : "but"} its own.`;
  const whose = `also those of ${others} other sample${others === 1 ? "" : "s"}`;
  return `${head} ${count} outputs move, ${others ? whose : "none of another sample"}.`;
}

/**
 * @param {Norm} norm
 * @param {number} samples
 */
function company({ running }, samples) {
  if (!running) {
    return "No other sample has a say: a batch of one will do, and use is the same as training.";
  }
  const later = "in use, running statistics take the place of these";
  return samples === 1
    ? `A batch of one: nobody to be compared with; ${later}.`
    : `The other samples have a say, in training; ${later}.`;
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
  const found = norms.filter((o) => o.name !== norm.name && where(o) === where(norm));
  const lines = [];
  for (const [what, kind] of /** @type {[string, boolean][]} */ ([
    ["same output", norm.centres],
    [norm.centres ? "mean left in" : "mean taken off", !norm.centres],
  ])) {
    const names = found.filter((o) => o.centres === kind).map((o) => o.label);
    if (names.length) lines.push(`Same cells, ${what}: ${names.join(", ")}.`);
  }
  return lines.join(" ") || "No other norm averages over these cells.";
}
