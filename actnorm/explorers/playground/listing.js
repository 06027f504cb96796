/** A fold with code to copy. */
import { node } from "../js/controls.js";
import { tell } from "../js/plot.js";

const AGAIN = 1500; // ms until the button has its name again

/**
 * @param {import("../js/view.js").Live} live
 * @param {{open: string, copy: string, copied: string, selected: string}} say
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
  pre.setAttribute("tabindex", "0"); // it may scroll sideways
  return {
    el: node("details", "actnorm-code", head, copy, pre),
    /** @param {string} text */
    show: (text) => tell(code, text),
  };
}
