/** Six sick training runs: look, commit to a diagnosis and a cure, then see the cured run. */
import { button, node, range, select, words } from "./controls.js";
import { chart, TALL } from "./doctor_panels.js";
import { describePatient } from "./doctor_words.js";
import { add, canvas, put, resize } from "./plot.js";
import { write } from "./softmax_panels.js";
import { NARROW, view } from "./view.js";

const TRAITS = ["case", "epoch", "diagnosis", "cure", "committed"];
const ROW = TALL + 78; // a chart with its title and its axis, px
const SILENT = "The answer stands here when you have committed yourself to both.";
const LAYERS = { name: "hidden layer", first: 1 };

/**
 * @typedef {import("./doctor_words.js").Run} Run
 * @typedef {Record<string, [string, string]>} Says name of a choice: grade and sentence
 * @typedef {{complaint: string, net: string, runs: Record<string, number>,
 *   says: {diagnosis: Says, cure: Says}}} Patient
 */

/**
 * @param {{model: import("./view.js").Model, el: HTMLElement}} context
 * @returns {() => void}
 */
export function renderDoctor({ model, el }) {
  /** @type {Patient[]} */
  const patients = model.get("_patients");
  /** @type {Run[]} */
  const runs = model.get("_runs");
  /** @type {Record<string, string>} */
  const grades = model.get("_grades");
  const first = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const last = runs[0].loss.length - 1;
  const depth = runs[0].flat[0].length;
  const units = 32;
  const live = view(model, el, { traits: TRAITS, layout, update });
  const { signal } = live;
  const none = { diagnosis: "", cure: "", committed: false };

  const choose = select(
    "patient",
    patients.map((_, i) => [String(i + 1), String(i + 1)]),
    signal,
    (value) => live.set({ case: Number(value), ...none }),
  );
  const reset = button("Reset", signal, () => live.set(first));
  const card = node("p", "actnorm-card");
  const clock = range({
    symbol: "t",
    name: "epoch",
    role: "accent",
    min: 0,
    max: last,
    step: 1,
    signal,
    input: (epoch) => live.set({ epoch }),
  });

  const svg = canvas(el, "A training run: loss and accuracy by epoch, and five values by layer");
  const time = { name: "epoch", first: 0, last };
  const layer = { ...LAYERS, last: depth };
  const loss = chart(svg, {
    ...time,
    title: "loss",
    role: "output",
    decades: [-2, 4],
    looks: [{ role: "output" }],
  });
  const right = chart(svg, {
    ...time,
    title: "right, %",
    role: "output",
    looks: [{ role: "input", square: true }, { role: "output" }],
  });
  /** @type {(title: string, role: string, decades: [number, number]) => ReturnType<typeof chart>} */
  const byLayer = (title, role, decades) =>
    chart(svg, { ...layer, title, role, decades, looks: [{ role }] });
  const spread = byLayer("spread of z", "input", [-2, 4]);
  const flat = chart(svg, {
    ...layer,
    title: "flat ●, dead ■, %",
    role: "output",
    looks: [{ role: "output" }, { role: "dead", square: true }],
  });
  const gradient = byLayer("gradient (RMS)", "gradient", [-8, 2]);
  const ratio = byLayer("step / weights", "gradient", [-8, 0]);
  const charts = [loss, right, spread, flat, gradient, ratio];
  const key = write(svg, "actnorm-note", "right: ■ in training, ● in the owner’s test");
  const dashes = add(svg, "path", "actnorm-curve is-output is-cured");
  const cureKey = write(svg, "actnorm-note", "with your cure");

  const text = words();
  const pickers = /** @type {const} */ (["diagnosis", "cure"]).map((name) => {
    const offered = Object.entries(model.get(name === "cure" ? "cures" : "diagnoses"));
    const made = select(
      name,
      [["", "choose …"], .../** @type {[string, string][]} */ (offered)],
      signal,
      (value) => live.set({ [name]: value, committed: false }),
    );
    return { name, ...made };
  });
  const commit = button("Commit", signal, () => live.set({ committed: true }));
  const answer = node("div", "actnorm-words actnorm-answer", node("p", ""), node("p", ""));
  answer.setAttribute("aria-live", "polite");
  el.classList.add("actnorm", "actnorm-doctor");
  el.append(
    node("div", "actnorm-bar", choose.el, reset),
    card,
    node("div", "actnorm-controls", clock.el),
    svg,
    text.el,
    node(
      "fieldset",
      "",
      node("legend", "", "What is wrong, and what do you do?"),
      ...pickers.map(({ el: label }) => label),
      commit,
    ),
    answer,
  );

  /** @param {number} width */
  function layout(width) {
    const across = width < NARROW ? 2 : 3;
    const part = (width - 14 * (across - 1)) / across;
    charts.forEach((each, i) => {
      each.place((i % across) * (part + 14), 14 + Math.floor(i / across) * ROW, part);
    });
    const foot = Math.ceil(charts.length / across) * ROW + 8;
    put(key, { x: 0, y: foot });
    const [x, y] = width < NARROW ? [0, foot + 20] : [300, foot];
    put(dashes, { d: `M${x},${y - 4}h26` });
    put(cureKey, { x: x + 32, y });
    resize(svg, width, (width < NARROW ? foot + 20 : foot) + 8);
  }

  function update() {
    const [number, epoch, diagnosis, cure, committed] = TRAITS.map((name) => model.get(name));
    const patient = patients[number - 1];
    const sick = runs[patient.runs[""]];
    const cured = committed ? runs[patient.runs[cure]] : null;
    /** @param {(run: Run) => import("./doctor_words.js").Row[]} rows */
    const both = (rows) => /** @type {const} */ ([rows(sick), cured && rows(cured)]);
    loss.show(...both((run) => [run.loss]));
    right.show(...both((run) => [run.accuracy, run.test]));
    spread.show(...both((run) => [run.spread[epoch]]));
    flat.show(...both((run) => [run.flat[epoch], run.dead[epoch].map((n) => n / units)]));
    gradient.show(...both((run) => [run.gradient[epoch]]));
    ratio.show(...both((run) => [run.ratio[epoch]]));
    for (const each of [loss, right]) each.point(epoch);
    for (const each of [dashes, cureKey]) put(each, { opacity: cured ? 1 : 0 });

    choose.show(String(number));
    card.textContent = `“${patient.complaint}” (${patient.net})`;
    clock.show(epoch, epoch ? String(epoch) : "0, before");
    pickers.forEach((picker, i) => {
      picker.show([diagnosis, cure][i]);
    });
    commit.disabled = !(diagnosis && cure) || committed;
    const { says } = patient;
    const chosen = committed ? [says.diagnosis[diagnosis], says.cure[cure]] : [];
    [...answer.children].forEach((line, i) => {
      const told = chosen[i] ? `${grades[chosen[i][0]]} ${chosen[i][1]}` : i ? "" : SILENT;
      if (line.textContent !== told) line.textContent = told;
    });
    answer.classList.toggle("is-open", committed);
    const lines = describePatient(sick, epoch, units * depth);
    text.show(lines);
    return lines;
  }

  live.start();
  return live.end;
}
