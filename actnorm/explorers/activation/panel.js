/** One of the two plots: f or f′ of the chosen function, and of those beside it. */
import { add, axis, box, curve, put, tell } from "../js/plot.js";
import { linear } from "../js/scale.js";

/** @typedef {import("./view.js").Drawn} Drawn */
/** @typedef {import("./math.js").Piece} Piece */

export const MARGIN = { left: 40, right: 12, top: 26, gap: 36, bottom: 44 };

/**
 * @param {Element} svg
 * @param {"output" | "gradient"} role
 */
export function panel(svg, role) {
  const band = add(svg, "path", "actnorm-band");
  const [across, up] = [add(svg, "g", "actnorm-axis"), add(svg, "g", "actnorm-axis")];
  const curves = add(svg, "g");
  const path = add(curves, "path", `actnorm-curve is-${role}`);
  const dots = add(curves, "g", `actnorm-ends is-${role}`);
  const title = add(svg, "text", `actnorm-title is-${role}`, { x: MARGIN.left });
  const y = linear([0, 1]);
  const isF = role === "output";
  /** @param {Piece} piece */
  const values = (piece) => (isF ? piece.f : piece.grad);
  /** Curves of the others, made when they are first asked for. @type {Element[]} */
  const beside = [];
  return {
    y,
    curves,
    top: 0,
    bottom: 0,
    /**
     * @param {number} top
     * @param {number} bottom
     */
    place(top, bottom) {
      [this.top, this.bottom] = [top, bottom];
    },
    /** @param {number} y */
    entitle(y) {
      put(title, { y });
    },
    /**
     * @param {Drawn} shown
     * @param {Drawn[]} others
     * @param {import("../js/scale.js").Scale} x
     * @param {number} width
     * @param {boolean} narrow
     * @param {string} name
     */
    draw({ pieces, kinks }, others, x, width, narrow, name) {
      const all = [...pieces, ...others.flatMap((each) => each.pieces)];
      // A slope that is small everywhere must look small.
      const reached = [0, isF ? 0 : 0.25, ...all.flatMap(values)];
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
      while (beside.length < others.length)
        beside.push(add(curves, "path", `actnorm-beside is-${beside.length + 1}`));
      beside.forEach((each, i) => {
        put(each, { d: others[i] ? curve(others[i].pieces, values, x, y) : "" });
      });
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
