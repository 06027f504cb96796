/** Gradients on their way back: measured at every layer, beside what the cartoon says. */
import { select } from "../js/controls.js";
import { fixed } from "../js/numbers.js";
import { explorer } from "../js/view.js";
import { reader } from "./data.js";
import * as say from "./messages.js";
import { flowChart, histograms } from "./panels.js";

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg, signal } = live;
  /** @type {Record<string, import("./data.js").Flow>} */
  const flows = live.get("_flows");
  /** @type {import("./data.js").Packing} */
  const packing = live.get("_packing");
  /** @type {Record<string, number>} */
  const starts = live.get("_starts");
  const { stops } = live.offers("scale");
  const read = reader(packing, flows, stops.length);
  const [most, columns] = packing.columns[packing.columns.length - 1];

  const chart = flowChart(svg, most);
  const outputs = histograms(svg, "output", say.histograms.activations, columns.length);
  const shapes = histograms(svg, "gradient", say.histograms.gradients, columns.length);
  // Not a trait of its own: a name for some of the scales.
  const names = /** @type {[string, string][]} */ (Object.entries(say.starts));
  const start = select("start", say.choose.start, names, signal, (name) =>
    live.set({ scale: starts[name] ?? live.get("scale") }),
  );
  live.bar.append(live.choice("activation", say.choose.activation), start.el, live.reset());
  live.controls.append(
    live.slider("depth", say.sliders.depth, "muted"),
    live.slider("scale", say.sliders.scale, "input", { text: fixed }),
  );

  /**
   * @param {number} width
   * @param {boolean} narrow
   */
  function layout(width, narrow) {
    const [top, tall, bars] = narrow ? [44, 94, 28] : [28, 216, 44];
    const bottom = top + tall;
    chart.place(width, top, bottom, narrow);
    const first = bottom + (narrow ? 48 : 60);
    outputs.place(width, first, bars, true);
    // Narrow, the layers are named once for both rows.
    const second = first + bars + (narrow ? 60 : 70);
    shapes.place(width, second, bars, !narrow);
    return second + bars + (narrow ? 26 : 52);
  }

  function update() {
    const [activation, scale] = [live.get("activation"), live.get("scale")];
    const { steepest, edges } = flows[activation];
    const shown = read(activation, stops.indexOf(scale), live.get("depth"));
    chart.show(shown);
    outputs.show(shown.layers, shown.activationBars, edges);
    shapes.show(shown.layers, shown.gradientBars, [-packing.reach, packing.reach]);
    start.show(Object.keys(starts).find((name) => starts[name] === scale) ?? "");
    return say.sentences(shown, steepest);
  }

  const heading = () => say.heading(live.get("depth"), live.get("activation"), live.get("scale"));
  return { layout, update, heading };
}
