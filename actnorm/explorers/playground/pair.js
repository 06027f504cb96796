/** The two networks of a model, brought to where its traits say. */
import { trainee } from "./lab.js";
import { look } from "./looks.js";
import { counts, FEW, read } from "./points.js";
import { SHIPPED } from "./sets.js";
import { run } from "./slices.js";
import { stored } from "./store.js";

const TIME = 4; // milliseconds of a frame for training and looking
const BUDGET = 6e6; // and multiplications: a browser's clock may stand still
const LEAST = 5e5; // that are done however slow it is
const FIRST = 10; // frames' work that the first frame does, whatever the time
export const SETTINGS = /** @type {const} */ ([
  ...["data", "inputs", "across", "up", "points", "noise", "seed", "layers", "units", "activation"],
  ...["norm", "place", "init", "scale", "lr", "momentum", "decay", "batch"],
]);

/**
 * @typedef {import("./lab.js").Trainee} Trainee
 * @typedef {import("./looks.js").Look} Look
 * @typedef {{as: string, held: import("./looks.js").Held, looks: Look[]}} Seen
 *   `as`: the traits that say how to look
 * @typedef {{key: string, nets: Trainee[], wait: number, halt: boolean, seen: Seen | null,
 *   looking: import("./slices.js").Slices<Seen> | null}} Lab
 *   `wait`: multiplications to train for until it is looked again; `halt`: only until a step ends
 */

/**
 * Networks under training, one pair for all views of a model: what it has, it has only once.
 * @type {WeakMap<object, Lab>}
 */
const labs = new WeakMap();

/**
 * Whether a frame has time for more.
 * @param {number} share of a frame's
 * @param {number} times how many frames' work there is to do however late it is; 0 to ask the time
 */
function clock(share, times) {
  let done = 0;
  const end = performance.now() + share * TIME;
  return (/** @type {number} */ cost) => {
    done += cost;
    if (times) return done < share * times * BUDGET;
    return done < share * BUDGET && (done < share * LEAST || performance.now() < end);
  };
}

/** @param {Trainee[]} nets @param {number} to */
const arrived = (nets, to) => nets.every((net) => net.resting && net.done === to);

/**
 * @param {Trainee[]} nets
 * @param {string} as
 * @param {import("./looks.js").Held} held
 * @param {boolean} own
 * @returns {import("./slices.js").Slices<Seen>}
 */
function* looking(nets, as, held, own) {
  const looks = [];
  for (const net of nets) looks.push(yield* look(net, held, own));
  return { as, held, looks };
}

/**
 * @param {import("../js/view.js").Live} live
 * @param {Record<string, import("./samples.js").Table>} tables
 */
export function pair(live, tables) {
  /** @type {Record<string, {trait: keyof import("./lab.js").Settings, value?: any, factor?: number}>} */
  const besides = live.get("_besides");
  let [caught, first] = [true, true];
  const come = () => {
    if (!live.signal.aborted) live.again();
  };

  const it = {
    /** Whether the networks are where the traits say, and were looked at. */
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
      if (name === "own")
        return Math.min(...counts(read(live.get("points")))) < FEW ? "few" : undefined;
      return name in SHIPPED ? stored(name, live.get("_sets"), come) : undefined;
    },
    /**
     * Bring the networks to where the traits say, or some way towards it, and look at them when it
     * is time, as long as a frame allows; what it has seen last is in `seen`.
     * @param {boolean} playing
     * @param {import("./store.js").Table} [table]
     */
    reach(playing, table) {
      const [to, held, statistics] = [live.get("step"), live.get("held"), live.get("statistics")];
      const as = `${held} ${statistics}`;
      const wanted = it.plans();
      const key = JSON.stringify(wanted);
      const owner = live.get("_controls");
      let lab = labs.get(owner);
      if (lab?.key !== key || lab.nets.some(({ done }) => done > to)) {
        const nets = wanted.map((plan) => trainee(plan, tables, table));
        lab = { key, nets, wait: 0, halt: false, seen: null, looking: null };
        labs.set(owner, lab);
      }
      const { nets } = lab;
      // Who has set something sees what comes of it in the same frame, if that is to be had.
      const times = first ? FIRST : Number(lab.seen?.as !== as);
      const spare = clock(1, times);
      if (!lab.looking) {
        const share = 1 / nets.length;
        for (const net of nets)
          net.reach(lab.halt ? Math.min(net.done, to) : to, clock(share, times));
        lab.wait -= BUDGET;
        lab.halt ||= due(lab, as, arrived(nets, to) && !playing);
        if (lab.halt && nets.every((net) => net.reach(net.done, first ? undefined : spare))) {
          lab.halt = false;
          lab.looking = looking(nets, as, held, statistics === "own");
        }
      }
      if (lab.looking) {
        const { done, value } = run(lab.looking, first ? undefined : spare);
        if (done) {
          lab.seen = /** @type {Seen} */ (value);
          lab.looking = null;
          lab.wait = nets.reduce((all, { cost }) => all + 4 * cost, 0);
        }
      }
      first = false;
      // Asked anew: another view may have done the work, or this look not be the wanted one.
      caught = arrived(nets, to) && !lab.looking && !lab.halt && lab.seen?.as === as;
      if (!caught) live.again();
      return lab;
    },
  };

  /**
   * Whether it is time to look again. Of large networks it takes longer to look than to train:
   * then the looks are as many as leave four fifths of the time to the training.
   * @param {Lab} lab
   * @param {string} as
   * @param {boolean} still nobody trains
   */
  function due({ seen, nets, wait }, as, still) {
    if (seen?.as !== as) return true;
    return seen.looks.some(({ done }, i) => done !== nets[i].done) && (still || wait <= 0);
  }
  return it;
}
