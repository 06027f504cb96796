/** Six sick training runs: look, commit to a diagnosis and a cure, then see the cured run. */
import { node } from "../js/controls.js";
import { add, put, tell, write } from "../js/plot.js";
import { explorer } from "../js/view.js";
import { record } from "./data.js";
import * as say from "./messages.js";
import { chart } from "./panels.js";

/** @typedef {import("./messages.js").Run} Run */

const GAP = 14; // between charts, px

/** @param {import("../js/view.js").Context} context */
export const render = (context) => explorer(context, say.frame, build);
export default { render };

/** @param {import("../js/view.js").Live} live */
function build(live) {
  const { svg } = live;
  /** @type {number[]} */
  const hidden = live.get("_hidden");
  const units = hidden.reduce((a, b) => a + b);
  const { max: last } = live.offers("epoch");
  const { patients, runs } = record(live, last + 1, hidden.length);
  const looks = live.offers("look").choices.map(([name]) => name);

  const time = { name: say.axes.epoch, first: 0, last, inset: 0 };
  const layers = { name: say.axes.layer, first: 1, last: hidden.length, inset: 0.3 };
  /** @type {(name: "spread" | "gradient" | "ratio", role: string, decades: [number, number]) => ReturnType<typeof chart>} */
  const byLayer = (name, role, decades) =>
    chart(svg, { ...layers, title: say.charts[name], role, decades, looks: [{ role }] });
  const loss = chart(svg, {
    ...time,
    title: say.charts.loss,
    role: "output",
    decades: [-2, 4],
    looks: [{ role: "output" }],
  });
  const right = chart(svg, {
    ...time,
    title: say.charts.right,
    role: "output",
    looks: [{ role: "input", square: true }, { role: "output" }],
  });
  const spread = byLayer("spread", "input", [-2, 4]);
  const saturated = chart(svg, {
    ...layers,
    title: say.charts.saturated,
    role: "output",
    looks: [{ role: "output" }, { role: "dead", square: true }],
  });
  const gradient = byLayer("gradient", "gradient", [-8, 2]);
  const ratio = byLayer("ratio", "gradient", [-8, 0]);
  const charts = [loss, right, spread, saturated, gradient, ratio]; // two for each look
  const key = write(svg, "actnorm-note", say.keys.right);
  const cureKey = add(svg, "g", "actnorm-cure-key");
  const dashes = add(cureKey, "path", "actnorm-curve is-output is-cured");
  const cureText = write(cureKey, "actnorm-note", say.keys.cured);

  const card = node("p", "actnorm-card");
  const commit = live.button(say.commit, () => {
    // It keeps the focus when there is nothing more to commit to; so it is never truly disabled.
    if (!ready()) return;
    live.set({ committed: true });
    answer.scrollIntoView({ block: "nearest" });
  });
  const answer = node("div", "actnorm-answer", node("p", ""), node("p", ""));
  const none = { diagnosis: "", cure: "", committed: false };
  const look = live.choice("look", say.choose.look, { text: (name) => say.looks[name] });
  look.classList.add("actnorm-look");
  live.bar.append(
    live.choice("case", say.choose.case, {
      choose: (number) => live.set({ case: number, ...none }),
    }),
    live.reset(),
    card,
    look,
  );
  /** @type {(name: "diagnosis" | "cure", texts: Record<string, string>) => HTMLElement} */
  const pick = (name, texts) =>
    live.choice(name, say.choose[name], {
      text: (choice) => texts[choice],
      choose: (choice) => live.set({ [name]: choice, committed: false }),
    });
  live.controls.append(
    live.slider("epoch", say.sliders.epoch, "accent", { text: say.moment }),
    node(
      "fieldset",
      "",
      node("legend", "", say.question),
      pick("diagnosis", say.diagnoses),
      pick("cure", say.cures),
      commit,
    ),
    answer,
  );
  const body = live.bar.closest(".actnorm-body");
  let together = true; // all charts, or two of them

  const ready = () => live.get("diagnosis") && live.get("cure") && !live.get("committed");

  /** What the page answers: nothing before the reader has committed. */
  function answers() {
    if (!live.get("committed")) return [];
    const [number, diagnosis, cure] = [live.get("case"), live.get("diagnosis"), live.get("cure")];
    const { grades, runs: tried } = patients[number - 1];
    const tests = [runs[tried[""]], runs[tried[cure]]].map(({ test }) => test[last]);
    return [
      say.diagnosed(number, diagnosis, grades.diagnosis[diagnosis]),
      say.treated(number, cure, grades.cure[cure], /** @type {[number, number]} */ (tests)),
    ];
  }

  /**
   * @param {number} width
   * @param {boolean} narrow
   */
  function layout(width, narrow) {
    together = !narrow;
    const [across, tall] = narrow ? [2, 96] : [3, 104];
    const part = (width - GAP * (across - 1)) / across;
    const row = tall + (narrow ? 68 : 74);
    charts.forEach((each, i) => {
      const down = narrow ? 0 : Math.floor(i / across); // narrow, all pairs have the same place
      each.place((i % across) * (part + GAP), 14 + down * row, part, tall);
    });
    const foot = (narrow ? 1 : 2) * row + 8;
    const [x, y] = narrow ? [0, foot + 18] : [300, foot];
    put(key, { x: 0, y: foot });
    put(dashes, { d: `M${x},${y - 4}h26` });
    put(cureText, { x: x + 32, y });
    return y + 8;
  }

  function update() {
    const [number, epoch, committed] = [live.get("case"), live.get("epoch"), live.get("committed")];
    const { runs: tried } = patients[number - 1];
    const sick = runs[tried[""]];
    const cured = committed ? runs[tried[live.get("cure")]] : null;
    /** @param {(run: Run) => import("./messages.js").Row[]} rows */
    const both = (rows) => /** @type {const} */ ([rows(sick), cured && rows(cured)]);
    loss.show(...both((run) => [run.loss]));
    right.show(...both((run) => [run.accuracy, run.test]));
    spread.show(...both((run) => [run.spread[epoch]]));
    const dead = (/** @type {Run} */ run) => run.dead[epoch].map((count, i) => count / hidden[i]);
    saturated.show(...both((run) => [run.saturated[epoch], dead(run)]));
    gradient.show(...both((run) => [run.gradient[epoch]]));
    ratio.show(...both((run) => [run.ratio[epoch]]));
    for (const each of [loss, right]) each.point(epoch);

    const seen = looks.indexOf(live.get("look"));
    charts.forEach((each, i) => {
      each.turn(together || Math.floor(i / 2) === seen);
    });
    put(key, { visibility: together || seen === 0 ? "inherit" : "hidden" });
    put(cureKey, { visibility: cured ? "inherit" : "hidden" });
    for (const [i, name] of looks.entries()) body?.classList.toggle(`is-${name}`, i === seen);

    tell(card, say.card(number));
    put(commit, { "aria-disabled": String(!ready()) });
    const told = committed ? answers() : [say.silent];
    [...answer.children].forEach((line, i) => {
      tell(line, told[i] ?? "");
    });
    answer.classList.toggle("is-open", committed);
    return say.sentences(sick, epoch, units);
  }

  const heading = () => say.heading(live.get("case"));
  return { layout, update, heading, answer: () => answers().join(" ") };
}
