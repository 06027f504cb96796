/** Scores turned into probabilities: held points, bars, the Jacobian, and the formula as printed. */
import { button, node, range, words } from "./controls.js";
import { clamp, snap } from "./math.js";
import { add, axis, box, canvas, handle, put, resize } from "./plot.js";
import { linear } from "./scale.js";
import { jacobian, naive, nearestWarmth, softmax, total, warmth } from "./softmax_math.js";
import { heatMap, index, naiveBars, write } from "./softmax_panels.js";
import { describeSoftmax } from "./softmax_words.js";
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
  const scores = chart(svg, "input", "scores z, ○ (z + c) / T");
  const shares = chart(svg, "output", "probabilities p");
  const rows = labels.map((label, i) => ({
    name: write(svg, "", `z${index(i)} ${label}`),
    symbol: write(svg, "is-output", `p${index(i)}`, "end"),
    value: write(svg, "actnorm-strong", "", "end"),
    bar: add(svg, "path", "actnorm-bars is-output is-solid"),
    way: add(svg, "path", "actnorm-way"),
    seen: add(svg, "circle", "actnorm-seen", { r: 5 }),
    point: handle(svg, {
      label: `score of ${label}`,
      min: -reach,
      max: reach,
      signal,
      move: (pixel) => setLogit(i, score.invert(pixel)),
      step: (steps) => setLogit(i, model.get("logits")[i] + steps / PER_UNIT),
    }),
  }));
  const sum = write(svg, "is-output", "", "end");
  const matrix = heatMap(svg, count);
  const printed = PRECISIONS.map(([name, round]) => ({ round, bars: naiveBars(svg, name, count) }));

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

  let narrow = false;

  /** @param {number} width */
  function layout(width) {
    narrow = width < NARROW;
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
    put(sum, { x: width, y: bottom + 5 });
    const under = bottom + 50;
    const full = narrow ? width : split - 24;
    matrix.place(under, full);
    const beside = narrow ? matrix.bottom + 34 : under;
    const [left, room] = narrow ? [0, width] : [split, width - split];
    printed.forEach(({ bars }, k) => {
      bars.place(left + k * ((room + 20) / 2), beside, (room - 20) / 2);
    });
    resize(svg, width, Math.max(matrix.bottom, printed[0].bars.bottom) + 6);
  }

  function update() {
    /** @type {number[]} */
    const logits = model.get("logits");
    const [temperature, offset] = [model.get("temperature"), model.get("offset")];
    const z = logits.map((v) => v + offset);
    const p = softmax(z, temperature);
    const constant = fixed(offset, Number.isInteger(offset) ? 0 : 2);
    const added = offset && !narrow ? ` + ${constant}`.replace("+ −", "− ") : "";
    rows.forEach((row, i) => {
      const y = 26 + i * ROW;
      const said = fixed(logits[i], 1);
      // What the exponential gets; beyond the picture it waits at the edge, dashed.
      const given = z[i] / temperature;
      const [from, to] = [score(logits[i]), score(clamp(given, -reach, reach))];
      put(row.way, { d: `M${from.toFixed(1)},${y + 31}H${to.toFixed(1)}` });
      const dashes = Math.abs(given) > reach ? "2 2" : "none";
      put(row.seen, { cx: to.toFixed(1), cy: y + 31, "stroke-dasharray": dashes });
      row.point.show(from, y + 31, logits[i], said);
      put(row.bar, { d: box(share(0), y + 12, share(p[i]), y + ROW - 10) });
      row.value.textContent = small(p[i]).slice(0, 8);
      row.name.textContent = `z${index(i)} ${labels[i]} ${said}${added}`;
      slides[i].show(logits[i], said);
    });
    sum.textContent = `Σ ${fixed(total(p), 3)}`;
    matrix.show(jacobian(p, temperature));
    for (const { bars, round } of printed) bars.show(naive(z, temperature, round));
    heat.show(nearestWarmth(temperature), fixed(temperature, 2));
    shift.show(offset, constant);
    const lines = describeSoftmax(labels, z, temperature);
    text.show(lines);
    return lines;
  }

  live.start();
  return live.end;
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
