// Runs that are stopped, begun again or begun together, also before Python is there.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { begun } from "./worker.mjs";

const PROGRAM = { programs: ["def twice(x):\n    return 2 * x"], function: "twice", cases: ["twice(21)"] };
const ENDLESS = { ...PROGRAM, programs: ["def twice(x):\n    while True:\n        print(x)"] };
after(() => setImmediate(() => process.exit())); // the spare workers would keep it alive

async function gives(running) {
  const { ended, programs } = await running;
  assert.equal(ended, "done");
  assert.deepEqual(programs[0].outcomes[0].parts[""].data, [42]);
}

test("who stops it does not wait for Python", async () => {
  const run = begun(new Promise(() => {}));
  const stop = new AbortController();
  const running = run({ ...PROGRAM, signal: stop.signal });
  stop.abort();
  assert.equal((await running).ended, "stopped");
  assert.equal((await run({ ...PROGRAM, signal: stop.signal })).ended, "stopped");
});

test("begun again before Python is there, it runs", async () => {
  const run = begun();
  const stop = new AbortController();
  const first = run({ ...PROGRAM, signal: stop.signal });
  stop.abort();
  await gives(run(PROGRAM));
  assert.equal((await first).ended, "stopped");
});

test("of runs that wait for Python together each gets its own", async () => {
  const run = begun();
  await Promise.all([run(PROGRAM), run(PROGRAM), run(PROGRAM)].map(gives));
});

test("what is stopped is not heard any more", async () => {
  const run = begun();
  const stop = new AbortController();
  let ended = false;
  const hear = ({ kind }) => {
    assert.ok(!ended);
    if (kind === "printed") stop.abort();
  };
  const { ended: how } = await run({ ...ENDLESS, hear, signal: stop.signal });
  ended = true;
  assert.equal(how, "stopped");
  await gives(run(PROGRAM));
});
