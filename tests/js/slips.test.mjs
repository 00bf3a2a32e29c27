// What newcomers write that is no Python: the page says so in CPython's words and names CPython's
// line. The texts and what CPython says of them come from tests/test_python_slips.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { check } from "../../book/site/python/check.mjs";
import { foreignTo, slipOf } from "../../book/site/python/slips.mjs";
import { run } from "./worker.mjs";

const { exercise, slips, sound } = JSON.parse(readFileSync(process.env.NNBOOK_FIXTURES, "utf8"));
after(() => setImmediate(() => process.exit())); // the spare worker would keep it alive

for (const { label, text, said, line, help } of slips)
  test(label, async () => {
    const verdict = await check(exercise, text, run);
    const [told, where] = verdict.block.split(/\nin your line /);
    assert.equal(verdict.kind, "syntax");
    assert.equal(Number.parseInt(where, 10), line);
    const words = told.split(/\s+/).join(" ").trim();
    assert.ok([said, `${said.split(":")[0]}: invalid syntax`].includes(words), `${words}; CPython: ${said}`);
    assert.ok(verdict.message.includes(help), verdict.message);
  });

test("what is Python has no slip", () => {
  for (const text of sound) assert.deepEqual([foreignTo(text), slipOf(text)], [null, null], text);
});
