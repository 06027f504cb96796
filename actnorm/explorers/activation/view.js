/** An activation above its derivative: one point on both, its tangent, and where the slope fades. */

import { clamp, snap } from "../js/math.js";
import { position } from "../js/numbers.js";
import { add, handle, put, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { explorer } from "../js/view.js";
import { beside, besides, boxes, ROW } from "./compare.js";
import { at, below, cut } from "./math.js";
import * as say from "./messages.js";
import { MARGIN, panel } from "./panel.js";

/**
 * Samples of one function as Python sends them; a kink is [x, f₋, f, f₊, f′₋, f′, f′₊].
 * @typedef {{label: string, f: number[], grad: number[], kinks: number[][]}} Samples
 *
 * @typedef {ReturnType<typeof prepare>} Drawn
 * @typedef {import("./messages.js").Slope} Slope
 */

const TANGENT = 64; // half its length, px

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg, signal } = live;
  const { min: lo, max: hi, step } = live.offers("x");
  /** @type {Record<string, Samples>} */
  const sent = live.get("_functions");
  /** @type {Record<string, Drawn>} */
  const ready = {};
  /** @param {string} name */
  const named = (name) => {
    ready[name] ??= prepare(sent[name], lo, hi);
    return ready[name];
  };
  const upper = panel(svg, "output");
  const lower = panel(svg, "gradient");
  const level = add(lower.curves, "path", "actnorm-level");
  const guide = add(svg, "path", "actnorm-guide");
  const stem = add(svg, "path", "actnorm-stem");
  const others = beside(svg);
  const slope = add(svg, "circle", "actnorm-mark is-gradient", { r: 6 });
  // A nested SVG clips at the panel's edge, without the id that a clip path needs.
  const stage = add(svg, "svg");
  const tangent = add(stage, "path", "actnorm-tangent");
  const note = write(svg, "actnorm-note", "", "middle");
  const axisName = write(svg, "actnorm-title is-input", say.axis, "middle");
  const x = linear([lo, hi]);
  const point = handle(svg, {
    label: say.point,
    min: lo,
    max: hi,
    surface: svg,
    signal,
    // Dragged, it stops between the slider's steps too.
    move: (pixel) => live.set({ x: clamp(snap(x.invert(pixel), step / 2), lo, hi) }),
    step: (steps) => live.set({ x: live.near("x", live.get("x") + steps * step) }),
  });
  // One that stands beside it and is chosen changes places with it.
  const choose = (/** @type {string} */ value) => {
    const compare = live.get("compare").map((/** @type {string} */ name) => {
      return name === value ? live.get("name") : name;
    });
    live.set({ name: value, compare });
  };
  const offered = boxes(live);
  live.bar.append(live.choice("name", say.choose, { choose }), live.reset());
  live.controls.append(
    live.slider("x", say.sliders.x, "input", { text: position }),
    live.slider("threshold", say.sliders.threshold, "gradient"),
    offered.el,
  );

  let [drawn, banded, width, narrow] = ["", Number.NaN, 0, false];
  /** @type {[number, number][]} */
  let bands = [];

  /**
   * @param {number} now
   * @param {boolean} small
   */
  function layout(now, small) {
    [width, narrow] = [now, small];
    const middle = MARGIN.top + (narrow ? 130 : 190);
    upper.place(MARGIN.top, middle);
    lower.place(middle + MARGIN.gap, middle + MARGIN.gap + (narrow ? 86 : 120));
    upper.entitle(MARGIN.top - 10);
    lower.entitle(lower.top - 10);
    x.range = [MARGIN.left, width - MARGIN.right];
    put(axisName, { x: (MARGIN.left + width - MARGIN.right) / 2, y: lower.bottom + 38 });
    drawn = "";
    return lower.bottom + MARGIN.bottom;
  }

  const label = () =>
    live.offers("name").choices.find(([name]) => name === live.get("name"))?.[1] ?? "";

  /** What changes with the functions and the width only. */
  function redraw() {
    const f = named(live.get("name"));
    const shown = besides(live).map(named);
    const title = say.curve(f.label);
    // Their names take their room from the plot: the figure keeps its height.
    const room = { left: MARGIN.left, used: title.length, width, y: MARGIN.top - 10 };
    const rows = others.draw(shown, room);
    upper.place(MARGIN.top + rows * ROW, upper.bottom);
    put(stage, { y: upper.top, width, height: upper.bottom - upper.top });
    upper.draw(f, shown, x, width, narrow, title);
    lower.draw(f, shown, x, width, narrow, say.slope);
    banded = Number.NaN;
  }

  function update() {
    const name = [live.get("name"), ...live.get("compare")].join();
    offered.show();
    const [now, threshold] = [live.get("x"), live.get("threshold")];
    if (drawn !== name) redraw();
    drawn = name;
    const f = named(live.get("name"));
    if (banded !== threshold) {
      bands = below(f.pieces, threshold);
      upper.shade(bands, x);
      lower.shade(bands, x);
      const levels = f.falls ? [threshold, -threshold] : [threshold];
      const inside = levels.filter((t) => Math.abs(t) <= lower.y.domain[1]);
      put(level, { d: inside.map((t) => `M${x(lo)},${lower.y(t)}H${x(hi)}`).join("") });
      nameBands();
      banded = threshold;
    }
    const { f: value, grad, kink } = at(f.pieces, f.kinks, now);
    const [px, py, pg] = [x(now), upper.y(value), lower.y(grad)];
    put(guide, { d: `M${px},${upper.top}V${lower.bottom}` });
    put(stem, { d: `M${px},${lower.y(0)}V${pg}` });
    put(slope, { cx: px, cy: pg });
    // The tangent's direction in pixels, cut to one length so that steepness is seen, not size.
    const [dx, dy] = [x(1) - x(0), grad * (upper.y(1) - upper.y(0))];
    const unit = TANGENT / Math.hypot(dx, dy);
    const [tx, ty] = [dx * unit, dy * unit];
    const line = `M${(px - tx).toFixed(1)},${(py - upper.top - ty).toFixed(1)}l${(2 * tx).toFixed(1)},${(2 * ty).toFixed(1)}`;
    put(tangent, { d: kink ? "" : line }); // a kink has none
    point.show(px, py, now, position(now));
    /** @type {Slope[]} */
    const slopes = others.move(now, px, upper.y, lower.y);
    if (slopes.length) slopes.unshift({ label: f.label, grad, kink });
    return say.sentences({ x: now, f: value, grad, kink, threshold, bands, lo, hi, slopes });
  }

  /** The word "saturated" wherever it has room. */
  function nameBands() {
    note.replaceChildren();
    for (const [a, b] of bands) {
      if (x(b) - x(a) < 76) continue;
      const name = add(note, "tspan", "", { x: (x(a) + x(b)) / 2, y: lower.top + 15 });
      name.textContent = say.band;
    }
  }

  return {
    layout,
    update,
    heading: () => say.heading(label(), others.labels()),
  };
}

/**
 * @param {Samples} samples
 * @param {number} lo
 * @param {number} hi
 */
function prepare({ label, f, grad, kinks: rows }, lo, hi) {
  const perUnit = Math.round((f.length - 1) / (hi - lo));
  const x = f.map((_, i) => (lo * perUnit + i) / perUnit);
  const kinks = rows.map(([at, fLeft, value, fRight, gradLeft, slope, gradRight]) => ({
    x: at,
    fLeft,
    f: value,
    fRight,
    gradLeft,
    grad: slope,
    gradRight,
  }));
  return { label, kinks, pieces: cut(x, f, grad, kinks), falls: grad.some((g) => g < 0) };
}
