/** Sets a reader's own points: by a tap on a plane, or by keyboard, with a cross that arrows move. */
import { node } from "../js/controls.js";
import { add, box, put } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { EDGE } from "./data.js";
import * as say from "./messages.js";
import { MOST, near, read, write } from "./points.js";

const [STEP, FINE] = [0.25, 0.05]; // of the cross
const STEPS = /** @type {Record<string, [number, number]>} */ ({
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});

/** @param {import("../js/view.js").Live} live */
export function pen(live) {
  const points = () => read(live.get("points"));
  points(); // refuses what is damaged
  /** @param {number} x @param {number} y */
  const set = (x, y) => {
    const label = Number(live.get("adds") === "square");
    const all = points();
    if (all.length < MOST) live.set({ points: write([...all, { x, y, label }]) });
  };
  const undo = () => live.set({ points: write(points().slice(0, -1)) });
  const adds = live.choice("adds", say.choose.adds, {
    text: (value) => say.texts.adds[/** @type {"disc"} */ (value)],
  });
  const tools = node(
    "span",
    "actnorm-pair actnorm-own",
    live.button(say.buttons.undo, undo),
    live.button(say.buttons.clear, () => live.set({ points: "" })),
  );
  adds.classList.add("actnorm-own");
  return {
    points,
    controls: [adds, tools],
    /**
     * A plane to set points on; the first one by keyboard, too.
     * @param {Element} parent
     * @param {boolean} keys
     */
    surface(parent, keys) {
      const group = add(parent, "g", "actnorm-pen");
      const ground = add(group, "path", "actnorm-reach");
      const cross = add(group, "path", "actnorm-cross");
      const ring = add(group, "path", "actnorm-focus");
      const [across, up] = [linear([-EDGE, EDGE]), linear([-EDGE, EDGE])];
      let [x, y] = [0, 0];
      const show = () => {
        const [left, top, size] = [across(x), up(y), across.range[1]];
        put(cross, { d: keys ? `M${left},0V${size}M0,${top}H${size}` : "" });
        if (keys) put(group, { "aria-valuenow": x, "aria-valuetext": say.place(x, y) });
      };
      group.addEventListener(
        "click",
        (event) => {
          const { clientX, clientY } = /** @type {MouseEvent} */ (event);
          const frame = ground.getBoundingClientRect();
          const [right, down] = [clientX - frame.left, clientY - frame.top];
          [x, y] = [
            near(EDGE * ((2 * right) / frame.width - 1)),
            near(EDGE * (1 - (2 * down) / frame.height)),
          ];
          set(x, y);
          show();
        },
        { signal: live.signal },
      );
      if (keys) {
        put(group, {
          role: "spinbutton",
          tabindex: 0,
          "aria-label": say.pen,
          "aria-valuemin": -EDGE,
          "aria-valuemax": EDGE,
          "data-lm-suppress-shortcuts": "true",
        });
        group.addEventListener(
          "keydown",
          (event) => {
            const { key, shiftKey, ctrlKey, metaKey, altKey } = /** @type {KeyboardEvent} */ (
              event
            );
            const by = STEPS[key];
            if (ctrlKey || metaKey || altKey) return;
            if (by) {
              const step = shiftKey ? FINE : STEP;
              [x, y] = [near(x + step * by[0]), near(y + step * by[1])];
            } else if (key === "Enter" || key === " ") set(x, y);
            else if (key === "Backspace" || key === "Delete") undo();
            else return;
            event.preventDefault();
            show();
          },
          { signal: live.signal },
        );
      }
      return {
        /** @param {number} size */
        place(size) {
          across.range = [0, size];
          up.range = [size, 0];
          put(ground, { d: box(0, 0, size, size) });
          put(ring, { d: box(0, 0, size, size) });
          show();
        },
        /** @param {boolean} on */
        turn(on) {
          put(group, { display: on ? "inline" : "none" });
        },
      };
    },
  };
}
