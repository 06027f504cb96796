/** A curve built from a few kinks: the held points, the target, and the pieces of the sum. */
import { button, node, range, select, words } from "./controls.js";
import { bestFit, offBy, unit, value } from "./kinks_math.js";
import { describeKinks } from "./kinks_words.js";
import { clamp, snap } from "./math.js";
import { add, axis, canvas, handle, put, resize } from "./plot.js";
import { linear } from "./scale.js";
import { NARROW, view } from "./view.js";
import { fixed } from "./words.js";

const TRAITS = ["target", "kinks", "turns", "level", "held", "bend"];
const LEFT = 40; // px, for the labels of the axis

/**
 * @param {{model: import("./view.js").Model, el: HTMLElement}} context
 * @returns {() => void}
 */
export function renderKinks({ model, el }) {
  /** @type {Record<string, import("./kinks_math.js").Points & {dots: boolean}>} */
  const targets = model.get("_targets");
  /** @type {{x: [number, number], turn: number, level: [number, number], per_unit: number[], digits: number[]}} */
  const { x: ends, turn, level: tall, per_unit: perUnit, digits } = model.get("_view");
  const [lo, hi] = ends;
  const first = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const every = /** @type {number[]} */ (first.kinks).map((_, j) => j);
  const live = view(model, el, { traits: TRAITS, layout, update });
  const { signal } = live;
  const points = () => targets[model.get("target")];

  /** @param {"kinks" | "turns"} name @param {number} j @param {number} to */
  const setOne = (name, j, to) => {
    const row = [...model.get(name)];
    row[j] = name === "kinks" ? clamp(snap(to, perUnit[0]), lo, hi) : to;
    live.set({ [name]: row, held: j });
  };

  const svg = canvas(el, "A curve with kinks, its target, and the pieces it is the sum of");
  const across = linear(ends);
  const above = panel(svg, across, tall, "output");
  const below = panel(svg, across, [tall[0] - tall[1], tall[1] - tall[0]], "input");
  const aim = add(above.inside, "path", "");
  const curve = add(above.inside, "path", "actnorm-curve is-output");
  const gap = add(above.inside, "path", "actnorm-stem");
  const pieces = every.map(() => add(below.inside, "path", ""));
  const name = add(svg, "text", "actnorm-note", { "text-anchor": "end", y: 14 });
  const held = every.map((j) => {
    const point = handle(svg, {
      label: `kink ${j + 1}`,
      min: lo,
      max: hi,
      signal,
      move: (pixel) => setOne("kinks", j, across.invert(pixel)),
      step: (steps) => setOne("kinks", j, model.get("kinks")[j] + steps / perUnit[0]),
    });
    add(point.el, "text", "", { y: -13, "text-anchor": "middle" }).textContent = `${j + 1}`;
    point.el.addEventListener("focusin", () => live.set({ held: j }), { signal });
    return point;
  });

  const text = words();
  const one = () => model.get("held");
  const slide = (
    /** @type {[string, string, string]} */ [symbol, word, role],
    /** @type {[number, number, number]} */ [min, max, per],
    /** @type {(value: number) => void} */ input,
  ) => range({ symbol, name: word, role, min, max, step: 1 / per, signal, input });
  const place = slide(["b", "place", "accent"], [lo, hi, perUnit[0]], (to) =>
    setOne("kinks", one(), to),
  );
  const bends = slide(["v", "turn", "accent"], [-turn, turn, perUnit[1]], (to) =>
    setOne("turns", one(), to),
  );
  const height = slide(["c", "level", "output"], [...tall, perUnit[2]], (level) =>
    live.set({ level }),
  );
  const chosen = select(
    "target",
    Object.keys(targets).map((label) => [label, label]),
    signal,
    (target) => live.set({ target }),
  );
  const which = select(
    "held kink",
    every.map((j) => [`${j}`, `${j + 1}`]),
    signal,
    (j) => live.set({ held: Number(j) }),
  );
  const fit = button("Best fit", signal, () =>
    live.set(bestFit(model.get("kinks"), model.get("bend"), points())),
  );
  const spread = button("Spread evenly", signal, () => {
    const to = every.map((j) => snap(lo + (j * (hi - lo)) / every.length, perUnit[0]));
    live.set({ kinks: to.map((b) => clamp(b, lo, hi)) });
  });
  const straight = button("Without bend", signal, () => live.set({ bend: !model.get("bend") }));
  const reset = button("Reset", signal, () => live.set(first));
  el.classList.add("actnorm", "actnorm-kinks");
  el.append(
    node("div", "actnorm-bar", chosen.el, reset),
    node("div", "actnorm-bar actnorm-acts", fit, spread, straight),
    svg,
    text.el,
    node("div", "actnorm-controls", which.el, place.el, bends.el, height.el),
  );

  /** @param {number} width */
  function layout(width) {
    const narrow = width < NARROW;
    across.range = [LEFT, width - 10];
    const [upper, lower] = narrow ? [190, 90] : [220, 100];
    above.place(24, upper, width, narrow);
    below.place(24 + upper + 50, lower, width, narrow);
    put(name, { x: width - 10 });
    resize(svg, width, 24 + upper + 50 + lower + 26);
  }

  function update() {
    const sum = Object.fromEntries(TRAITS.map((trait) => [trait, model.get(trait)]));
    const now = /** @type {import("./kinks_math.js").Sum & {held: number, target: string}} */ (sum);
    const seen = points();
    const corners = [lo, ...now.kinks, hi].sort((a, b) => a - b);
    /** @param {ReturnType<typeof panel>} where @param {number[]} xs @param {number[]} ys */
    const path = (where, xs, ys) =>
      `M${xs.map((at, i) => `${across(at).toFixed(1)},${where.y(ys[i])}`).join("L")}`;
    put(aim, {
      class: seen.dots ? "actnorm-dots" : "actnorm-aim",
      // A line of no length with a round end is a dot.
      d: seen.dots
        ? seen.x.map((at, i) => `${path(above, [at], [seen.y[i]])}h0.01`).join("")
        : path(above, seen.x, seen.y),
    });
    const heights = corners.map((at) => value(now, at));
    put(curve, { d: path(above, corners, heights) });
    const { worst } = offBy(now, seen);
    const at = seen.x[worst];
    put(gap, { d: path(above, [at, at], [seen.y[worst], value(now, at)]) });
    for (const j of every) {
      const [b, v, mine] = [now.kinks[j], now.turns[j], j === now.held];
      const piece = corners.map((to) => v * unit(to, b, now.bend));
      put(pieces[j], {
        class: `actnorm-piece is-${mine ? "accent" : "input"}`,
        d: path(below, corners, piece),
      });
      held[j].el.classList.toggle("is-held", mine);
      held[j].show(
        across(b),
        above.at(clamp(value(now, b), ...tall)),
        b,
        `x = ${fixed(b, digits[0])}`,
      );
    }
    const bent = now.bend ? "relu(x − b)" : "(x − b)";
    above.title.textContent = `y = c + Σ v·${bent}`;
    below.title.textContent = `its pieces, v·${bent}`;
    name.textContent = seen.dots ? "target: the dots" : "target: dashed";
    straight.setAttribute("aria-pressed", String(!now.bend));
    chosen.show(now.target);
    which.show(String(now.held));
    place.show(now.kinks[now.held], fixed(now.kinks[now.held], digits[0]));
    bends.show(now.turns[now.held], fixed(now.turns[now.held], digits[1]));
    height.show(now.level, fixed(now.level, digits[1]));
    const lines = describeKinks(now, seen, now.held, digits);
    text.show(lines);
    return lines;
  }

  live.start();
  return live.end;
}

/**
 * One of the two panels: axes, a title, and what is drawn inside, cut off at its edges.
 * @param {Element} svg
 * @param {import("./scale.js").Scale} x
 * @param {[number, number]} heights
 * @param {string} role
 */
function panel(svg, x, heights, role) {
  const y = linear(heights);
  const [bottom, left] = [add(svg, "g", "actnorm-axis"), add(svg, "g", "actnorm-axis")];
  const title = add(svg, "text", `actnorm-title is-${role}`, { x: 0 });
  const name = add(svg, "text", "actnorm-note", { "text-anchor": "end" });
  name.textContent = "x";
  // A nested SVG clips without the id that a clip path needs; its units are the picture's.
  const inside = add(svg, "svg", "actnorm-inside");
  const far = 1e4 * (heights[1] - heights[0]);
  let shift = 0;
  return {
    title,
    inside,
    /** Height inside the nested picture; far outside the exact place does not matter. */
    y: (/** @type {number} */ to) =>
      (y(clamp(to, heights[0] - far, heights[1] + far)) - shift).toFixed(1),
    at: y,
    /**
     * @param {number} top
     * @param {number} tall
     * @param {number} width
     * @param {boolean} narrow
     */
    place(top, tall, width, narrow) {
      y.range = [top + tall, top];
      shift = top;
      const [a, b] = x.range;
      put(title, { y: top - 10 });
      put(inside, { x: 0, y: top, width, height: tall });
      bottom.setAttribute("transform", `translate(0,${top + tall})`);
      put(name, { x: b - 6, y: top + tall - 6 });
      axis(bottom, "bottom", x, { ticks: narrow ? 4 : 7, length: tall });
      left.setAttribute("transform", `translate(${a},0)`);
      axis(left, "left", y, { ticks: tall > 150 ? 5 : 3, length: b - a });
    },
  };
}
