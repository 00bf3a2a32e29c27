// Break the notebook: in the page the same table as in a kernel, and the same inputs taken. The inputs
// and what a kernel says of them come from tests/test_breaking_page.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { asked, called, exposure } from "../../book/site/python/exposure.mjs";
import { arrayOf } from "../../book/site/python/typed.mjs";
import { run } from "./worker.mjs";

const { subjects, inputs, texts } = JSON.parse(readFileSync(process.env.NNBOOK_FIXTURES, "utf8"));
after(() => setImmediate(() => process.exit())); // the spare worker would keep it alive

// One worker for all inputs of a function, to save time.
for (const [name, group] of Object.entries(Object.groupBy(inputs, (one) => one.name))) {
  test(name, async () => {
    const subject = subjects[name];
    const requests = group.map(({ choice, given }) => asked(subject, choice, given));
    const cases = requests.flatMap((one) => one.cases);
    const done = await run({ ...requests[0], cases, seconds: 120 });
    assert.equal(done.ended, "done");
    const { outcomes } = done.programs[0];
    for (const { choice, given, call, rows } of group) {
      const found = exposure(subject, given);
      const mine = outcomes.splice(0, requests[0].cases.length);
      const changed = mine.map(found.take).map((row) => found.rows.indexOf(row));
      const numbers = [...rows.keys()];
      assert.deepEqual(changed, [...numbers, ...numbers.slice(1)]);
      assert.deepEqual(found.rows, rows, call);
      assert.equal(called(subject, choice, given), call);
    }
  });
}

test("what a kernel takes and refuses", () => {
  for (const { name, text, nested } of texts) {
    const { nested: mine = null, why } = arrayOf(text, subjects[name]);
    assert.deepEqual(mine, nested, `${name}: ${text}: ${why}`);
    assert.equal(Boolean(why), nested === null);
  }
});
