// A reader's program, made fit for MicroPython, line by line where it was.
//
// MicroPython formats no number of a class, and asks no class about `2 < x` when 2 is its own
// number; nor does it divide a float of its own by a number out of an array as NumPy does; nor does
// it know `x *= 2` in place, only += and -=. So all these go through functions of forms.py.
import { pythonLanguage } from "@codemirror/lang-python";

const COMPARE = /^(?:[<>]=?|[=!]=)$/;
const DIVIDE = /^\/\/?$/;
const NUMBERS = new Set(["Number", "UnaryExpression", "ParenthesizedExpression"]);
const SIGNS = new Set(["(", ")", ","]);

/** { text, broken }: the program to run, and the line of the first thing that is no Python, or 0. */
export function fitted(source) {
  const before = new Map();
  const after = new Map();
  const dropped = new Map(); // how many letters of the source are left out from a place on
  let broken = 0;
  const text = (node) => source.slice(node.from, node.to);
  const put = (map, at, what, first) =>
    map.set(at, first ? what + (map.get(at) ?? "") : (map.get(at) ?? "") + what);
  const wrap = (node, name) => {
    put(before, node.from, `${name}(`, false);
    put(after, node.to, ")", true);
  };
  function update(node) {
    const [target, sign, value] = [node.firstChild, node.firstChild?.nextSibling, node.lastChild];
    const step = sign?.name === "UpdateOp" ? text(sign).slice(0, -1) : "+";
    if (step === "+" || step === "-") return;
    put(before, sign.from, `= _as_changed("${step}", ${text(target)}, `, false);
    put(after, value.to, ")", true);
    dropped.set(sign.from, sign.to - sign.from);
  }
  pythonLanguage.parser.parse(source).iterate({
    enter({ node }) {
      if (node.type.isError && !broken) broken = lineOf(source, node.from);
      if (node.name === "FormatReplacement") formatted(node, wrap);
      if (node.name === "CallExpression") formatCall(node, text, wrap);
      if (node.name === "BinaryExpression") operation(node, text, wrap);
      if (node.name === "UpdateStatement") update(node);
    },
  });
  if (broken) return { text: source, broken };
  const places = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b);
  let [made, at] = ["", 0];
  for (const place of places) {
    made += source.slice(at, place) + (after.get(place) ?? "") + (before.get(place) ?? "");
    at = place + (dropped.get(place) ?? 0);
  }
  return { text: made + source.slice(at), broken };
}

/** A missing bracket is missing where the text before it ends. */
function lineOf(source, at) {
  return source.slice(0, at).trimEnd().split("\n").length;
}

/** {x} and {x:.4f} in an f-string. */
function formatted(node, wrap) {
  const { nextSibling: value } = node.firstChild;
  const next = value?.nextSibling;
  if (!value || next?.name === "FormatSelfDoc" || next?.name === "FormatConversion") return;
  wrap(value, next?.name === "FormatSpec" ? "_as_one" : "_as_text");
}

/** "{:.4f}".format(x) */
function formatCall(node, text, wrap) {
  const [called, given] = [node.firstChild, node.lastChild];
  const isFormat = called.name === "MemberExpression" && called.firstChild.name === "String";
  if (!isFormat || text(called.lastChild) !== "format") return;
  for (let one = given.firstChild; one; one = one.nextSibling)
    if (!SIGNS.has(one.name) && one.name !== "AssignOp" && one.nextSibling?.name !== "AssignOp")
      wrap(one, "_as_one");
}

function operation(node, text, wrap) {
  const [left, sign, right] = [node.firstChild, node.firstChild?.nextSibling, node.lastChild];
  if (sign?.name === "CompareOp" && COMPARE.test(text(sign))) {
    wrap(right, "_as_right");
    if (NUMBERS.has(left.name)) wrap(left, "_as_left");
  }
  if (sign?.name === "ArithOp" && DIVIDE.test(text(sign))) wrap(right, "_as_divisor");
}
