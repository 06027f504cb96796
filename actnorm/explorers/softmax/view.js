/** Scores turned into probabilities: held points, bars, the Jacobian, and the formula as printed. */
import { node } from "../js/controls.js";
import { clamp, sum } from "../js/math.js";
import { small } from "../js/numbers.js";
import { add, axis, box, handle, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { explorer } from "../js/view.js";
import { jacobian, naive, softmax } from "./math.js";
import * as say from "./messages.js";
import { heatMap, naiveColumn } from "./panels.js";

const PRECISIONS = /** @type {import("./math.js").Precision[]} */ (["float64", "float32"]);
const FINGER = 22; // how far from a point it is still taken hold of, where there is room
/** On a phone, by the number of classes: height of one, of its cells, the matrix's part of the width. */
const NARROW = [[], [], [46, 24, 0.5], [46, 24, 0.56], [37, 22, 0.64], [27, 20, 0.66]];

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg, signal } = live;
  /** @type {string[]} */
  const labels = live.get("labels");
  const count = labels.length;
  const { max: reach, step } = live.offers("logits");

  /** @returns {number[]} */
  function logits() {
    const now = live.get("logits");
    if (now.length !== count) throw new Error(`logits cannot be ${JSON.stringify(now)}`);
    return now;
  }
  /** @param {number} i @param {number} value */
  const setLogit = (i, value) => {
    const changed = [...logits()];
    changed[i] = live.near("logits", value);
    live.set({ logits: changed });
  };

  const score = linear([-reach, reach]);
  const share = linear([0, 1]);
  const scores = chart(svg, "input", say.scores);
  const shares = chart(svg, "output", say.probabilities);
  const rows = labels.map((label, i) => ({
    name: write(svg),
    symbol: write(svg, "is-output", say.p(i), "end"),
    value: write(svg, "actnorm-strong", "", "end"),
    bar: add(svg, "path", "actnorm-bars is-output is-solid"),
    way: add(svg, "path", "actnorm-way"),
    seen: add(svg, "circle", "actnorm-sent", { r: 5 }),
    point: handle(svg, {
      label: say.point(label),
      min: -reach,
      max: reach,
      signal,
      move: (pixel) => setLogit(i, score.invert(pixel)),
      step: (steps) => setLogit(i, logits()[i] + steps * step),
    }),
  }));
  const all = write(svg, "is-output", "", "end");
  const table = add(svg, "g");
  const matrix = heatMap(table, count);
  const printed = write(table, "actnorm-title is-muted", say.printed);
  const divisor = write(table, "actnorm-note", say.sum, "end");
  const columns = PRECISIONS.map((precision) => ({
    precision,
    column: naiveColumn(table, precision, count),
  }));

  live.bar.append(node("span", "", say.formula), live.reset());
  live.controls.append(
    ...labels.map((name, i) =>
      live.slider(`logits.${i}`, { symbol: say.z(i), name }, "input", {
        get: () => logits()[i],
        set: (value) => setLogit(i, value),
      }),
    ),
    live.slider("temperature", say.sliders.temperature, "output", { text: say.warmth }),
    live.slider("offset", say.sliders.offset, "muted", { text: say.constant }),
  );

  let [top, row, narrow] = [0, 0, false];
  const line = (/** @type {number} */ i) => top + (i + 0.67) * row;

  /**
   * @param {number} width
   * @param {boolean} small
   */
  function layout(width, small) {
    narrow = small;
    const [high, cell, part] = narrow ? NARROW[count] : [46, 30, 0];
    [top, row] = [narrow ? 24 : 26, high];
    const split = Math.round(width * (narrow ? 0.5 : 0.52));
    const bottom = top + count * row;
    score.range = [12, split - 24];
    share.range = [split + 22, width - 56];
    scores.place(score, top, bottom, narrow ? 3 : 5);
    shares.place(share, top, bottom, narrow ? 2 : 5);
    rows.forEach(({ name, symbol, value, point }, i) => {
      const y = top + i * row;
      put(name, { x: 0, y: y + 2 + 0.26 * row });
      put(symbol, { x: split + 14, y: y + row / 2 + 5 });
      put(value, { x: width, y: y + row / 2 + 5 });
      for (const heard of point.el.querySelectorAll(".actnorm-reach"))
        put(heard, { r: Math.min(FINGER, row / 2) });
    });
    put(all, { x: width, y: bottom + 5 });
    const wide = narrow ? part * width : split - 24;
    const under = bottom + (narrow ? 38 : 48);
    put(table, { class: narrow && (count > 4 || width < 310) ? "is-dense" : "" });
    const head = matrix.place(under, wide, cell);
    const left = narrow ? wide + 10 : split;
    const room = (width - left) / 2;
    put(printed, { x: left, y: under });
    columns.forEach(({ column }, k) => {
      column.place(left + k * room, head, room - 4, cell, narrow);
    });
    put(divisor, { x: left - 8, y: head + count * cell + 13 });
    return head + count * cell + 18;
  }

  function update() {
    const given = logits();
    const [temperature, offset] = [live.get("temperature"), live.get("offset")];
    const z = given.map((v) => v + offset);
    const p = softmax(z, temperature);
    const added = narrow ? "" : say.added(offset);
    rows.forEach(({ name, value, bar, way, seen, point }, i) => {
      const [y, at] = [top + i * row, line(i)];
      const said = say.score(given[i]);
      // What the exponential gets; beyond the picture it waits at the edge, dashed.
      const sent = z[i] / temperature;
      const [from, to] = [score(given[i]), score(clamp(sent, -reach, reach))];
      put(way, { d: `M${from.toFixed(1)},${at.toFixed(1)}H${to.toFixed(1)}` });
      const dashes = Math.abs(sent) > reach ? "2 2" : "none";
      put(seen, { cx: to.toFixed(1), cy: at.toFixed(1), "stroke-dasharray": dashes });
      point.show(from, at, given[i], said);
      put(bar, { d: box(share(0), y + 0.26 * row, share(p[i]), y + 0.78 * row) });
      tell(value, small(p[i]));
      tell(name, `${say.z(i)} ${labels[i]} ${said}${added}`);
    });
    tell(all, say.total(sum(p)));
    matrix.show(jacobian(p, temperature));
    for (const { column, precision } of columns) column.show(naive(z, temperature, precision));
    return say.sentences(labels, z, temperature);
  }

  const heading = () => say.heading(labels, logits(), live.get("temperature"), live.get("offset"));
  return { layout, update, heading };
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
     * @param {import("../js/scale.js").Scale} scale
     * @param {number} top
     * @param {number} bottom
     * @param {number} ticks
     */
    place(scale, top, bottom, ticks) {
      put(ruler, { transform: `translate(0,${bottom})` });
      axis(ruler, "bottom", scale, { ticks, length: bottom - top });
      put(title, { x: role === "input" ? 0 : scale.range[0], y: 14 });
    },
  };
}
