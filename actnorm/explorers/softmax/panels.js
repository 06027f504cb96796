/** The lower panels of a SoftmaxExplorer: the Jacobian, and what the printed formula gives. */
import { add, box, put } from "./plot.js";
import { linear } from "./scale.js";
import { amount, outcome } from "./softmax_words.js";
import { fixed } from "./words.js";

const STEP = 30; // from one row to the next, px

/** @param {number} i */
export const index = (i) => "₁₂₃₄₅"[i];

/**
 * @param {Element} parent
 * @param {string} className
 * @param {string} [text]
 * @param {"start" | "middle" | "end"} [anchor]
 */
export function write(parent, className, text = "", anchor = "start") {
  const made = add(parent, "text", className, { "text-anchor": anchor });
  made.textContent = text;
  return made;
}

/**
 * The Jacobian as coloured numbers: green rises, grey falls.
 * @param {Element} svg
 * @param {number} count
 */
export function heatMap(svg, count) {
  const group = add(svg, "g", "actnorm-matrix", { "aria-hidden": "true" }); // the words say it
  const title = write(group, "actnorm-title is-gradient", "Jacobian ∂pᵢ/∂zⱼ");
  const every = Array.from({ length: count }, (_, i) => i);
  const across = every.map((j) => write(group, "is-input", `z${index(j)}`, "middle"));
  const down = every.map((i) => write(group, "is-output", `p${index(i)}`));
  const cells = every.map(() =>
    every.map(() => ({
      fill: add(group, "rect", "actnorm-cell"),
      text: write(group, "", "", "middle"),
    })),
  );
  const made = {
    bottom: 0,
    /**
     * @param {number} top
     * @param {number} width
     */
    place(top, width) {
      const [left, head, height] = [26, top + 28, STEP];
      const cell = (width - left) / count;
      put(title, { x: 0, y: top });
      for (const i of every) {
        put(across[i], { x: left + (i + 0.5) * cell, y: top + 20 });
        put(down[i], { x: 0, y: head + (i + 0.5) * height + 4 });
        for (const j of every) {
          const [x, y] = [left + j * cell, head + i * height];
          put(cells[i][j].fill, { x: x + 1, y: y + 1, width: cell - 2, height: height - 2 });
          put(cells[i][j].text, { x: x + cell / 2, y: y + height / 2 + 4 });
        }
      }
      made.bottom = head + count * height;
    },
    /** @param {number[][]} values */
    show(values) {
      for (const i of every) {
        for (const j of every) {
          const { fill, text } = cells[i][j];
          const value = values[i][j];
          put(fill, {
            class: `actnorm-cell ${value < 0 ? "is-muted" : "is-gradient"}`,
            // A quarter, the steepest at T = 1, is the fullest colour; text stays readable on it.
            "fill-opacity": (0.45 * Math.min(1, 4 * Math.abs(value))).toFixed(3),
          });
          text.textContent = fixed(value, 3);
        }
      }
    },
  };
  return made;
}

/**
 * What the formula as printed gives in one precision: bars, or NaN where there is none.
 * @param {Element} svg
 * @param {string} name
 * @param {number} count
 */
export function naiveBars(svg, name, count) {
  const group = add(svg, "g", "", { "aria-hidden": "true" }); // the words say it
  const title = write(group, "actnorm-title is-muted", `naive, ${name}`);
  const sum = write(group, "actnorm-note");
  const rows = Array.from({ length: count }, () => ({
    value: write(group, ""),
    ground: add(group, "path", "actnorm-rule"),
    bar: add(group, "path", "actnorm-bars is-output is-solid"),
  }));
  const share = linear([0, 1]);
  let head = 0;
  const made = {
    bottom: 0,
    /**
     * @param {number} x
     * @param {number} top
     * @param {number} width
     */
    place(x, top, width) {
      head = top + 28;
      share.range = [x + 46, x + width];
      put(title, { x, y: top });
      put(sum, { x, y: top + 20 });
      rows.forEach(({ value, ground }, i) => {
        put(value, { x, y: head + (i + 0.5) * STEP + 4 });
        put(ground, { d: `M${share(0)},${head + i * STEP + 3}v24` });
      });
      made.bottom = head + count * STEP;
    },
    /** @param {import("./softmax_math.js").Naive} result */
    show(result) {
      sum.textContent = `Σ eᶻ = ${amount(result.sum)}`;
      rows.forEach(({ value, bar }, i) => {
        const p = result.p[i];
        value.textContent = outcome(p);
        value.setAttribute("class", Number.isNaN(p) ? "actnorm-strong" : "");
        const [y, long] = [head + i * STEP, Number.isNaN(p) ? 0 : Math.min(p, 1)];
        put(bar, { d: box(share(0), y + 7, share(long), y + 23) });
      });
    },
  };
  return made;
}
