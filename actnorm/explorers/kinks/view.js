/** A curve built from a few kinks: the held points, the target, and the pieces of the sum. */
import { clamp } from "../js/math.js";
import { fixed } from "../js/numbers.js";
import { add, handle, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { explorer, numbers } from "../js/view.js";
import { bestFit, offBy, unit, value } from "./math.js";
import * as say from "./messages.js";
import { panel } from "./panel.js";

/** @typedef {import("./math.js").Points & {dots: boolean}} Target */

const LEFT = 40; // user units, for the labels of the axis

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg, signal } = live;
  const targets = /** @type {Record<string, Target>} */ (live.get("_targets"));
  for (const [name, { x, y }] of Object.entries(targets)) numbers(name, y, numbers(name, x).length);
  /** @type {number[]} */
  const every = [...live.get("kinks").keys()];
  const { min: lo, max: hi, step, digits } = live.offers("kinks");
  const { min: low, max: high } = live.offers("level");
  const decimals = {
    place: digits,
    turn: live.offers("turns").digits,
    error: numbers("_error_digits", [live.get("_error_digits")])[0],
  };

  const across = linear([lo, hi]);
  const above = panel(svg, across, [low, high], "output");
  const below = panel(svg, across, [low - high, high - low], "input");
  const aim = add(above.inside, "path");
  const curve = add(above.inside, "path", "actnorm-curve is-output");
  const gap = add(above.inside, "path", "actnorm-stem");
  const pieces = every.map(() => add(below.inside, "path"));
  const note = write(svg, "actnorm-note", "", "end");
  put(note, { y: 14 });
  /** @param {number} j @param {number} to */
  const setPlace = (j, to) => {
    const kinks = Object.assign([...live.get("kinks")], { [j]: live.near("kinks", to) });
    live.set({ kinks, held: j });
  };
  const points = every.map((j) => {
    const point = handle(svg, {
      label: say.kink(j),
      min: lo,
      max: hi,
      signal,
      move: (pixel) => setPlace(j, across.invert(pixel)),
      step: (steps) => setPlace(j, live.get("kinks")[j] + steps * step),
    });
    put(write(point.el, "", say.number(j), "middle"), { y: -13 });
    point.el.addEventListener("focusin", () => live.set({ held: j }), { signal });
    return point;
  });

  const straight = live.button(say.straight, () => live.set({ bend: !live.get("bend") }));
  live.bar.append(
    live.choice("target", say.target),
    live.button(say.fit, () => {
      const seen = targets[live.get("target")];
      live.set(bestFit(live.get("kinks"), live.get("bend"), seen));
    }),
    live.button(say.spread, () => {
      const even = every.map((j) => lo + (j * (hi - lo)) / every.length);
      live.set({ kinks: even.map((b) => live.near("kinks", b)) });
    }),
    straight,
    live.reset(),
  );
  const part = () => live.get("held");
  live.controls.append(
    live.choice("held", say.held),
    live.slider("kinks", say.sliders.kinks, "accent", { part }),
    live.slider("turns", say.sliders.turns, "accent", { part }),
    live.slider("level", say.sliders.level, "output"),
  );

  let aimed = "";

  /**
   * @param {number} width
   * @param {boolean} narrow
   */
  function layout(width, narrow) {
    const [upper, between, lower] = narrow ? [160, 44, 78] : [220, 50, 100];
    across.range = [LEFT, width - 10];
    above.place(24, upper, width, narrow);
    below.place(24 + upper + between, lower, width, narrow);
    put(note, { x: width - 10 });
    aimed = "";
    return 24 + upper + between + lower + 26;
  }

  /** @returns {import("./math.js").Sum} */
  const now = () => ({
    kinks: live.get("kinks"),
    turns: live.get("turns"),
    level: live.get("level"),
    bend: live.get("bend"),
  });

  function update() {
    const [sum, held, target] = [now(), live.get("held"), live.get("target")];
    const { kinks, turns, bend } = sum;
    const seen = targets[target];
    if (aimed !== target) {
      aimed = target;
      const d = seen.dots ? above.dots(seen.x, seen.y) : above.line(seen.x, seen.y);
      put(aim, { class: seen.dots ? "actnorm-dots" : "actnorm-aim", d });
      tell(note, say.aim(seen.dots));
    }
    const corners = [lo, ...kinks, hi].sort((a, b) => a - b);
    const heights = corners.map((at) => value(sum, at));
    put(curve, { d: above.line(corners, heights) });
    const { worst } = offBy(sum, seen);
    const at = seen.x[worst];
    put(gap, { d: above.line([at, at], [seen.y[worst], value(sum, at)]) });
    for (const j of every) {
      const [b, v, mine] = [kinks[j], turns[j], j === held];
      const piece = corners.map((to) => v * unit(to, b, bend));
      put(pieces[j], {
        class: `actnorm-piece is-${mine ? "accent" : "input"}`,
        d: below.line(corners, piece),
      });
      const [point, high1] = [points[j], clamp(value(sum, b), low, high)];
      point.el.classList.toggle("is-held", mine);
      point.show(across(b), above.at(high1), b, say.place(fixed(b, digits)));
    }
    tell(above.title, say.sum(bend));
    tell(below.title, say.pieces(bend));
    put(straight, { "aria-pressed": String(!bend) });
    return say.sentences(sum, seen, held, decimals);
  }

  const heading = () => say.heading(live.get("kinks"), live.get("target"), decimals);
  return { layout, update, heading };
}
