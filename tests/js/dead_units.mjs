/**
 * Answers for tests/test_explorer_dead_units.py: reads cases from stdin, writes what JavaScript
 * makes of them.
 */
import { readFileSync } from "node:fs";
import * as words from "../../actnorm/explorers/js/dead_units_words.js";

const cases = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map(({ units, loss, accuracy, ...shown }) => {
  const run = { units: words.unpack(units), loss, accuracy };
  const count = shown.layers.reduce((a, b) => a + b);
  const own = words.story(run.units, count, shown.unit - 1, shown.moment);
  return {
    lines: words.describeUnits({ run, ...shown }),
    story: own,
    census: words.census(own),
    share: own.map(words.shareOf),
    parts: own.map(words.part),
  };
});
process.stdout.write(JSON.stringify(answers));
