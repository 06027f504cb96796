/** Play: some steps in every frame, until the last, or until somebody does something else. */

/**
 * @param {import("../js/view.js").Live} live
 * @param {{play: string, pause: string}} say
 * @param {{last: number, ready(): boolean, state(): string}} options
 *   `ready`: the picture has caught up; `state` tells whether a setting has changed
 */
export function player(live, say, { last, ready, state }) {
  let [frame, own] = [0, ""];
  const stop = () => {
    if (!frame) return;
    cancelAnimationFrame(frame);
    frame = 0;
    button.textContent = say.play;
    live.set({ step: live.get("step") }); // now Python hears of it, too
  };
  const tick = () => {
    frame = requestAnimationFrame(tick);
    if (!button.isConnected || state() !== own) return stop();
    if (!ready()) return;
    const step = Math.min(last, live.get("step") + live.get("speed"));
    live.model.set("step", step);
    own = state();
    if (step === last) stop();
  };
  const button = live.button(say.play, () => {
    if (frame) return stop();
    if (live.get("step") === last) live.set({ step: 0 });
    button.textContent = say.pause;
    own = state();
    tick();
  });
  button.classList.add("actnorm-play");
  live.signal.addEventListener("abort", () => cancelAnimationFrame(frame));
  return { button, stop, playing: () => frame !== 0 };
}
