/** The Python that does with actnorm.network what the page does. No DOM. */

/** How Python's call names a setting. @type {Record<string, string>} */
const NAMES = { scale: "init_scale", place: "norm_place", decay: "weight_decay" };

/** @param {string} trait @param {any} value */
function python(trait, value) {
  if (trait === "norm" && value === "none") return "None";
  return typeof value === "string" ? `"${value}"` : String(value);
}

/**
 * @param {import("./lab.js").Settings[]} plans of one network, or of two that differ in one setting
 * @param {string} differs which
 * @param {number} steps
 */
export function code([plan, other], differs, steps) {
  /** @type {Record<string, any>} */
  const mine = plan;
  const theirs = other && /** @type {Record<string, any>} */ (other)[differs];
  const two = theirs !== undefined && theirs !== mine[differs];
  const name = NAMES[differs] ?? differs;
  /** @param {string} trait */
  const given = (trait) => {
    const value = two && trait === differs ? name : python(trait, mine[trait]);
    return `${NAMES[trait] ?? trait}=${value}`;
  };
  const { data, noise, seed, layers, units, batch } = plan;
  const sizes = [2, ...Array(layers).fill(units), 2];
  const body = `\
mlp = MLP(
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
right = accuracy(mlp, split.x_test, split.y_test)
print(f"${two ? `{${name}=}: ` : ""}loss {loss:.2g}, right for {right:.0%} of the test points")
`;
  const values = two ? [mine[differs], theirs].map((value) => python(differs, value)) : [];
  return `\
# PageRandom draws what the page draws; numpy.random.default_rng(${seed}) would do as well.
from actnorm.activations import cross_entropy, cross_entropy_grad
from actnorm.explorers.playground.seeded import PageRandom, points
from actnorm.network import MLP, accuracy

split = points("${data}", noise=${noise}, seed=${seed})
${two ? `for ${name} in (${values.join(", ")}):\n${body.replace(/^(?=.)/gm, "    ")}` : body}`;
}
