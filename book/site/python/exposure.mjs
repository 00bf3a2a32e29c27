// What an input exposes, in the words of nnbook.exercises.breaking (a test holds them to each other).
//
// `subject` is what nnbook_site/breaking.py writes of a function, `choice` the name of the function
// that it is handed, or "", `given` its arrays as nested lists.
import { brief, few, repr } from "./numbers.mjs";
import { shapeOf } from "./typed.mjs";

/** A nested list as text, in brackets as Python has them. */
const bracketed = (nested, write) =>
  Array.isArray(nested) ? `[${nested.map((one) => bracketed(one, write)).join(", ")}]` : write(nested);
const written = (nested) => bracketed(nested, brief);

/** How the function is called, as a reader would write it. */
export const called = ({ shown }, choice, given) =>
  given.reduce((text, one) => text.replace("{}", () => written(one)), shown[choice]);

/** What `run` of programs.mjs is to run: what each program gives, then all that takes longer. */
export function asked({ labels, program }, choice, given) {
  const arrays = given.map((one) => bracketed(one, repr)).join(", ");
  const cases = (what, from) =>
    labels
      .slice(from)
      .map((_, k) => `expose(${JSON.stringify(what)}, ${JSON.stringify(choice)}, ${k + from}, ${arrays})`);
  return { programs: [program], function: "expose", cases: [...cases("gives", 0), ...cases("least", 1)] };
}

/**
 * Takes outcomes in the order of those cases. `rows` has what is known by now of each program:
 * { gives, exposed, smallest }, and `take` returns the row that an outcome has changed.
 */
export function exposure({ labels, arguments: names }, given) {
  const rows = labels.map((program) => ({ program }));
  let [count, right] = [0, null];

  function gives(row, { kind, parts, text }) {
    if (kind !== "value") return Object.assign(row, { gives: `raises ${text.split(":")[0]}`, exposed: true });
    const [told, value, ...after] = listed(parts);
    right ??= value;
    const [exposed, other] = told.data.map(Boolean); // else in the last digits alone
    const left = after.map((one, k) => [one, arrayOf(given[k])]).filter(([one, was]) => changed(one, was));
    const lines = [
      inLine(value, other ? right : value),
      ...left.map((pair) => `and leaves ${inLine(...pair)}`),
    ];
    return Object.assign(row, { gives: lines.join("\n"), exposed });
  }

  function least(row, { parts }) {
    const found = listed(parts).map((one, k) => `${names[k]} = ${written(nestedOf(one))}`);
    return Object.assign(row, { smallest: found.join(", ") });
  }

  function take(outcome) {
    const at = count++;
    return at < rows.length ? gives(rows[at], outcome) : least(rows[at - rows.length + 1], outcome);
  }
  return { rows, take };
}

const listed = (parts) => Object.keys(parts).map((_, k) => parts[`[${k}]`]); // in their order
const inLine = (one, other) => few(one, other)[0].split(/\s+/).join(" ");
const changed = (one, was) => one.data.some((v, k) => v !== was.data[k]);

const arrayOf = (nested) => ({ shape: shapeOf(nested), data: [nested].flat(Number.POSITIVE_INFINITY) });

/** An array { shape, data } as nested lists. */
function nestedOf({ shape: [size, ...shape], data }) {
  if (size === undefined) return data[0];
  const step = data.length / size;
  return [...Array(size).keys()].map((k) => nestedOf({ shape, data: data.slice(k * step, (k + 1) * step) }));
}
