/** Functions beside the chosen one: which they are, what each line means, where they are at x. */
import { native, node } from "../js/controls.js";
import { add, put } from "../js/plot.js";
import { at } from "./math.js";
import * as say from "./messages.js";

/** @typedef {import("./view.js").Drawn} Drawn */
/** @typedef {import("../js/view.js").Live} Live */

const [SAMPLE, GAP, LETTER] = [24, 14, 7.4]; // user units: a line, what is between two names, a letter
export const ROW = 18;

/**
 * The names of those beside the chosen one.
 * @param {Live} live
 * @param {string[]} [names] of those that are to stand there
 * @returns {string[]}
 */
export const besides = (live, names = live.get("compare")) =>
  names.filter((name) => name !== live.get("name"));

/** Those that are asked for, if their data have come or not. @param {Live} live */
const chosen = (live) => besides(live, live.model.asked?.("compare"));

/**
 * A fold of check boxes; they are made when it is first opened.
 * @param {Live} live
 */
export function boxes(live) {
  const { choices, most } = live.offers("compare");
  const line = node("summary", "", say.compare(most));
  line.setAttribute("data-lm-suppress-shortcuts", "true"); // its keys are not JupyterLab's
  const fold = node("details", "actnorm-compare", line);
  /** @type {[string, HTMLInputElement][]} */
  const made = [];

  function show() {
    const others = chosen(live);
    for (const [name, box] of made) {
      const chosen = name === live.get("name");
      box.checked = chosen || others.includes(name);
      box.disabled = chosen || (!box.checked && others.length >= most);
    }
  }

  function make() {
    if (made.length) return;
    const list = node("div", "actnorm-boxes");
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", say.compare(most));
    fold.append(list);
    for (const [name, text] of choices) {
      const box = native(node("input", ""));
      Object.assign(box, { type: "checkbox", name: "compare", value: name });
      const change = () => {
        const rest = chosen(live).filter((each) => each !== name);
        live.set({ compare: box.checked ? [...rest, name] : rest });
        show();
      };
      box.addEventListener("change", change, { signal: live.signal });
      list.append(node("label", "", box, text));
      made.push([name, box]);
    }
    show();
  }
  fold.addEventListener("toggle", make, { signal: live.signal });
  return { el: fold, show };
}

/**
 * What each line means, in the room of the upper title and, where that is too short, in rows below;
 * and where each is at x.
 * @param {Element} svg
 */
export function beside(svg) {
  const group = add(svg, "g", "actnorm-others");
  /** Each with its marks on f and f′. @type {[Drawn, Element, Element][]} */
  let all = [];
  return {
    labels: () => all.map(([{ label }]) => label),
    /**
     * @param {Drawn[]} others
     * @param {{left: number, used: number, width: number, y: number}} room
     *   where the title begins, how many letters it has, where its line ends and stands
     * @returns {number} how many rows below the title's the names take
     */
    draw(others, { left, used, width, y }) {
      group.replaceChildren();
      let [x, row] = [left + used * LETTER + GAP, 0];
      all = others.map((each, i) => {
        const room = SAMPLE + 6 + each.label.length * LETTER;
        if (x + room > width) [x, row] = [left, row + 1];
        const line = y + row * ROW;
        add(group, "path", `actnorm-beside is-${i + 1}`, { d: `M${x},${line - 4}h${SAMPLE}` });
        add(group, "text", "", { x: x + SAMPLE + 6, y: line }).textContent = each.label;
        x += room + GAP;
        const mark = () => add(group, "circle", "actnorm-at", { r: 4 });
        return [each, mark(), mark()];
      });
      return row;
    },
    /**
     * @param {number} x
     * @param {number} px its pixel
     * @param {import("../js/scale.js").Scale} upper of f
     * @param {import("../js/scale.js").Scale} lower of f′
     */
    move(x, px, upper, lower) {
      return all.map(([{ label, pieces, kinks }, on, below]) => {
        const there = at(pieces, kinks, x);
        put(on, { cx: px, cy: upper(there.f) });
        put(below, { cx: px, cy: lower(there.grad) });
        return { label, ...there };
      });
    },
  };
}
