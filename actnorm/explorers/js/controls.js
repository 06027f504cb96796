/** Native controls with real labels. They know neither numbers' meaning nor pictures: `tell` alone is shared. */

import { clamp } from "./math.js";
import { tell } from "./plot.js";

/**
 * What a control offers, as actnorm/explorers/traits.py writes it.
 * @typedef {{min?: number, max?: number, step?: number, digits?: number, per_decade?: number,
 *   stops?: number[], allowed?: [number, number], choices?: [any, string][], most?: number,
 *   data?: string}} Control
 *   `data`: the trait that has what each choice shows, by choice
 */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function node(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/**
 * The positions of a slider and the values they stand for.
 * @param {Control} control
 */
export function positions({ min = 0, max = 0, step = 1, per_decade: perDecade, digits, stops }) {
  if (stops) {
    const near = (/** @type {number} */ value) =>
      stops.reduce(
        (best, stop, k) => (Math.abs(stop - value) < Math.abs(stops[best] - value) ? k : best),
        0,
      );
    return {
      min: 0,
      max: stops.length - 1,
      step: 1,
      at: near,
      value: (/** @type {number} */ k) => stops[k],
    };
  }
  if (perDecade) {
    const at = (/** @type {number} */ value) => Math.round(perDecade * Math.log10(value));
    const value = (/** @type {number} */ k) => Number((10 ** (k / perDecade)).toPrecision(digits));
    return { min: at(min), max: at(max), step: 1, at, value };
  }
  const same = (/** @type {number} */ value) => value;
  return { min, max, step, at: same, value: same };
}

/**
 * What every native control needs: JupyterLab must not take its keys (`d d` deletes the cell), and
 * Back must not bring back a position that the figure knows nothing of.
 * @template {HTMLInputElement | HTMLSelectElement | HTMLButtonElement} T
 * @param {T} control
 */
export function native(control) {
  control.setAttribute("data-lm-suppress-shortcuts", "true");
  if (control.localName !== "button") control.setAttribute("autocomplete", "off");
  return control;
}

/**
 * A slider in one line: label, track, value.
 * @param {{trait: string, symbol: string, name: string, role: string, control: Control,
 *   signal: AbortSignal, input(value: number): void}} options
 *   `trait` is what it moves, "gamma", or which part of it, "logits.0"
 */
export function range({ trait, symbol, name, role, control, signal, input }) {
  const { min, max, step, at, value: valueAt } = positions(control);
  const track = native(node("input", ""));
  Object.assign(track, { name: trait, type: "range", min, max, step });
  track.addEventListener("input", () => input(valueAt(track.valueAsNumber)), { signal });
  const value = node("span", "actnorm-value");
  value.setAttribute("aria-hidden", "true"); // the slider says it
  const words = [node("b", "", symbol), node("span", "", name)];
  const label = node("label", `actnorm-range is-${role}`, ...words, track, value);
  let shown = "";
  return {
    el: label,
    /**
     * @param {number} to
     * @param {string} text
     * @param {string} moves the trait, or which part of it now
     */
    show(to, text, moves) {
      if (track.name !== moves) track.name = moves;
      // Python may set more than the track shows; then the thumb rests at its end.
      const position = String(clamp(at(to), min, max));
      if (track.value !== position) track.value = position;
      if (text === shown) return;
      shown = text;
      tell(value, text);
      track.setAttribute("aria-valuetext", text);
    },
  };
}

/**
 * @param {string} text
 * @param {AbortSignal} signal
 * @param {() => void} press
 */
export function button(text, signal, press) {
  const made = native(node("button", "actnorm-button", text));
  made.type = "button";
  made.addEventListener("click", press, { signal });
  return made;
}

/**
 * A drop-down; where it cannot be used, on paper or without scripts, the chosen text stands there.
 * @param {string} trait
 * @param {string} name
 * @param {[any, string][]} choices value and text
 * @param {AbortSignal} signal
 * @param {(value: any) => void} choose
 */
export function select(trait, name, choices, signal, choose) {
  const box = native(node("select", ""));
  box.name = trait;
  for (const [value, text] of choices) {
    const option = node("option", "", text);
    option.value = String(value);
    box.append(option);
  }
  const find = (/** @type {string} */ text) => choices.find(([value]) => String(value) === text);
  box.addEventListener("change", () => choose(find(box.value)?.[0]), { signal });
  const chosen = node("span", "actnorm-chosen");
  chosen.setAttribute("aria-hidden", "true"); // the drop-down says it
  return {
    el: node("label", "actnorm-select", node("span", "", name), box, chosen),
    box,
    /** @param {any} value */
    show(value) {
      const now = String(value);
      if (box.value !== now) box.value = now;
      const text = find(now)?.[1] ?? "";
      tell(chosen, text);
    },
  };
}

/** Sentences under a picture, each its own line. */
export function words() {
  const el = node("div", "actnorm-words");
  return {
    el,
    /** @param {string[]} lines */
    show(lines) {
      while (el.children.length < lines.length) el.append(node("p", ""));
      [...el.children].forEach((line, i) => {
        tell(line, lines[i] ?? "");
      });
    },
  };
}
