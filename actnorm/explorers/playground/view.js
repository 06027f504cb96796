/** Two networks train side by side: what they answer, and what goes on in their layers. */
import { node } from "../js/controls.js";
import { add, put, tell, write } from "../js/plot.js";
import { explorer } from "../js/view.js";
import { code } from "./code.js";
import { confusion } from "./confusion.js";
import { EVERY, SPAN } from "./lab.js";
import { listing } from "./listing.js";
import * as say from "./messages.js";
import { pair, SETTINGS } from "./pair.js";
import { chart, histogram, KEY, sample } from "./panels.js";
import { plane } from "./plane.js";
import { player } from "./player.js";
import { heights, table } from "./samples.js";

const GAP = 16;

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg } = live;
  const { max: last } = live.offers("step");
  /** @type {(import("./samples.js").Samples & {name: string, label: string, own: boolean})[]} */
  const functions = live.get("_functions");
  const tables = Object.fromEntries(functions.map((each) => [each.name, table(each)]));
  const labels = Object.fromEntries(functions.map(({ name, label }) => [name, label]));
  const curves = Object.fromEntries(
    functions.map(({ name }) => [name, heights(tables[name], SPAN)]),
  );
  const networks = pair(live, tables);
  const looks = live.offers("look").choices.map(([name]) => name);

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
  const layered = { name: say.axes.layer, role: "gradient", ticks: 5 };
  const inside = add(svg, "g", ""); // what goes on in the layers
  const gradient = chart(inside, { ...layered, title: say.titles.gradient, decades: [-8, 1] });
  const ratio = chart(inside, { ...layered, title: say.titles.ratio, decades: [-8, 0] });
  const head = write(inside, "actnorm-title is-input");
  const most = live.offers("layers").max;
  const rows = [false, true].map((other) => {
    const group = add(inside, "g", "");
    const [name, key] = [write(group, "actnorm-note"), sample(group, other)];
    return { group, name, key, cells: Array.from({ length: most }, () => histogram(inside)) };
  });
  const body = live.bar.closest(".actnorm-body");
  const answers = [
    ...[...planes, ...matrices].map(({ group }) => group),
    legend,
    loss.group,
    right.group,
  ];

  let moving = { left: 0, width: 0, tops: [0, 0], tall: 0, narrow: false };
  const traits = () => [...SETTINGS, "beside", "speed", "step"].map((name) => live.get(name));
  const state = () => traits().join();
  const play = player(live, say.buttons, { last, ready: networks.caught, state });

  const words = /** @type {Record<string, Record<string, string>>} */ (say.texts);
  /** @param {"data" | "inputs" | "statistics" | "beside" | "norm" | "place" | "init" | "look"} name */
  const pick = (name) =>
    live.choice(name, say.choose[name], {
      text: (value) => words[name][value] ?? say.units(labels[value]),
    });
  const look = pick("look");
  look.classList.add("actnorm-look");
  const step = () => live.set({ step: Math.min(last, live.get("step") + live.get("speed")) });
  const seeds = live.offers("seed");
  const reseed = () =>
    live.set({ seed: live.get("seed") < seeds.max ? live.get("seed") + 1 : seeds.min });
  live.bar.append(
    pick("data"),
    pick("beside"),
    node(
      "span",
      "actnorm-pair",
      play.button,
      live.button(say.buttons.step, step),
      live.button(say.buttons.seed, reseed),
      live.reset(play.stop),
    ),
    look,
  );
  const features = ["across", "up"].map((name) =>
    live.choice(name, say.choose[/** @type {"up"} */ (name)]),
  );
  live.controls.append(
    live.slider("step", say.sliders.step, "accent"),
    live.choice("speed", say.choose.speed, { text: say.speed }),
    live.choice("activation", say.choose.activation),
    pick("norm"),
    pick("place"),
    pick("init"),
    pick("inputs"),
    pick("statistics"),
    ...["layers", "units", "lr", "momentum", "decay", "batch", "scale", "seed", "noise"].map(
      (name) => live.slider(name, say.sliders[/** @type {"lr"} */ (name)], "muted"),
    ),
    ...features,
  );

  const python = listing(live, say.code);
  body?.append(python.el);
  const own = functions.filter((each) => each.own).map(({ name }) => name);
  const written = () => code(networks.plans(), networks.differs(), live.get("step"), own);

  let kept = /** @type {ReturnType<typeof seenIn>[]} */ ([]);
  let of = /** @type {import("./lab.js").Trainee | null} */ (null);
  /** What is to be seen of the networks. @param {import("./lab.js").Trainee[]} nets */
  function looked(nets) {
    const others = of !== nets[0] || kept.length !== nets.length;
    if (networks.due(nets, others || (networks.caught() && !play.playing())))
      kept = nets.map(seenIn);
    of = nets[0];
    return kept;
  }

  /** @param {import("./lab.js").Trainee} it */
  function seenIn(it) {
    const name = say.named(networks.differs() || "activation", it.settings, labels);
    const layers = it.layers();
    const look = () => {
      const score = it.score();
      const map = it.set.edges && it.map();
      const answers = it.set.edges || !Number.isFinite(score.loss) ? null : it.answers();
      return { name, done: it.done, score, layers, map, answers };
    };
    return live.get("statistics") === "own" ? it.own(look) : look();
  }

  /**
   * @param {number} width
   * @param {boolean} narrow
   */
  function layout(width, narrow) {
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
    } else {
      const left = 2 * (size + GAP) + 6;
      const tall = (room - 44) / 2;
      loss.place(left, top, width - left, tall);
      right.place(left, top + tall + 40, width - left, tall);
    }
    const below = narrow ? top : top + room + 62;
    const tall = narrow ? 52 : 62;
    tell(head, width < 600 ? say.titles.histogramsShort : say.titles.histograms);
    put(head, { x: 0, y: below - 8 });
    moving = { left: 0, width, tops: [below + 16, below + 16 + tall + 38], tall, narrow };
    rows.forEach(({ name, key }, i) => {
      put(name, { x: KEY, y: moving.tops[i] - 5 });
      key(0, moving.tops[i] - 9);
    });
    const foot = moving.tops[1] + tall + 48;
    const half = (width - GAP) / 2;
    gradient.place(0, foot, half, narrow ? 76 : 92);
    ratio.place(half + GAP, foot, half, narrow ? 76 : 92);
    return foot + (narrow ? 76 : 92) + 38;
  }

  function update() {
    const [data, table] = [live.get("data"), networks.table()];
    const seen = looks.indexOf(live.get("look"));
    for (const [i, name] of looks.entries()) body?.classList.toggle(`is-${name}`, i === seen);
    const both = !moving.narrow;
    const here = typeof table !== "string";
    for (const group of answers) put(group, { opacity: Number(here && (both || seen === 0)) });
    put(inside, { opacity: Number(here && (both || seen === 1)) });
    if (!here) return [say.absent[table](data)];
    const { nets, key } = networks.reach(table);
    const told = looked(nets);
    const { edges, raw } = nets[0].set;
    tell(legend, say.legend(data, edges, [live.get("across"), live.get("up")]));
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
    const hidden = live.get("layers");
    const end = [last / 10, last / 3].find((each) => live.get("step") <= each) ?? last;
    for (const [panel, name] of /** @type {const} */ ([
      [loss, "loss"],
      [right, "testAccuracy"],
    ])) {
      panel.span(0, end, { mute: !moving.narrow && panel === loss, most: moving.narrow ? 2 : 4 });
      panel.show(
        nets.map(({ curve }) => curve.map((each) => each[name])),
        0,
        EVERY,
      );
      panel.point(live.get("step"));
    }
    for (const [panel, name] of /** @type {const} */ ([
      [gradient, "gradient"],
      [ratio, "ratio"],
    ])) {
      panel.span(0.5, hidden + 1.5, { most: hidden + 1 });
      panel.show(
        told.map(({ layers }) => layers.map((layer) => layer[name])),
        1,
        1,
        true,
      );
    }
    rows.forEach(({ group, name, cells }, i) => {
      put(group, { visibility: told[i] ? "inherit" : "hidden" });
      tell(name, told[i]?.name ?? "");
      cells.forEach((cell, k) => {
        const layer = told[i]?.layers[k];
        const on = layer !== undefined && k < hidden && (both || seen === 1);
        cell.turn(on);
        if (!on) return;
        const each = Math.min(150, (moving.width + 6) / hidden);
        cell.show({
          left: k * each,
          top: moving.tops[i],
          width: each - 6,
          tall: moving.tall,
          bins: layer.bins,
          heights: curves[nets[i].settings.activation],
          text: say.percent(layer.flat),
        });
      });
    });
    if (!play.playing()) python.show(written());
    if (networks.caught() && !play.playing()) give(nets);
    return say.sentences(
      told,
      nets[0].settings,
      told[0].done,
      raw[1].labels,
      live.get("statistics"),
    );
  }

  let given = "";
  /** Hand weights and code over to Python. @param {import("./lab.js").Trainee[]} nets */
  function give(nets) {
    const now = state();
    if (now === given) return;
    given = now;
    live.model.set("_trained", {
      state: traits(),
      nets: nets.map(({ net, curve }) => ({
        layers: net.layers.map((layer) =>
          Object.fromEntries(
            ["weight", "bias", "gamma", "beta", "mean", "variance"].flatMap((name) => {
              const values = layer[/** @type {"weight"} */ (name)];
              return values ? [[name, plain(values)]] : [];
            }),
          ),
        ),
        curve: curve.map(({ loss, testAccuracy }) => [finite(loss), testAccuracy]),
      })),
      code: written(),
    });
  }

  const heading = () => say.heading(live.get("data"));
  return { layout, update, heading };
}

/** @param {number} value */
const finite = (value) => (Number.isFinite(value) ? value : null);
/** @param {Float64Array} values */
const plain = (values) => Array.from(values, finite);
