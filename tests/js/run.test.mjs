// The browser's training run against nnbook.Training, from the same start and in the same order.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { answer, engine, images, PCG64, Training } from "../../nnbook/panels/run.mjs";

const FILE = process.env.NNBOOK_FIXTURES;
if (!FILE) throw new Error("NNBOOK_FIXTURES must name the file that tests/test_run.py wrote");
const bytes = (text) => Uint8Array.from(Buffer.from(text, "base64"));
const { randoms, runs } = JSON.parse(readFileSync(FILE, "utf8"));

function all(work) {
  let next = work.next();
  while (!next.done) next = work.next();
  return next.value;
}

function close(found, wanted, where, slack = 0) {
  assert.equal(found.length, wanted.length, where);
  for (let k = 0; k < wanted.length; k++) {
    const allowed = 1e-9 * Math.abs(wanted[k]) + slack;
    assert.ok(Math.abs(found[k] - wanted[k]) <= allowed, `${where}[${k}]: ${found[k]} for ${wanted[k]}`);
  }
}

test("the generator is NumPy's", () => {
  for (const { state, order, uniforms, again, odd } of randoms) {
    const random = new PCG64(state);
    assert.deepEqual(random.permutation(order.length), order);
    assert.deepEqual(
      uniforms.map(() => random.random()),
      uniforms,
    );
    assert.deepEqual(random.permutation(again.length), again);
    assert.deepEqual(random.permutation(odd.length), odd);
  }
});

for (const { name, begin, data, steps, units, wanted } of runs) {
  test(`${name}: the first ${steps} steps are nnbook's`, () => {
    const typed = Object.fromEntries(Object.entries(data).map(([part, text]) => [part, bytes(text)]));
    const scope = {};
    const first = all(answer(scope, { data: typed, begin, steps: 0, units }));
    assert.deepEqual([first.losses.length, first.epochs.length], [0, 1]);
    // In messages of some steps each, as the panel asks for them.
    const heard = [];
    for (let left = steps; left > 0; left -= 7)
      heard.push(all(answer(scope, { steps: Math.min(7, left), units })));
    close(
      heard.flatMap((one) => one.losses),
      wanted.losses,
      "losses",
    );
    const epochs = [first, ...heard].flatMap((one) => one.epochs);
    for (const part of ["train_loss", "test_loss", "train_accuracy", "test_accuracy"])
      close(
        epochs.map((one) => one[part]),
        wanted[part],
        part,
      );
    for (const [part, values] of Object.entries(wanted.params))
      close(scope.run.params[part], values, part, 1e-11);
    const { confusion, weights, stopped } = heard.at(-1);
    assert.deepEqual([...confusion], wanted.confusion);
    close(weights.reaches, wanted.reaches, "reaches");
    weights.bytes.forEach((byte, k) => assert.ok(Math.abs(byte - wanted.bytes[k]) <= 1, `byte ${k}`));
    assert.equal(stopped, null);
  });
}

const SMALL = {
  inputs: 4,
  hidden: 3,
  rate: 1,
  batch_size: 2,
  momentum: 0,
  std: 1,
  delta: 1e-7,
  rng: randoms[0].state,
};
function small(settings) {
  const made = all(
    images(
      Uint8Array.from({ length: 24 }, (_, k) => 40 * (k % 6)),
      Uint8Array.of(0, 1, 2, 3, 4, 5),
    ),
  );
  const run = new Training({ ...SMALL, ...settings }, { train: made, test: made });
  all(run.start());
  return run;
}

test("a run that is no number any more stops with the weights before", () => {
  const run = small({ rate: 1e308, delta: 0 });
  for (let k = 0; k < 50 && !run.stopped; k++) all(run.step());
  assert.match(run.stopped, /at step \d+$/);
  for (const values of Object.values(run.params)) assert.ok(values.every(Number.isFinite));
});

test("long work is done in pieces, and begun runs are told of once", () => {
  const scope = {};
  const data = { train_x: new Uint8Array(784 * 200).fill(9), train_t: new Uint8Array(200) };
  Object.assign(data, { test_x: data.train_x, test_t: data.train_t });
  const begin = { ...SMALL, inputs: 784, hidden: 20, batch_size: 100 };
  const work = answer(scope, { data, begin, steps: 1, units: [0] });
  let pieces = 0;
  let next = work.next();
  while (!next.done) [next, pieces] = [work.next(), pieces + 1];
  assert.ok(pieces > 40, `${pieces}`);
  assert.equal(next.value.losses.length, 1);
  assert.equal(all(answer(scope, { steps: 0, units: [0] })).losses.length, 0);
  assert.equal(all(answer(scope, { steps: 1000, time: 0, units: [0] })).losses.length, 0);
});

test("without a worker the page's own thread does the work, the same", async () => {
  const made = all(
    images(
      Uint8Array.from({ length: 24 }, (_, k) => 40 * (k % 6)),
      Uint8Array.of(0, 1, 2, 3, 4, 5),
    ),
  );
  const data = {
    train_x: new Uint8Array(24).map((_, k) => 40 * (k % 6)),
    train_t: Uint8Array.of(0, 1, 2, 3, 4, 5),
  };
  Object.assign(data, { test_x: data.train_x, test_t: data.train_t });
  const wanted = new Training(SMALL, { train: made, test: made });
  all(wanted.start());
  for (let k = 0; k < 5; k++) all(wanted.step());
  for (const refusal of ["throws", "an error later"]) {
    globalThis.Worker = class {
      constructor() {
        if (refusal === "throws") throw new Error("refused");
        setTimeout(() => this.onerror({ preventDefault() {} }));
      }
      postMessage() {}
      terminate() {}
    };
    const news = await new Promise((resolve) => {
      const works = engine("", resolve);
      works.post({ id: 3, data, begin: SMALL, steps: 5, units: [0, 2] });
    });
    assert.deepEqual([news.id, news.losses], [3, wanted.losses]);
  }
  delete globalThis.Worker;
});
