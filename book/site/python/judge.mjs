// The verdict on a reader's program, out of what it did in the cases of an exercise: the same as
// nnbook.exercises._programs gives in a kernel (a test holds them to each other).

import { few, tuple } from "./numbers.mjs";
import { unpacked } from "./programs.mjs";

const MOST_PRINTED = 300;
const WIDTH = 80;

/** As nnbook.exercises._outcomes.same. */
export function same(mine, other, { rtol, atol }) {
  if (mine.kind !== other.kind || mine.arguments.length !== other.arguments.length) return false;
  if (!mine.arguments.every((one, k) => equal(one, other.arguments[k]))) return false;
  // Of an exception the type counts, and not its words.
  if (mine.kind !== "value") return mine.text.split(":")[0] === other.text.split(":")[0];
  return firstDifference(mine.parts, other.parts, { rtol, atol }) === undefined;
}

const sameShape = (one, other) => String(one.shape) === String(other.shape);
const bothNaN = (a, b) => Number.isNaN(a) && Number.isNaN(b);

function equal(one, other) {
  return sameShape(one, other) && one.data.every((v, k) => v === other.data[k] || bothNaN(v, other.data[k]));
}

/** As numpy.allclose, with equal_nan. */
function close(one, other, { rtol, atol }) {
  const near = (a, b) =>
    a === b || bothNaN(a, b) || (Number.isFinite(b) && Math.abs(a - b) <= atol + rtol * Math.abs(b));
  return sameShape(one, other) && one.data.every((v, k) => near(v, other.data[k]));
}

function firstDifference(got, wanted, tolerances) {
  return Object.keys(wanted).find((name) => !(name in got && close(got[name], wanted[name], tolerances)));
}

/**
 * What to tell a reader: { kind, block, message, case, misconception, see, note }. `exercise` is
 * what nnbook_site/coding.py writes of one, `done` what `run` of programs.mjs gave for one program,
 * `text` that program.
 */
export function judge(exercise, done, seconds, text = "") {
  const [program] = done.programs;
  const plain = { case: null, misconception: null, message: "", see: null, block: "", note: "" };
  if (program?.stopped) return { ...plain, ...stopped(exercise, program) };
  if (done.ended === "stopped") return { ...plain, kind: "stopped", message: "Stopped." };
  if (done.ended === "time" && !program?.defined) {
    return { ...plain, kind: "time", ...slow(seconds), block: printed(program?.open ?? "").join("\n") };
  }
  const wanted = exercise.wanted.map(unpacked);
  const { outcomes } = program;
  const failing = [...outcomes.keys()].filter((k) => !same(outcomes[k], wanted[k], exercise));
  if (!failing.length) {
    const note = outcomes.map((one) => one.note).find(Boolean) ?? "";
    return { ...plain, kind: "right", message: `right, in all ${wanted.length} cases.`, note };
  }
  const [first] = failing;
  const mine = outcomes[first];
  if (mine.kind === "not written") return { ...plain, kind: mine.kind, message: exercise.ask };
  const known = exercise.misconceptions.map((one) => ({ ...one, outcomes: one.outcomes.map(unpacked) }));
  const found = done.ended === "done" ? recognised(exercise, known, outcomes) : undefined;
  let { kind = mine.kind, facts = [], message = "" } = told(exercise, mine, wanted[first], seconds);
  let see = null;
  const order = otherOrder(exercise, text, program.name);
  const near = likely(exercise, known, outcomes, failing);
  if (found) ({ message, see } = found);
  else if (order) message = order;
  else if (near) [message, see] = [`Perhaps this: ${near.message}`, near.see];
  else if (!message && mine.kind === "value")
    message = ofNumbers(failing.map((k) => [outcomes[k], wanted[k]]));
  const shown = exercise.cases[first].replaceAll(`${exercise.function}(`, `${program.name}(`);
  const lines = [opening(mine, first), indented(shown), ...facts, ...printed(mine.printed)];
  return {
    ...plain,
    kind,
    block: lines.join("\n"),
    case: exercise.cases[first],
    misconception: found?.name ?? null,
    message,
    see,
  };
}

/** A program that never came to a case. */
function stopped(exercise, { stopped: { why, text, line, number }, printed: output }) {
  if (why === "missing") {
    return { kind: why, message: `There is no function ${exercise.names[0]} in your program.` };
  }
  const facts = [filled(text), ...(line ? [`in your line ${number}`, indented(line)] : [])];
  return { kind: why, block: [...facts, ...printed(output)].join("\n") };
}

function slow(seconds) {
  const time = `${seconds} second${seconds === 1 ? "" : "s"}`;
  return { message: `Your function was still at work after ${time}. Is there a loop that never ends?` };
}

function opening(mine, first) {
  if (mine.kind === "call") return "It is called like this:";
  const passed = first ? ` (${first} smaller ${first > 1 ? "ones are" : "one is"} right)` : "";
  return `The smallest case that fails${passed}:`;
}

function recognised(exercise, known, outcomes) {
  return known.find((one) => outcomes.every((mine, k) => same(mine, one.outcomes[k], exercise)));
}

/** The misconception that explains the case that is shown, if none explains all. */
function likely(exercise, known, outcomes, failing) {
  const agreeing = (one) => failing.map((k) => same(outcomes[k], one.outcomes[k], exercise));
  const near = known.map((one) => [agreeing(one), one]).filter(([agree]) => agree[0]);
  const count = (agree) => agree.filter(Boolean).length;
  near.sort(([one], [other]) => count(other) - count(one));
  return near[0]?.[1];
}

function told(exercise, mine, wanted, seconds) {
  if (mine.kind === "time") return slow(seconds);
  if (mine.kind === "raised") {
    const facts = [filled(mine.text), ...(mine.line ? ["in your line", indented(mine.line)] : [])];
    return { facts, message: ofException(exercise.exceptions, mine.text) };
  }
  if (mine.kind === "call") return { facts: [`but yours takes ${mine.text}.`] };
  if (mine.kind === "odd") {
    const none = mine.printed.trim()
      ? " It prints its result: to print is not to return."
      : " Is there a return in it?";
    return { message: `Your function gives ${mine.text}.${mine.text === "None" ? none : ""}` };
  }
  const name = firstDifference(mine.parts, wanted.parts, exercise);
  if (name === undefined) return { kind: "arguments", ...changed(mine, wanted) };
  const [got, right] = [mine.parts[name], wanted.parts[name]];
  const facts = aligned(few(got, right), name && `, result${name}`);
  if (sameShape(got, right)) return { kind: "value", facts };
  const shape = ({ shape: n }) => (n.length ? `an array of the shape ${tuple(n)}` : "a single number");
  return { kind: "shape", facts, message: `You give ${shape(got)}, and ${shape(right)} is wanted.` };
}

function changed(mine, wanted) {
  const start = "What it gives is right. But";
  const k = mine.arguments.findIndex((one, at) => !equal(one, wanted.arguments[at]));
  if (mine.arguments.length !== wanted.arguments.length)
    return { message: `${start} a dict that it is given holds other arrays afterwards.` };
  const facts = ["The array afterwards:", ...aligned(few(mine.arguments[k], wanted.arguments[k]))];
  const copy = "(A second name for an array, or a part of it, is no copy.)";
  return { facts, message: `${start} an array that it is given is another one afterwards. ${copy}` };
}

/** Whether the parameters have the names of the exercise's, and stand in another order. */
function otherOrder(exercise, text, called) {
  const names = (program, name) =>
    program
      .split(`def ${name}(`)
      .at(-1)
      .split(")")[0]
      .split(",")
      .map((one) => one.split(/[:=]/)[0].trim());
  const [wanted, mine] = [names(exercise.solution, exercise.function), names(text, called)];
  if (String(mine) === String(wanted) || String([...mine].sort()) !== String([...wanted].sort())) return "";
  return `It is called with (${wanted.join(", ")}), and takes (${mine.join(", ")}): another order.`;
}

/** What helps with an exception that beginners meet. */
function ofException(known, text) {
  for (const [pattern, message] of known) {
    const found = text.match(new RegExp(`^${pattern}`));
    if (found) return message.replace("{0}", found[1] ?? "");
  }
  return "";
}

/** What can be said of numbers that are wrong in no known way. */
function ofNumbers(pairs) {
  const cases = pairs.map(paired);
  const shown = cases[0].flatMap(([got]) => got.data);
  if (shown.some(Number.isNaN)) return "nan is no number: 0 divided by 0, or infinity less infinity.";
  if (shown.some((one) => Math.abs(one) === Number.POSITIVE_INFINITY))
    return "Infinity comes of a division by 0, or of a number too large for a float.";
  const arrays = cases.flat();
  const whole = ({ data }) => data.every((one) => Math.round(one) === one);
  if (arrays.every(([got]) => whole(got)) && cases[0].some(([, right]) => !whole(right)))
    return "All yours are whole numbers. Did // or an array of integers cut off the rest?";
  for (const digits of [2, 3, 4, 5, 6]) {
    const rounded = ({ shape, data }) => ({ shape, data: data.map((one) => Number(one.toFixed(digits))) });
    if (
      arrays.length &&
      arrays.every(([got, right]) => close(got, rounded(right), { rtol: 1e-5, atol: 1e-8 }))
    )
      return `Nearly: yours are rounded to ${digits} digits after the point.`;
  }
  return "";
}

/** The arrays of a case that can be compared number by number. */
function paired([mine, wanted]) {
  const names = mine.kind === "value" ? Object.keys(wanted.parts) : [];
  return names
    .map((name) => [mine.parts[name], wanted.parts[name]])
    .filter(([got, right]) => got && sameShape(got, right));
}

function aligned(texts, part = "") {
  const starts = [`    yours${part}:  `, `    wanted${part}: `];
  return texts.map((text, k) => starts[k] + text.replaceAll("\n", `\n${" ".repeat(starts[k].length)}`));
}

const indented = (text) => text.replace(/^(?=.*\S)/gm, "    ");

/** Text in lines of some length, indented. */
function filled(text) {
  const lines = ["   "];
  for (const word of text.split(/\s+/)) {
    if (lines.at(-1).length + 1 + word.length > WIDTH && lines.at(-1).trim()) lines.push("   ");
    lines[lines.length - 1] += ` ${word}`;
  }
  return lines.join("\n");
}

function printed(text) {
  if (!text.trim()) return [];
  const cut = text.length > MOST_PRINTED ? `${text.slice(0, MOST_PRINTED)}...` : text;
  return ["It printed:", indented(cut.trimEnd())];
}
