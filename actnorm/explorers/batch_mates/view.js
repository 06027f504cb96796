/** One image in ever new batches: the other images are drawn anew, and so is its prediction. */
import { node } from "../js/controls.js";
import { unpack } from "../js/digits.js";
import { handle } from "../js/plot.js";
import { explorer } from "../js/view.js";
import { best, SURE } from "./math.js";
import * as say from "./messages.js";
import { chances, gallery, record } from "./panels.js";

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg, signal } = live;
  /** @type {string[]} */
  const classes = live.get("labels");
  /** @type {number[]} */
  const truth = live.get("_truth");
  /** @type {[number, number]} */
  const grid = live.get("_grid");
  const sizes = live.offers("size").stops;
  const { max: draws } = live.offers("draw");
  const [images, count, most] = [truth.length, classes.length, sizes[sizes.length - 1] - 1];
  const levels = live.get("_levels");
  const mates = unpack(live.get("_mates"), draws, most, Number.POSITIVE_INFINITY);
  const alone = unpack(live.get("_alone"), images, count, SURE);
  const answers = unpack(live.get("_answers"), sizes.length * images * draws, count, SURE);
  const drawn = images + Math.max(...mates.flat()) + 1;
  const ink = unpack(live.get("_pictures"), drawn, grid[0] * grid[1], levels);
  /** The answers in the first draws. @param {number} draw */
  const soFar = (draw) => {
    const first = (sizes.indexOf(live.get("size")) * images + live.get("image") - 1) * draws;
    return answers.slice(first, first + draw);
  };

  const pictures = gallery(svg, ink, grid, levels);
  const bars = chances(svg, classes);
  const past = record(svg, classes, draws);
  /** @param {number} draw */
  const go = (draw) => live.set({ draw: live.near("draw", draw) });
  const point = handle(svg, {
    label: say.point,
    min: 1,
    max: draws,
    signal,
    move: (pixel) => go(past.time.invert(pixel)),
    step: (by) => go(live.get("draw") + by),
  });
  const others = live.button(say.others, () => go((live.get("draw") % draws) + 1));
  live.bar.append(
    live.choice("training", say.mode, { text: say.modes }),
    node("span", "actnorm-pair", others, live.reset()),
  );
  live.controls.append(
    live.slider("draw", say.sliders.draw, "accent", { text: (draw) => say.of(draw, draws) }),
    live.slider("size", say.sliders.size, "input"),
    live.slider("image", say.sliders.image, "accent", { text: (i) => say.of(i, images) }),
  );

  /**
   * @param {number} width
   * @param {boolean} narrow
   */
  function layout(width, narrow) {
    if (narrow) {
      const [head, part] = [126, width * 0.42];
      pictures.place(width, 84, 56);
      bars.place(0, head, part, 15, true);
      past.place(part + 12, head, width - part - 12, 15, true);
      return head + count * 15 + 28;
    }
    const half = (width - 28) / 2;
    pictures.place(half, 22 + 20 * count, 96);
    bars.place(half + 28, 22, half, 20, false);
    const head = 22 + 20 * count + 40;
    past.place(0, head, width, 14, false);
    return head + count * 14 + 28;
  }

  function update() {
    const [image, draw, size] = [live.get("image"), live.get("draw"), live.get("size")];
    const training = live.get("training");
    const own = alone[image - 1];
    const rows = soFar(draw);
    const p = training ? rows[draw - 1] : own;
    const called = rows.map((row) => best(training ? row : own));
    const row = mates[draw - 1].slice(0, size - 1);
    // The pool of companions follows the images that can be held.
    pictures.show(
      image - 1,
      row.map((k) => k + images),
    );
    bars.show(p, own, p.map(say.percent));
    past.show(called, truth[image - 1]);
    point.show(past.time(draw), past.row(called[draw - 1]), draw, say.drawn(draw));
    const seen = { answers: rows, alone: own, truth: truth[image - 1], classes, training, size };
    return say.sentences(seen);
  }

  const heading = () => say.heading(live.get("image"), live.get("size"), live.get("draw"), draws);
  /** What is said last, of draws that are not shown yet. */
  const ending = () => {
    const right = truth[live.get("image") - 1];
    return say.inAll(draws, soFar(draws).filter((row) => best(row) !== right).length);
  };
  return { layout, update, heading, ending };
}
