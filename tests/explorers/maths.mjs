/**
 * Runs functions of an explorer's modules without DOM, for tests that hold them to NumPy:
 *   {"module": "softmax/math.js", "calls": [["softmax", [[1, 2], 1]], …]}  →  [[0.27, 0.73], …]
 * What gives a function takes the arguments of that one behind its own.
 * JSON has neither NaN nor infinity: they travel as the strings "NaN", "Infinity", "-Infinity".
 */
import { readFileSync } from "node:fs";

const { module, calls } = JSON.parse(readFileSync(0, "utf8"), (_, value) =>
  /^(NaN|-?Infinity)$/.test(value) ? Number(value) : value,
);
const home = await import(`../../actnorm/explorers/${module}`);
const answers = calls.map(([name, ...rows]) => rows.reduce((f, args) => f(...args), home[name]));
process.stdout.write(
  JSON.stringify(answers, (_, value) => {
    if (ArrayBuffer.isView(value)) return [...value];
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  }),
);
