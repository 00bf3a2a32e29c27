// The panels' mathematics against the cases that nnbook computed, to 1e-12 relative.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fixed, power, short, ten } from "../../nnbook/panels/draw.mjs";
import { decimal, onGrid, scaleOf } from "../../nnbook/panels/handles.mjs";
import { quantityName, unpack } from "../../nnbook/panels/live.mjs";
import * as maths from "../../nnbook/panels/maths.mjs";
import { roundUp, ticks } from "../../nnbook/panels/plot.mjs";

const FILE = process.env.NNBOOK_FIXTURES;
if (!FILE) throw new Error("NNBOOK_FIXTURES must name the file that write_fixtures.py wrote");

const FUNCTIONS = new Map(Object.entries(maths));
const WORDS = { inf: Infinity, "-inf": -Infinity, nan: NaN };
const { functions: cases, panels } = JSON.parse(readFileSync(FILE, "utf8"), (_key, value) => {
  if (value === null || typeof value !== "object") return value;
  if ("number" in value) return WORDS[value.number];
  if (!("base64" in value)) return value;
  // Bytes as a browser gets them.
  const { buffer, byteOffset, byteLength } = Uint8Array.from(Buffer.from(value.base64, "base64"));
  return new DataView(buffer, byteOffset, byteLength);
});

// Below the smallest normal number a float has fewer digits to agree in.
const TINY = 1e-300;

function close(actual, expected, slack, where) {
  if (Array.isArray(expected)) {
    assert.equal(actual.length, expected.length, where);
    expected.forEach((value, k) => close(actual[k], value, slack, `${where}[${k}]`));
  } else if (expected === null) {
    assert.ok(!Number.isFinite(actual), `${where}: ${actual} instead of a number that is not finite`);
  } else if (!Number.isFinite(expected)) {
    assert.ok(Object.is(actual, expected), `${where}: ${actual} instead of ${expected}`);
  } else {
    const allowed = 1e-12 * Math.abs(expected) + slack + TINY;
    assert.ok(
      Math.abs(actual - expected) <= allowed,
      `${where}: ${actual} instead of ${expected}, slack ${slack}`,
    );
  }
}

function run({ name, args }) {
  if (name === "numerical_gradient") {
    const [x, h] = args;
    const before = JSON.stringify(x);
    const wave = () => x.flat().reduce((sum, v, k) => sum + ((k + 1) * v * v - v * v * v), 0);
    const found = maths.numerical_gradient(wave, x, h);
    assert.equal(JSON.stringify(x), before, "x must be put back");
    return found;
  }
  if (name === "TwoLayerNet") {
    const [params, delta, x, t] = args;
    const before = JSON.stringify(params);
    const net = new maths.TwoLayerNet(params, delta);
    const found = [net.predict(x), net.loss(x, t), Object.values(net.gradient(x, t))];
    assert.equal(JSON.stringify(params), before, "parameters must stay");
    return found;
  }
  if (name === "gradient_costs") return Object.values(maths.gradient_costs(...args));
  return FUNCTIONS.get(name)(...args);
}

const names = [...new Set(cases.map(({ name }) => name))];

for (const name of names) {
  const mine = cases.filter((one) => one.name === name);
  test(`${name}: ${mine.length} cases`, () => {
    mine.forEach((one, k) =>
      close(run(one), one.expected, one.slack, `case ${k}, ${JSON.stringify(one.args)}`),
    );
  });
}

for (const { name, kind, given, cases: mine } of panels) {
  test(`${name} panel, ${kind}: ${mine.length} cases`, async () => {
    const { panel } = await import(`../../nnbook/panels/${name}.mjs`);
    const unpacked = unpack(given);
    mine.forEach(({ inputs, expected, slack }, k) => {
      const found = panel.compute({ ...unpacked, ...inputs });
      assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
      for (const [key, value] of Object.entries(expected)) {
        close(found[key], value, slack[key] ?? 0, `case ${k}, ${key}, at ${JSON.stringify(inputs)}`);
      }
    });
  });
}

test("there are thousands of cases, and some for every kind of panel", () => {
  assert.ok(cases.length + panels.flatMap((one) => one.cases).length > 4000);
  for (const { name, kind, cases: mine } of panels) assert.ok(mine.length > 100, `${name}, ${kind}`);
});

test("what is given arrives as it was, arrays as typed ones", () => {
  const bytes = new DataView(Uint8Array.from([9, 9, 255, 1]).buffer, 2, 2);
  assert.deepEqual(unpack({ a: { dtype: "int8", shape: [2], bytes }, t: [0, 1], word: "bowl" }), {
    a: Int8Array.from([-1, 1]),
    t: [0, 1],
    word: "bowl",
  });
  assert.equal(quantityName("round_off_left"), "round-off-left");
});

test("numerical_gradient refuses a step that changes nothing, and puts x back if f throws", () => {
  assert.throws(() => maths.numerical_gradient(() => 0, [1e6], 1e-12), RangeError);
  // One above 1 and one below lie at different distances.
  assert.throws(() => maths.numerical_gradient(() => 0, [1], 1e-16), RangeError);
  close(
    maths.numerical_gradient(([one]) => one ** 3, [1]),
    [3 + 1e-8],
    1e-11,
    "with h left out",
  );
  const x = [[1, 2]];
  assert.throws(() =>
    maths.numerical_gradient(() => {
      throw new Error("no");
    }, x),
  );
  assert.deepEqual(x, [[1, 2]]);
});

test("SimpleNet's exact gradient is what its central difference says", () => {
  const W = [
    [-0.8, -0.1, 1.2],
    [-0.5, 1.7, -0.8],
  ];
  for (const t of [
    [0, 0, 1],
    [0.1, 0.3, 0.6],
  ]) {
    for (const delta of [0, 1e-7, 0.1]) {
      const exact = maths.gradient(W, [0.6, 0.9], t, delta);
      const near = maths.numerical_gradient(() => maths.loss(W, [0.6, 0.9], t, delta), W, 1e-5);
      close(exact, near, 1e-9, "gradient");
    }
  }
});

test("contours cross where a plane has the level", () => {
  const plane = [0, 1, 2].map((row) => [0, 1, 2].map((column) => column + 10 * row));
  const lines = maths.contour(plane, 7.5);
  assert.equal(lines.length, 2);
  for (const [column, row] of lines.flat()) assert.ok(Math.abs(column + 10 * row - 7.5) < 1e-12);
  assert.deepEqual(maths.contour(plane, 99), []);
});

test("the contour of a bowl is a circle: its radius, its length, in every cell", () => {
  const bowl = (size, at) =>
    Array.from({ length: size }, (_row, v) =>
      Array.from({ length: size }, (_, u) => (u - at) ** 2 + (v - at) ** 2),
    );
  // One in the middle; and a quarter whose ends lie in the last row and the last column.
  for (const [size, at, radius, turns] of [
    [41, 20, 17.3, 1],
    [41, 0, 39.4, 0.25],
    [41, 40, 39.4, 0.25],
  ]) {
    const lines = maths.contour(bowl(size, at), radius ** 2);
    const ends = new Map();
    let length = 0;
    for (const line of lines) {
      for (const [u, v] of line) {
        close(Math.hypot(u - at, v - at), radius, 0.01, "radius");
        const name = `${u.toFixed(9)} ${v.toFixed(9)}`;
        ends.set(name, 1 + (ends.get(name) ?? 0));
      }
      const step = Math.hypot(line[0][0] - line[1][0], line[0][1] - line[1][1]);
      assert.ok(step < 1.5, "a line stays in its cell");
      length += step;
    }
    close(length / (2 * Math.PI * radius), turns, 0.001, "length");
    const loose = [...ends.values()].filter((count) => count === 1).length;
    assert.equal(loose, turns === 1 ? 0 : 2, "each line goes on where another ends");
  }
});

test("a slider's value keeps its digits without an exponent", () => {
  for (const [number, text] of [
    [1e-7, "0.0000001"],
    [1.25e-9, "0.00000000125"],
    [0.5, "0.5"],
    [-3, "-3"],
    [12, "12"],
  ]) {
    assert.equal(decimal(number), text);
    assert.equal(Number(decimal(number)), number);
  }
});

test("a logarithmic slider stands at the exponent of its value", () => {
  const log = scaleOf({ base: 10 });
  assert.equal(log.value(-4), 1e-4);
  assert.ok(Math.abs(log.place(1e-4) + 4) < 1e-12);
  assert.equal(scaleOf({}).value(0.3), 0.3);
  assert.equal(onGrid(-3.94, -12, 0, 0.1), -3.9);
});

test("numbers are written for people", () => {
  assert.equal(fixed(3)(-0.49288), "−0.493");
  assert.equal(fixed(2)(-0.001), "0.00");
  assert.equal(fixed(2)(Infinity), "∞");
  assert.equal(fixed(2)(NaN), "nan");
  assert.equal(power(1)(1.234e-7), "1.2×10⁻⁷");
  assert.equal(power(1)(-1e12), "−1.0×10¹²");
  assert.equal(short(3)(0.0004), "4.0×10⁻⁴");
  assert.equal(short(3)(0), "0.000");
  assert.deepEqual([-12, 0, 3].map(ten), ["10⁻¹²", "1", "10³"]);
  assert.deepEqual(ticks(-3, 3, 4), [-2, 0, 2]);
  assert.deepEqual([1, 4.06, 7, 23].map(roundUp), [1, 5, 8, 25]);
});

test("the contour of a cone is a circle", () => {
  // Of whole and half numbers, so that the circle goes through the first and last cells of both.
  const [side, middle, radius] = [41, 20, 19.6];
  const grid = Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_, column) => Math.hypot(row - middle, column - middle)),
  );
  const pairs = maths.contour(grid, radius);
  for (const [column, row] of pairs.flat())
    assert.ok(Math.abs(Math.hypot(row - middle, column - middle) - radius) < 0.01, `${column}, ${row}`);
  const length = pairs.reduce((all, [a, b]) => all + Math.hypot(a[0] - b[0], a[1] - b[1]), 0);
  assert.ok(Math.abs(length / (2 * Math.PI * radius) - 1) < 0.002, `${length}`);
});
