/** What the networks answer: maps or tables, the loss and the share of right answers over steps. */
import { put, tell, write } from "../js/plot.js";
import { confusion } from "./confusion.js";
import { EDGE } from "./data.js";
import { EVERY } from "./lab.js";
import * as say from "./messages.js";
import { chart } from "./panels.js";
import { plane } from "./plane.js";
import { columns, MOST } from "./points.js";

const GAP = 16;

/**
 * @param {Element} svg
 * @param {import("../js/view.js").Live} live
 * @param {ReturnType<typeof import("./pen.js").pen>} pen
 */
export function answers(svg, live, pen) {
  const { max: last } = live.offers("step");
  const planes = [false, true].map((other) => plane(svg, other, pen));
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
  const fields = [...planes, ...matrices].map(({ group }) => group);
  let alone = false; // nothing stands beside or below
  return {
    /** Whether they are to be seen, and what comes of training. @param {boolean} on @param {boolean} trained */
    turn(on, trained) {
      for (const group of [...fields, legend]) put(group, { opacity: Number(on) });
      for (const { group } of [loss, right]) put(group, { opacity: Number(on && trained) });
      for (const each of planes) each.open(on && live.get("data") === "own");
    },
    /** Own points, of which there are too few to train with. */
    paper() {
      const edge = /** @type {[number, number]} */ ([-EDGE, EDGE]);
      fields.forEach((group, i) => {
        put(group, { display: i ? "none" : "inline" });
      });
      planes[0].name(say.titles.nobody);
      planes[0].scatter(`few ${live.get("points")}`, [columns(pen.points())], [edge, edge]);
      planes[0].show([]);
      tell(legend, say.legend("own", [], []));
    },
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
      const [step, own] = [live.get("step"), live.get("data") === "own"];
      right.name(own ? say.titles.share : say.titles.accuracy);
      const end = [last / 10, last / 3].find((each) => step <= each) ?? last;
      for (const [panel, name] of /** @type {const} */ ([
        [loss, "loss"],
        [right, own ? "accuracy" : "testAccuracy"],
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
      const data = live.get("data");
      const full = data === "own" && raw[0].count >= MOST;
      tell(legend, say.legend(data, edges, [live.get("across"), live.get("up")], full));
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
