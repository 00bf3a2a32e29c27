// The cards in a kernel: what a reader says goes to the model, and comes back to each card.
// tests/test_questions.py writes the joined module and the cards.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { parseHTML } from "../../book/site/node_modules/linkedom/esm/index.js";
import { liveTask } from "../../nnbook/exercises/task.mjs";

const { module, cards } = JSON.parse(readFileSync(process.env.NNBOOK_FIXTURES, "utf8"));
const { document, Node, Event } = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, { document, Node });
const { render } = (await import(pathToFileURL(module))).default;

/** As much of a widget's model as a card asks for. */
function modelOf(html) {
  const traits = { html, record: null };
  const listeners = new Set();
  return {
    get: (name) => traits[name],
    set: (name, value) => (traits[name] = value),
    save_changes() {},
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
    /** What comes from Python. */
    receive(record) {
      traits.record = record;
      for (const listener of listeners) listener();
    },
    listeners,
  };
}

function shown(html) {
  const model = modelOf(html);
  const el = document.createElement("div");
  document.body.append(el);
  return { model, el, root: el, end: render({ model, el }) };
}

const submit = (el) => {
  const event = Object.assign(new Event("submit", { cancelable: true }), { timeStamp: performance.now() });
  el.querySelector("form").dispatchEvent(event);
};

test("a guess goes to the model, and stands beside the answer", () => {
  const asks = shown(cards.question);
  const card = asks.el.querySelector("[data-question]");
  assert.equal(card.dataset.state, "open");
  assert.equal(asks.el.querySelector("[data-act=show]"), null, "nothing is folded in a kernel");
  submit(asks.el);
  assert.match(card.querySelector(".nq-status").textContent, /Choose one first/);
  card.querySelectorAll("input")[0].checked = true;
  submit(asks.el);
  assert.deepEqual(asks.model.get("record"), { guess: 0 });
  assert.equal(card.dataset.state, "committed");
  assert.equal(card.dataset.verdict, undefined, "nothing tells before the answer's cell has run");
  assert.match(card.querySelector(".nq-status").textContent, /Run the cells that follow/);

  const answers = shown(cards.answer);
  assert.equal(answers.el.querySelector(".nq-yours"), null);
  answers.model.receive({ guess: 0 });
  assert.match(answers.el.querySelector(".nq-yours").textContent, /You said: goes up/);
  answers.model.receive(null);
  assert.equal(answers.el.querySelector(".nq-yours"), null);
  answers.end();
  assert.equal(answers.model.listeners.size, 0);
});

test("of several numbers each is wanted, and a number is one that is understood", () => {
  const { el } = shown(cards.exercise);
  const [first, second] = el.querySelectorAll("input");
  for (const one of [first, second]) one.focus = () => {};
  for (const [a, b, said] of [
    ["", "", "Type a number first."],
    ["1/4", " ", "Type a number into each field."],
    ["", "0.5", "Type a number into each field."],
    ["1/4", "log 2", "This is not understood as a number. Understood are digits: 0.25, 1/4, 25 % or 2.5e-1."],
  ]) {
    [first.value, second.value] = [a, b];
    submit(el);
    assert.equal(el.querySelector(".nq-status").textContent, said);
  }
});

test("where a matter is explained is told, and whether that is on another page", () => {
  for (const [pathname, ending] of [
    ["/book/softmax.html", "Large scores."],
    ["/book/softmax", "Large scores."],
    ["/book/cross_entropy.html", "Large scores in another chapter."],
  ]) {
    globalThis.location = { pathname };
    const el = document.createElement("div");
    el.innerHTML = cards.exercise;
    liveTask(el.querySelector("[data-exercise]"), { links: true, change() {} })({ answer: [0.25, 0] });
    assert.ok(el.querySelector(".nq-status").textContent.endsWith(`Explained under ${ending}`), pathname);
  }
});

test("an exercise is judged, and its answer kept by the model", () => {
  const { el, model } = shown(cards.exercise);
  const card = el.querySelector("[data-exercise]");
  const [first, second] = card.querySelectorAll("input");
  first.value = "1/4";
  second.value = "0,5";
  submit(el);
  assert.equal(card.dataset.verdict, "right");
  assert.deepEqual(model.get("record"), { answer: [0.25, 0.5], right: true });
});
