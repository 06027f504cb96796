/** Two networks train side by side: what they answer, and what goes on in their layers. */
import { put } from "../js/plot.js";
import { explorer } from "../js/view.js";
import { answers } from "./answers.js";
import { board } from "./board.js";
import { code } from "./code.js";
import { handover } from "./handover.js";
import { heldUnit } from "./held.js";
import { holding } from "./holding.js";
import { inner } from "./inner.js";
import { listing } from "./listing.js";
import { SPAN } from "./looks.js";
import * as say from "./messages.js";
import { pair, SETTINGS } from "./pair.js";
import { pen } from "./pen.js";
import { player } from "./player.js";
import { counts } from "./points.js";
import { heights, table } from "./samples.js";

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg } = live;
  /** @type {(import("./samples.js").Samples & {name: string, label: string, own: boolean})[]} */
  const functions = live.get("_functions");
  const tables = Object.fromEntries(functions.map((each) => [each.name, table(each)]));
  const labels = Object.fromEntries(functions.map(({ name, label }) => [name, label]));
  const curves = Object.fromEntries(
    functions.map(({ name }) => [name, heights(tables[name], SPAN)]),
  );
  const networks = pair(live, tables);
  const looks = live.offers("look").choices.map(([name]) => name);
  const hold = holding(live);

  const pencil = pen(live);
  const outside = answers(svg, live, pencil);
  const inside = inner(svg, live, hold);
  const unit = heldUnit(svg);
  const body = live.bar.closest(".actnorm-body");

  /** @param {string[]} more */
  const traits = (...more) =>
    Object.fromEntries([...SETTINGS, "beside", "step", ...more].map((n) => [n, live.get(n)]));
  const state = () => JSON.stringify(traits("speed"));
  const { max: last } = live.offers("step");
  const play = player(live, say.buttons, { last, ready: networks.caught, state });
  board(live, play, labels, pencil.controls);
  live.bar.append(hold.row);
  const python = listing(live, say.code);
  body?.append(python.el);
  const own = functions.filter((each) => each.own).map(({ name }) => name);
  const written = () => code(networks.plans(), networks.differs(), live.get("step"), own);

  let small = false;
  let open = false; // whether there is room for a unit
  let drawn = ""; // of what; "" if the picture was laid out anew
  let shown = /** @type {import("./pair.js").Seen | null} */ (null);
  let lines = [""];

  /**
   * @param {number} width
   * @param {boolean} narrow
   */
  function layout(width, narrow) {
    [small, drawn, open] = [narrow, "", hold.on() && !narrow];
    const top = outside.layout(width, narrow);
    const end = inside.layout(width, narrow, top);
    const below = unit.layout(width, narrow, narrow ? end - 118 : end + 12);
    return open ? below : end;
  }

  function update() {
    hold.check();
    const [data, found] = [live.get("data"), networks.table()];
    const seen = looks.indexOf(live.get("look"));
    body?.classList.toggle("is-held", hold.on());
    body?.classList.toggle("is-own", data === "own");
    const here = typeof found !== "string";
    for (const [i, name] of looks.entries())
      body?.classList.toggle(`is-${name}`, here && i === seen);
    outside.turn(found === "few" || (here && (!small || !seen)), here);
    const within = !small || seen === 1;
    inside.turn(here && within);
    inside.charts(!small || !hold.on());
    put(unit.group, { display: here && within && hold.on() ? "inline" : "none" });
    if (!here) {
      [shown, drawn] = [null, ""];
      if (found === "coming" || found === "lost") return [say.absent[found](data)];
      outside.paper();
      return say.few(counts(pencil.points()));
    }
    const lab = networks.reach(play.playing(), found);
    outside.course(lab.nets);
    if (lab.seen) {
      const now = `${seen} ${lab.key}`;
      if (lab.seen !== shown || now !== drawn) draw(lab, lab.seen, within);
      [shown, drawn] = [lab.seen, now];
    }
    if (!play.playing()) {
      const text = written();
      python.show(text);
      if (networks.caught()) give(lab.nets, text);
    }
    return lines;
  }

  /**
   * @param {import("./pair.js").Lab} lab
   * @param {import("./pair.js").Seen} seen
   * @param {boolean} within whether the layers are to be seen
   */
  function draw({ nets, key }, { held, looks }, within) {
    const { raw } = nets[0].set;
    const told = nets.map(({ settings }, i) => ({
      ...looks[i],
      name: say.named(networks.differs() || "activation", settings, labels),
      activation: settings.activation,
    }));
    outside.show(nets, key, told);
    inside.show(told, curves, within);
    const units = held[0] ? told.map((each, i) => hold.unit(held, each, nets[i].net)) : [];
    unit.show(held, units, curves);
    const { settings, set } = nets[0];
    lines = say.sentences(told, settings, told[0].done, raw[1].labels, live.get("statistics"));
    const lost = hold.lost();
    if (units.length) lines.push(say.held.sentence(held, units, settings, set.inputs));
    else if (lost) lines.push(say.held.lost(lost));
  }

  let given = "";
  /**
   * Hand weights and code over to Python.
   * @param {import("./lab.js").Trainee[]} nets
   * @param {string} text
   */
  function give(nets, text) {
    const which = JSON.stringify(traits());
    if (which === given) return;
    given = which;
    live.model.set("_trained", handover(traits(), nets, text));
  }

  const heading = () => say.heading(live.get("data"));
  return { layout, update, heading, grown: () => !small && open !== hold.on() };
}
