// Tasks of panels: what is done, what is kept of it, and what comes of a storage that fails.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { beforeEach, test } from "node:test";
import { holds, keepDone, keptDone, taskList } from "../../nnbook/panels/tasks.mjs";

const { parseHTML } = createRequire(new URL("../../book/site/", import.meta.url))("linkedom");
globalThis.document = parseHTML("<!doctype html><html><body></body></html>").document;

/** A storage as the site has it, with what is kept by one name. */
function storage(text = null) {
  const known = { "nnbook-questions": text };
  return { known, getItem: (key) => known[key] ?? null, setItem: (key, value) => (known[key] = value) };
}
beforeEach(() => {
  globalThis.nnLocalStorage = storage();
});

test("a comparison holds for numbers as it says, and for what is no number not", () => {
  const values = { loss: 0.1, none: null, list: [1, 2, null], text: "", deep: [[1], [2]] };
  for (const [what, how, bound, wanted] of [
    ["loss", "<", 0.1, false],
    ["loss", "<=", 0.1, true],
    ["loss", ">", 0.1, false],
    ["loss", ">=", 0.1, true],
    ["loss", "==", 0.1, true],
    ["loss", "!=", 0.1, false],
    ["none", "<", 1, false],
    ["none", ">=", 0, false],
    ["none", "==", null, true],
    ["none", "!=", null, false],
    ["list", "<", 3, false],
    ["list[1]", "<", 3, true],
    ["list[2]", "==", null, true],
    ["text", "!=", "", false],
    ["deep", "<=", 2, true],
    ["deep", "<", 2, false],
  ])
    assert.equal(holds([[what, how, bound]], values), wanted, `${what} ${how} ${bound}`);
  assert.equal(holds([], values), true);
});

const TASKS = [
  { name: "low", words: "Bring it below 1.", when: [["loss", "<", 1]] },
  { name: "high", words: "Bring it above 5.", when: [["loss", ">", 5]] },
];
const ticks = (node) => [...node.querySelectorAll("li")].map((one) => one.hasAttribute("data-done"));

test("what is done is told once, and stays ticked until it is forgotten", () => {
  const done = new Set();
  let grown = 0;
  const [node, judge, forget] = taskList(TASKS, done, () => grown++);
  assert.deepEqual(judge({ loss: 3 }), []);
  assert.deepEqual([ticks(node), grown], [[false, false], 0]);
  assert.deepEqual(judge({ loss: 0.5 }), ["Bring it below 1."]);
  assert.deepEqual(judge({ loss: 0.5 }), []);
  assert.deepEqual(judge({ loss: 3 }), []);
  assert.deepEqual([ticks(node), grown, [...done]], [[true, false], 1, ["low"]]);
  assert.equal(node.querySelector("li").textContent, "Bring it below 1. (done)");
  forget();
  assert.deepEqual([ticks(node), done.size], [[false, false], 0]);
  assert.equal(node.querySelector("li").textContent, "Bring it below 1.");
  assert.deepEqual(judge({ loss: 0.5 }), ["Bring it below 1."], "it can be done again");
});

test("what was done earlier is ticked at once, and what is no task any more is no harm", () => {
  const [node, judge] = taskList(TASKS, new Set(["high", "gone"]), () => {});
  assert.deepEqual(ticks(node), [false, true]);
  assert.deepEqual(judge({ loss: 6 }), []);
});

test("what is done is kept beside the guesses, and copies of a panel do not undo each other", () => {
  globalThis.nnLocalStorage = storage('{"off":true,"of":{"softmax-q-shift":{"guess":1}}}');
  assert.deepEqual(keptDone("softmax"), []);
  keepDone("softmax", new Set(["low"]));
  keepDone("softmax", new Set(["high"]));
  keepDone("boundary", new Set(["few"]));
  assert.deepEqual(keptDone("softmax"), ["low", "high"]);
  assert.deepEqual(JSON.parse(globalThis.nnLocalStorage.known["nnbook-questions"]), {
    off: true,
    of: {
      "softmax-q-shift": { guess: 1 },
      "softmax-tasks": { done: ["low", "high"] },
      "boundary-tasks": { done: ["few"] },
    },
  });
});

test("without a storage, or with something else in it, nothing is known and nothing breaks", () => {
  const broken = {
    getItem() {
      throw new Error("blocked");
    },
    setItem() {
      throw new Error("full");
    },
  };
  for (const one of [undefined, broken, ...["", "[", "7", "[]", '{"of":3}', "null"].map(storage)]) {
    globalThis.nnLocalStorage = one;
    assert.deepEqual(keptDone("softmax"), []);
    keepDone("softmax", new Set(["low"]));
  }
  for (const text of ['{"of":{"softmax-tasks":{"done":7}}}', '{"of":{"softmax-tasks":[]}}']) {
    globalThis.nnLocalStorage = storage(text);
    assert.deepEqual(keptDone("softmax"), []);
    keepDone("softmax", new Set(["low"]));
    assert.deepEqual(keptDone("softmax"), ["low"]);
  }
});
