/** The controls: what stands above the picture, and what below. */
import { node } from "../js/controls.js";
import * as say from "./messages.js";

/**
 * @param {import("../js/view.js").Live} live
 * @param {ReturnType<typeof import("./player.js").player>} play
 * @param {Record<string, string>} labels of the activations
 * @param {HTMLElement[]} pencil what sets points, in the features' place
 */
export function board(live, play, labels, pencil) {
  const words = /** @type {Record<string, Record<string, string>>} */ (say.texts);
  /** @param {"data" | "inputs" | "statistics" | "beside" | "norm" | "place" | "init" | "look"} name */
  const pick = (name) =>
    live.choice(name, say.choose[name], {
      text: (value) => words[name][value] ?? say.units(labels[value]),
    });
  const look = pick("look");
  look.classList.add("actnorm-look");
  const { max: last } = live.offers("step");
  const step = () => live.set({ step: Math.min(last, live.get("step") + live.get("speed")) });
  const seeds = live.offers("seed");
  const reseed = () =>
    live.set({ seed: live.get("seed") < seeds.max ? live.get("seed") + 1 : seeds.min });
  live.bar.append(
    pick("data"),
    pick("beside"),
    node(
      "span",
      "actnorm-pair",
      play.button,
      live.button(say.buttons.step, step),
      live.button(say.buttons.seed, reseed),
      live.reset(play.stop),
    ),
    look,
  );
  const features = ["across", "up"].map((name) =>
    live.choice(name, say.choose[/** @type {"up"} */ (name)]),
  );
  for (const each of features) each.classList.add("actnorm-feature");
  live.controls.append(
    live.slider("step", say.sliders.step, "accent"),
    live.choice("speed", say.choose.speed, { text: say.speed }),
    ...features,
    ...pencil,
    live.choice("activation", say.choose.activation),
    pick("norm"),
    pick("place"),
    pick("init"),
    pick("inputs"),
    pick("statistics"),
    ...["layers", "units", "lr", "momentum", "decay", "batch", "scale", "seed", "noise"].map(
      (name) => live.slider(name, say.sliders[/** @type {"lr"} */ (name)], "muted"),
    ),
  );
}
