/** Two features moved and stretched by hand, the valley that follows, and the descent into it. */
import { clamp } from "../js/math.js";
import { fixed, small } from "../js/numbers.js";
import { add, axis, handle, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { explorer, numbers } from "../js/view.js";
import { path, RAW, valley } from "./math.js";
import * as say from "./messages.js";
import { dots, line, plane, ring } from "./plane.js";

/** @typedef {import("./math.js").Two} Two */
/** @typedef {import("./math.js").Valley} Valley */
/** @typedef {import("./math.js").Moments & {name: string, n: number, features: [string, string],
 *   std: Two, span: [Two, Two], points: [number[], number[]], upper: number[], digits: Two,
 *   lo: Two, step: Two}} Pair */

const RINGS = [0.25, 0.5, 0.75, 1, 1.5, 2]; // contours, in units of the one through the start
const AROUND = 1.2; // half the picture's width, in units of the way from start to goal
const FAR = 50; // halves of the picture's width: beyond it nobody sees the end of an ellipse
const EDGE = 18; // half of a tick label
const STRIP = 42; // height of the held feature

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg, signal } = live;
  const pairs = /** @type {Pair[]} */ (live.get("_pairs"));
  for (const each of pairs) check(each);
  const { min, max } = live.offers("mu");
  const shown = () => pairs.find((p) => p.name === live.get("pair")) ?? pairs[0];
  const index = () => live.get("held") - 1;
  /** @param {number} to a stop of the held feature's μ */
  const setMu = (to) => {
    const { lo, step } = shown();
    const i = index();
    // Rounded to the decimals of the step, so that no 0.30000000000000004 is sent to Python.
    const mu = Number((lo[i] + live.near("mu", to) * step[i]).toPrecision(10));
    live.set({ mu: Object.assign([...live.get("mu")], { [i]: mu }) });
  };
  /** @param {number} mu */
  const stopOf = (mu) => (mu - shown().lo[index()]) / shown().step[index()];
  const stop = () => stopOf(live.get("mu")[index()]);

  const along = linear([0, 1]);
  const ruler = add(svg, "g", "actnorm-axis");
  const rug = add(svg, "path", "actnorm-rug is-input");
  const name = write(svg, "actnorm-title is-accent");
  put(name, { x: EDGE, y: 14 });
  const bar = add(svg, "path", "actnorm-width");
  const data = plane(svg, "input", say.data, say.axes.data);
  const lower = add(data.inside, "path", "actnorm-cloud is-muted");
  const upper = add(data.inside, "path", "actnorm-cloud is-input");
  const reach = add(data.inside, "ellipse", "actnorm-contour is-strong");
  const loss = plane(svg, "gradient", say.loss, say.axes.loss);
  const rings = RINGS.map(() => add(loss.inside, "ellipse", "actnorm-contour"));
  const trail = add(loss.inside, "path", "actnorm-trail");
  const spots = add(loss.inside, "path", "actnorm-cloud is-gradient");
  const goal = add(loss.inside, "path", "actnorm-goal", { d: "M-5,-5l10,10m0,-10l-10,10" });
  const start = add(loss.inside, "circle", "actnorm-start", { r: 5 });
  const point = handle(svg, {
    label: say.held,
    min,
    max,
    signal,
    move: (pixel) => setMu(stopOf(along.invert(pixel))),
    step: (steps) => setMu(clamp(stop() + steps, min, max)),
  });

  /** @param {string} label @param {(pair: Pair) => Record<string, Two>} values */
  const own = (label, values) => live.button(label, () => live.set(values(shown())));
  live.bar.append(
    live.choice("pair", say.pair, { choose: (pair) => live.set({ pair, ...RAW }) }),
    own(say.own.mu, ({ mean }) => ({ mu: [...mean] })),
    own(say.own.sigma, ({ std }) => ({ sigma: [...std] })),
    own(say.own.both, ({ mean, std }) => ({ mu: [...mean], sigma: [...std] })),
    live.reset(),
  );
  const said = () => fixed(live.get("mu")[index()], shown().digits[index()]);
  live.controls.append(
    live.choice("held", say.hold),
    live.slider("mu", say.sliders.mu, "accent", { part: index, get: stop, set: setMu, text: said }),
    live.slider("sigma", say.sliders.sigma, "accent", { part: index, text: small }),
    live.slider("lr", say.sliders.lr, "gradient", { text: say.rate }),
    live.slider("steps", say.sliders.steps, "gradient"),
  );

  let [drawn, far] = ["", 0];
  /** @type {ReturnType<typeof loss.show>} */
  let place;

  /**
   * @param {number} width
   * @param {boolean} narrow
   */
  function layout(width, narrow) {
    const [top, high, gap] = narrow ? [116, 150, 14] : [128, 280, 28];
    const wide = (width - gap) / 2 - EDGE;
    along.range = [EDGE, width - EDGE];
    put(ruler, { transform: `translate(0,${STRIP + 20})` });
    data.place(EDGE, top, wide, high);
    loss.place(width - EDGE - wide, top, wide, high);
    drawn = "";
    return top + high + 24;
  }

  function update() {
    const [pair, i] = [shown(), index()];
    /** @type {[Two, Two]} */
    const [mu, sigma] = [live.get("mu"), live.get("sigma")];
    const seen = valley(pair, mu, sigma);
    const now = `${pair.name} ${i} ${mu} ${sigma}`;
    if (drawn !== now) {
      strip(pair, i);
      cloud(pair, mu, sigma, seen);
      contours(seen);
    }
    drawn = now;
    const [from, at, to] = [mu[i] - sigma[i], mu[i], mu[i] + sigma[i]].map((v) =>
      clamp(along(v), ...along.range),
    );
    put(bar, { d: `M${from.toFixed(1)},${STRIP}H${to.toFixed(1)}` });
    tell(name, say.strip(i, pair.features[i], said(), small(sigma[i])));
    point.show(at, STRIP, clamp(stop(), min, max), said());
    const [lr, steps] = [live.get("lr"), live.get("steps")];
    descent(seen, lr, steps);
    return say.sentences(pair, mu, sigma, lr, steps);
  }

  /** The held feature as measured. @param {Pair} pair @param {number} i */
  function strip({ lo, step, points }, i) {
    along.domain = [lo[i], lo[i] + max * step[i]];
    const [left, right] = along.range;
    axis(ruler, "bottom", along, { ticks: (right - left) / 80, length: 30 });
    put(rug, { d: points[i].map((v) => `M${along(v).toFixed(1)},${STRIP - 6}v12`).join("") });
  }

  /** @param {Pair} pair @param {Two} mu @param {Two} sigma @param {Valley} seen */
  function cloud({ span, points, upper: above }, mu, sigma, seen) {
    const ends = span.flatMap((end) => end.map((v, j) => Math.abs(v - mu[j]) / sigma[j]));
    const shows = data.show([0, 0], 1.06 * Math.max(...ends));
    const at = points[0].map(
      (v, n) => /** @type {Two} */ ([(v - mu[0]) / sigma[0], (points[1][n] - mu[1]) / sigma[1]]),
    );
    const those = (/** @type {number} */ side) => at.filter((_, n) => above[n] === side);
    put(lower, { d: dots(those(0), shows) });
    put(upper, { d: dots(those(1), shows) });
    const [long, short] = [Math.sqrt(seen.steep), Math.sqrt(seen.flat)];
    ring(reach, [0, 0], seen.axes, long, short, shows);
  }

  /** @param {Valley} seen */
  function contours({ steep, flat, axes: [u1, u2], reach: [a1, a2], goal: aim }) {
    const half = AROUND * Math.hypot(a1, a2);
    far = FAR * half;
    place = loss.show(aim, half);
    const level = Math.sqrt(steep * a1 * a1 + flat * a2 * a2);
    const [long, short] = [level / Math.sqrt(flat), level / Math.sqrt(steep)];
    rings.forEach((element, n) => {
      ring(element, aim, [-u2, u1], Math.min(far, RINGS[n] * long), RINGS[n] * short, place);
    });
    put(goal, { transform: `translate(${place(aim).map((v) => v.toFixed(1))})` });
    const [cx, cy] = place([0, 0]).map((v) => v.toFixed(1));
    put(start, { cx, cy });
  }

  /** @param {Valley} seen @param {number} lr @param {number} steps */
  function descent(seen, lr, steps) {
    const way = path(seen, lr, steps).map(
      (step) => /** @type {Two} */ (step.map((v, j) => seen.goal[j] + clamp(v, -far, far))),
    );
    put(trail, { d: line(way, place) });
    put(spots, { d: dots(way, place) });
  }

  function heading() {
    const { n, features, digits } = shown();
    const mu = live
      .get("mu")
      .map((/** @type {number} */ m, /** @type {0 | 1} */ j) => fixed(m, digits[j]));
    return say.heading(n, features, mu, live.get("sigma"));
  }

  return { layout, update, heading };
}

/** Refuse data that were damaged on their way. @param {Pair} pair */
function check({ features, mean, std, cov, cross, span, points, upper, digits, lo, step }) {
  const letters = features.map((name) => name.length);
  for (const two of [letters, mean, std, cross, digits, lo, step, ...span])
    numbers("_pairs", two, 2);
  for (const row of [...points, upper]) numbers("_pairs", row, upper.length);
  numbers("_pairs", cov, 3);
}
