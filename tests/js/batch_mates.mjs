/**
 * Answers for tests/test_explorer_batch_mates.py: reads cases from stdin, writes what JavaScript
 * makes of them.
 */
import { readFileSync } from "node:fs";
import {
  best,
  describeMates,
  percent,
  unpack,
} from "../../actnorm/explorers/js/batch_mates_words.js";

const { cases, bytes } = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map((given) => {
  const all = unpack(given.answers);
  const count = given.classes.length;
  const answers = Array.from({ length: all.length / count }, (_, k) =>
    all.subarray(k * count, (k + 1) * count),
  );
  const lines = describeMates({ ...given, answers, alone: unpack(given.alone) });
  return { lines, best: answers.map(best) };
});
process.stdout.write(JSON.stringify({ answers, percents: bytes.map(percent) }));
