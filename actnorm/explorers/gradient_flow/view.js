/** Gradients on their way back: measured at every layer, beside what the cartoon says. */
import { button, node, range, select, words } from "./controls.js";
import { setting } from "./gradient_flow_data.js";
import { flowChart, histograms } from "./gradient_flow_panels.js";
import { describeFlow } from "./gradient_flow_words.js";
import { canvas, resize } from "./plot.js";
import { NARROW, view } from "./view.js";
import { fixed } from "./words.js";

const TRAITS = ["activation", "depth", "scale"];
const NAMES = /** @type {Record<string, string>} */ ({
  normal: "N(0, 0.01²)",
  pytorch: "PyTorch’s default",
  xavier: "Xavier",
  he: "He",
  matched: "4 × Xavier",
});

/**
 * @param {{model: import("./view.js").Model, el: HTMLElement}} context
 * @returns {() => void}
 */
export function renderGradientFlow({ model, el }) {
  /** @type {Record<string, import("./gradient_flow_data.js").Flow>} */
  const flows = model.get("_flows");
  /** @type {number[]} */
  const scales = model.get("_scales");
  /** @type {[string, number][]} */
  const starts = model.get("_starts");
  const first = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const live = view(model, el, { traits: TRAITS, layout, update });
  const { signal } = live;

  const svg = canvas(el, "Gradient by layer, and histograms of activations and gradients");
  const chart = flowChart(svg);
  const outputs = histograms(svg, "output", "activations, by layer");
  const shapes = histograms(svg, "gradient", "gradients / their RMS, by layer");
  const text = words();
  const functions = select(
    "activation",
    Object.keys(flows).map((name) => [name, name]),
    signal,
    (activation) => live.set({ activation }),
  );
  const start = select(
    "start",
    [
      ...starts.map(([name]) => /** @type {[string, string]} */ ([name, NAMES[name]])),
      ["", "other"],
    ],
    signal,
    (name) => {
      const found = starts.find(([known]) => known === name);
      live.set({ scale: found ? scales[found[1]] : model.get("scale") });
    },
  );
  const depth = range({
    symbol: "L",
    name: "layers",
    role: "muted",
    min: 2,
    max: 20,
    step: 2,
    signal,
    input: (value) => live.set({ depth: value }),
  });
  const scale = range({
    symbol: "w",
    name: "× Xavier",
    role: "input",
    min: 0,
    max: scales.length - 1,
    step: 1,
    signal,
    input: (k) => live.set({ scale: scales[k] }),
  });
  const reset = button("Reset", signal, () => live.set(first));
  el.classList.add("actnorm", "actnorm-gradient-flow");
  el.append(
    node("div", "actnorm-bar", functions.el, start.el, reset),
    svg,
    text.el,
    node("div", "actnorm-controls", depth.el, scale.el),
  );

  /** @param {number} width */
  function layout(width) {
    const narrow = width < NARROW;
    const top = narrow ? 48 : 28;
    const bottom = top + 216;
    chart.place(width, top, bottom, narrow);
    outputs.place(width, bottom + 60);
    shapes.place(width, bottom + 174);
    resize(svg, width, bottom + 270);
  }

  function update() {
    const flow = flows[model.get("activation")];
    const stop = scales.indexOf(model.get("scale"));
    const shown = setting(flow, stop, model.get("depth"));
    chart.show(shown);
    outputs.show(shown.layers, shown.outputs, flow.edges);
    shapes.show(shown.layers, shown.shapes, [-3, 3]);
    functions.show(model.get("activation"));
    start.show(starts.find(([, k]) => k === stop)?.[0] ?? "");
    depth.show(shown.gradients.length, String(shown.gradients.length));
    scale.show(stop, fixed(scales[stop], 2));
    const lines = describeFlow(shown.gradients, shown.weights, flow.steepest, shown.faded);
    text.show(lines);
    return lines;
  }

  live.start();
  return live.end;
}
