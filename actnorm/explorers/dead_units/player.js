/** Play: one recorded step after another, until the last, or until somebody does something else. */

const BEAT = 160; // ms

/**
 * @param {import("../js/view.js").Live} live
 * @param {{play: string, stop: string}} say
 * @param {{steps: readonly number[], state(): string}} options `state` tells whether a trait changed
 */
export function player(live, say, { steps, state }) {
  const last = steps[steps.length - 1];
  let [timer, own] = [0, ""];
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    button.textContent = say.play;
  };
  /** @param {number} step */
  const go = (step) => {
    live.set({ step });
    own = state();
    if (step === last) stop();
  };
  const button = live.button(say.play, () => {
    if (timer) return stop();
    button.textContent = say.stop;
    timer = window.setInterval(beat, BEAT);
    next(); // at once: a view of the same model that plays sees it, and gives way
  });
  const next = () => go(steps[(steps.indexOf(live.get("step")) + 1) % steps.length]);
  const beat = () => (button.isConnected && state() === own ? next() : stop());
  button.classList.add("actnorm-play");
  live.signal.addEventListener("abort", stop);
  // Whoever takes hold of a control, even without moving it, is not pulled along.
  live.svg.closest(".actnorm-body")?.addEventListener(
    "pointerdown",
    (event) => {
      if (timer && event.target !== button) stop();
    },
    { signal: live.signal },
  );
  return {
    button,
    stop,
    /** Stop if something else than Play has moved the figure: a key, another view, Python. */
    yieldTo() {
      if (timer && state() !== own) stop();
    },
  };
}
