// An array that a reader typed: all of it is understood, or none.
import { minus } from "../../../nnbook/panels/draw.mjs";
import { plain, understood } from "../../../nnbook/questions/numbers.mjs";
import { brief } from "./numbers.mjs";

const CALL = /^(?:(?:np|numpy)\.)?array\(([\s\S]*)\)$/; // as it is copied from a notebook
const OPENING = "([";
const CLOSING = ")]";
const APART = /\d[.,]?\s+[-+.\d]/; // two numbers with nothing between

class Odd extends Error {}

/**
 * The nested list that `text` stands for, or what is wrong with it: `{ nested, shape }` or `{ why }`. It
 * has at most `axes` dimensions and `most` numbers, each from `low` to `high`. Commas part the
 * numbers, or semicolons: then a comma is a decimal one.
 */
export function arrayOf(text, { axes, most, low, high }) {
  const typed = plain(text);
  const inner = plain(typed.match(CALL)?.[1] ?? typed);
  try {
    const nested = parsed(inner, (one) => numberOf(one, { low, high }));
    const shape = shapeOf(nested);
    const size = shape.reduce((a, b) => a * b, 1);
    if (!size) throw new Odd("There is a pair of brackets without a number in it.");
    if (shape.length > axes)
      throw new Odd(`At most ${axes} dimensions are taken, and this has ${shape.length}.`);
    if (size > most) throw new Odd(`At most ${most} numbers are taken, and these are ${size}.`);
    return { nested, shape };
  } catch (odd) {
    if (odd instanceof Odd) return { why: odd.message };
    throw odd;
  }
}

function numberOf(text, { low, high }) {
  if (APART.test(text)) throw new Odd(`“${text}” is not understood as a number. A comma parts two numbers.`);
  const { value, why } = understood(text, { low, high, show: brief });
  if (why === undefined) return value;
  if (why.endsWith("?")) throw new Odd(`“${text}” could be ${why.slice(0, -1)}. Which one?`);
  if (why.startsWith("from"))
    throw new Odd(`“${text}” does not lie from ${ends({ low, high }).join(" to ")}.`);
  throw new Odd(`“${text}” is not understood as a number.`);
}

/** Between which numbers all are to lie, as text. */
export const ends = ({ low, high }) => [minus(brief(low)), minus(brief(high))];

/** Brackets within brackets, as nested lists. Without any it is one row. */
function parsed(text, number) {
  if (!text) throw new Odd("Nothing is typed here.");
  const separator = text.includes(";") ? ";" : ",";
  const parts = text.match(separator === ";" ? /[[\]();]|[^[\]();]+/g : /[[\](),]|[^[\](),]+/g);
  const bare = !/[[\]()]/.test(text);
  const signs = (bare ? ["[", ...parts, "]"] : parts).map((one) => one.trim()).filter(Boolean);
  let at = 0;
  function list() {
    const found = [];
    const closing = CLOSING[OPENING.indexOf(signs[at++])];
    let wanted = true; // else a separator is
    while (signs[at] !== closing) {
      const sign = signs[at];
      if (sign === undefined) throw new Odd(`A bracket ${closing} is missing at the end.`);
      if (CLOSING.includes(sign)) throw new Odd(`A bracket ${closing} is wanted where ${sign} stands.`);
      const parting = sign === separator || sign === ",";
      if (parting && wanted) throw new Odd(`Before a “${sign}” a number is missing.`);
      if (!parting && !wanted) throw new Odd(`Between “${signs[at - 1]}” and “${sign}” a comma is missing.`);
      if (parting) at += 1;
      else found.push(OPENING.includes(sign) ? list() : number(signs[at++]));
      wanted = parting;
    }
    at += 1;
    return found;
  }
  if (!OPENING.includes(signs[0])) throw new Odd("Before the first number a bracket [ is missing.");
  const nested = list();
  if (at < signs.length) throw new Odd(`After the last bracket there is “${signs.slice(at).join(" ")}”.`);
  return nested;
}

/** The sizes of a nested list, whose rows must be alike. */
export function shapeOf(nested) {
  if (!Array.isArray(nested)) return [];
  const [first = [], ...others] = nested.map(shapeOf);
  if (others.some((one) => String(one) !== String(first)))
    throw new Odd("All rows must have the same number of entries.");
  return [nested.length, ...(nested.length ? first : [])];
}
