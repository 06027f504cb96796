/** Native controls with real labels. They know neither numbers' meaning nor pictures. */

import { clamp } from "./math.js";

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
 * A slider in one line: label, track, value.
 * @param {{symbol: string, name: string, role: string, min: number, max: number, step: number,
 *   signal: AbortSignal, input(value: number): void}} options
 */
export function range({ symbol, name, role, min, max, step, signal, input }) {
  const track = node("input", "");
  Object.assign(track, { type: "range", min, max, step });
  // JupyterLab would take the arrow keys for itself.
  track.dataset.lmSuppressShortcuts = "true";
  track.addEventListener("input", () => input(track.valueAsNumber), { signal });
  const value = node("span", "actnorm-value");
  value.setAttribute("aria-hidden", "true"); // the slider says it
  const label = node(
    "label",
    `actnorm-range is-${role}`,
    node("b", "", symbol),
    node("span", "", name),
    track,
    value,
  );
  let shown = "";
  return {
    el: label,
    /**
     * @param {number} position
     * @param {string} text
     */
    show(position, text) {
      const at = String(position);
      if (track.value !== at) track.value = at;
      // Python may set more than the track shows; then the thumb rests at its end.
      const share = `${(100 * clamp((position - min) / (max - min), 0, 1)).toFixed(2)}%`;
      track.style.setProperty("--at", share);
      if (text === shown) return;
      shown = text;
      value.textContent = text;
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
  const made = node("button", "actnorm-button", text);
  made.type = "button";
  made.addEventListener("click", press, { signal });
  return made;
}

/**
 * @param {string} name
 * @param {[string, string][]} choices value and text
 * @param {AbortSignal} signal
 * @param {(value: string) => void} choose
 */
export function select(name, choices, signal, choose) {
  const box = node("select", "");
  box.dataset.lmSuppressShortcuts = "true";
  for (const [value, text] of choices) box.add(new Option(text, value));
  box.addEventListener("change", () => choose(box.value), { signal });
  return {
    el: node("label", "actnorm-select", node("span", "", name), box),
    /** @param {string} value */
    show(value) {
      if (box.value !== value) box.value = value;
    },
  };
}

/** Sentences under a picture, each its own line. */
export function words() {
  const el = node("div", "actnorm-words");
  /** @type {string[]} */
  const shown = [];
  return {
    el,
    /** @param {string[]} lines */
    show(lines) {
      while (el.children.length < lines.length) el.append(node("p", ""));
      for (let i = 0; i < el.children.length; i++) {
        const text = lines[i] ?? "";
        if (shown[i] !== text) el.children[i].textContent = shown[i] = text;
      }
    },
  };
}
