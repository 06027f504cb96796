/**
 * Answers for tests/test_explorer_softmax.py: reads cases from stdin, writes what JavaScript makes
 * of them. Numbers travel as strings, for JSON has neither NaN nor infinity.
 */
import { readFileSync } from "node:fs";
import * as math from "../../actnorm/explorers/js/softmax_math.js";
import * as words from "../../actnorm/explorers/js/softmax_words.js";

const written = (value) => (Array.isArray(value) ? value.map(written) : String(value));

const { cases, stops } = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map(({ labels, z, temperature }) => {
  const p = math.softmax(z, temperature);
  const [wide, narrow] = [(v) => v, Math.fround].map((round) => math.naive(z, temperature, round));
  return {
    p: written(p),
    jacobian: written(math.jacobian(p, temperature)),
    float64: written([...wide.exps, wide.sum, ...wide.p]),
    float32: written([...narrow.exps, narrow.sum, ...narrow.p]),
    lines: words.describeSoftmax(labels, z, temperature),
    outcomes: narrow.p.map(words.outcome),
    amount: words.amount(narrow.sum),
  };
});
const warmth = stops.map((k) => [math.warmth(k), math.nearestWarmth(math.warmth(k))]);
process.stdout.write(JSON.stringify({ answers, warmth }));
