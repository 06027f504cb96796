/** The Python that does with actnorm.network what the page does. No DOM. */

import { read } from "./points.js";
import { FEATURES, SHIPPED } from "./sets.js";

const OWN = "# functions: your own by name, each a pair (f, f_grad).\n";

/** How Python's call names a setting. @type {Record<string, string>} */
const NAMES = { scale: "init_scale", place: "norm_place", decay: "weight_decay" };

/** @param {string} lines */
const indented = (lines) => lines.replace(/^(?=.)/gm, "    ");

/** @param {string} trait @param {any} value @param {Set<string>} own */
function python(trait, value, own) {
  if (trait === "activation" && own.has(value)) return `functions[${JSON.stringify(value)}]`;
  if (trait === "norm" && value === "none") return "None";
  return typeof value === "string" ? `"${value}"` : String(value);
}

/** The data as the network sees them. @param {import("./lab.js").Settings} plan */
function data({ data: name, inputs, across, up, noise, seed, points }) {
  const shipped = name in SHIPPED;
  const own = name === "own" && read(points);
  const ready = shipped && inputs === "standardized"; // actnorm.data does it
  const lines = own
    ? [
        `x = np.array([${own.map(({ x, y }) => `(${x}, ${y})`).join(", ")}])`,
        `y = np.array([${own.map(({ label }) => label).join(", ")}])`,
        "split = Split(x, y, x[:0], y[:0])  # all train, none is left for a test",
      ]
    : [
        shipped
          ? `split = ${name}(${ready ? "" : 'scaling="none"'})`
          : `split = points("${name}", noise=${noise}, seed=${seed})`,
      ];
  /** @param {string} what @param {string} change of x */
  const change = (what, change) =>
    lines.push(
      ...(what ? [what] : []),
      `split = split._replace(x_train=${change.replace("x", "split.x_train")}, x_test=${change.replace("x", "split.x_test")})`,
    );
  if (name === "wine")
    change(
      `columns = [${[across, up].map((f) => FEATURES.indexOf(f)).join(", ")}]  # ${across}, ${up}`,
      "x[:, columns]",
    );
  if (inputs === "centred") change("mean = split.x_train.mean(axis=0)", "x - mean");
  if (inputs === "standardized" && !shipped)
    change(
      `mean, std = split.x_train.mean(axis=0), split.x_train.std(axis=0)${own ? "\nstd[std == 0] = np.inf  # what is constant tells nothing" : ""}`,
      "(x - mean) / std",
    );
  return lines.join("\n");
}

/**
 * @param {import("./lab.js").Settings[]} plans of one network, or of two that differ in one setting
 * @param {string} differs which
 * @param {number} steps
 * @param {string[]} [functions] names of the reader's own
 */
export function code([plan, other], differs, steps, functions = []) {
  const mineOnly = new Set(functions);
  const own = plan.data === "own";
  const part = own ? "train" : "test";
  /** @type {Record<string, any>} */
  const mine = plan;
  const theirs = other && /** @type {Record<string, any>} */ (other)[differs];
  const two = theirs !== undefined && theirs !== mine[differs];
  const name = NAMES[differs] ?? differs;
  /** @param {string} trait */
  const given = (trait) => {
    const value = two && trait === differs ? name : python(trait, mine[trait], mineOnly);
    return `${NAMES[trait] ?? trait}=${value}`;
  };
  const { seed, layers, units, batch } = plan;
  const sizes = [
    plan.data === "digits" ? 64 : 2,
    ...Array(layers).fill(units),
    SHIPPED[plan.data] ?? 2,
  ];
  const apart = two && differs === "inputs"; // then each has its own split
  const choose = () =>
    `if inputs == "${mine.inputs}":\n${indented(data(plan))}\nelse:\n${indented(data(other))}\n`;
  const body = `\
${apart ? choose() : ""}mlp = MLP(
    [${sizes.join(", ")}],
    rng=PageRandom(${seed}, "weights"),
    ${["activation", "norm", "place", "init", "scale"].map(given).join(",\n    ")},
)
batches, order = PageRandom(${seed}, "batches"), []
for _ in range(${steps}):
    if len(order) == 0:
        order = batches.permutation(len(split.x_train))
    rows, order = order[:${batch}], order[${batch}:]
    logits, cache = mlp.forward(split.x_train[rows], training=True)
    grads = mlp.backward(cache, cross_entropy_grad(logits, split.y_train[rows]))
    mlp.step(grads, ${["lr", "momentum", "decay"].map(given).join(", ")})
logits, _ = mlp.forward(split.x_train, training=False)
loss = cross_entropy(logits, split.y_train)
right = accuracy(mlp, split.x_${part}, split.y_${part})
print(f"${two ? `{${name}=}: ` : ""}loss {loss:.2g}, right for {right:.0%} of the ${own ? "points" : "test"}")
`;
  const values = two
    ? [mine[differs], theirs].map((value) => python(differs, value, mineOnly))
    : [];
  return `\
${values.concat(given("activation")).some((text) => text.includes("functions[")) ? OWN : ""}\
# PageRandom draws what the page draws; numpy.random.default_rng(${seed}) would do as well.
${own ? "import numpy as np\n\n" : ""}\
from actnorm.activations import cross_entropy, cross_entropy_grad
${
  own
    ? "from actnorm.data import Split\nfrom actnorm.explorers.playground.seeded import PageRandom"
    : plan.data in SHIPPED
      ? `from actnorm.data import ${plan.data}\nfrom actnorm.explorers.playground.seeded import PageRandom`
      : "from actnorm.explorers.playground.seeded import PageRandom, points"
}
from actnorm.network import MLP, accuracy

${apart ? "" : `${data(plan)}\n`}\
${two ? `for ${name} in (${values.join(", ")}):\n${indented(body)}` : body}`;
}
