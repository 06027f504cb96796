/**
 * Compares the explorers' pure modules with tests/vectors.json. No bundler, no node: a browser can
 * `import("/tests/js/check.mjs")` from a server of the repository's root and call `check`.
 */
import * as math from "../../actnorm/explorers/js/math.js";
import * as words from "../../actnorm/explorers/js/words.js";

const TOLERANCE = 1e-12;

/**
 * @param {any} vectors the parsed tests/vectors.json
 * @returns {{name: string, cases: number, worst: number, failures: string[]}[]}
 */
export function check(vectors) {
  return Object.entries(CHECKS).map(([name, run]) => {
    const report = { name, cases: 0, worst: 0, failures: [] };
    const say = (text) => report.failures.length < 5 && report.failures.push(text);
    const near = (got, want, size = 0) => {
      report.cases++;
      const error = Math.abs(got - want) / Math.max(Math.abs(want), size, Number.MIN_VALUE);
      const off = got === want ? 0 : error;
      report.worst = Math.max(report.worst, off);
      if (!(off <= TOLERANCE)) say(`got ${got}, want ${want}`);
    };
    const same = (got, want) => {
      report.cases++;
      const [a, b] = [got, want].map((v) => JSON.stringify(v));
      if (a !== b) say(`got ${a}, want ${b}`);
    };
    for (const item of vectors[name]) run(item, near, same);
    return report;
  });
}

const kinkOf = ([x, fLeft, f, fRight, gradLeft, grad, gradRight]) => ({
  x,
  fLeft,
  f,
  fRight,
  gradLeft,
  grad,
  gradRight,
});

const gridOf = ({ first, f }) => f.map((_, i) => (first * 10 + i) / 10);
const piecesOf = (s) => math.cut(gridOf(s), s.f, s.grad, s.kinks.map(kinkOf));

const CHECKS = {
  moments({ x, mean, std }, near) {
    const size = Math.max(...x.map(Math.abs));
    near(math.mean(x), mean);
    near(math.std(x), std, 1e-3 * size); // a constant batch has std 0 up to its own rounding
  },
  normalize({ x, norm, y }, near) {
    // Relative to the larger term: γ x̂ and β may cancel.
    for (let i = 0; i < x.length; i++) near(math.normalize(x[i], norm), y[i], Math.abs(norm.beta));
  },
  histogram({ x, lo, hi, bins, counts }, _, same) {
    same(math.histogram(x, lo, hi, bins), counts);
  },
  curves({ samples, at, f, grad }, near) {
    const kinks = samples.kinks.map(kinkOf);
    const pieces = piecesOf(samples);
    for (let i = 0; i < at.length; i++) {
      const got = math.at(pieces, kinks, at[i]);
      near(got.f, f[i], 1);
      near(got.grad, grad[i], 1);
    }
    for (const [i, x] of gridOf(samples).entries()) {
      // On the grid nothing is interpolated: the very number that Python sent.
      const got = math.at(pieces, kinks, x);
      near(got.f, samples.f[i]);
      near(got.grad, samples.grad[i]);
    }
  },
  below({ samples, found }, near, same) {
    for (const [threshold, intervals] of found) {
      const got = math.below(piecesOf(samples), threshold);
      same(got.length, intervals.length);
      for (const [i, ends] of got.entries()) {
        for (const j of [0, 1]) near(ends[j], intervals[i][j], 1);
      }
    }
  },
  stop([k, value], _, same) {
    same(math.stop(k), value);
    same(math.nearestStop(value * 1.1), k);
  },
  numbers({ v, fixed, small, position, tiny }, _, same) {
    for (const [digits, text] of fixed.entries()) same(words.fixed(v, digits), text);
    same(words.small(v), small);
    same(words.position(v), position);
    if (tiny !== null) same(words.tiny(Math.abs(v)), tiny);
  },
  verdict([grad, threshold, text], _, same) {
    same(words.verdict(grad, threshold), text);
  },
  activation({ x, f, grad, kink, lines }, _, same) {
    const seen = { x, f, grad, kink: kink ? kinkOf(kink) : undefined, threshold: 0.05 };
    const got = words.describeActivation({ ...seen, bands: [], lo: -8, hi: 8 });
    same(got.slice(0, 2), lines);
  },
  batch({ x, norm, lines }, _, same) {
    same(words.describeBatch(x, norm, { digits: 2, edge: 6 }), lines);
  },
};
