/** The static host's model: what anywidget promises a view, and nothing more. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pageModel } from "../../actnorm/explorers/js/host.js";
import { whole } from "../../actnorm/explorers/js/whole.js";

test("every view hears a change, once", () => {
  const model = pageModel({ x: 1 });
  const heard = [];
  for (const view of ["a", "b"])
    model.on("change:x", () => heard.push(`${view} ${model.get("x")}`));
  model.set("x", 2);
  assert.deepEqual(heard, ["a 2", "b 2"]);
});

test("the same value again is no change", () => {
  const model = pageModel({ x: 1 });
  model.on("change:x", () => assert.fail("nothing changed"));
  model.set("x", 1);
});

test("a view that has left hears nothing", () => {
  const model = pageModel({ x: 1 });
  const listener = () => assert.fail("it has left");
  model.on("change:x", listener);
  model.off("change:x", listener);
  model.set("x", 2);
  assert.equal(model.get("x"), 2);
});

test("saving is allowed and goes nowhere", () => {
  assert.equal(pageModel({}).save_changes(), undefined);
});

test("what stands in the page once is in each of its places", () => {
  const shared = [{ name: "relu", f: { $shared: 1 } }, [1, 2, 3]];
  const state = { a: [{ $shared: 0 }, { f: [0, 1] }], b: { $shared: 1 }, c: null, d: "x", e: [] };
  assert.deepEqual(whole(state, shared), {
    a: [{ name: "relu", f: [1, 2, 3] }, { f: [0, 1] }],
    b: [1, 2, 3],
    c: null,
    d: "x",
    e: [],
  });
});
