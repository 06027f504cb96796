/** The state of a figure in an address: there and back, and nothing that it cannot be. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, query } from "../../actnorm/explorers/js/address.js";

const first = { gamma: 1, training: true, name: "tanh", logits: [2, 1, -1] };
const anything = () => {};
const there = (now) => query("bn", (trait) => ({ ...first, ...now })[trait], first);

test("what stands where it stood first is not written", () => {
  assert.equal(there({}), "");
  assert.equal(there({ gamma: 2 }), "bn.gamma=2");
});

test("there and back", () => {
  const now = { gamma: -1e-7, training: false, name: "a&b=c d", logits: [1 / 3, 1e21, -0.1 - 0.2] };
  assert.deepEqual(asked(there(now), "bn", first, anything), { values: now, refused: [] });
});

test("an address speaks to the figure it names, and to a figure alone without a name", () => {
  const { values } = asked("?bn.gamma=2&bn-two.gamma=3&gamma=4", "bn", first, anything);
  assert.deepEqual(values, { gamma: 2 });
  const alone = asked("?gamma=4&theme=dark&utm_source=x", "", first, anything);
  assert.deepEqual(alone, { values: { gamma: 4 }, refused: [] });
});

test("a set of words has any size", () => {
  for (const names of [[], ["relu"], ["relu", "tanh"]])
    for (const begin of [[], ["gelu"]]) {
      const query_ = query("f", () => names, { compare: begin });
      const { values, refused } = asked(query_, "f", { compare: begin }, anything);
      assert.deepEqual([values.compare ?? begin, refused], [names, []]);
    }
  const { values } = asked("?f.compare=", "f", { compare: ["gelu"] }, anything);
  assert.deepEqual(values, { compare: [] });
});

test("what is no such value, or is refused, is told and not taken", () => {
  const bad = ["", " ", "1e", "--1", "NaN", "Infinity", "0x10", "1,2", "null", "[1]", "1;2"];
  for (const text of bad) {
    const search = `?${new URLSearchParams({ "bn.gamma": text })}`;
    const { values, refused } = asked(search, "bn", first, anything);
    assert.deepEqual([values, refused], [{}, [`gamma = ${text}`]]);
  }
  const no = () => {
    throw new Error("not offered");
  };
  assert.equal(asked("?bn.gamma=2", "bn", first, no).refused.length, 1);
  for (const search of ["?bn.logits=1,2", "?bn.logits=1,2,x", "?bn.training=yes", "?bn.gama=1"])
    assert.equal(asked(search, "bn", first, anything).refused.length, 1, search);
  for (const name of ["__proto__", "constructor", "toString"])
    assert.deepEqual(asked(`?bn.${name}=1`, "bn", first, anything).values, {});
});
