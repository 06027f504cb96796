/** Recorded trainings, unit by unit: maps of alive and dead, scrubbed over time. */
import { button, node, range, select, words } from "./controls.js";
import { history, unitMap } from "./dead_units_panels.js";
import { DEAD, describeUnits, nameOf, shareOf, story, unpack } from "./dead_units_words.js";
import { clamp } from "./math.js";
import { add, canvas, handle, put, resize } from "./plot.js";
import { write } from "./softmax_panels.js";
import { NARROW, view } from "./view.js";

const TRAITS = ["run", "moment", "unit"];
const BEAT = 160; // ms from one recorded step to the next while it plays

/**
 * @param {{model: import("./view.js").Model, el: HTMLElement}} context
 * @returns {() => void}
 */
export function renderDeadUnits({ model, el }) {
  /** @type {{name: string, units: string, loss: (number | null)[], accuracy: number[]}[]} */
  const given = model.get("_runs");
  const runs = new Map(given.map((run) => [run.name, { ...run, units: unpack(run.units) }]));
  /** @type {number[]} */
  const steps = model.get("steps");
  /** @type {number[]} */
  const layers = model.get("layers");
  const samples = model.get("samples");
  const count = layers.reduce((a, b) => a + b);
  const starts = layers.map((_, i) => layers.slice(0, i).reduce((a, b) => a + b, 0));
  const last = steps.length - 1;
  const first = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const live = view(model, el, { traits: TRAITS, layout, update });
  const { signal } = live;

  /** @param {number} moment */
  const go = (moment) => live.set({ moment: clamp(Math.round(moment), 0, last) });
  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
  };
  const play = button("Play", signal, () => {
    if (timer) return stop();
    if (model.get("moment") === last) go(0);
    play.textContent = "Stop";
    timer = window.setInterval(() => {
      go(model.get("moment") + 1);
      if (model.get("moment") === last) stop();
    }, BEAT);
  });
  // Who asked for less motion moves the slider, at their own pace.
  play.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
  signal.addEventListener("abort", stop);
  const reset = button("Reset", signal, () => {
    stop();
    live.set(first);
  });
  const choice = select(
    "run",
    given.map(({ name }) => [name, name]),
    signal,
    (run) => live.set({ run }),
  );

  const svg = canvas(el, "Hidden units, dead and alive, and their history over training");
  const maps = layers.map((size, i) =>
    unitMap(svg, layers.length > 1 ? `layer ${i + 1}` : "hidden layer", size, {
      signal,
      hold: (cell) => live.set({ unit: starts[i] + cell + 1 }),
    }),
  );
  const past = history(svg, steps);
  const own = history(svg, steps);
  const deadTitle = write(svg, "actnorm-title is-dead", `dead, %${keys(layers.length)}`);
  const rightTitle = write(svg, "actnorm-title is-output", "accuracy", "end");
  const ownTitle = write(svg, "actnorm-title is-accent");
  const lines = layers.map((_, i) => add(past.group, "path", `actnorm-curve is-dead is-layer${i}`));
  const right = add(past.group, "path", "actnorm-curve is-output");
  const shade = add(own.group, "path", "actnorm-shade");
  const share = add(own.group, "path", "actnorm-curve is-accent");
  const point = handle(svg, {
    label: "training step",
    min: 0,
    max: last,
    signal,
    move: (pixel) => go(past.time.invert(pixel)),
    step: (by) => go(model.get("moment") + by),
  });

  const text = words();
  const clock = range({
    symbol: "t",
    name: "step",
    role: "accent",
    min: 0,
    max: last,
    step: 1,
    signal,
    input: go,
  });
  const pick = range({
    symbol: "u",
    name: "unit",
    role: "accent",
    min: 1,
    max: count,
    step: 1,
    signal,
    input: (unit) => live.set({ unit }),
  });
  el.classList.add("actnorm", "actnorm-dead-units");
  el.append(
    node("div", "actnorm-bar", choice.el, node("span", "actnorm-pair", play, reset)),
    node("div", "actnorm-controls", clock.el, pick.el), // above: a phone shows them with the maps
    svg,
    text.el,
  );
  for (const { el: label } of [clock, pick])
    label.addEventListener("pointerdown", stop, { signal });

  let drawn = "";

  /** @param {number} width */
  function layout(width) {
    const narrow = width < NARROW;
    const single = narrow || layers.length === 1;
    const part = single ? width : (width - 28) / 2;
    let top = 14;
    maps.forEach((map, i) => {
      const second = !single && i % 2 === 1;
      map.place(second ? part + 28 : 0, top, part);
      if (single || second || i === maps.length - 1) top = map.bottom + 28;
    });
    const half = narrow ? width : (width - 28) / 2;
    put(deadTitle, { x: 0, y: top });
    put(rightTitle, { x: half, y: top });
    past.place(0, top + 14, half);
    const [x, y] = narrow ? [0, past.bottom + 30] : [half + 28, top];
    put(ownTitle, { x, y });
    own.place(x, y + 14, half);
    resize(svg, width, own.bottom + 4);
    drawn = "";
  }

  function update() {
    const [name, moment, unit] = TRAITS.map((trait) => model.get(trait));
    const run = /** @type {import("./dead_units_words.js").Run} */ (runs.get(name));
    const now = run.units.subarray(moment * count, (moment + 1) * count);
    maps.forEach((map, i) => {
      const held = unit - 1 - starts[i];
      map.show(now.subarray(starts[i], starts[i] + layers[i]), held < layers[i] ? held : -1);
    });
    if (drawn !== `${name}/${unit}`) redraw(run, unit);
    drawn = `${name}/${unit}`;
    past.show(moment);
    own.show(moment);
    const at = `step ${steps[moment]}`;
    point.show(past.time(moment), past.value(0), moment, at);
    choice.show(name);
    clock.show(moment, String(steps[moment]));
    const [, cell, , , layer] = nameOf(unit, layers).split(" ");
    pick.show(unit, layer ? `${cell}, layer ${layer}` : cell);
    const said = describeUnits({ run, steps, layers, samples, moment, unit });
    text.show(said);
    return said;
  }

  /**
   * What stays while only the step moves.
   * @param {import("./dead_units_words.js").Run} run
   * @param {number} unit
   */
  function redraw(run, unit) {
    lines.forEach((line, i) => {
      const dead = steps.map((_, t) => {
        const from = t * count + starts[i];
        const cells = run.units.subarray(from, from + layers[i]);
        return (100 * cells.reduce((sum, byte) => sum + Number(byte === DEAD), 0)) / layers[i];
      });
      past.draw(line, dead);
    });
    past.draw(
      right,
      run.accuracy.map((v) => 100 * v),
    );
    const bytes = story(run.units, count, unit - 1, last);
    own.shade(
      shade,
      bytes.map((byte) => byte === DEAD),
    );
    own.draw(
      share,
      bytes.map((byte) => 100 * shareOf(byte)),
    );
    ownTitle.textContent = `${nameOf(unit, layers).toLowerCase()}: on, % (grey: dead)`;
  }

  live.start();
  return live.end;
}

/**
 * Which line is which layer.
 * @param {number} layers
 */
const keys = (layers) =>
  layers === 1 ? "" : `: ${["layer 1 ──", "2 ╌╌", "3 ┈┈", "4 ─·"].slice(0, layers).join(", ")}`;
