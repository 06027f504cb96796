/** Random numbers from a seed: the same in every browser. */

/**
 * sfc32, a small counting generator of 128 bits, warmed up.
 * @param {number} seed
 * @param {number} stream independent draws for the same seed
 */
export function generator(seed, stream = 0) {
  let [a, b, c, d] = [seed | 0, stream | 0, 0x9e3779b9 | 0, 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 16; i++) next();
  return {
    /** From 0 up to 1. */
    uniform: next,
    /** With mean 0 and variance 1 (Box and Muller). */
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    /** Put the entries of an array into a random order. @param {Uint32Array | number[]} row */
    shuffle(row) {
      for (let i = row.length - 1; i > 0; i--) {
        const k = Math.floor(next() * (i + 1));
        const kept = row[i];
        row[i] = row[k];
        row[k] = kept;
      }
    },
  };
}

/** @typedef {ReturnType<typeof generator>} Generator */

/**
 * How a layer's weights start: He, Xavier or PyTorch, as actnorm.network draws them.
 * @type {Record<string, (rng: Generator, fanIn: number, fanOut: number) => () => number>}
 */
export const inits = {
  he: (rng, fanIn) => () => Math.sqrt(2 / fanIn) * rng.normal(),
  xavier: (rng, fanIn, fanOut) => () => Math.sqrt(6 / (fanIn + fanOut)) * (2 * rng.uniform() - 1),
  pytorch: (rng, fanIn) => () => (2 * rng.uniform() - 1) / Math.sqrt(fanIn),
};

/**
 * Draw a network's first parameters; `scale` is a factor of the weights.
 * @param {import("./engine.js").Network} network
 * @param {Generator} rng
 * @param {{init: string, scale: number}} options
 */
export function start(network, rng, { init, scale }) {
  network.params.fill(0);
  network.velocity.fill(0);
  for (const { inputs, units, weight, bias, gamma, mean, variance } of network.layers) {
    const draw = inits[init](rng, inputs, units);
    for (let k = 0; k < weight.length; k++) weight[k] = scale * draw();
    if (init === "pytorch") for (let j = 0; j < units; j++) bias[j] = draw();
    gamma?.fill(1);
    mean?.fill(0);
    variance?.fill(1);
  }
}
