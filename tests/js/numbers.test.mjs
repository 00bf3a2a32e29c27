// What a reader types into a readout: understood as a whole, or not at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { understood } from "../../nnbook/questions/numbers.mjs";

const show = (value) => value.toFixed(2).replace("-", "−");
const wide = { low: -5000, high: 5000, whole: false, show };
const narrow = { low: -4.9764, high: 5, whole: false, show };
const whole = { low: 0, high: 2000, whole: true, show: String };

const UNDERSTOOD = [
  [
    wide,
    1.5,
    [
      "1.5",
      "1,5",
      " 1.5\n",
      "+1.5",
      "１．５",
      "1٫5",
      "١,٥",
      "۱٫۵",
      "3/2",
      "1½",
      "1 1/2",
      "1.5e0",
      "15e-1",
      "0.15×10¹",
      "150 %",
      "\u200e1.5",
    ],
  ],
  [wide, -3, ["-3", "−3", "–3", "- 3", "－３", "-3.", "-3,0", "-9/3", "-30e-1"]],
  [wide, 1 / 3, ["1/3", "⅓", "1 / 3", "1⁄3", "１／３", "0,5/1,5"]],
  [
    wide,
    0.001,
    ["1e-3", "1E-3", "1e−3", "1×10⁻³", "10⁻³", "10^-3", "1 x 10^-3", "1,0e-3", "0.1%", ".001", ",001"],
  ],
  [
    wide,
    1234.5,
    ["1,234.5", "1.234,5", "1 234,5", "1\u202f234.5", "1\u00a0234,5", "1'234.5", "1’234,5", "1_234.5"],
  ],
  [wide, 0.5, ["0,500", ".5", ",5", "½", "00.5"]],
  [wide, 0, ["0", "-0", "−0,0", "0e5"]],
  [wide, 1.234, ["1.234"]],
  [narrow, 1.234, ["1,234", "1.234"]],
  [narrow, -4.9764, ["-4.98", "−4.98", "-4,98"]], // as the readout writes its end
  [whole, 1234, ["1,234", "1 234", "1.234,0", "1234.0", "1.234e3"]],
  [{ ...wide, high: 5e6 }, 1234567, ["1,234,567", "1.234.567", "1 234 567"]],
];
const REFUSED = [
  [wide, "empty", ["", "  ", "\u00a0", "\u200b"]],
  [
    wide,
    "not a number",
    [
      "nonsense",
      "3abc",
      "abc3",
      "3 cm",
      "1.5.2",
      "1,2,3",
      "1,234,5",
      "12 34",
      "1 2",
      "1\n2",
      "--1",
      "1-",
      "1e",
      "e3",
      "1e2.5",
      "0x10",
      "0b1",
      "NaN",
      "Infinity",
      "∞",
      "-∞",
      "1/0x",
      "/3",
      "1/",
      "1/2/3",
      "0/0",
      "10³²x",
      "1₂",
      "①",
      "=1",
      "1;2",
      "(1)",
      ".",
      ",",
      "-",
      "%",
      "1..2",
      "1,,2",
      "1e1e1",
      "1,23,456",
    ],
  ],
  [wide, "from −5000.00 to 5000.00", ["5001", "-5e3000", "1e999", "1/0", "999999999", "5000.01"]],
  [wide, "1.234 or 1234?", ["1,234"]],
  [whole, "whole numbers only", ["2.5", "1/3", "0,5", "50%"]],
  [whole, "from 0 to 2000", ["-1", "2001", "3e3"]],
];

test("whole of what is typed is understood", () => {
  for (const [limits, value, texts] of UNDERSTOOD)
    for (const text of texts) assert.deepEqual(understood(text, limits), { value }, JSON.stringify(text));
});

test("what is not is refused, with a word why", () => {
  for (const [limits, why, texts] of REFUSED)
    for (const text of texts) assert.deepEqual(understood(text, limits), { why }, JSON.stringify(text));
});

test("what a readout shows is what it takes", () => {
  for (let k = -400; k <= 400; k++) {
    const value = Number((k / 80).toPrecision(12));
    for (const text of [String(value), show(value), value.toExponential(3)]) {
      const found = understood(text, wide).value;
      assert.ok(Math.abs(found - value) <= 0.00501 * Math.max(1, Math.abs(value)), text);
    }
  }
});
