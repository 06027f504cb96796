/** A batch as cells: hold one, choose a norm, and see which cells it is averaged with. */
import { button, node, range, select, words } from "./controls.js";
import { clamp, snap } from "./math.js";
import { members, normalizeAll, region, statistics } from "./norm_axes_math.js";
import { batchMap, valueLine } from "./norm_axes_panels.js";
import { describeRegion } from "./norm_axes_words.js";
import { canvas, handle, resize } from "./plot.js";
import { NARROW, view } from "./view.js";
import { fixed } from "./words.js";

const TRAITS = ["norm", "sample", "channel", "pixel", "groups", "batch", "value"];
const FULL = 2.5; // outputs of this size have the fullest colour

/**
 * @param {{model: import("./view.js").Model, el: HTMLElement}} context
 * @returns {() => void}
 */
export function renderNormAxes({ model, el }) {
  /** @type {import("./norm_axes_math.js").Norm[]} */
  const norms = model.get("_norms");
  /** @type {number[]} */
  const given = model.get("_values");
  /** @type {number[]} */
  const [n, c, ...pixels] = model.get("shape");
  const p = pixels.reduce((a, b) => a * b, 1);
  const { reach, perUnit, digits, full } = model.get("_view");
  const divisors = Array.from({ length: c }, (_, k) => k + 1).filter((k) => c % k === 0);
  const grouped = norms.find(({ axes }) => axes.includes("C/G"));
  const first = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const live = view(model, el, { traits: TRAITS, layout, update });
  const { signal } = live;

  /** Sample, channel and pixel that are held, from 0 on. */
  const held = () => {
    const [sample, batch, channel, pixel] = ["sample", "batch", "channel", "pixel"].map((t) =>
      model.get(t),
    );
    return [Math.min(sample, batch) - 1, channel - 1, pixel - 1];
  };
  /** @param {number[]} at */
  const place = ([i, j, k]) => (i * c + j) * p + k;
  const own = () => given[place(held())];
  const hold = (/** @type {Record<string, number>} */ where) => live.set({ ...where, value: null });
  /** Who holds a sample that is not in the batch wants it in. @param {number} sample */
  const withIts = (sample) => ({ sample, batch: Math.max(sample, model.get("batch")) });
  const setValue = (/** @type {number} */ v) =>
    live.set({ value: clamp(snap(v, perUnit), -reach, reach) });

  const svg = canvas(el, "A batch as cells, before and after a norm");
  const pick = (/** @type {number} */ cell) => {
    const sample = Math.floor(cell / (c * p)) + 1;
    hold({ ...withIts(sample), channel: (Math.floor(cell / p) % c) + 1, pixel: (cell % p) + 1 });
  };
  const shape = /** @type {[number, number, number]} */ ([n, c, p]);
  const maps = ["input", "output"].map((role) =>
    batchMap(svg, role, shape, pixels[1] ?? 1, { signal, hold: pick }),
  );
  const line = valueLine(svg, reach);
  const point = handle(svg, {
    label: "value of the held cell",
    min: -reach,
    max: reach,
    signal,
    move: (pixel) => setValue(line.scale.invert(pixel)),
    step: (steps) => setValue((model.get("value") ?? own()) + steps / perUnit),
  });

  const choice = select(
    "norm",
    norms.map(({ name, label }) => [name, label]),
    signal,
    (norm) => live.set({ norm }),
  );
  const text = words();
  /** @type {(symbol: string, name: string, role: string, max: number, input: (v: number) => void) =>
   *   ReturnType<typeof range>} */
  const whole = (symbol, name, role, max, input) =>
    range({ symbol, name, role, min: 1, max, step: 1, signal, input });
  const slides = {
    sample: whole("n", "sample", "accent", n, (sample) => hold(withIts(sample))),
    channel: whole("c", "channel", "accent", c, (channel) => hold({ channel })),
    pixel: whole("p", "pixel", "accent", p, (pixel) => hold({ pixel })),
    value: range({
      symbol: "x",
      name: "its value",
      role: "input",
      min: -reach,
      max: reach,
      step: 1 / perUnit,
      signal,
      input: setValue,
    }),
    batch: whole("N", "batch size", "output", n, (batch) => {
      const stays = model.get("sample") <= batch;
      live.set({ batch, ...(stays ? {} : { sample: batch, value: null }) });
    }),
    // Who moves this one wants to see groups.
    groups: whole("G", "groups", "output", divisors.length, (k) =>
      live.set({ groups: divisors[k - 1], ...(grouped && { norm: grouped.name }) }),
    ),
  };
  const counts = { sample: n, channel: c, pixel: p, batch: n, groups: divisors.length, value: 2 };
  const shown = Object.entries(slides).filter(
    ([name]) => counts[/** @type {keyof typeof counts} */ (name)] > 1, // one stop is no slider
  );
  const reset = button("Reset", signal, () => live.set(first));
  el.classList.add("actnorm", "actnorm-norm-axes");
  el.append(
    node("div", "actnorm-bar", choice.el, reset),
    svg,
    text.el,
    node("div", "actnorm-controls", ...shown.map(([, slide]) => slide.el)),
  );

  /** @param {number} width */
  function layout(width) {
    const narrow = width < NARROW;
    const part = narrow ? width : (width - 24) / 2;
    const [before, after] = maps;
    before.place(0, 14, part);
    after.place(narrow ? 0 : part + 24, narrow ? before.bottom + 22 : 14, part);
    line.place(after.bottom + 24, width, narrow ? 5 : 9);
    resize(svg, width, line.bottom + 4);
  }

  function update() {
    /** @type {import("./norm_axes_math.js").Norm} */
    const norm = norms.find(({ name }) => name === model.get("norm")) ?? norms[0];
    const [batch, groups, value] = [model.get("batch"), model.get("groups"), model.get("value")];
    const at = held();
    const cell = place(at);
    const x = given.slice(0, batch * c * p);
    if (typeof value === "number") x[cell] = value;
    /** @type {[number, number, number]} */
    const size = [batch, c, p];
    const y = normalizeAll(x, norm, size, groups);
    const seen = region(norm, size, at, groups);
    const averaged = members(seen, size).map((k) => x[k]);
    const [before, after] = maps;
    before.show("x: samples down, channels across", x, full, seen, cell);
    after.show(`y, after ${norm.label}`, y, FULL, seen, cell);
    line.show(averaged, statistics(averaged, norm.centres), norm.centres);
    const said = fixed(x[cell], digits);
    point.show(line.scale(x[cell]), line.line, x[cell], said);
    choice.show(norm.name);
    slides.value.show(x[cell], said);
    ["sample", "channel", "pixel"].forEach((name, k) => {
      slides[/** @type {"sample"} */ (name)].show(at[k] + 1, String(at[k] + 1));
    });
    slides.batch.show(batch, String(batch));
    slides.groups.show(divisors.indexOf(groups) + 1, String(groups));
    const lines = describeRegion(norms, norm, x, size, at, groups, digits);
    text.show(lines);
    return lines;
  }

  live.start();
  return live.end;
}
