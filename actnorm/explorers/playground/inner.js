/** What goes on in the layers: a histogram of each, its units, gradients and steps by layer. */
import { add, put, tell, write } from "../js/plot.js";
import * as say from "./messages.js";
import { chart, histogram, KEY, sample } from "./panels.js";
import { strip } from "./strip.js";

const GAP = 16;
const WIDEST = 150; // of a layer

/**
 * @param {Element} svg
 * @param {import("../js/view.js").Live} live
 * @param {import("./strip.js").Holding} holding
 */
export function inner(svg, live, holding) {
  const group = add(svg, "g", "");
  const layered = { name: say.axes.layer, role: "gradient", ticks: 5 };
  const gradient = chart(group, { ...layered, title: say.titles.gradient, decades: [-8, 1] });
  const ratio = chart(group, { ...layered, title: say.titles.ratio, decades: [-8, 0] });
  const head = write(group, "actnorm-title is-input");
  const most = live.offers("layers").max;
  const rows = [false, true].map((other) => {
    const row = add(group, "g", "");
    const [name, key] = [write(row, "actnorm-note"), sample(row, other)];
    return { row, name, key, cells: Array.from({ length: most }, () => histogram(group)) };
  });
  const units = strip(group, live, holding);
  let place = { width: 0, tops: [0, 0], tall: 0 };
  return {
    /** Whether it is to be seen, and a unit to be reached. @param {boolean} on */
    turn(on) {
      put(group, { opacity: Number(on) });
      if (!on) units.turn(false);
    },
    /**
     * @param {number} width
     * @param {boolean} narrow
     * @param {number} below
     */
    layout(width, narrow, below) {
      const tall = narrow ? 50 : 62;
      tell(head, width < 600 ? say.titles.histogramsShort : say.titles.histograms);
      put(head, { x: 0, y: below - 8 });
      place = { width, tops: [below + 16, below + 16 + tall + 38], tall };
      rows.forEach(({ name, key }, i) => {
        put(name, { x: KEY, y: place.tops[i] - 5 });
        key(0, place.tops[i] - 9);
      });
      const row = place.tops[1] + tall + (narrow ? 20 : 40);
      units.place(width, row, place.tops[0], narrow);
      const [foot, high] = [row + (narrow ? 42 : 52), narrow ? 68 : 92];
      const half = (width - GAP) / 2;
      gradient.place(0, foot, half, high);
      ratio.place(half + GAP, foot, half, high);
      return foot + high + 38;
    },
    /** Where there is no room for both, a unit takes the charts' place. @param {boolean} on */
    charts(on) {
      for (const each of [gradient, ratio]) put(each.group, { display: on ? "inline" : "none" });
    },
    /**
     * @param {{name: string, activation: string, layers: import("./looks.js").Layer[]}[]} nets
     * @param {Record<string, Float64Array>} curves of the activations
     * @param {boolean} on whether it is to be seen
     */
    show(nets, curves, on) {
      const hidden = nets[0].layers.length - 1;
      const width = Math.min(WIDEST, (place.width + 6) / hidden);
      for (const [panel, name] of /** @type {const} */ ([
        [gradient, "gradient"],
        [ratio, "ratio"],
      ])) {
        panel.span(0.5, hidden + 1.5, { most: hidden + 1 });
        panel.show(
          nets.map(({ layers }) => layers.map((layer) => layer[name])),
          1,
          1,
          true,
        );
      }
      rows.forEach(({ row, name, cells }, i) => {
        put(row, { visibility: nets[i] ? "inherit" : "hidden" });
        tell(name, nets[i]?.name ?? "");
        cells.forEach((cell, k) => {
          const layer = nets[i]?.layers[k];
          const here = layer !== undefined && k < hidden && on;
          cell.turn(here);
          if (!here) return;
          cell.show({
            left: k * width,
            top: place.tops[i],
            width: width - 6,
            tall: place.tall,
            bins: layer.bins,
            heights: curves[nets[i].activation],
            text: say.percent(layer.flat),
          });
        });
      });
      units.show(
        nets.map(({ layers }) => layers.slice(0, -1)),
        width,
        on,
      );
    },
  };
}
