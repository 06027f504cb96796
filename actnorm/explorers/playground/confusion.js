/** What a network takes for what: a table of the test images, and some that it gets wrong. */
import { add, box, put, tell, write } from "../js/plot.js";
import { KEY, sample } from "./panels.js";

const CLASSES = 10;
const SIDE = 8; // pixels of an image each way
const INK = 16; // the largest value of a pixel
const TONES = 4; // in which an image is drawn
const SHARE = 0.72; // of the width that the table takes
const [MARGIN, GAP, LINE] = [12, 8, 13]; // for the digits beside the table, between the two, for words

/**
 * @param {Element} parent
 * @param {boolean} other the second network, whose lines are dashed
 * @param {{table: string, wrong: string}} say over the table, over the images
 */
export function confusion(parent, other, say) {
  const group = add(parent, "g", "actnorm-confusion");
  const title = write(group, "actnorm-title is-muted");
  const key = sample(group, other);
  const ground = add(group, "g", "", { "aria-hidden": "true" });
  const [right, wrong] = ["input", "output"].map((role) =>
    Array.from({ length: 4 }, (_, i) => add(ground, "path", `actnorm-cell is-${role} is-cell${i}`)),
  );
  const frame = add(ground, "path", "actnorm-rule");
  const names = [0, 1].map((side) =>
    Array.from({ length: CLASSES }, (_, k) =>
      write(ground, "actnorm-tiny", String(k), side ? "end" : "middle"),
    ),
  );
  const [below, over] = [
    write(ground, "actnorm-tiny", say.table, "middle"),
    write(ground, "actnorm-tiny", say.wrong, "end"),
  ];
  const most = 10;
  const pictures = Array.from({ length: most }, () => {
    const place = add(ground, "g");
    const tones = Array.from({ length: TONES }, (_, i) =>
      add(place, "path", `actnorm-ink is-ink${i}`),
    );
    return {
      place,
      tones,
      edge: add(place, "path", "actnorm-rule"),
      words: write(place, "actnorm-tiny", "", "middle"),
    };
  });
  let [cell, image, room] = [0, 0, 0];
  return {
    group,
    /**
     * @param {number} left
     * @param {number} top
     * @param {number} size
     */
    place(left, top, size) {
      put(title, { x: left + KEY, y: top - 8 });
      key(left, top - 12);
      put(ground, { transform: `translate(${left},${top})` });
      cell = (SHARE * size - MARGIN) / CLASSES;
      const table = CLASSES * cell;
      put(frame, { d: box(MARGIN, LINE, MARGIN + table, LINE + table) });
      names.forEach((row, side) => {
        row.forEach((text, k) => {
          const at = (k + 0.5) * cell;
          put(text, side ? { x: MARGIN - 3, y: LINE + at + 3 } : { x: MARGIN + at, y: LINE - 3 });
        });
      });
      put(below, { x: MARGIN + table / 2, y: LINE + table + 12 });
      const from = MARGIN + table + GAP;
      const columns = size > 180 ? 2 : 1;
      image = (size - from) / columns - 3;
      put(over, { x: size, y: LINE - 3 });
      room = Math.min(most, columns * Math.floor((size - LINE) / (image + LINE + 2)));
      pictures.forEach(({ place, edge, words }, i) => {
        const [x, y] = [i % columns, Math.floor(i / columns)];
        const at = [from + x * (image + 3), LINE + y * (image + LINE + 2)];
        put(place, { transform: `translate(${at.map((v) => v.toFixed(1)).join()})` });
        put(edge, { d: box(0, 0, image, image) });
        put(words, { x: (image / 2).toFixed(1), y: (image + 10).toFixed(1) });
      });
    },
    /** @param {string} text */
    name(text) {
      tell(title, text);
    },
    /**
     * @param {import("./sets.js").Points} test the images as they are
     * @param {ArrayLike<number> | null} answers none, if the network's numbers are none
     */
    show({ x, labels, count }, answers) {
      const counts = table(labels, answers ?? []);
      const paths = [right, wrong].map((tones) => tones.map(() => ""));
      for (let row = 0; row < CLASSES; row++) {
        const all = Math.max(
          1,
          counts[row].reduce((sum, n) => sum + n, 0),
        );
        counts[row].forEach((n, k) => {
          if (!n) return;
          const off = Number(row !== k);
          const tone = [0.05, 0.2, 0.6].filter((least) => n / all >= least).length;
          const [left, top] = [MARGIN + k * cell, LINE + row * cell];
          paths[off][tone] += box(left, top, left + cell, top + cell);
        });
      }
      [right, wrong].forEach((tones, i) => {
        tones.forEach((path, k) => {
          put(path, { d: paths[i][k] });
        });
      });
      /** @type {number[]} */
      const missed = [];
      for (let k = 0; answers && k < count && missed.length < room; k++)
        if (answers[k] !== labels[k]) missed.push(k);
      pictures.forEach(({ place, tones, words }, i) => {
        const k = missed[i];
        put(place, { display: k === undefined ? "none" : "inline" });
        tell(words, k === undefined ? "" : `${labels[k]}→${answers?.[k]}`);
        if (k === undefined) return;
        const drawn = ink(x, count, k, image / SIDE);
        tones.forEach((path, tone) => {
          put(path, { d: drawn[tone] });
        });
      });
    },
  };
}

/**
 * How many of each class, row by row, are taken for which.
 * @param {ArrayLike<number>} labels
 * @param {ArrayLike<number>} answers
 */
export function table(labels, answers) {
  const counts = Array.from({ length: CLASSES }, () => Array(CLASSES).fill(0));
  for (let k = 0; k < answers.length; k++) counts[labels[k]][answers[k]]++;
  return counts;
}

/**
 * An image as paths, from pale to dark.
 * @param {Float64Array} x
 * @param {number} count
 * @param {number} k
 * @param {number} pixel
 */
function ink(x, count, k, pixel) {
  const paths = Array(TONES).fill("");
  for (let i = 0; i < SIDE * SIDE; i++) {
    const tone = Math.ceil((TONES * x[i * count + k]) / INK) - 1;
    const [left, top] = [(i % SIDE) * pixel, Math.floor(i / SIDE) * pixel];
    if (tone >= 0) paths[tone] += box(left, top, left + pixel, top + pixel);
  }
  return paths;
}
