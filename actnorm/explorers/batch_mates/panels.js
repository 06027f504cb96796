/** The panels of a BatchMatesExplorer: small pictures, bars, and the answers draw by draw. */
import { add, axis, box, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { SURE } from "./math.js";
import * as say from "./messages.js";

const GAP = 6; // between pictures
const LETTER = 8; // width of one

/**
 * The held image and its companions, all in a handful of paths: one for each shade.
 * @param {Element} svg
 * @param {number[][]} ink a row per picture
 * @param {number[]} grid rows and columns of a picture
 * @param {number} levels shades of ink
 */
export function gallery(svg, ink, [high, wide], levels) {
  const group = add(svg, "g", "actnorm-gallery", { "aria-hidden": "true" }); // the words say it
  const name = write(group, "actnorm-title is-accent", say.image);
  const title = write(group, "actnorm-title is-muted");
  const frames = add(group, "path", "actnorm-frame");
  const held = add(group, "path", "actnorm-frame is-held");
  const shades = Array.from({ length: levels }, (_, k) =>
    add(group, "path", "actnorm-ink", { "fill-opacity": (k + 1) / levels }),
  );
  let [left, top, across, down, own] = [0, 0, 0, 0, 96];
  /**
   * @param {string[][]} marks one list of squares per shade
   * @param {number} which
   * @param {number} x
   * @param {number} y
   * @param {number} side
   */
  function draw(marks, which, x, y, side) {
    const cell = side / Math.max(high, wide);
    const size = cell.toFixed(2);
    for (let i = 0; i < high * wide; i++) {
      const shade = ink[which][i];
      if (!shade) continue;
      const [cx, cy] = [x + (i % wide) * cell, y + Math.floor(i / wide) * cell];
      marks[shade - 1].push(`M${cx.toFixed(2)},${cy.toFixed(2)}h${size}v${size}h-${size}z`);
    }
    const [w, h] = [cell * wide + 2, cell * high + 2];
    return `M${(x - 1).toFixed(1)},${(y - 1).toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h-${w.toFixed(1)}z`;
  }
  return {
    /**
     * @param {number} width
     * @param {number} height
     * @param {number} side of the image
     */
    place(width, height, side) {
      [left, top, across, down, own] = [0, 0, width, height, side];
      put(name, { x: 0, y: 12 });
      put(title, { x: own + 24, y: 12 });
    },
    /** @param {number} image @param {number[]} mates */
    show(image, mates) {
      const marks = shades.map(() => /** @type {string[]} */ ([]));
      put(held, { d: draw(marks, image, left + 2, top + 24, own) });
      // As large as fits, for as many as there are.
      const [room, tall] = [across - own - 24, down - 24];
      let [side, columns] = [own, 1];
      for (; side > 12; side -= 2) {
        columns = Math.max(1, Math.floor((room + GAP - 2) / (side + GAP)));
        if (side <= room && Math.ceil(mates.length / columns) * (side + GAP) <= tall) break;
      }
      const outlines = Array.from(mates, (mate, k) => {
        const [column, row] = [k % columns, Math.floor(k / columns)];
        const [x, y] = [left + own + 25 + column * (side + GAP), top + 24 + row * (side + GAP)];
        return draw(marks, mate, x, y, side);
      });
      put(frames, { d: outlines.join("") });
      marks.forEach((squares, k) => {
        put(shades[k], { d: squares.join("") });
      });
      tell(title, say.companions(mates.length));
    },
  };
}

/**
 * A title in one line, or in two.
 * @param {Element} group
 * @param {string} className
 * @param {string[]} parts
 */
function heading(group, className, parts) {
  const lines = [write(group, className), write(group, "actnorm-note")];
  /**
   * @param {number} x
   * @param {number} y of the last line
   * @param {boolean} two
   */
  return (x, y, two) => {
    const texts = two ? parts : [parts.join(" "), ""];
    lines.forEach((line, i) => {
      tell(line, texts[i]);
      put(line, { x, y: two ? y - 16 * (1 - i) : y });
    });
  };
}

/**
 * Bars of probabilities, with a tick where evaluation mode puts each.
 * @param {Element} svg
 * @param {string[]} classes
 */
export function chances(svg, classes) {
  const group = add(svg, "g", "actnorm-chances", { "aria-hidden": "true" }); // the words say it
  const title = heading(group, "actnorm-title is-output", say.chances);
  const rows = classes.map((name) => ({
    name: write(group, "", name, "end"),
    bar: add(group, "path", "actnorm-bars is-output is-solid"),
    value: write(group, "actnorm-note", "", "end"),
  }));
  const ground = add(group, "path", "actnorm-rule");
  const ticks = add(group, "path", "actnorm-alone");
  const share = linear([0, SURE]);
  const longest = Math.max(...classes.map((name) => name.length));
  let [head, line] = [0, 20];
  return {
    /**
     * @param {number} x
     * @param {number} top of the rows
     * @param {number} width
     * @param {number} row its height
     * @param {boolean} two lines for the title
     */
    place(x, top, width, row, two) {
      [head, line] = [top, row];
      share.range = [x + 8 + LETTER * longest, x + width - 42];
      title(x, top - 10, two);
      rows.forEach(({ name, value }, k) => {
        const y = head + k * line + line / 2 + 5;
        put(name, { x: share(0) - 6, y });
        put(value, { x: x + width, y });
      });
      put(ground, { d: `M${share(0)},${head}V${head + rows.length * line}` });
    },
    /** @param {number[]} p @param {number[]} alone @param {string[]} said */
    show(p, alone, said) {
      rows.forEach(({ bar, value }, k) => {
        const y = head + k * line;
        put(bar, { d: box(share(0), y + 0.2 * line, share(p[k]), y + 0.85 * line) });
        tell(value, said[k]);
      });
      const marks = Array.from(
        alone,
        (byte, k) => `M${share(byte).toFixed(1)},${head + (k + 0.1) * line}v${0.8 * line}`,
      );
      put(ticks, { d: marks.join("") });
    },
  };
}

/**
 * What the image was called, draw by draw.
 * @param {Element} svg
 * @param {string[]} classes
 * @param {number} draws
 */
export function record(svg, classes, draws) {
  const band = add(svg, "rect", "actnorm-band");
  const group = add(svg, "g", "actnorm-record", { "aria-hidden": "true" }); // the words say it
  const title = heading(group, "actnorm-title is-muted", say.record);
  const names = classes.map((name) => write(group, "actnorm-note", name, "end"));
  const ruler = add(group, "g", "actnorm-axis");
  const right = add(group, "path", "actnorm-answers is-output");
  const wrong = add(group, "path", "actnorm-misses");
  const time = linear([1, draws]);
  const longest = Math.max(...classes.map((name) => name.length));
  let [head, line] = [0, 14];
  /** @param {number} k */
  const row = (k) => head + (k + 0.5) * line;
  return {
    time,
    row,
    /**
     * @param {number} x
     * @param {number} top of the rows
     * @param {number} width
     * @param {number} height of a row
     * @param {boolean} two lines for the title
     */
    place(x, top, width, height, two) {
      [head, line] = [top, height];
      const bottom = head + classes.length * line;
      time.range = [x + 18 + LETTER * longest, x + width - 10];
      title(x, top - 10, two);
      names.forEach((name, k) => {
        put(name, { x: time.range[0] - 12, y: row(k) + 4 });
      });
      put(ruler, { transform: `translate(0,${bottom})` });
      axis(ruler, "bottom", time, { ticks: two ? 3 : 6, length: classes.length * line });
      put(band, { x: time.range[0] - 6, width: x + width - time.range[0] + 6, height: line });
    },
    /** @param {number[]} answers up to now @param {number} truth */
    show(answers, truth) {
      put(band, { y: row(truth) - line / 2 });
      const [hits, misses] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
      answers.forEach((k, t) => {
        const [x, y] = [time(t + 1).toFixed(1), row(k)];
        if (k === truth) hits.push(`M${x},${y}m-3,0a3,3 0 1 0 6,0a3,3 0 1 0 -6,0z`);
        else misses.push(`M${x},${y}m-3,-3l6,6m0,-6l-6,6`);
      });
      put(right, { d: hits.join("") });
      put(wrong, { d: misses.join("") });
    },
  };
}
