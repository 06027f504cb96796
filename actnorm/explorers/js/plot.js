/** Drawing: SVG elements, axes, curves, and the point that is held. Takes data, knows no model. */
import { marks } from "./scale.js";

/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {Record<string, string | number>} Attributes */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {Element} parent
 * @param {string} name
 * @param {string} [className]
 * @param {Attributes} [attributes]
 */
export function add(parent, name, className, attributes) {
  const made = document.createElementNS(SVG, name);
  if (className) made.setAttribute("class", className);
  if (attributes) put(made, attributes);
  parent.append(made);
  return made;
}

/**
 * Write attributes. What stands there already is left alone: a browser would lay it out anew.
 * @param {Element} element
 * @param {Attributes} attributes
 */
export function put(element, attributes) {
  for (const name in attributes) {
    const value = String(attributes[name]);
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/**
 * Write the text of an element, in the same way. The node of an older text is kept.
 * @param {Element} element
 * @param {string} text
 */
export function tell(element, text) {
  const old = /** @type {Text | null} */ (element.firstChild);
  if (!old) element.textContent = text;
  else if (old.data !== text) old.data = text;
}

/**
 * Text, by default without any place yet.
 * @param {Element} parent
 * @param {string} [className]
 * @param {string} [text]
 * @param {"start" | "middle" | "end"} [anchor]
 */
export function write(parent, className = "", text = "", anchor = "start") {
  const made = add(parent, "text", className, anchor === "start" ? {} : { "text-anchor": anchor });
  if (text) made.textContent = text;
  return made;
}

export const EM = 15; // user units of a picture to an em: with the usual font, CSS pixels

/**
 * The picture of a figure. Its user units grow and shrink with the reader's font, and so does its
 * height; its width is that of the figure.
 * @param {Element} parent
 * @param {string} label
 */
export function canvas(parent, label) {
  const given = { role: "group", "aria-label": label, preserveAspectRatio: "xMidYMin" };
  return add(parent, "svg", "actnorm-picture", { ...given, width: "100%" });
}

/**
 * @param {Element} svg
 * @param {number} width
 * @param {number} height
 */
export function resize(svg, width, height) {
  put(svg, { height: `${+(height / EM).toFixed(3)}em`, viewBox: `0 0 ${width} ${height}` });
}

/**
 * How a place on the screen becomes one in the picture, whatever scales it: the figure's own fit,
 * a slide's transform, the reader's zoom.
 * @param {Element} svg
 */
export function ruler(svg) {
  const { left, width, height } = svg.getBoundingClientRect();
  const [, , across, down] = (svg.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const scale = Math.min(width / across, height / down);
  const margin = (width - across * scale) / 2;
  return (/** @type {number} */ clientX) => (clientX - left - margin) / scale;
}

/** What each axis shows. @type {WeakMap<Element, string>} */
const axes = new WeakMap();

/**
 * An axis whose ticks run through the plot as guide lines.
 * @param {Element} group
 * @param {"bottom" | "left" | "top"} side
 * @param {Scale} scale
 * @param {{ticks: number, length: number, mute?: boolean, name?(value: number): string}} options
 *   how many ticks; how far the guide lines reach; without labels if another axis has them; what
 *   stands for a value if not the number itself
 */
export function axis(group, side, scale, { ticks, length, mute = false, name }) {
  const [a, b] = scale.range;
  const upright = side === "left";
  const away = side === "bottom" ? -1 : 1; // from the axis into the plot
  const shown = [scale.domain, scale.range, ticks, length].join();
  if (axes.get(group) === shown) return;
  axes.set(group, shown);
  const lines = [];
  const labels = [];
  for (const { value, label } of marks(scale, ticks)) {
    const at = scale(value).toFixed(1);
    lines.push(upright ? `M0,${at}h${length}` : `M${at},0v${away * length}`);
    const text = document.createElementNS(SVG, "text");
    /** @type {Attributes} */
    const place = upright
      ? { x: -8, y: at, dy: "0.35em", "text-anchor": "end" }
      : { x: at, y: side === "top" ? -8 : 18, "text-anchor": "middle" };
    put(text, place);
    text.textContent = name?.(value) ?? label;
    labels.push(text);
  }
  put(group, { "aria-hidden": "true" }); // tick labels, one by one, tell a listener nothing
  group.replaceChildren();
  add(group, "path", "actnorm-grid", { d: lines.join("") });
  add(group, "path", "actnorm-rule", { d: upright ? `M0,${a}V${b}` : `M${a},0H${b}` });
  if (!mute) group.append(...labels);
}

/**
 * One path through several pieces of a curve, lifted between them.
 * @template {{x: number[]}} P
 * @param {readonly P[]} pieces
 * @param {(piece: P) => number[]} values
 * @param {Scale} x
 * @param {Scale} y
 */
export function curve(pieces, values, x, y) {
  return pieces
    .map((p) => {
      const v = values(p);
      return `M${p.x.map((at, i) => `${x(at).toFixed(2)},${y(v[i]).toFixed(2)}`).join("L")}`;
    })
    .join("");
}

/**
 * A rectangle as path data.
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
export const box = (x0, y0, x1, y1) =>
  `M${x0.toFixed(1)},${y0.toFixed(1)}H${x1.toFixed(1)}V${y1.toFixed(1)}H${x0.toFixed(1)}Z`;

const SIDEWAYS = 4; // px

const KEYS = /** @type {Record<string, number>} */ ({
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
  Home: -1 / 0,
  End: 1 / 0,
});

/**
 * A point to hold: by mouse or finger along x, and by keyboard as a slider.
 *
 * The surface keeps `touch-action: pan-y`: a finger moving sideways moves the point, one moving up
 * or down scrolls the page.
 * @param {Element} parent
 * @param {{label: string, min: number, max: number, surface?: Element, signal: AbortSignal,
 *   move(x: number): void, step(steps: number): void}} options
 *   `surface` hears the pointer, by default the point alone; `move` gets pixels of the picture
 */
export function handle(parent, { label, min, max, surface, signal, move, step }) {
  const group = add(parent, "g", "actnorm-handle", {
    role: "slider",
    tabindex: 0,
    "aria-label": label,
    "aria-orientation": "horizontal",
    "aria-valuemin": min,
    "aria-valuemax": max,
    "data-lm-suppress-shortcuts": "true",
  });
  add(group, "circle", "actnorm-reach", { r: 22 });
  add(group, "circle", "actnorm-focus", { r: 13 });
  add(group, "circle", "actnorm-dot", { r: 8 });

  const ground = surface ?? group;
  const picture = /** @type {Element} */ (parent.closest(".actnorm-picture"));
  /** @type {ReturnType<typeof ruler>} */
  let place;
  let start = { x: 0, y: 0 };
  /** A finger is "unsure" until it has gone sideways: going up or down, it scrolls the page. */
  let grip = /** @type {"none" | "unsure" | "held"} */ ("none");
  let pointer = -1;
  const heard = /** @type {[string, (event: PointerEvent) => void][]} */ ([
    [
      "pointerdown",
      (event) => {
        if (event.button !== 0 || !event.isPrimary) return;
        const mouse = event.pointerType === "mouse";
        grip = mouse ? "held" : "unsure";
        pointer = event.pointerId;
        start = { x: event.clientX, y: event.clientY };
        place = ruler(picture); // the one layout read, once per grip
        ground.setPointerCapture(pointer);
        if (!mouse) return;
        event.preventDefault(); // no text selection on the way
        /** @type {SVGElement} */ (group).focus({ preventScroll: true });
        move(place(event.clientX));
      },
    ],
    [
      "pointermove",
      (event) => {
        if (event.pointerId !== pointer) return;
        const [dx, dy] = [Math.abs(event.clientX - start.x), Math.abs(event.clientY - start.y)];
        if (grip === "unsure" && dx > SIDEWAYS && dx > dy) grip = "held";
        if (grip === "held") move(place(event.clientX));
      },
    ],
    [
      "pointerup",
      (event) => {
        if (event.pointerId !== pointer) return;
        if (grip !== "none") move(place(event.clientX)); // a tap, too
        grip = "none";
      },
    ],
    [
      "pointercancel",
      () => {
        grip = "none";
      },
    ],
  ]);
  for (const [name, listener] of heard)
    ground.addEventListener(name, /** @type {EventListener} */ (listener), { signal });
  // A second finger, wherever it is put, means the page: the first one lets go.
  const release = (/** @type {PointerEvent} */ event) => {
    if (!event.isPrimary) grip = "none";
  };
  window.addEventListener("pointerdown", release, { signal, capture: true });
  group.addEventListener(
    "keydown",
    (event) => {
      const { key, ctrlKey, metaKey, altKey } = /** @type {KeyboardEvent} */ (event);
      if (!(key in KEYS) || ctrlKey || metaKey || altKey) return;
      event.preventDefault();
      step(KEYS[key]);
    },
    { signal },
  );
  return {
    el: group,
    /**
     * @param {number} x
     * @param {number} y
     * @param {number} value
     * @param {string} text
     */
    show(x, y, value, text) {
      put(group, {
        transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`,
        "aria-valuenow": value,
        "aria-valuetext": text,
      });
    },
  };
}
