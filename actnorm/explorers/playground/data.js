/** Points of two classes in the plane, drawn from a seed. No DOM. */
import { generator } from "./random.js";

export const EDGE = 2.5; // the picture shows −EDGE to EDGE both ways

/** @typedef {import("./random.js").Generator} Generator */

/**
 * A point of a class, before noise.
 * @type {Record<string, (rng: Generator, label: number) => [number, number]>}
 */
const shapes = {
  circles(rng, label) {
    const radius = label ? 0.9 * Math.sqrt(rng.uniform()) : 1.4 + 0.6 * rng.uniform();
    return polar(radius, 2 * Math.PI * rng.uniform());
  },
  xor(rng, label) {
    const [x, y] = [0.15 + 1.7 * rng.uniform(), 0.15 + 1.7 * rng.uniform()];
    const side = rng.uniform() < 0.5 ? -1 : 1;
    return [side * x, side * (label ? y : -y)];
  },
  spirals(rng, label) {
    const along = 0.06 + 0.94 * Math.sqrt(rng.uniform());
    return polar(2.1 * along, 3.2 * Math.PI * along + Math.PI * label);
  },
  moons(rng, label) {
    const [x, y] = polar(1.2, Math.PI * rng.uniform());
    return label ? [x - 0.6, y - 0.35] : [0.6 - x, 0.35 - y];
  },
  gaussians(rng, label) {
    const at = label ? 0.9 : -0.9;
    return [at + 0.5 * rng.normal(), at + 0.5 * rng.normal()];
  },
};

/**
 * @param {number} radius
 * @param {number} angle
 * @returns {[number, number]}
 */
const polar = (radius, angle) => [radius * Math.sin(angle), radius * Math.cos(angle)];

/**
 * Draw `count` points for training, and as many for the test.
 * @param {string} kind
 * @param {number} noise standard deviation of what is added to both coordinates
 * @param {number} seed
 * @param {number} count
 */
export function draw(kind, noise, seed, count) {
  const rng = generator(seed, 7);
  return [0, 1].map(() => {
    const [x, labels] = [new Float64Array(2 * count), new Uint8Array(count)];
    for (let k = 0; k < count; k++) {
      labels[k] = k % 2;
      const at = shapes[kind](rng, labels[k]);
      for (let i = 0; i < 2; i++) x[i * count + k] = at[i] + noise * rng.normal();
    }
    return { x, labels, count };
  });
}
