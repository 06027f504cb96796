/** The panels of a BatchMatesExplorer: small pictures, bars, and the answers draw by draw. */
import { add, box, put } from "./plot.js";
import { linear } from "./scale.js";
import { write } from "./softmax_panels.js";

const LEVELS = 8; // shades of ink
const GAP = 6; // between pictures, px
const BAR = 20; // height of a row of bars, px
const LINE = 14; // and of a row of dots

/**
 * The held image and its companions, all in a handful of paths: one for each shade.
 * @param {Element} svg
 * @param {Uint8Array} ink
 * @param {number[]} grid rows and columns of a picture
 */
export function gallery(svg, ink, [high, wide]) {
  const group = add(svg, "g", "actnorm-gallery", { "aria-hidden": "true" }); // the words say it
  const own = write(group, "actnorm-title is-accent", "the image");
  const title = write(group, "actnorm-title is-muted");
  const frames = add(group, "path", "actnorm-frame");
  const held = add(group, "path", "actnorm-frame is-held");
  const shades = Array.from({ length: LEVELS }, (_, k) =>
    add(group, "path", "actnorm-ink", { "fill-opacity": (k + 1) / LEVELS }),
  );
  let [left, top, across, down] = [0, 0, 0, 0];
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
      const shade = ink[which * high * wide + i];
      if (!shade) continue;
      const [cx, cy] = [x + (i % wide) * cell, y + Math.floor(i / wide) * cell];
      marks[shade - 1].push(`M${cx.toFixed(2)},${cy.toFixed(2)}h${size}v${size}h-${size}z`);
    }
    const [w, h] = [cell * wide + 2, cell * high + 2];
    return `M${(x - 1).toFixed(1)},${(y - 1).toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h-${w.toFixed(1)}z`;
  }
  return {
    /** @param {number} x @param {number} y @param {number} width @param {number} height */
    place(x, y, width, height) {
      [left, top, across, down] = [x, y, width, height];
      put(own, { x, y: y + 12 });
      put(title, { x: x + 120, y: y + 12 });
    },
    /** @param {number} image @param {Uint8Array} mates */
    show(image, mates) {
      const marks = shades.map(() => /** @type {string[]} */ ([]));
      put(held, { d: draw(marks, image, left + 2, top + 24, 96) });
      // As large as fits, for as many as there are.
      const [room, tall] = [across - 120, down - 24];
      let [side, columns] = [96, 1];
      for (; side > 12; side -= 2) {
        columns = Math.max(1, Math.floor((room + GAP - 2) / (side + GAP)));
        if (side <= room && Math.ceil(mates.length / columns) * (side + GAP) <= tall) break;
      }
      const outlines = Array.from(mates, (mate, k) => {
        const [column, row] = [k % columns, Math.floor(k / columns)];
        const [x, y] = [left + 121 + column * (side + GAP), top + 24 + row * (side + GAP)];
        return draw(marks, mate, x, y, side);
      });
      put(frames, { d: outlines.join("") });
      marks.forEach((squares, k) => {
        put(shades[k], { d: squares.join("") });
      });
      title.textContent = mates.length === 1 ? "its companion" : `its ${mates.length} companions`;
    },
  };
}

/**
 * Bars of probabilities, with a tick where evaluation mode puts each.
 * @param {Element} svg
 * @param {string[]} classes
 */
export function chances(svg, classes) {
  const group = add(svg, "g", "", { "aria-hidden": "true" }); // the words say it
  const title = write(group, "actnorm-title is-output", "read as (┃ in evaluation mode)");
  const rows = classes.map((name) => ({
    name: write(group, "", name, "end"),
    bar: add(group, "path", "actnorm-bars is-output is-solid"),
    value: write(group, "actnorm-note", "", "end"),
  }));
  const ground = add(group, "path", "actnorm-rule");
  const ticks = add(group, "path", "actnorm-alone");
  const share = linear([0, 255]);
  const longest = Math.max(...classes.map((name) => name.length));
  let head = 0;
  const made = {
    bottom: 0,
    /** @param {number} x @param {number} y @param {number} width */
    place(x, y, width) {
      head = y + 22;
      share.range = [x + 8 + 8 * longest, x + width - 42];
      put(title, { x, y: y + 12 });
      rows.forEach(({ name, value }, k) => {
        put(name, { x: share(0) - 6, y: head + k * BAR + 15 });
        put(value, { x: x + width, y: head + k * BAR + 15 });
      });
      made.bottom = head + rows.length * BAR;
      put(ground, { d: `M${share(0)},${head}V${made.bottom}` });
    },
    /** @param {Uint8Array} p @param {Uint8Array} alone @param {string[]} said */
    show(p, alone, said) {
      rows.forEach(({ bar, value }, k) => {
        const y = head + k * BAR;
        put(bar, { d: box(share(0), y + 4, share(p[k]), y + BAR - 3) });
        value.textContent = said[k];
      });
      const marks = Array.from(
        alone,
        (byte, k) => `M${share(byte).toFixed(1)},${head + k * BAR + 2}v16`,
      );
      put(ticks, { d: marks.join("") });
    },
  };
  return made;
}

/**
 * What the image was called, draw by draw.
 * @param {Element} svg
 * @param {string[]} classes
 * @param {number} draws
 */
export function record(svg, classes, draws) {
  const band = add(svg, "rect", "actnorm-band");
  const group = add(svg, "g", "", { "aria-hidden": "true" }); // the words say it
  const title = write(group, "actnorm-title is-muted", "called, draw by draw (shaded: its label)");
  const names = classes.map((name) => write(group, "actnorm-note", name, "end"));
  const ground = add(group, "path", "actnorm-rule");
  const right = add(group, "path", "actnorm-answers is-output");
  const wrong = add(group, "path", "actnorm-misses");
  const time = linear([1, draws]);
  const longest = Math.max(...classes.map((name) => name.length));
  let head = 0;
  /** @param {number} k */
  const row = (k) => head + (k + 0.5) * LINE;
  const made = {
    time,
    row,
    bottom: 0,
    /** @param {number} x @param {number} y @param {number} width */
    place(x, y, width) {
      head = y + 22;
      made.bottom = head + classes.length * LINE;
      time.range = [x + 18 + 8 * longest, x + width - 10];
      put(title, { x, y: y + 12 });
      names.forEach((name, k) => {
        put(name, { x: time.range[0] - 12, y: row(k) + 4 });
      });
      put(ground, { d: `M${time.range[0] - 6},${head}V${made.bottom}H${x + width}` });
      put(band, { x: time.range[0] - 6, width: x + width - time.range[0] + 6, height: LINE });
    },
    /** @param {number[]} answers up to now @param {number} truth */
    show(answers, truth) {
      put(band, { y: row(truth) - LINE / 2 });
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
  return made;
}
