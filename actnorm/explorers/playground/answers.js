/** What the networks answer: maps or tables, the loss and the share of right answers over steps. */
import { put, tell, write } from "../js/plot.js";
import { confusion } from "./confusion.js";
import { EVERY } from "./lab.js";
import * as say from "./messages.js";
import { chart } from "./panels.js";
import { plane } from "./plane.js";

const GAP = 16;

/**
 * @param {Element} svg
 * @param {import("../js/view.js").Live} live
 */
export function answers(svg, live) {
  const { max: last } = live.offers("step");
  const planes = [false, true].map((other) => plane(svg, other));
  const matrices = [false, true].map((other) => confusion(svg, other, say.confusion));
  const legend = write(svg, "actnorm-note");
  const time = { ticks: 4 };
  const loss = chart(svg, { ...time, title: say.titles.loss, role: "input", decades: [-4, 1] });
  const right = chart(svg, {
    ...time,
    title: say.titles.accuracy,
    role: "output",
    name: say.axes.step,
  });
  const groups = [
    ...[...planes, ...matrices].map(({ group }) => group),
    legend,
    loss.group,
    right.group,
  ];
  let alone = false; // nothing stands beside or below
  return {
    groups,
    /**
     * @param {number} width
     * @param {boolean} narrow
     */
    layout(width, narrow) {
      alone = narrow;
      const top = 22;
      const room = narrow ? 164 : 210; // the height is the same at any width
      const size = Math.min(room, narrow ? (width - GAP) / 2 : (width - 2 * GAP) * 0.31);
      for (const row of [planes, matrices])
        row.forEach((each, i) => {
          each.place(i * (size + GAP), top, size);
        });
      put(legend, { x: 0, y: top + size + 13 });
      if (narrow) {
        const half = (width - GAP) / 2;
        loss.place(0, top + room + 40, half, 82);
        right.place(half + GAP, top + room + 40, half, 82);
        return top;
      }
      const left = 2 * (size + GAP) + 6;
      const tall = (room - 44) / 2;
      loss.place(left, top, width - left, tall);
      right.place(left, top + tall + 40, width - left, tall);
      return top + room + 62;
    },
    /** How they came to where they are. @param {import("./lab.js").Trainee[]} nets */
    course(nets) {
      const step = live.get("step");
      const end = [last / 10, last / 3].find((each) => step <= each) ?? last;
      for (const [panel, name] of /** @type {const} */ ([
        [loss, "loss"],
        [right, "testAccuracy"],
      ])) {
        panel.span(0, end, { mute: !alone && panel === loss, most: alone ? 2 : 4 });
        panel.show(
          nets.map(({ curve }) => curve.map((each) => each[name])),
          0,
          EVERY,
        );
        panel.point(step);
      }
    },
    /**
     * @param {import("./lab.js").Trainee[]} nets
     * @param {string} key what the points depend on
     * @param {{name: string, map: Int8Array | null, answers: Uint8Array | null}[]} told
     */
    show(nets, key, told) {
      const { edges, raw } = nets[0].set;
      tell(legend, say.legend(live.get("data"), edges, [live.get("across"), live.get("up")]));
      [planes, matrices].forEach((row, k) => {
        row.forEach((each, i) => {
          const on = told[i] !== undefined && (k === 0) === (edges !== null);
          put(each.group, { display: on ? "inline" : "none" });
          each.name(on ? told[i].name : "");
        });
      });
      told.forEach(({ map, answers: taken }, i) => {
        if (edges && map) {
          planes[i].scatter(key, raw, edges);
          planes[i].show(map);
        } else matrices[i].show(raw[1], taken);
      });
    },
  };
}
