/** The life of a view: what it hears, when it draws, and how it leaves. */

/**
 * The part of a widget model that an explorer may use (anywidget's front-end module protocol).
 * @typedef {{get(name: string): any, set(name: string, value: unknown): void, save_changes(): void,
 *   on(event: string, callback: () => void): void, off(event: string, callback: () => void): void}} Model
 */

export const NARROW = 480; // px; below it everything stands in one column
const SAY_AFTER = 700; // ms of stillness before a screen reader is told what the picture shows

/**
 * Draw on resize and, once per frame, whenever a trait changes.
 * @param {Model} model
 * @param {HTMLElement} el
 * @param {{traits: string[], layout(width: number): void, update(): string[]}} picture
 *   `layout` lays everything out for a width in pixels; `update` moves what follows the traits and
 *   returns what it shows, in sentences
 */
export function view(model, el, { traits, layout, update }) {
  const gone = new AbortController();
  // Its height is zero whatever the picture does, so observing it never starts a loop.
  const ruler = Object.assign(document.createElement("div"), { className: "actnorm-ruler" });
  const status = Object.assign(document.createElement("div"), { className: "actnorm-status" });
  status.setAttribute("role", "status");
  el.append(ruler, status);

  let [width, frame, unsaved, timer, said] = [0, 0, false, 0, ""];
  const show = () => {
    const text = update().join(" ");
    if (text === said) return;
    clearTimeout(timer);
    if (said) timer = window.setTimeout(() => status.replaceChildren(text), SAY_AFTER);
    said = text;
  };
  const draw = () => {
    frame = 0;
    if (unsaved) model.save_changes();
    unsaved = false;
    if (width) show();
  };
  const schedule = () => {
    frame ||= requestAnimationFrame(draw);
  };
  /** @param {number} px */
  const fit = (px) => {
    const now = Math.floor(px);
    if (!now || now === width) return;
    width = now;
    el.classList.toggle("is-narrow", width < NARROW);
    layout(width);
    show();
  };
  const observer = new ResizeObserver(([entry]) => fit(entry.contentRect.width));
  for (const name of traits) model.on(`change:${name}`, schedule);

  return {
    /** Ends every listener that was given it. */
    signal: gone.signal,
    /** Start drawing, once everything stands: now if there is room, else when there is. */
    start() {
      fit(ruler.getBoundingClientRect().width); // the observer's first call may come a painted frame too late
      observer.observe(ruler);
    },
    /**
     * Set traits; Python and the other views hear of it once per frame.
     * @param {Record<string, unknown>} values
     */
    set(values) {
      for (const name of Object.keys(values)) model.set(name, values[name]);
      unsaved = true;
      schedule();
    },
    end() {
      for (const name of traits) model.off(`change:${name}`, schedule);
      gone.abort();
      observer.disconnect();
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      el.replaceChildren();
    },
  };
}
