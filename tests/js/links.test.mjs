// Links that carry a panel's state, as they come out of mails, chats and hands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFragment } from "../../nnbook/panels/live.mjs";

const RANGES = {
  rate: { low: 0.01, high: 2.5, whole: false },
  steps: { low: 0, high: 40, whole: true },
};
const LINK = "#panel=descent&n=0&rate=0.25&steps=12";
const BOTH = { rate: 0.25, steps: 12 };
const read = (fragment, place = 0) => parseFragment(fragment, "descent", place, RANGES);

test("what a sentence puts behind a link is left out", () => {
  for (const behind of [
    "",
    ")",
    ".",
    ",",
    ").",
    ";",
    "!",
    "?",
    "…",
    '"',
    "'",
    "”",
    "»",
    ">",
    "]",
    "*",
    "_",
    "）",
    "。",
    "%",
    "/",
    "=",
    "&",
    "&&",
  ])
    assert.deepEqual(read(LINK + behind), BOTH, behind);
  for (const behind of [")", "”", "%", ">"])
    assert.deepEqual(read(LINK + encodeURIComponent(behind)), BOTH, behind);
});

test("a drawing is taken as it was, and nothing else in its place", () => {
  const ranges = { ...RANGES, drawing: { pattern: "(?:_\\d+\\.\\d+)+|_|" } };
  const link = "#panel=descent&n=0&drawing=";
  for (const drawing of ["_1.2_3.4", "_", ""])
    for (const behind of ["", ").", "%29", "&steps=99"])
      assert.deepEqual(parseFragment(link + drawing + behind, "descent", 0, ranges), { drawing }, behind);
  for (const wrong of ["_1", "1.2", "_1.2x", "_1.2&drawing=_1.2", "<b>", "_1.2%00a"])
    assert.equal(parseFragment(link + wrong, "descent", 0, ranges), null, wrong);
});

test("what others add is left out", () => {
  for (const pair of [
    "utm_source=x",
    "fbclid=IwAR0%2F1",
    "unknown=1",
    "__proto__=1",
    "constructor=1",
    "toString=1",
    "x",
    "=",
    "rate",
    "%E0%A4%A=1",
    "<img src=x onerror=alert(1)>=1",
  ]) {
    assert.deepEqual(read(`${LINK}&${pair}`), BOTH, pair);
    assert.deepEqual(read(`#panel=descent&n=0&${pair}&rate=0.25&steps=12`), BOTH, pair);
  }
});

test("what was encoded on the way is decoded", () => {
  let link = LINK.slice(1);
  for (let times = 0; times < 3; times++) {
    link = encodeURIComponent(link);
    assert.deepEqual(read(`#${link}`), BOTH, link);
  }
  assert.deepEqual(read(LINK.replaceAll("&", "&amp;")), BOTH);
  assert.deepEqual(read(LINK.replaceAll(".", "%2E").replaceAll("=", "%3d")), BOTH);
  assert.equal(read(`#${encodeURIComponent(link)}`), null, "once too often");
});

test("a value that no reader could set is left out, and the others taken", () => {
  for (const wrong of [
    "3",
    "-1",
    "0.001",
    "NaN",
    "Infinity",
    "1e999",
    "0x1",
    "",
    "%201",
    "0.25x",
    "0.25;2",
    "0.25,5",
    "1;2",
    "9".repeat(1000),
    "%00",
    "0.25%00a",
  ])
    assert.deepEqual(read(`#panel=descent&n=0&rate=${wrong}&steps=12`), { steps: 12 }, wrong);
  assert.deepEqual(read("#panel=descent&n=0&rate=0.25&steps=1.5"), { rate: 0.25 });
  assert.deepEqual(read(`${LINK}&rate=0.5`), { steps: 12 }, "which of the two?");
  assert.deepEqual(read("#panel=descent&n=0&rate=2.5e-1)"), { rate: 0.25 });
});

test("a link to something else changes nothing", () => {
  for (const other of [
    "",
    "#",
    "#rate=1",
    "#panel=descent",
    "#panel=descent&n=0",
    "#panel=descent&n=1&rate=1",
    "#panel=descent&n=&rate=1",
    "#panel=other&n=0&rate=1",
    "#n=0&panel=descent&rate=1",
    "#panel=descent&rate=1&n=0",
    "#%",
    "#%E0%A4%A",
    "#panel=%E0%A4%A",
  ])
    assert.equal(read(other), null, other);
  assert.equal(read(`${LINK}&${"a=1&".repeat(5000)}`), null, "too long to be one of ours");
});
