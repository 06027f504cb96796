/** An activation above its derivative: one point on both, its tangent, and where the slope fades. */
import { clamp, snap } from "../js/math.js";
import { position } from "../js/numbers.js";
import { add, axis, box, curve, handle, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { explorer } from "../js/view.js";
import { at, below, cut } from "./math.js";
import * as say from "./messages.js";

/**
 * Samples of one function as Python sends them; a kink is [x, f₋, f, f₊, f′₋, f′, f′₊].
 * @typedef {{name: string, label: string, f: number[], grad: number[], kinks: number[][]}} Samples
 */

const MARGIN = { left: 40, right: 12, top: 26, gap: 36, bottom: 44 };
const TANGENT = 64; // half its length, px

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg, signal } = live;
  const { min: lo, max: hi, step } = live.offers("x");
  const functions = new Map(
    live.get("_functions").map((/** @type {Samples} */ s) => [s.name, prepare(s, lo, hi)]),
  );
  const upper = panel(svg, "output");
  const lower = panel(svg, "gradient");
  const level = add(lower.curves, "path", "actnorm-level");
  const guide = add(svg, "path", "actnorm-guide");
  const stem = add(svg, "path", "actnorm-stem");
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
  live.bar.append(live.choice("name", say.choose), live.reset());
  live.controls.append(
    live.slider("x", say.sliders.x, "input", { text: position }),
    live.slider("threshold", say.sliders.threshold, "gradient"),
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
    upper.place(MARGIN.top, narrow ? 130 : 190);
    lower.place(upper.bottom + MARGIN.gap, narrow ? 86 : 120);
    x.range = [MARGIN.left, width - MARGIN.right];
    put(stage, { y: upper.top, width, height: upper.bottom - upper.top });
    put(axisName, { x: (MARGIN.left + width - MARGIN.right) / 2, y: lower.bottom + 38 });
    drawn = "";
    return lower.bottom + MARGIN.bottom;
  }

  /** What changes with the function and the width only. */
  function redraw() {
    const f = known();
    upper.draw(f, x, width, narrow, say.curve(f.label));
    lower.draw(f, x, width, narrow, say.slope);
    banded = Number.NaN;
  }

  function known() {
    return functions.get(live.get("name")) ?? [...functions.values()][0];
  }

  function update() {
    const name = live.get("name");
    const [now, threshold] = [live.get("x"), live.get("threshold")];
    if (drawn !== name) redraw();
    drawn = name;
    const f = known();
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
    return say.sentences({ x: now, f: value, grad, kink, threshold, bands, lo, hi });
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

  return { layout, update, heading: () => say.heading(known().label) };
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

/**
 * One of the two plots.
 * @param {Element} svg
 * @param {"output" | "gradient"} role
 */
function panel(svg, role) {
  const band = add(svg, "path", "actnorm-band");
  const [across, up] = [add(svg, "g", "actnorm-axis"), add(svg, "g", "actnorm-axis")];
  const curves = add(svg, "g");
  const path = add(curves, "path", `actnorm-curve is-${role}`);
  const dots = add(curves, "g", `actnorm-ends is-${role}`);
  const title = add(svg, "text", `actnorm-title is-${role}`, { x: MARGIN.left });
  const y = linear([0, 1]);
  const isF = role === "output";
  return {
    y,
    curves,
    top: 0,
    bottom: 0,
    /**
     * @param {number} top
     * @param {number} height
     */
    place(top, height) {
      [this.top, this.bottom] = [top, top + height];
    },
    /**
     * @param {ReturnType<typeof prepare>} f
     * @param {import("../js/scale.js").Scale} x
     * @param {number} width
     * @param {boolean} narrow
     * @param {string} name
     */
    draw({ pieces, kinks }, x, width, narrow, name) {
      const values = (/** @type {import("./math.js").Piece} */ p) => (isF ? p.f : p.grad);
      // A slope that is small everywhere must look small.
      const reached = [0, isF ? 0 : 0.25, ...pieces.flatMap(values)];
      const [low, high] = [Math.min(...reached), Math.max(...reached)];
      const pad = 0.06 * (high - low || 1);
      y.domain = [low - pad, high + pad];
      y.range = [this.bottom, this.top];
      put(across, { transform: `translate(0,${this.bottom})` });
      axis(across, "bottom", x, {
        ticks: narrow ? 5 : 9,
        length: this.bottom - this.top,
        mute: isF,
      });
      put(up, { transform: `translate(${MARGIN.left},0)` });
      axis(up, "left", y, { ticks: isF ? 5 : 4, length: width - MARGIN.left - MARGIN.right });
      put(path, { d: curve(pieces, values, x, y) });
      put(title, { y: this.top - 10 });
      tell(title, name);
      dots.replaceChildren();
      for (const k of kinks) {
        const [left, value, right] = isF
          ? [k.fLeft, k.f, k.fRight]
          : [k.gradLeft, k.grad, k.gradRight];
        if (Math.abs(left - right) < 1e-6) continue; // a corner, nothing is left open
        for (const limit of [left, right])
          add(dots, "circle", "is-open", { cx: x(k.x), cy: y(limit), r: 4 });
        add(dots, "circle", "", { cx: x(k.x), cy: y(value), r: 4 });
      }
    },
    /**
     * @param {[number, number][]} bands
     * @param {import("../js/scale.js").Scale} x
     */
    shade(bands, x) {
      put(band, { d: bands.map(([a, b]) => box(x(a), this.top, x(b), this.bottom)).join("") });
    },
  };
}
