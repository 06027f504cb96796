/** One image in ever new company: its companions are drawn anew, and so is its answer. */
import { chances, gallery, record } from "./batch_mates_panels.js";
import { best, describeMates, percent, unpack } from "./batch_mates_words.js";
import { button, node, range, select, words } from "./controls.js";
import { clamp } from "./math.js";
import { canvas, handle, resize } from "./plot.js";
import { NARROW, view } from "./view.js";

const TRAITS = ["image", "draw", "size", "training"];

/**
 * @param {{model: import("./view.js").Model, el: HTMLElement}} context
 * @returns {() => void}
 */
export function renderBatchMates({ model, el }) {
  /** @type {string[]} */
  const classes = model.get("labels");
  /** @type {number[]} */
  const sizes = model.get("sizes");
  /** @type {number[]} */
  const truth = model.get("_truth");
  const draws = model.get("draws");
  const [ink, mates, answers, alone] = ["_pictures", "_mates", "_answers", "_alone"].map((name) =>
    unpack(model.get(name)),
  );
  const [images, count, most] = [truth.length, classes.length, mates.length / draws];
  /** @param {number} size @param {number} image @param {number} draw both from 0 */
  const answer = (size, image, draw) => {
    const at = ((sizes.indexOf(size) * images + image) * draws + draw) * count;
    return answers.subarray(at, at + count);
  };
  const first = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const live = view(model, el, { traits: TRAITS, layout, update });
  const { signal } = live;
  /** @param {number} draw */
  const go = (draw) => live.set({ draw: clamp(Math.round(draw), 1, draws) });

  const svg = canvas(el, "An image, its companions in the batch, and what it is called");
  const pictures = gallery(svg, ink, model.get("_grid"));
  const bars = chances(svg, classes);
  const past = record(svg, classes, draws);
  const point = handle(svg, {
    label: "draw",
    min: 1,
    max: draws,
    signal,
    move: (pixel) => go(past.time.invert(pixel)),
    step: (by) => go(model.get("draw") + by),
  });

  const mode = select(
    "mode",
    [
      ["training", "training"],
      ["evaluation", "evaluation"],
    ],
    signal,
    (name) => live.set({ training: name === "training" }),
  );
  const others = button("Draw others", signal, () => go((model.get("draw") % draws) + 1));
  const reset = button("Reset", signal, () => live.set(first));
  /** @type {(symbol: string, name: string, role: string, max: number, input: (v: number) => void) =>
   *   ReturnType<typeof range>} */
  const whole = (symbol, name, role, max, input) =>
    range({ symbol, name, role, min: 1, max, step: 1, signal, input });
  const pick = whole("i", "image", "accent", images, (image) => live.set({ image }));
  const clock = whole("d", "draw", "accent", draws, go);
  const crowd = whole("N", "batch size", "input", sizes.length, (k) =>
    live.set({ size: sizes[k - 1] }),
  );
  const text = words();
  el.classList.add("actnorm", "actnorm-batch-mates");
  el.append(
    node("div", "actnorm-bar", mode.el, node("span", "actnorm-pair", others, reset)),
    node("div", "actnorm-controls", clock.el, crowd.el, pick.el),
    svg,
    text.el,
  );

  /** @param {number} width */
  function layout(width) {
    const narrow = width < NARROW;
    const half = narrow ? width : (width - 28) / 2;
    pictures.place(0, 0, half, narrow ? 190 : 22 + 20 * count);
    bars.place(narrow ? 0 : half + 28, narrow ? 200 : 0, half);
    past.place(0, bars.bottom + 18, width);
    resize(svg, width, past.bottom + 8);
  }

  function update() {
    const [image, draw, size, training] = TRAITS.map((name) => model.get(name));
    const own = alone.subarray((image - 1) * count, image * count);
    const soFar = Array.from({ length: draw }, (_, k) => answer(size, image - 1, k));
    const p = training ? soFar[draw - 1] : own;
    const called = soFar.map((row) => best(training ? row : own));
    const row = mates.subarray((draw - 1) * most, (draw - 1) * most + size - 1);
    // The pool of companions follows the images that can be held.
    pictures.show(
      image - 1,
      row.map((k) => k + images),
    );
    bars.show(p, own, Array.from(p, percent));
    past.show(called, truth[image - 1]);
    point.show(past.time(draw), past.row(called[draw - 1]), draw, `draw ${draw}`);
    mode.show(training ? "training" : "evaluation");
    clock.show(draw, `${draw} of ${draws}`);
    crowd.show(sizes.indexOf(size) + 1, String(size));
    pick.show(image, `${image} of ${images}`);
    const lines = describeMates({
      answers: soFar,
      alone: own,
      truth: truth[image - 1],
      classes,
      training,
      size,
    });
    text.show(lines);
    return lines;
  }

  live.start();
  return live.end;
}
