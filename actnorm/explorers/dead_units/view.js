/** Recorded trainings, unit by unit: maps of dead and alive, scrubbed over time. */
import { node } from "../js/controls.js";
import { clamp, sum } from "../js/math.js";
import { add, handle, put, tell, write } from "../js/plot.js";
import { explorer } from "../js/view.js";
import { DEAD, deadShares, read, shareOf } from "./math.js";
import * as say from "./messages.js";
import { history, unitMap } from "./panels.js";
import { player } from "./player.js";

const GAP = 28;
const HEAD = 24; // from the top of a map to its cells
const NARROW = { cells: 106, plot: 62 }; // height of all cells, and of a history

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg, signal } = live;
  /** @type {number[]} */
  const layers = live.get("layers");
  const samples = live.get("samples");
  const { stops: steps } = live.offers("step");
  if (![...layers, ...steps, samples].every(Number.isInteger))
    throw new Error("layers, steps and samples must be whole numbers");
  const [count, last] = [sum(layers), steps.length - 1];
  const starts = layers.map((_, i) => sum(layers.slice(0, i)));
  /** @type {Record<string, import("./math.js").Run>} */
  const runs = {};

  const maps = layers.map((size, i) =>
    unitMap(svg, say.map(i + 1, layers.length), size, {
      signal,
      hold: (cell) => live.set({ unit: starts[i] + cell + 1 }),
    }),
  );
  const past = history(svg, steps, say.axis);
  const own = history(svg, steps, say.axis);
  const deadTitle = write(svg, "actnorm-title is-dead", say.dead(layers.length));
  const rightTitle = write(svg, "actnorm-title is-output", say.accuracy, "end");
  const ownTitle = write(svg, "actnorm-title is-accent");
  const greyTitle = write(svg, "actnorm-title is-dead", say.grey, "end");
  const lines = layers.map((_, i) => add(past.group, "path", `actnorm-curve is-dead is-layer${i}`));
  const right = add(past.group, "path", "actnorm-curve is-output");
  const dots = add(past.group, "path", "actnorm-dots is-output");
  const shade = add(own.group, "path", "actnorm-shade");
  const share = add(own.group, "path", "actnorm-curve is-accent");
  /** @param {number} moment */
  const go = (moment) => live.set({ step: steps[clamp(Math.round(moment), 0, last)] });
  const moment = () => steps.indexOf(live.get("step"));
  const point = handle(svg, {
    label: say.point,
    min: steps[0],
    max: steps[last],
    signal,
    move: (pixel) => go(past.time.invert(pixel)),
    step: (by) => go(moment() + by),
  });
  const state = () => [live.get("run"), live.get("step"), live.get("unit")].join();
  const play = player(live, { play: say.play, stop: say.stop }, { steps, state });
  live.bar.append(
    live.choice("run", say.choose),
    node("span", "actnorm-pair", play.button, live.reset(play.stop)),
  );
  live.controls.append(
    live.slider("step", say.sliders.step, "accent"),
    live.slider("unit", say.sliders.unit, "accent", { text: (unit) => say.chosen(unit, layers) }),
  );

  let [drawn, base] = ["", past];

  /**
   * @param {number} width
   * @param {boolean} narrow
   */
  function layout(width, narrow) {
    const half = (width - GAP) / 2;
    // Where a history is short or has many lines, its keys need a line of their own.
    const extra = narrow && layers.length <= 2 ? 0 : 16;
    const pairs = pair(layers.length);
    const across = layers.map((size) => columns(size, narrow, layers.length === 1));
    const rows = pairs.map((two) => Math.max(...two.map((i) => Math.ceil(layers[i] / across[i]))));
    const room = NARROW.cells - extra - (HEAD + 10) * (pairs.length - 1);
    const row = narrow ? Math.min(22, Math.floor(room / sum(rows))) : 27;
    let y = 14;
    pairs.forEach((two, k) => {
      two.forEach((i, side) => {
        const part = layers.length === 1 ? width : half;
        maps[i].place(side * (half + GAP), y, part, { across: across[i], row });
      });
      y += 10 + rows[k] * row + HEAD;
    });
    // Narrow, the histories stand on one time axis; else side by side.
    put(deadTitle, { x: 0, y });
    put(rightTitle, { x: narrow ? width : half, y: y + extra });
    const [plot, long] = narrow ? [NARROW.plot, width] : [120, half];
    past.place(0, y + extra + 10, long, plot, !narrow);
    const [x, top] = narrow ? [0, y + extra + 10 + plot + 18] : [half + GAP, y];
    const key = narrow ? top : top + extra;
    put(ownTitle, { x, y: top });
    put(greyTitle, { x: x + long, y: key });
    own.place(x, key + 10, long, plot, true);
    base = narrow ? own : past;
    drawn = "";
    return key + 10 + plot + 22;
  }

  function update() {
    play.yieldTo();
    const [name, unit, t] = [live.get("run"), live.get("unit"), moment()];
    runs[name] ??= read(live.get("_runs")[name], count, steps.length);
    const run = runs[name];
    const now = run.units.map((unit) => unit[t]);
    maps.forEach((map, i) => {
      const held = unit - 1 - starts[i];
      map.show(now.slice(starts[i], starts[i] + layers[i]), held < layers[i] ? held : -1);
    });
    if (drawn !== `${name}/${unit}`) redraw(run, unit);
    drawn = `${name}/${unit}`;
    past.show(t);
    own.show(t);
    point.show(base.time(t), base.value(0), steps[t], say.at(steps[t]));
    return say.sentences(run, { steps, layers, samples, moment: t, unit });
  }

  /**
   * What stays while only the step moves.
   * @param {import("./math.js").Run} run
   * @param {number} unit
   */
  function redraw(run, unit) {
    lines.forEach((line, i) => {
      past.draw(line, deadShares(run, starts[i], starts[i] + layers[i]));
    });
    past.draw(right, run.accuracy);
    past.dot(dots, run.accuracy);
    const bytes = run.units[unit - 1];
    own.shade(
      shade,
      bytes.map((byte) => byte === DEAD),
    );
    own.draw(share, bytes.map(shareOf));
    tell(ownTitle, say.own(unit, layers));
  }

  return { layout, update, heading: () => say.heading(live.get("run")) };
}

/** Two maps side by side. @param {number} layers */
const pair = (layers) =>
  Array.from({ length: Math.ceil(layers / 2) }, (_, k) =>
    [2 * k, 2 * k + 1].filter((i) => i < layers),
  );

/**
 * Cells in a row of a layer's map.
 * @param {number} size
 * @param {boolean} narrow
 * @param {boolean} alone with the whole width to itself
 */
function columns(size, narrow, alone) {
  if (!narrow) return size <= 64 ? 8 : 16;
  if (alone) return size <= 64 ? 16 : 32;
  if (size <= 32) return 8;
  return size <= 128 ? 16 : 32;
}
