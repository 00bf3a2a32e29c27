// Python on the page: the same verdict as in a kernel, on every program of the coding exercises and
// on accidents. The cases and what a kernel says of them come from tests/test_python_page.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { asked } from "../../book/site/python/check.mjs";
import { judge } from "../../book/site/python/judge.mjs";
import { run } from "./worker.mjs";

const { exercises, programs } = JSON.parse(readFileSync(process.env.NNBOOK_FIXTURES, "utf8"));
after(() => setImmediate(() => process.exit())); // the spare worker would keep it alive

// One worker for all programs of an exercise that come to an end, to save time.
const endless = (one) => one.seconds < 1;
const together = Object.groupBy(programs, (one) => (endless(one) ? one.label : one.exercise));

for (const group of Object.values(together)) {
  const { exercise: name, seconds } = group[0];
  const exercise = exercises[name];
  test(name, async () => {
    const limit = endless(group[0]) ? seconds : 60;
    const texts = group.map(({ program }) => program);
    const done = await run({ ...asked(exercise, texts), seconds: limit });
    for (const [k, { label, program, verdict }] of group.entries()) {
      const one = { ...done, programs: [done.programs[k]] };
      const { see: _, ...told } = judge(exercise, one, seconds, program);
      assert.deepEqual(told, verdict, `${name}: ${label}`);
    }
  });
}
