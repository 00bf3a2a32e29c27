// The verdicts of the cards: on every question with the key that its chapter computed, and on
// every exercise as `check` gives them. tests/test_questions.py writes what is asked and wanted.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { judge } from "../../nnbook/exercises/task.mjs";
import { typed } from "../../nnbook/questions/fields.mjs";
import { along, at, brief, fits, verdict } from "../../nnbook/questions/verdict.mjs";

const { keys, exercises, briefs } = JSON.parse(readFileSync(process.env.NNBOOK_FIXTURES, "utf8"));

for (const { name, key, guesses } of keys) {
  test(`${name}: the right guess is right, and every other has words of its own`, () => {
    const said = new Map();
    for (const { guess, right, sentences } of guesses) {
      assert.ok(fits(key, guess), JSON.stringify(guess));
      const found = verdict(key, guess);
      assert.equal(found.right, right, JSON.stringify(guess));
      assert.deepEqual(found.sentences, sentences, JSON.stringify(guess));
      assert.ok(found.words.length > 0);
      const text = found.sentences.join(" ");
      assert.ok(!said.has(text), `${JSON.stringify(guess)} and ${said.get(text)} are told the same`);
      said.set(text, JSON.stringify(guess));
    }
    assert.ok([...guesses].some(({ right }) => right) && guesses.some(({ right }) => !right));
  });
}

test("what is kept of another edition is no guess", () => {
  for (const { key } of keys)
    for (const odd of [null, undefined, "1", -1, 1.5, 99, [], [99], {}, [Number.NaN], true])
      if (fits(key, odd)) assert.ok(key.kind === "number" && typeof odd === "number", `${key.kind} ${odd}`);
});

for (const { name, kind, known, cases } of exercises) {
  test(`${name}: the page judges as check does`, () => {
    assert.ok(cases.length > 1);
    for (const { answer, ...wanted } of cases) {
      const numbers = kind === "numbers" ? answer.map(Number) : answer;
      const { right, message = "", see } = judge(kind, known, numbers);
      assert.deepEqual({ right, message, link: see?.link ?? null }, wanted, JSON.stringify(answer));
    }
  });
}

test("places on an axis and numbers go over into one another", () => {
  for (const axis of [
    { low: 0, high: 0.25, log: false },
    { low: 1e-17, high: 1, log: true },
    { low: -3, high: 4, log: false },
  ])
    for (const part of [0, 0.3, 0.5, 1])
      assert.ok(Math.abs(along(axis, at(axis, part)) - part) < 1e-5, `${axis.low} ${part}`);
});

test("numbers are written as Python writes them", () => {
  for (const [value, text] of briefs) assert.equal(brief(value), text.replace("-", "−"));
});

test("what is typed means the whole of it, or nothing", () => {
  for (const [text, value] of [
    ["0,5", 0.5],
    ["1e-3", 0.001],
    ["1 000", 1000],
    ["−0.82", -0.82],
    ["50 %", 0.5],
    ["1/4", 0.25],
    [" 10 ", 10],
  ])
    assert.deepEqual(typed(text), { value }, text);
  assert.deepEqual(typed("8,1 %", { unit: "%" }), { value: 8.1 });
  assert.deepEqual(typed("3 times", { unit: "times" }), { value: 3 });
  assert.deepEqual(typed("-∞", { infinite: true }), { value: -Infinity });
  assert.deepEqual(typed("inf", { infinite: true }), { value: Infinity });
  for (const text of ["", "about 3", "3 or 4", "1,234", "0.5x", "inf", "NaN", "--1"])
    assert.equal(typeof typed(text).why, "string", text);
});
