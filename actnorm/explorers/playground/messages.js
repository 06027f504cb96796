/** Every word of the playground. */
import { fixed, scientific, small, tiny } from "../js/numbers.js";
import { several } from "../js/plural.js";
import { table } from "./confusion.js";

/** @typedef {import("./lab.js").Settings} Settings */
/** @typedef {import("./looks.js").Layer} Layer */

export const frame = {
  title: "Two networks that train side by side",
  picture: "What the networks answer, and what goes on in their layers",
  reset: "Reset",
};
export const buttons = {
  play: "Play",
  pause: "Pause",
  step: "Step",
  seed: "New seed",
  undo: "Undo",
  clear: "Clear",
};
export const code = {
  open: "Open as code",
  name: "Python code",
  copy: "Copy code",
  copied: "Copied",
  selected: "Selected: now copy",
};
export const choose = {
  data: "data",
  inputs: "inputs",
  across: "wine, across",
  up: "wine, up",
  statistics: "answers with",
  beside: "beside it",
  speed: "speed",
  adds: "a tap sets",
  look: "look at",
  activation: "activation",
  norm: "norm",
  place: "placed",
  init: "initialization",
};
export const texts = {
  data: {
    circles: "circles",
    xor: "exclusive or",
    spirals: "two spirals",
    moons: "moons",
    gaussians: "two clouds",
    own: "your own points",
    wine: "wine (11 kB)",
    digits: "digits (55 kB)",
  },
  statistics: { running: "running statistics", own: "the data’s own" },
  inputs: { raw: "raw", centred: "centred", standardized: "standardized" },
  beside: {
    alone: "nothing",
    none: "no norm",
    batch: "batch norm",
    layer: "layer norm",
    rms: "RMS norm",
    he: "He initialization",
    xavier: "Xavier initialization",
    larger: "weights × 3",
    smaller: "weights ÷ 3",
    faster: "learning rate × 10",
    slower: "learning rate ÷ 10",
    momentum: "momentum 0.9",
    standardized: "standardized inputs",
  },
  norm: { none: "none", batch: "batch", layer: "layer", rms: "RMS" },
  place: { before: "before the activation", after: "after the activation" },
  init: { he: "He", xavier: "Xavier", pytorch: "PyTorch" },
  adds: { disc: "● a disc", square: "■ a square" },
  look: { answers: "the answers", layers: "the layers" },
};
/** @param {string} label */
export const units = (label) => `${label} units`;
/** @param {number} speed */
export const speed = (speed) => `${several(speed, "step")} a frame`;
export const sliders = {
  step: { symbol: "t", name: "step" },
  layers: { symbol: "L", name: "layers" },
  units: { symbol: "n", name: "units" },
  lr: { symbol: "η", name: "learning rate" },
  momentum: { symbol: "m", name: "momentum" },
  decay: { symbol: "λ", name: "weight decay" },
  batch: { symbol: "B", name: "batch" },
  scale: { symbol: "×", name: "initial weights" },
  noise: { symbol: "σ", name: "noise" },
  seed: { symbol: "#", name: "seed" },
};
export const titles = {
  loss: "loss in training",
  accuracy: "test, % right",
  share: "your points, % right",
  nobody: "no network yet",
  gradient: "gradient, by layer",
  ratio: "step ÷ weights",
  histograms: "What each layer’s units see (z), over their curve; the share on flat ground",
  histogramsShort: "z by layer; its share on flat ground",
  units: "their units: the darker, the flatter, grey is dead; a tap holds one",
};
/** The unit that is held. */
export const held = {
  name: "Unit held",
  none: "none",
  before: "‹ Unit",
  after: "Unit ›",
  go: "Let go",
  dead: "dead",
  nothing: "no number",
  /** @param {number} layer @param {number} unit */
  unit: (layer, unit) => `unit ${unit} of layer ${layer}`,
  /** @param {import("./looks.js").Held} unit @param {boolean} map @param {boolean} all */
  title: ([layer, unit], map, all) =>
    `Unit ${unit} of layer ${layer}: ${all ? `${map ? "what it gives, " : ""}what it sees (z), the weights of its inputs` : `${map ? "gives, " : ""}sees (z), its weights`}`,
  /** @param {number} share */
  flat: (share) => `${percent(share)} flat`,
  /** @param {number} low @param {number} high */
  range: (low, high) =>
    low === high ? `${size(low)} everywhere` : `${size(low)} to ${size(high)}`,
  /** @param {number} most */
  weights: (most) => `up to ±${size(most)}`,
  /** @param {import("./looks.js").Held} unit */
  lost: ([layer, unit]) =>
    `There is no unit ${unit} of layer ${layer} in these networks: it was let go.`,
  /**
   * @param {import("./looks.js").Held} unit
   * @param {import("./held.js").Shown[]} nets
   * @param {Settings} settings
   * @param {number} inputs of the network
   */
  sentence([layer, unit], nets, settings, inputs) {
    const said = nets.map(({ name, unit: it, weights }) => {
      if (!Number.isFinite(it.high - it.low)) return `${name}: no number`;
      const top = weights.reduce(
        (best, w, k) => (Math.abs(w) > Math.abs(weights[best]) ? k : best),
        0,
      );
      const from = layer > 1 ? `unit ${top + 1}` : input(settings, inputs, top);
      const state = it.dead ? "dead" : `${percent(it.flat)} flat`;
      return `${name}: gives ${held.range(it.low, it.high)}, ${state}; largest weight ${size(weights[top])}, of ${from}`;
    });
    return `Unit ${unit} of layer ${layer}, ${said.join("; ")}.`;
  },
};

/** @param {Settings} settings @param {number} inputs @param {number} k */
function input({ data, across, up }, inputs, k) {
  if (inputs > 2) return `the pixel in row ${Math.floor(k / 8) + 1}, column ${(k % 8) + 1}`;
  if (data === "wine") return k ? up : across;
  return k ? "the height" : "the place across";
}
export const axes = { step: "step", layer: "layer" };
export const confusion = { table: "across: what it says", wrong: "wrong" };
/** Where a reader sets points by keyboard. */
export const pen =
  "Place for a point: arrows move it, Enter sets a point, Backspace takes the last away";
/** @param {number} x @param {number} y */
export const place = (x, y) => `${fixed(x)} across, ${fixed(y)} up`;
/** @param {[number, number]} counts discs and squares */
export const few = ([discs, squares]) => [
  `Your own points: ${several(discs, "disc")}, ${several(squares, "square")}. Tap the plane to set more: networks train on them once there are two of each.`,
];
/** Where the data that are asked for are not here. */
export const absent = {
  coming: (/** @type {string} */ data) => `The data are on their way: ${named_[data]}.`,
  lost: (/** @type {string} */ data) =>
    `The data could not be loaded: ${named_[data]}. Choose others, or reload the page.`,
};
const named_ = /** @type {Record<string, string>} */ ({
  digits: "digits, 55 kB",
  wine: "wine, 11 kB",
});
const samples = /** @type {Record<string, string>} */ ({ digits: "images", wine: "wines" });
/** @param {string} data */
const noun = (data) => samples[data] ?? "points";

/**
 * @param {string} data
 * @param {[number, number][] | null} edges of the picture
 * @param {string[]} features across and up
 * @param {boolean} [full] there can be no more points
 */
export function legend(data, edges, features, full = false) {
  if (!edges) return "test images: rows are what they show";
  if (full) return "100 points are as many as it takes";
  if (data === "own") return "your points: all train, none is left to test";
  if (data !== "wine") return "points: filled for training, open for the test";
  const ends = edges.map(([low, high], i) => `${features[i]} ${end(low)} to ${end(high)}`);
  return `→ ${ends[0]}; ↑ ${ends[1]}`;
}
/** @param {number} value */
const end = (value) => fixed(value, Math.abs(value) >= 100 ? 0 : 1);

/** @param {number} share */
export const percent = (share) => `${fixed(100 * share, 0)}%`;

/**
 * What sets a network apart, as a title.
 * @param {keyof Settings} trait
 * @param {Settings} settings
 * @param {Record<string, string>} labels of the activations
 */
export function named(trait, settings, labels) {
  const value = settings[trait];
  if (trait === "norm") return value === "none" ? "no norm" : `${norms[value]} norm`;
  if (trait === "activation") return units(labels[value]);
  if (trait === "init") return `${texts.init[/** @type {"he"} */ (value)]} init`;
  if (trait === "inputs") return `${value} inputs`;
  if (trait === "scale") return `weights × ${tiny(Number(value))}`;
  if (trait === "lr") return `learning rate ${tiny(Number(value))}`;
  return `momentum ${value}`;
}
const norms = /** @type {Record<string, string>} */ ({
  batch: "batch",
  layer: "layer",
  rms: "RMS",
});

/**
 * @param {{name: string, score: import("./lab.js").Score, layers: Layer[],
 *   answers: ArrayLike<number> | null}[]} nets
 * @param {Settings} settings
 * @param {number} done
 * @param {ArrayLike<number>} labels of the test
 * @param {string} statistics with which batch norm answers
 */
export function sentences(nets, settings, done, labels, statistics) {
  const alike = nets.length === 2 && nets[0].name === nets[1].name;
  const shown = alike ? nets.slice(0, 1) : nets;
  const what = settings.data === "own" ? "points that you set" : `test ${noun(settings.data)}`;
  const wrong = shown.some(({ answers }) => answers) ? ` ${mistakes(shown, labels)}` : "";
  return [
    (alike
      ? `After ${several(done, "step")}, two networks and no difference between them: ${score(shown[0].score, what)}.`
      : `After ${several(done, "step")}, ${shown.map((net, i) => `${net.name}: ${score(net.score, i === 0 ? what : "")}`).join("; ")}.`) +
      wrong,
    gradients(shown),
    flat(shown),
    `${plan(settings)}${statistics === "own" ? " Batch norm answers with the statistics of the training data, not with its running ones." : ""}`,
  ];
}

/**
 * @param {import("./lab.js").Score} score
 * @param {string} what the per cent are of, where it is said
 */
function score({ loss, accuracy, testAccuracy }, what) {
  if (!Number.isFinite(loss)) return "diverged, the loss is no number any more";
  if (loss > 1e6) return `diverged, to a loss of ${size(loss)}`;
  return `loss ${size(loss)}, right for ${percent(Number.isNaN(testAccuracy) ? accuracy : testAccuracy)}${what && ` of the ${what}`}`;
}

/**
 * @param {{name: string, answers: ArrayLike<number> | null}[]} nets
 * @param {ArrayLike<number>} labels
 */
function mistakes(nets, labels) {
  const said = nets.map(({ name, answers }) => {
    let [most, what] = [0, "none"];
    table(labels, answers ?? []).forEach((row, k) => {
      row.forEach((n, answer) => {
        if (answer === k || n <= most) return;
        [most, what] = [n, `${k} for ${answer}, ${several(n, "time")}`];
      });
    });
    return `${name}: ${what}`;
  });
  return `Most often mistaken, ${said.join("; ")}.`;
}

/** @param {number} value */
function size(value) {
  const much = Math.abs(value);
  if (much >= 1e5) return `${value < 0 ? "−" : ""}${scientific(much, 2)}`;
  return much >= 10 ? fixed(value, much >= 100 ? 0 : 1) : small(value, 2);
}

/** @param {{name: string, layers: Layer[]}[]} nets */
function gradients(nets) {
  const said = nets.map(({ name, layers }) => {
    const last = layers[layers.length - 1].gradient;
    if (!layers.every(({ gradient }) => Number.isFinite(gradient))) return `${name}: no number`;
    if (layers.length === 1) return `${name}: there is no hidden layer`;
    if (last === 0) return `${name}: none arrives anywhere`;
    const ratio = layers[0].gradient / last;
    const hungry = layers.map(({ gradient }) => gradient < last / 1000);
    const count = hungry.filter(Boolean).length;
    if (count === 0) return `${name}: layer 1 receives ${size(ratio)} times the last layer’s`;
    const first = hungry.indexOf(true) + 1;
    const end = hungry.lastIndexOf(true) + 1;
    const which =
      count === 1
        ? `layer ${first} receives`
        : count === end - first + 1
          ? `layers ${first} ${count === 2 ? "and" : "to"} ${end} receive`
          : `${count} layers receive`;
    return `${name}: ${which} less than a thousandth of the last layer’s`;
  });
  return `Gradient, ${said.join("; ")}.`;
}

/** @param {{name: string, layers: Layer[]}[]} nets */
function flat(nets) {
  const said = nets.map(({ name, layers }) => {
    const hidden = layers.slice(0, -1);
    if (!hidden.length) return `${name}: no hidden units`;
    const units = hidden.reduce((all, layer) => all + layer.units, 0);
    const share = hidden.reduce((all, layer) => all + layer.flat, 0) / hidden.length;
    const dead = hidden.reduce((all, layer) => all + layer.dead, 0);
    return `${name}: ${percent(share)} flat, ${dead} of ${several(units, "unit")} dead`;
  });
  return `Slopes, ${said.join("; ")}.`;
}

/** @param {Settings} settings */
function plan({ data, inputs, batch, lr, momentum, decay, noise, seed, scale, layers, units: n }) {
  const body = layers ? `${several(layers, "layer")} of ${several(n, "unit")}` : "no hidden layer";
  const points = data in samples || data === "own" ? "" : `noise ${fixed(noise, 2)}, `;
  return `Plan: ${body}, weights × ${tiny(scale)}; batches of ${batch}, learning rate ${tiny(lr)}, momentum ${momentum}, decay ${decay ? tiny(decay) : 0}; inputs ${inputs}, ${points}seed ${seed}.`;
}

export const heading = (/** @type {string} */ data) =>
  `Data: ${texts.data[/** @type {"xor"} */ (data)]}.`;
