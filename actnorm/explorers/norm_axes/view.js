/** A batch as cells: hold one, choose a norm, and see which cells it is averaged with. */
import { fixed } from "../js/numbers.js";
import { handle } from "../js/plot.js";
import { explorer } from "../js/view.js";
import { members, normalizeAll, region, statistics } from "./math.js";
import * as say from "./messages.js";
import { batchMap, valueLine } from "./panels.js";

const FULL = 2.5; // outputs of this size have the fullest colour
const ROWS = [0, 26, 21, 17]; // height of a cell, by how many there are in a block
const MOST = 98; // height of a batch on a phone, where two stand above each other

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg, signal } = live;
  /** @type {import("./math.js").Norm[]} */
  const norms = live.get("_norms");
  /** @type {number[]} */
  const given = live.get("_values");
  /** @type {number[]} */
  const [n, c, ...pixels] = live.get("shape");
  const p = pixels.reduce((a, b) => a * b, 1);
  const across = pixels[1] ?? 1;
  const [full, eps] = [live.get("_full"), live.get("_eps")];
  const { min: lowest, max: highest, step, digits } = live.offers("value");
  if (given.length !== n * c * p || !given.every(Number.isFinite))
    throw new Error(`_values cannot be ${given.length} values for ${n} × ${c} × ${p} cells`);
  if (!(full > 0 && eps > 0)) throw new Error(`_full and _eps cannot be ${full} and ${eps}`);

  /** The cell that is held, or would be with some other numbers: sample, channel, pixel from 0 on. */
  function held(/** @type {Record<string, number>} */ instead = {}) {
    const [sample, batch, channel, pixel] = ["sample", "batch", "channel", "pixel"].map(
      (name) => instead[name] ?? live.get(name),
    );
    return [Math.min(sample, batch) - 1, channel - 1, pixel - 1];
  }
  const place = (/** @type {readonly number[]} */ [i, j, k]) => (i * c + j) * p + k;
  /** Another cell comes with its own value. @param {Record<string, number>} where */
  const hold = (where) => live.set({ ...where, value: given[place(held(where))] });
  /** Who holds a sample that is not in the batch wants it in. @param {number} sample */
  const withIts = (sample) => ({ sample, batch: Math.max(sample, live.get("batch")) });
  const setValue = (/** @type {number} */ value) => live.set({ value: live.near("value", value) });

  const pick = (/** @type {number} */ cell) => {
    const sample = Math.floor(cell / (c * p)) + 1;
    hold({ ...withIts(sample), channel: (Math.floor(cell / p) % c) + 1, pixel: (cell % p) + 1 });
  };
  const [before, after] = ["input", "output"].map((role) =>
    batchMap(svg, role, [n, c, p], across, { signal, hold: pick }),
  );
  const line = valueLine(svg, highest);
  const point = handle(svg, {
    label: say.held,
    min: lowest,
    max: highest,
    signal,
    move: (pixel) => setValue(line.scale.invert(pixel)),
    step: (steps) => setValue(live.get("value") + steps * step),
  });

  live.bar.append(live.choice("norm", say.choose), live.reset());
  const whole = (/** @type {"sample" | "channel" | "pixel"} */ name, /** @type {number} */ which) =>
    live.slider(name, say.sliders[name], "accent", {
      get: () => held()[which] + 1,
      set: (value) => hold(name === "sample" ? withIts(value) : { [name]: value }),
    });
  const { stops } = live.offers("groups");
  const grouped = norms.find(({ axes }) => axes.includes("C/G"));
  const sliders = /** @type {[number, () => HTMLElement][]} */ ([
    [n, () => whole("sample", 0)],
    [c, () => whole("channel", 1)],
    [p, () => whole("pixel", 2)],
    [2, () => live.slider("value", say.sliders.value, "input")],
    [n, () => live.slider("batch", say.sliders.batch, "output", { set: shrink })],
    [stops.length, () => live.slider("groups", say.sliders.groups, "output", { set: divide })],
  ]);
  // One stop is no slider.
  for (const [count, make] of sliders) if (count > 1) live.controls.append(make());

  /** A smaller batch may leave the held sample out. @param {number} batch */
  function shrink(batch) {
    if (live.get("sample") <= batch) live.set({ batch });
    else hold({ batch, sample: batch });
  }
  /** Who moves this one wants to see groups. @param {number} groups */
  function divide(groups) {
    live.set({ groups, ...(grouped && { norm: grouped.name }) });
  }

  /** @returns {import("./messages.js").Seen} */
  function seen() {
    const norm = norms.find(({ name }) => name === live.get("norm"));
    if (!norm) throw new Error(`norm cannot be ${live.get("norm")}`);
    const [batch, groups] = [live.get("batch"), live.get("groups")];
    const at = held();
    const x = given.slice(0, batch * c * p);
    x[place(at)] = live.get("value");
    if (![batch, ...at].every(Number.isInteger) || !stops.includes(groups))
      throw new Error(`the held cell cannot be ${at} of ${batch} samples, in ${groups} groups`);
    return { norms, norm, x, shape: [batch, c, p], at, groups, digits, eps };
  }

  /**
   * @param {number} width
   * @param {boolean} narrow
   */
  function layout(width, narrow) {
    const down = p / across;
    const between = narrow ? (n > 5 ? 2 : 3) : 5;
    const cell = narrow ? Math.min(ROWS[down], (MOST / n - between) / down) : ROWS[down];
    const part = narrow ? width : (width - 24) / 2;
    const map = { y: 12, width: part, cell, between };
    const end = before.place({ ...map, x: 0, numbered: true });
    const under = narrow
      ? { x: 0, y: end + 13, numbered: false }
      : { x: part + 24, numbered: true };
    return line.place(after.place({ ...map, ...under }) + 18, width, narrow ? 5 : 9);
  }

  function update() {
    const now = seen();
    const { norm, x, shape, at, groups } = now;
    const cell = place(at);
    const y = normalizeAll(x, norm, shape, groups, eps);
    const together = region(norm, shape, at, groups);
    const averaged = members(together, shape).map((k) => x[k]);
    before.show(say.before, x, full, together, cell);
    after.show(say.after(norm), y, FULL, together, cell);
    line.show(say.averages(norm), averaged, statistics(averaged, norm));
    point.show(line.scale(x[cell]), line.line, x[cell], fixed(x[cell], digits));
    return say.sentences(now);
  }

  return { layout, update, heading: () => say.heading(seen()) };
}
