/**
 * Trains the playground's engine as the tests ask for, one answer for each case:
 *   {"samples": {"tanh": {…}}, "cases": [{"do": "train", "activation": "tanh", …}, …]}
 * JSON has neither NaN nor infinity: they come and go as strings.
 */
import { readFileSync } from "node:fs";

const home = "../../actnorm/explorers/playground";
const engine = await import(`${home}/engine.js`);
const { generator, start } = await import(`${home}/random.js`);
const { activate, table } = await import(`${home}/samples.js`);
const { trainee } = await import(`${home}/lab.js`);
const { look } = await import(`${home}/looks.js`);
const { judged, run } = await import(`${home}/slices.js`);
const { code } = await import(`${home}/code.js`);
const { unpacked } = await import(`${home}/store.js`);
const { draw } = await import(`${home}/data.js`);

const given = JSON.parse(readFileSync(0, "utf8"), (_, value) =>
  typeof value === "string" && /^(NaN|-?Infinity)$/.test(value) ? Number(value) : value,
);
for (const [name, samples] of Object.entries(given.own ?? {})) given.samples[name] = samples;
const tables = Object.fromEntries(
  Object.entries(given.samples).map(([name, samples]) => [name, table(samples)]),
);

const sets = {};
for (const [name, shipped] of Object.entries(given.sets)) sets[name] = await unpacked(shipped);
const trained = (plan, step) => {
  const it = trainee(plan, tables, sets[plan.data]);
  it.reach(step);
  return it;
};

function made({ activation, sizes, norm, place, params }) {
  const net = engine.network({ sizes, norm, place, table: tables[activation] });
  params?.forEach((layer, i) => {
    for (const [name, values] of Object.entries(layer)) net.layers[i][name].set(values.flat());
  });
  return net;
}

/** Rows of samples as the engine holds them. */
function points({ x, y }) {
  const [count, inputs] = [x.length, x[0].length];
  const columns = new Float64Array(count * inputs);
  x.forEach((row, k) => {
    row.forEach((value, i) => {
      columns[i * count + k] = value;
    });
  });
  return { x: columns, labels: Uint8Array.from(y), count };
}

function flat(layers) {
  const names = ["weight", "bias", "gamma", "beta", "mean", "variance"];
  return layers.map((layer) =>
    Object.fromEntries(names.filter((name) => layer[name]).map((name) => [name, layer[name]])),
  );
}

const ways = {
  /** The networks of some plans after some steps, and the Python that makes them. */
  code({ plans, differs, steps, own }) {
    const nets = plans.map((plan) => trained(plan, steps));
    return {
      text: code(plans, differs, steps, own),
      nets: nets.map((it) => ({ ...run(it.score()).value, layers: flat(it.net.layers) })),
    };
  },
  points: ({ kind, noise, seed }) => draw(kind, noise, seed, 150),
  story({ plan, step }) {
    const it = trained(plan, step);
    const { score, layers } = run(look(it, [0, 0], false)).value;
    return { ...score, layers, curve: it.curve };
  },
  /** What a network sees, and what it answers. */
  seen({ plan, step }) {
    const it = trained(plan, step);
    const { raw, parts, edges } = it.set;
    const answers = new Uint8Array(parts[1].count);
    run(judged(it.net, it.all, parts[1], answers));
    const { map, score } = run(look(it, [0, 0], false)).value;
    return { raw, parts, edges, answers, map, ...score, layers: flat(it.net.layers) };
  },
  values({ activation, x }) {
    const z = Float64Array.from(x);
    const [f, grad] = [new Float64Array(z.length), new Float64Array(z.length)];
    activate(tables[activation], z, f, grad, 1, z.length, z.length);
    return { f, grad };
  },
  train(it) {
    const net = made(it);
    const all = points(it);
    const work = engine.workspace(net, it.batch);
    const losses = it.orders.map((order) => {
      engine.take(all, work, it.sizes[0], order, 0, order.length);
      return engine.step(net, work, order.length, it.rate);
    });
    return { layers: flat(net.layers), losses, ...run(judged(net, work, all)).value };
  },
  /** Gradients, and what central differences say of them. */
  gradients(it) {
    const net = made(it);
    const all = points(it);
    const work = engine.workspace(net, all.count);
    engine.take(all, work, it.sizes[0], null, 0, all.count);
    const loss = () => {
      engine.forward(net, work, all.count, true, false);
      return engine.backward(net, work, all.count) / all.count;
    };
    const differences = [...net.params.keys()].map((k) => {
      const [kept, h] = [net.params[k], 1e-5];
      const [up, down] = [h, -h].map((by) => {
        net.params[k] = kept + by;
        return loss();
      });
      net.params[k] = kept;
      return (up - down) / (2 * h);
    });
    loss();
    return { ours: net.grads, differences };
  },
  start(it) {
    const net = made(it);
    start(net, generator(it.seed), it.options);
    return flat(net.layers);
  },
  draws({ seed, stream, count }) {
    const rng = generator(seed, stream);
    const [uniform, normal] = [rng.uniform, rng.normal].map((draw) =>
      Array.from({ length: count }, draw),
    );
    const order = Array.from({ length: count }, (_, k) => k);
    rng.shuffle(order);
    return { uniform, normal, order };
  },
  /** Bytes of the heap that a step leaves behind. */
  rubbish(it) {
    const net = made(it);
    const all = points(it);
    const work = engine.workspace(net, all.count);
    engine.take(all, work, it.sizes[0], null, 0, all.count);
    const run = (steps) => {
      for (let k = 0; k < steps; k++) engine.step(net, work, all.count, it.rate);
    };
    run(20_000);
    // The collector comes when it likes: in most of the rounds it does not.
    const found = Array.from({ length: 9 }, () => {
      const before = process.memoryUsage().heapUsed;
      run(it.steps);
      return (process.memoryUsage().heapUsed - before) / it.steps;
    });
    return found.sort((a, b) => a - b)[4];
  },
};

const answers = given.cases.map((it) => ways[it.do](it));
process.stdout.write(
  JSON.stringify(answers, (_, value) => {
    if (ArrayBuffer.isView(value)) return [...value];
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  }),
);
