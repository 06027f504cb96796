/**
 * Answers for tests/test_explorer_standardize.py: reads cases from stdin, writes what JavaScript
 * makes of them. Numbers travel as strings, for JSON has no infinity.
 */
import { readFileSync } from "node:fs";
import * as math from "../../actnorm/explorers/js/standardize_math.js";
import * as words from "../../actnorm/explorers/js/standardize_words.js";

const written = (value) => (Array.isArray(value) ? value.map(written) : String(value));

const { cases, stops } = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map(({ pair, mu, sigma, lr, steps }) => {
  const { moments, steep, flat, axes, goal, reach } = math.valley(pair, mu, sigma);
  const seen = { moments, steep, flat, axes, goal, reach };
  const { distance, loss, needed } = math.descend(seen, lr, steps);
  return {
    valley: written([...moments, steep, flat, ...axes, ...goal, ...reach]),
    left: written([distance, loss]),
    needed: written(needed),
    path: written(math.path(seen, lr, steps)),
    lines: words.describeDescent(pair, mu, sigma, lr, steps),
  };
});
const widths = stops.map((k) => [math.width(k), math.nearestWidth(math.width(k))]);
process.stdout.write(JSON.stringify({ answers, widths }));
