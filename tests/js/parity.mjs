/** The explorers' arithmetic and wording in node: `node --test tests/js/parity.mjs`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { check } from "./check.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors.json", import.meta.url), "utf8"));

for (const { name, cases, worst, failures } of check(vectors)) {
  test(`${name}: ${cases} cases, worst relative error ${worst.toExponential(1)}`, () => {
    assert.ok(cases > 0);
    assert.deepEqual(failures, []);
  });
}
