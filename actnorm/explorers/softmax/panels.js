/** The lower panel of a SoftmaxExplorer: the Jacobian, and beside it what the printed formula gives. */
import { fixed } from "../js/numbers.js";
import { add, box, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import * as say from "./messages.js";

const LEFT = 22; // room for the rows' names
const WIDE_ENOUGH = 46; // for three decimals and a sign, user units

/**
 * The Jacobian as coloured numbers: green rises, grey falls.
 * @param {Element} svg
 * @param {number} count
 */
export function heatMap(svg, count) {
  const group = add(svg, "g", "actnorm-matrix", { "aria-hidden": "true" }); // the words say it
  const title = write(group, "actnorm-title is-gradient", say.slopes);
  const every = Array.from({ length: count }, (_, i) => i);
  const across = every.map((j) => write(group, "is-input", say.z(j), "middle"));
  const down = every.map((i) => write(group, "is-output", say.p(i)));
  const cells = every.map(() =>
    every.map(() => ({
      fill: add(group, "rect", "actnorm-cell"),
      text: write(group, "", "", "middle"),
    })),
  );
  let digits = 3;
  return {
    /**
     * @param {number} top
     * @param {number} width
     * @param {number} step from one row to the next
     * @returns {number} where the first row begins
     */
    place(top, width, step) {
      const head = top + 24;
      const cell = (width - LEFT) / count;
      digits = cell < WIDE_ENOUGH ? 2 : 3;
      put(title, { x: 0, y: top });
      for (const i of every) {
        const y = head + i * step;
        put(across[i], { x: LEFT + (i + 0.5) * cell, y: top + 18 });
        put(down[i], { x: 0, y: y + step / 2 + 4 });
        for (const j of every) {
          const x = LEFT + j * cell;
          put(cells[i][j].fill, { x: x + 1, y: y + 1, width: cell - 2, height: step - 2 });
          put(cells[i][j].text, { x: x + cell / 2, y: y + step / 2 + 4 });
        }
      }
      return head;
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
          tell(text, fixed(value, digits));
        }
      }
    },
  };
}

/**
 * What the formula as printed gives in one precision: numbers on bars, or NaN where there is none,
 * and below them the sum that each was divided by.
 * @param {Element} svg
 * @param {string} precision
 * @param {number} count
 */
export function naiveColumn(svg, precision, count) {
  const group = add(svg, "g", "", { "aria-hidden": "true" }); // the words say it
  const name = write(group, "actnorm-note", precision);
  const rows = Array.from({ length: count }, () => ({
    ground: add(group, "path", "actnorm-rule"),
    bar: add(group, "path", "actnorm-bars is-output"),
    value: write(group),
  }));
  const sum = write(group, "actnorm-note");
  const share = linear([0, 1]);
  let [head, step, short] = [0, 0, false];
  return {
    /**
     * @param {number} x
     * @param {number} top where the first row begins
     * @param {number} width
     * @param {number} high from one row to the next
     * @param {boolean} narrow
     */
    place(x, top, width, high, narrow) {
      [head, step, short] = [top, high, narrow];
      share.range = [x, x + width];
      put(name, { x, y: head - 6 });
      rows.forEach(({ ground, value }, i) => {
        const y = head + i * step;
        put(ground, { d: `M${x.toFixed(1)},${y + 2}v${step - 4}` });
        put(value, { x: x + 4, y: y + step / 2 + 4 });
      });
      put(sum, { x: x + 4, y: head + count * step + 13 });
    },
    /** @param {import("./math.js").Naive} result */
    show(result) {
      tell(sum, say.amount(result.sum, short));
      rows.forEach(({ value, bar }, i) => {
        const p = result.p[i];
        const none = Number.isNaN(p);
        tell(value, say.outcome(p));
        put(value, { class: none ? "actnorm-strong" : "" });
        const y = head + i * step;
        put(bar, { d: box(share(0), y + 3, share(none ? 0 : Math.min(p, 1)), y + step - 3) });
      });
    },
  };
}
