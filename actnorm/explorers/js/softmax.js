/** Scores turned into probabilities: held points, bars, the Jacobian, and the formula as printed. */
import { button, node, range, words } from "./controls.js";
import { clamp, snap } from "./math.js";
import { add, axis, box, canvas, handle, put, resize } from "./plot.js";
import { linear } from "./scale.js";
import { jacobian, naive, nearestWarmth, softmax, warmth } from "./softmax_math.js";
import { amount, describeSoftmax, outcome } from "./softmax_words.js";
import { NARROW, view } from "./view.js";
import { fixed, small } from "./words.js";

const TRAITS = ["logits", "temperature", "offset"];
const [WARM, FAR] = [20, 800]; // the ends of the sliders of temperature (stops) and offset
const PER_UNIT = 10; // stops of a logit's slider in one unit
const ROW = 46;
const PRECISIONS = /** @type {[string, (value: number) => number][]} */ ([
  ["float64", (value) => value],
  ["float32", Math.fround],
]);

/** @param {number} i */
const index = (i) => "₁₂₃₄₅"[i];

/**
 * @param {{model: import("./view.js").Model, el: HTMLElement}} context
 * @returns {() => void}
 */
export function renderSoftmax({ model, el }) {
  /** @type {string[]} */
  const labels = model.get("labels");
  /** @type {number} */
  const reach = model.get("reach");
  const count = labels.length;
  const first = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const live = view(model, el, { traits: TRAITS, layout, update });
  const { signal } = live;

  /** @param {number} i @param {number} value */
  const setLogit = (i, value) => {
    const logits = [...model.get("logits")];
    logits[i] = clamp(snap(value, PER_UNIT), -reach, reach);
    live.set({ logits });
  };
  const svg = canvas(el, "Scores, their probabilities, the Jacobian, and the naive formula");
  const score = linear([-reach, reach]);
  const share = linear([0, 1]);
  const scores = chart(svg, "input", "scores z");
  const shares = chart(svg, "output", "probabilities p");
  const rows = labels.map((label, i) => ({
    name: write(svg, "", `z${index(i)} ${label}`),
    symbol: write(svg, "is-output", `p${index(i)}`, "end"),
    value: write(svg, "actnorm-strong", "", "end"),
    bar: add(svg, "path", "actnorm-bars is-output is-solid"),
    point: handle(svg, {
      label: `score of ${label}`,
      min: -reach,
      max: reach,
      signal,
      move: (pixel) => setLogit(i, score.invert(pixel)),
      step: (steps) => setLogit(i, model.get("logits")[i] + steps / PER_UNIT),
    }),
  }));
  const matrix = heatMap(svg, count);
  const printed = PRECISIONS.map(([name, round]) => ({ round, ...naiveBars(svg, name, count) }));

  const text = words();
  const slides = labels.map((label, i) =>
    range({
      symbol: `z${index(i)}`,
      name: label,
      role: "input",
      min: -reach,
      max: reach,
      step: 1 / PER_UNIT,
      signal,
      input: (value) => setLogit(i, value),
    }),
  );
  const heat = range({
    symbol: "T",
    name: "temperature",
    role: "output",
    min: -WARM,
    max: WARM,
    step: 1,
    signal,
    input: (k) => live.set({ temperature: warmth(k) }),
  });
  const shift = range({
    symbol: "c",
    name: "added to all",
    role: "muted",
    min: -FAR,
    max: FAR,
    step: 1,
    signal,
    input: (offset) => live.set({ offset }),
  });
  const reset = button("Reset", signal, () => live.set(first));
  el.classList.add("actnorm", "actnorm-softmax");
  el.append(
    node("div", "actnorm-bar", node("span", "", "p = softmax((z + c) / T)"), reset),
    svg,
    text.el,
    node("div", "actnorm-controls", ...[...slides, heat, shift].map((s) => s.el)),
  );

  /** @param {number} width */
  function layout(width) {
    const narrow = width < NARROW;
    const split = Math.round(width * (narrow ? 0.5 : 0.52));
    score.range = [12, split - 24];
    share.range = [split + 22, width - 56];
    const [top, bottom] = [26, 26 + count * ROW];
    scores.place(score, top, bottom, narrow ? 3 : 5);
    shares.place(share, top, bottom, narrow ? 2 : 5);
    rows.forEach((row, i) => {
      const y = top + i * ROW;
      put(row.name, { x: 0, y: y + 14 });
      put(row.symbol, { x: split + 14, y: y + ROW / 2 + 5 });
      put(row.value, { x: width, y: y + ROW / 2 + 5 });
    });
    const under = bottom + 50;
    const full = narrow ? width : split - 24;
    matrix.place(under, full);
    const beside = narrow ? matrix.bottom + 34 : under;
    const [left, room] = narrow ? [0, width] : [split, width - split];
    printed.forEach((side, k) => {
      side.place(left + k * ((room + 20) / 2), beside, (room - 20) / 2);
    });
    resize(svg, width, Math.max(matrix.bottom, printed[0].bottom) + 6);
  }

  function update() {
    /** @type {number[]} */
    const logits = model.get("logits");
    const [temperature, offset] = [model.get("temperature"), model.get("offset")];
    const z = logits.map((v) => v + offset);
    const p = softmax(z, temperature);
    rows.forEach((row, i) => {
      const y = 26 + i * ROW;
      const said = fixed(logits[i], 1);
      const sum = offset ? ` + ${fixed(offset, 0)}`.replace("+ −", "− ") : "";
      row.point.show(score(logits[i]), y + 31, logits[i], said);
      put(row.bar, { d: box(share(0), y + 12, share(p[i]), y + ROW - 10) });
      row.value.textContent = small(p[i]).slice(0, 8);
      row.name.textContent = `z${index(i)} ${labels[i]} ${said}${sum}`;
      slides[i].show(logits[i], said);
    });
    matrix.show(jacobian(p, temperature));
    for (const side of printed) side.show(naive(z, temperature, side.round));
    heat.show(nearestWarmth(temperature), fixed(temperature, 2));
    shift.show(offset, fixed(offset, Number.isInteger(offset) ? 0 : 2));
    const lines = describeSoftmax(labels, z, temperature);
    text.show(lines);
    return lines;
  }

  live.start();
  return live.end;
}

/**
 * @param {Element} parent
 * @param {string} className
 * @param {string} [text]
 * @param {"start" | "middle" | "end"} [anchor]
 */
function write(parent, className, text = "", anchor = "start") {
  const made = add(parent, "text", className, { "text-anchor": anchor });
  made.textContent = text;
  return made;
}

/**
 * Title and axis of one of the two upper panels.
 * @param {Element} svg
 * @param {string} role
 * @param {string} name
 */
function chart(svg, role, name) {
  const ruler = add(svg, "g", "actnorm-axis");
  const title = write(svg, `actnorm-title is-${role}`, name);
  return {
    /**
     * @param {import("./scale.js").Scale} scale
     * @param {number} top
     * @param {number} bottom
     * @param {number} ticks
     */
    place(scale, top, bottom, ticks) {
      ruler.setAttribute("transform", `translate(0,${bottom})`);
      axis(ruler, "bottom", scale, { ticks, length: bottom - top });
      put(title, { x: role === "input" ? 0 : scale.range[0], y: 14 });
    },
  };
}

/**
 * The Jacobian as coloured numbers: green rises, grey falls.
 * @param {Element} svg
 * @param {number} count
 */
function heatMap(svg, count) {
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
      const [left, head, height] = [26, top + 28, 30];
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
function naiveBars(svg, name, count) {
  const group = add(svg, "g", "", { "aria-hidden": "true" }); // the words say it
  const title = write(group, "actnorm-title is-muted", `naive, ${name}`);
  const sum = write(group, "actnorm-note");
  const rows = Array.from({ length: count }, () => ({
    value: write(group, ""),
    ground: add(group, "path", "actnorm-rule"),
    bar: add(group, "path", "actnorm-bars is-output is-solid"),
  }));
  const share = linear([0, 1]);
  let [left, head] = [0, 0];
  const made = {
    bottom: 0,
    /**
     * @param {number} x
     * @param {number} top
     * @param {number} width
     */
    place(x, top, width) {
      [left, head] = [x, top + 28];
      share.range = [x + 46, x + width];
      put(title, { x, y: top });
      put(sum, { x, y: top + 20 });
      rows.forEach(({ value, ground }, i) => {
        put(value, { x, y: head + (i + 0.5) * 30 + 4 });
        put(ground, { d: `M${share(0)},${head + i * 30 + 3}v24` });
      });
      made.bottom = head + count * 30;
    },
    /** @param {import("./softmax_math.js").Naive} result */
    show(result) {
      sum.textContent = `Σ eᶻ = ${amount(result.sum)}`;
      rows.forEach(({ value, bar }, i) => {
        const p = result.p[i];
        value.textContent = outcome(p);
        value.setAttribute("class", Number.isNaN(p) ? "actnorm-strong" : "");
        const [y, long] = [head + i * 30, Number.isNaN(p) ? 0 : Math.min(p, 1)];
        put(bar, { d: box(share(0), y + 7, share(long), y + 23) });
      });
    },
  };
  return made;
}
