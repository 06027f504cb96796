/**
 * Answers for tests/test_explorer_norm_axes.py: reads cases from stdin, writes what JavaScript makes
 * of them.
 */
import { readFileSync } from "node:fs";
import * as math from "../../actnorm/explorers/js/norm_axes_math.js";
import * as words from "../../actnorm/explorers/js/norm_axes_words.js";

const { norms, cases } = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map(({ name, x, shape, at, groups, digits }) => {
  const norm = norms.find((each) => each.name === name);
  const cells = math.members(math.region(norm, shape, at, groups), shape);
  return {
    y: math.normalizeAll(x, norm, shape, groups),
    cells,
    found: math.statistics(
      cells.map((k) => x[k]),
      norm.centres,
    ),
    lines: words.describeRegion(norms, norm, x, shape, at, groups, digits),
  };
});
process.stdout.write(JSON.stringify(answers));
