/** A fold with code to copy. */
import { node } from "../js/controls.js";
import { put, tell } from "../js/plot.js";

const AGAIN = 1500; // ms until the button has its name again

/**
 * @param {import("../js/view.js").Live} live
 * @param {{open: string, name: string, copy: string, copied: string, selected: string}} say
 */
export function listing(live, say) {
  const code = node("code", "");
  const head = node("summary", "", say.open);
  head.setAttribute("data-lm-suppress-shortcuts", "true");
  let timer = 0;
  const copy = live.button(say.copy, async () => {
    let done = say.copied;
    try {
      await navigator.clipboard.writeText(code.textContent ?? "");
    } catch {
      // Not allowed; or not there, as where a school's server has no https.
      fold.open = true;
      getSelection()?.selectAllChildren(code);
      if (!document.execCommand("copy")) done = say.selected; // the reader's own keys may still
    }
    copy.textContent = done;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      copy.textContent = say.copy;
    }, AGAIN);
  });
  const pre = node("pre", "", code);
  // It may scroll sideways, so keys must reach it.
  const reached = { tabindex: 0, role: "region", "aria-label": say.name };
  put(pre, { ...reached, "data-lm-suppress-shortcuts": "true" });
  const fold = node("details", "", head, pre);
  return {
    el: node("div", "actnorm-code", fold, copy),
    /** @param {string} text */
    show: (text) => tell(code, text),
  };
}
