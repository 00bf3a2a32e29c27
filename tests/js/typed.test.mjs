// Arrays as readers type them: all of one is understood, or none, and then it is said why.
import assert from "node:assert/strict";
import { test } from "node:test";
import { arrayOf } from "../../book/site/python/typed.mjs";

const LIMITS = { axes: 2, most: 4, low: -1000, high: 1000 };

const TAKEN = [
  ["[1, 2]", [1, 2]],
  ["1, 2", [1, 2]],
  ["7", [7]],
  ["[1, 2,]", [1, 2]],
  ["((1, 2), (3, 4))", [[1, 2], [3, 4]]],
  ["[[1, 2],\n [3, 4]]", [[1, 2], [3, 4]]],
  ["np.array([[1., .5]])", [[1, 0.5]]],
  ["array([1.])", [1]],
  ["[1/3, 1e-3, 50 %]", [1 / 3, 1e-3, 0.5]],
  ["[−1, - 2, +3]", [-1, -2, 3]],
  ["[-0]", [0]],
  ["[1,5]", [1, 5]],
  ["[1,5; 2,5]", [1.5, 2.5]],
  ["0,5; 1", [0.5, 1]],
  ["[[0,5; 1], [2; 3]]", [[0.5, 1], [2, 3]]],
  ["[[0,5; 1]; [2; 3]]", [[0.5, 1], [2, 3]]],
  ["[½, 2×10⁻³]", [0.5, 0.002]],
  ["［１，２］", [1, 2]],
]; // biome-ignore format: as they are
const REFUSED = [
  ["", "Nothing is typed here."],
  ["  ", "Nothing is typed here."],
  ["[]", "There is a pair of brackets without a number in it."],
  ["[[], []]", "There is a pair of brackets without a number in it."],
  ["[1, x]", "“x” is not understood as a number."],
  ["[nan]", "“nan” is not understood as a number."],
  ["[1 2]", "“1 2” is not understood as a number. A comma parts two numbers."],
  ["[1 200]", "“1 200” is not understood as a number. A comma parts two numbers."],
  ["[1. -2.]", "“1. -2.” is not understood as a number. A comma parts two numbers."],
  ["[1, 2", "A bracket ] is missing at the end."],
  ["[[1, 2]", "A bracket ] is missing at the end."],
  ["[1, 2)", "A bracket ] is wanted where ) stands."],
  ["1, 2]", "Before the first number a bracket [ is missing."],
  ["[1]]", "After the last bracket there is “]”."],
  ["[1], [2]", "After the last bracket there is “, [ 2 ]”."],
  ["[1,, 2]", "Before a “,” a number is missing."],
  ["[, 1]", "Before a “,” a number is missing."],
  ["[[1] [2]]", "Between “]” and “[” a comma is missing."],
  ["[[1, 2], [3]]", "All rows must have the same number of entries."],
  ["[1, [2]]", "All rows must have the same number of entries."],
  ["[[[1]]]", "At most 2 dimensions are taken, and this has 3."],
  ["[1, 2, 3, 4, 5]", "At most 4 numbers are taken, and these are 5."],
  ["[1e4]", "“1e4” does not lie from −1000 to 1000."],
  ["[1e400]", "“1e400” does not lie from −1000 to 1000."],
  ["[1/0]", "“1/0” does not lie from −1000 to 1000."],
  ["[0,123; 1,000]", "“1,000” could be 1 or 1000. Which one?"],
];

test("what is taken", () => {
  for (const [text, nested] of TAKEN) assert.deepEqual(arrayOf(text, LIMITS).nested, nested, text);
});

test("what is refused, and why", () => {
  for (const [text, why] of REFUSED) assert.deepEqual(arrayOf(text, LIMITS), { why }, text);
});
