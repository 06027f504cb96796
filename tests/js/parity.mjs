/** The explorers' arithmetic and wording in node: `node --test tests/js/parity.mjs`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { describeActivation } from "../../actnorm/explorers/js/words.js";
import { check } from "./check.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors.json", import.meta.url), "utf8"));

for (const { name, cases, worst, failures } of check(vectors)) {
  test(`${name}: ${cases} cases, worst relative error ${worst.toExponential(1)}`, () => {
    assert.ok(cases > 0);
    assert.deepEqual(failures, []);
  });
}

test("where the slope is small, in words", () => {
  const seen = { x: 0, f: 0, grad: 1, kink: undefined, threshold: 0.05, lo: -8, hi: 8 };
  const said = (...bands) => describeActivation({ ...seen, bands })[2].replaceAll("\u00a0", " ");
  const head = "The slope is smaller than 0.05";
  assert.equal(said(), `${head} nowhere in this picture.`);
  assert.equal(said([-8, 8]), `${head} everywhere in this picture.`);
  assert.equal(said([-8, -2.94], [2.94, 8]), `${head} for x < −2.9 and for x > 2.9.`);
  assert.equal(said([-0.9, -0.6]), `${head} for x from −0.9 to −0.6.`);
  assert.equal(said([-5, -4], [-3, -2], [1, 2], [3, 4]), `${head} in 4 stretches of this picture.`);
});
