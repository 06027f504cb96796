/**
 * Answers for tests/test_explorer_kinks.py: reads cases from stdin, writes what JavaScript makes of
 * them.
 */
import { readFileSync } from "node:fs";
import * as math from "../../actnorm/explorers/js/kinks_math.js";
import { describeKinks } from "../../actnorm/explorers/js/kinks_words.js";

const cases = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map(({ curve, points, held, digits }) => ({
  y: points.x.map((x) => math.value(curve, x)),
  off: math.offBy(curve, points),
  fit: math.bestFit(curve.kinks, curve.bend, points),
  lines: describeKinks(curve, points, held, digits),
}));
process.stdout.write(JSON.stringify(answers));
