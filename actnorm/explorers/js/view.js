/** The frame that all figures share, and a view's life: what it hears, when it draws, how it leaves. */

import { button, node, range, select, words } from "./controls.js";
import { clamp, snap } from "./math.js";
import { fixed, tiny } from "./numbers.js";
import { canvas, EM, resize } from "./plot.js";

/**
 * The part of a widget model that an explorer may use (anywidget's front-end module protocol).
 * @typedef {{get(name: string): any, set(name: string, value: unknown): void, save_changes(): void,
 *   on(event: string, callback: () => void): void, off(event: string, callback: () => void): void,
 *   asked?(name: string): any}} Model
 *   `asked`, on a page only: a choice whose data are still on their way (`later.js`)
 *
 * @typedef {{model: Model, el: HTMLElement}} Context
 * @typedef {import("./controls.js").Control} Control
 *
 * What an explorer makes of its frame. `layout` lays the picture out for a width in user units and
 * returns its height, which may depend on `narrow` and the model but not on the width; `update`
 * moves what follows the traits and returns what it shows, in sentences; `heading` says for which
 * state, to whoever reads the description alone, and `ending` what is left to say. `answer` is what
 * stands elsewhere because the reader asked for it, and is heard alone when it comes. `grown` says
 * that the picture needs another height than it was laid out for.
 * @typedef {{layout(width: number, narrow: boolean): number, update(): string[],
 *   heading?(): string, ending?(): string, answer?(): string, grown?(): boolean}} Picture
 */

const NARROW = 480; // user units; below it everything stands in one column
const LEAST = 290; // a picture is never laid out for less: rather than lose text, it shrinks
const SAY_AFTER = 700; // ms of stillness before a screen reader is told what the picture shows

/** Which view of a model was moved last: it alone announces. @type {WeakMap<object, object>} */
const speakers = new WeakMap();

/**
 * Build a figure into `el` and keep it in step with the model.
 * @param {Context} context
 * @param {{title: string, picture: string, reset: string}} say
 *   name of the figure if its cell gave none, name of the picture, text of the reset button
 * @param {(live: Live) => Picture} build
 * @returns {() => void} ends the view and leaves nothing behind
 */
export function explorer({ model, el }, say, build) {
  const controls = /** @type {Record<string, Control>} */ (model.get("_controls"));
  const first = model.get("_first");
  for (const name of Object.keys(controls))
    demand(name, model.get(name), first[name], controls[name]);
  const gone = new AbortController();
  const { signal } = gone;
  const kind = `actnorm-${model.get("_explorer")}`;

  const stage = node("div", "actnorm-stage");
  // Its height is zero whatever the picture does, so observing it never starts a loop.
  const ruler = node("div", "actnorm-ruler");
  stage.append(ruler);
  const svg = canvas(stage, say.picture);
  const text = words();
  const status = node("div", "actnorm-status");
  status.setAttribute("role", "status");
  const [bar, board] = [node("div", "actnorm-bar"), node("div", "actnorm-controls")];
  el.classList.add("actnorm", kind);
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", model.get("title") || say.title);
  const seen = node("div", "actnorm-seen", stage, text.el);
  el.append(node("div", "actnorm-body", bar, seen, board), status);

  const me = {};
  // Every view of a model gets the same object here, though not the same model (anywidget wraps it).
  const key = controls;
  /** @type {(() => void)[]} what each control shows */
  const shown = [];
  let [width, frame, unsaved, timer] = [0, 0, false, 0];
  let due = false; // something has changed that is not drawn yet
  let [busy, marked] = [false, false]; // the figure as it is, and as it says that it is
  /** What it says, and its answer; then what of it was announced. */
  let [said, told] = [
    ["", ""],
    ["", ""],
  ];

  /** @param {Record<string, unknown>} values */
  const set = (values) => {
    for (const name of Object.keys(values)) model.set(name, values[name]);
    speakers.set(key, me);
    unsaved = true;
    schedule();
  };
  const live = {
    model,
    svg,
    bar,
    controls: board,
    signal,
    set,
    /** The picture is not there yet: draw on in the next frame, and say so. */
    again() {
      busy = true;
      inFrame();
    },
    /** A value now. @param {string} name */
    get: (name) => model.get(name),
    /**
     * The nearest value that a control offers.
     * @param {string} name
     * @param {number} value
     */
    near(name, value) {
      const { min = 0, max = 0, step = 1 } = controls[name];
      return clamp(snap(value, step), min, max);
    },
    /** What a control offers. @param {string} name */
    offers: (name) => /** @type {Required<Control>} */ (controls[name]),
    /**
     * A slider for a trait; `text` writes the value if its decimals do not.
     * @param {string} trait "gamma", or a part of one, "logits.0", with `get` and `set`
     * @param {{symbol: string, name: string}} words
     * @param {string} role
     * @param {Own} [own]
     */
    slider(trait, { symbol, name: word }, role, own = {}) {
      const name = trait.split(".")[0];
      const control = controls[name];
      const written = (/** @type {number} */ v) =>
        control.per_decade ? tiny(v) : fixed(v, control.digits ?? 0);
      const { part } = own;
      /** @param {number} value @returns {unknown} */
      const changed = (value) =>
        part ? Object.assign([...model.get(name)], { [part()]: value }) : value;
      const input = own.set ?? ((/** @type {number} */ value) => set({ [name]: changed(value) }));
      const made = range({ trait, symbol, name: word, role, control, signal, input });
      shown.push(() => {
        const now = model.get(name);
        const value = own.get ? own.get() : part ? now[part()] : now;
        made.show(value, (own.text ?? written)(value), part ? `${name}.${part()}` : trait);
      });
      return made.el;
    },
    /**
     * A drop-down for a trait.
     * @param {string} name
     * @param {string} word
     * @param {{choose?(value: any): void, text?(value: any): string}} [own]
     */
    choice(name, word, { choose, text } = {}) {
      const pick = choose ?? ((/** @type {any} */ value) => set({ [name]: value }));
      const offered = controls[name].choices ?? [];
      const texts = offered.map(([value, plain]) => [value, text?.(value) ?? plain]);
      const made = select(name, word, /** @type {[any, string][]} */ (texts), signal, pick);
      shown.push(() => made.show(model.asked?.(name) ?? model.get(name)));
      return made.el;
    },
    /** @param {string} label @param {() => void} press */
    button: (label, press) => button(label, signal, press),
    /** Back to where Python put it. @param {() => void} [also] */
    reset: (also) =>
      button(say.reset, signal, () => {
        also?.();
        set(first);
      }),
  };
  const picture = build(live);

  const show = () => {
    busy = false;
    const lines = picture.update();
    if (busy !== marked) el.ariaBusy = String(busy);
    marked = busy;
    for (const each of shown) each();
    text.show(lines);
    const now = [lines.join(" "), picture.answer?.() ?? ""];
    if (now.join() === said.join()) return;
    clearTimeout(timer);
    const before = said[0];
    said = now;
    if (before) timer = window.setTimeout(announce, SAY_AFTER);
    else describe();
  };
  const announce = () => {
    const news = [1, 0].map((i) => (said[i] === told[i] ? "" : said[i])).find(Boolean);
    if (news && speakers.get(key) === me) status.replaceChildren(news);
    describe();
  };
  const describe = () => {
    told = said;
    const parts = [picture.heading?.(), ...said, picture.ending?.()].filter(Boolean);
    model.set("description", parts.join(" "));
    model.save_changes();
  };
  const draw = () => {
    if (!due || signal.aborted) return;
    due = false;
    if (unsaved) model.save_changes();
    unsaved = false;
    if (picture.grown?.()) fit(width, true);
    else if (width) show();
  };
  const inFrame = () => {
    due = true;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      draw();
    });
  };
  // The first change of a frame is drawn at once: the browser has a slider's thumb and the picture to
  // lay out together, where it did it twice. What else changes in that frame is drawn at its end.
  function schedule() {
    if (!frame) queueMicrotask(draw);
    inFrame();
  }
  /** @param {number} px @param {boolean} [again] */
  const fit = (px, again = false) => {
    if (!px || (px === width && !again)) return;
    width = px;
    const scale = Math.min(Number.parseFloat(getComputedStyle(el).fontSize) / EM, px / LEAST);
    const units = Math.round((10 * px) / scale) / 10;
    resize(svg, units, picture.layout(units, units < NARROW));
    show();
  };
  const observer = new ResizeObserver(([entry]) => fit(entry.contentRect.width));
  for (const name of Object.keys(controls)) model.on(`change:${name}`, schedule);
  const end = () => {
    for (const name of Object.keys(controls)) model.off(`change:${name}`, schedule);
    gone.abort();
    observer.disconnect();
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    el.replaceChildren();
  };
  try {
    fit(ruler.getBoundingClientRect().width); // the observer's first call may come a painted frame too late
    sound(svg);
  } catch (error) {
    end();
    throw error;
  }
  observer.observe(ruler);
  return end;
}

/**
 * What is a slider's own: how its value is written, got and set; which part of a trait it moves now.
 * @typedef {{text?(value: number): string, get?(): number, set?(value: number): void,
 *   part?(): number}} Own
 *
 * @typedef {{model: Model, svg: SVGElement, bar: HTMLElement, controls: HTMLElement,
 *   signal: AbortSignal, set(values: Record<string, unknown>): void, get(name: string): any,
 *   again(): void,
 *   near(name: string, value: number): number, offers(name: string): Required<Control>,
 *   slider(trait: string, words: {symbol: string, name: string}, role: string,
 *     own?: Own): HTMLElement,
 *   choice(name: string, word: string,
 *     own?: {choose?(value: any): void, text?(value: any): string}): HTMLElement,
 *   button(label: string, press: () => void): HTMLButtonElement,
 *   reset(also?: () => void): HTMLButtonElement}} Live
 */

/**
 * State may have been damaged on its way into the page: refuse what Python would refuse.
 * @param {string} name
 * @param {any} value
 * @param {any} like where it stood first
 * @param {Control} control
 */
export function demand(name, value, like, { allowed, choices, most }) {
  const offered = (/** @type {any} */ v) => {
    if (choices) return choices.some(([each]) => each === v);
    return !allowed || (v >= allowed[0] && v <= allowed[1]);
  };
  /** @type {(v: any, like: any) => boolean} */
  const alike = (v, like) => {
    if (!Array.isArray(like)) return typeof v === typeof like && v !== null && offered(v);
    return (
      Array.isArray(v) &&
      (most ? v.length <= most && new Set(v).size === v.length : v.length === like.length) &&
      v.every((each, i) => alike(each, most ? "" : like[i]))
    );
  };
  if (!alike(value, like)) throw new Error(`${name} cannot be ${JSON.stringify(value)}`);
}

/**
 * Refuse a drawing with a coordinate that is no number: data that were damaged.
 * @param {Element} element
 */
function sound(element) {
  for (const { name, value } of element.attributes)
    if (/NaN|undefined|Infinity/.test(value) && !name.startsWith("aria-"))
      throw new Error(`${name} cannot be ${value.slice(0, 60)}`);
  for (const child of element.children) sound(child);
}

/**
 * A row of data that came with the state: refuse what is damaged, else give it back.
 * @param {string} name
 * @param {any} row
 * @param {number} [length]
 * @returns {number[]}
 */
export function numbers(name, row, length = row?.length) {
  if (Array.isArray(row) && row.length === length && row.every(Number.isFinite)) return row;
  throw new Error(`${name} cannot be ${JSON.stringify(row)?.slice(0, 60)}`);
}
