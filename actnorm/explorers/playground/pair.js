/** The two networks of a model, brought to where its traits say. */
import { trainee } from "./lab.js";
import { SHIPPED } from "./sets.js";
import { stored } from "./store.js";

const BUDGET = 6e6; // multiplications in a frame: some milliseconds
export const SETTINGS = /** @type {const} */ ([
  ...["data", "inputs", "across", "up", "noise", "seed", "layers", "units", "activation", "norm"],
  ...["place", "init", "scale", "lr", "momentum", "decay", "batch"],
]);

/**
 * Networks under training, one pair for all views of a model: what it has, it has only once.
 * @type {WeakMap<object, {key: string, nets: import("./lab.js").Trainee[]}>}
 */
const labs = new WeakMap();

/**
 * @param {import("../js/view.js").Live} live
 * @param {Record<string, import("./samples.js").Table>} tables
 */
export function pair(live, tables) {
  /** @type {Record<string, {trait: keyof import("./lab.js").Settings, value?: any, factor?: number}>} */
  const besides = live.get("_besides");
  let [caught, wait] = [true, 0];
  const arrived = () => {
    if (!live.signal.aborted) live.again();
  };

  const it = {
    /** Whether the networks are where the traits say. */
    caught: () => caught,
    /** What the second network differs in; "" if there is none. */
    differs: () => besides[live.get("beside")]?.trait ?? "",
    /** The settings of one network or of two. @returns {import("./lab.js").Settings[]} */
    plans() {
      const mine = /** @type {any} */ (
        Object.fromEntries(SETTINGS.map((name) => [name, live.get(name)]))
      );
      const other = besides[live.get("beside")];
      if (!other) return [mine];
      const value = other.factor ? mine[other.trait] * other.factor : other.value;
      return [mine, { ...mine, [other.trait]: value }];
    },
    /** The data: nothing if they are drawn here, else the table, or why there is none. */
    table() {
      const name = live.get("data");
      return name in SHIPPED ? stored(name, live.get("_sets"), arrived) : undefined;
    },
    /**
     * Bring the networks to where the traits say, or some way towards it.
     * @param {import("./store.js").Table} [table]
     */
    reach(table) {
      const to = live.get("step");
      const wanted = it.plans();
      const key = JSON.stringify(wanted);
      const owner = live.get("_controls");
      let lab = labs.get(owner);
      if (lab?.key !== key || lab.nets.some(({ done }) => done > to))
        lab = { key, nets: wanted.map((plan) => trainee(plan, tables, table)) };
      labs.set(owner, lab);
      for (const net of lab.nets) net.reach(to, BUDGET / lab.nets.length);
      caught = lab.nets.every(({ done }) => done === to);
      if (!caught) live.again();
      return lab;
    },
    /**
     * Whether it is time to look again. Of large networks it takes longer to look than to train:
     * then the looks are as many as leave four fifths of the time to the training.
     * @param {import("./lab.js").Trainee[]} nets
     * @param {boolean} must
     */
    due(nets, must) {
      wait -= BUDGET;
      if (wait > 0 && !must) return false;
      wait = nets.reduce((all, { cost }) => all + 4 * cost, 0);
      return true;
    },
  };
  return it;
}
