// What a guess comes to, from the key that the chapter computed. No page is needed for it.
//
// A key knows all that a card has to say: see _keys.py. Its sentences are HTML. A guess is a
// number for `choice` and `number`, a list of numbers for `place`, `curve` and `words`, and for
// `state` numbers by their names.

import { minus, ten } from "../panels/draw.mjs";

const FUZZ = 1e-9; // what floats make of 0.3 - 0.1 is not held against anybody

/** Where a number lies on an axis, from 0 at its low end to 1. */
export function along({ low, high, log }, value) {
  const [a, b, at] = log ? [low, high, value].map(Math.log10) : [low, high, value];
  return (at - a) / (b - a);
}

/** The number at a place of an axis. */
export function at({ low, high, log }, part) {
  const [a, b] = log ? [low, high].map(Math.log10) : [low, high];
  const value = a + part * (b - a);
  return Number((log ? 10 ** value : value).toPrecision(6));
}

const result = (right, ...sentences) => ({ right, sentences });

/** The key's value and its known wrong ones, each with how far away it is. */
const known = (key, off) =>
  [{ value: key.right, sentence: key.sentence, right: true }, ...key.wrong].map((one) => ({
    ...one,
    off: off(one.value),
  }));

/** The nearest of several, each with `off`: how far away it is, in parts of what is near. */
const nearest = (all) => all.filter(({ off }) => off <= 1 + FUZZ).sort((a, b) => a.off - b.off)[0];

function offNumber({ atol, factor }, guess, value) {
  const byFactor = guess * value > 0 && factor > 1 ? Math.abs(Math.log(guess / value)) / Math.log(factor) : 2;
  const by = Math.abs(guess - value);
  const byDifference = atol > 0 ? by / atol : by <= FUZZ * Math.abs(value) ? 0 : 2;
  return Math.min(byFactor, byDifference);
}

const offPlace = ({ x, y, near }, guess, value) =>
  Math.max(
    ...[x, y]
      .filter(Boolean)
      .map((axis, k) => Math.abs(along(axis, guess[k]) - along(axis, value[k])) / near[k]),
  );

function offCurve({ y, near }, guess, ys) {
  const apart = ys.map((one, k) => Math.abs(along(y, guess[k]) - along(y, one)));
  return apart.reduce((sum, one) => sum + one, 0) / apart.length / near;
}

const RELATIONS = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};
const fulfils = (guess, conditions) =>
  conditions.every(([name, relation, bound]) => RELATIONS[relation](guess[name], bound));

const JUDGES = {
  choice: (key, guess) => result(guess === key.right, key.sentences[guess]),
  number(key, guess) {
    const found = nearest(known(key, (value) => offNumber(key, guess, value)));
    if (found) return result(found.right === true, found.sentence);
    return result(false, guess < key.right ? key.low : key.high);
  },
  place(key, guess) {
    const found = nearest(known(key, (value) => offPlace(key, guess, value)));
    return found ? result(found.right === true, found.sentence) : result(false, key.far);
  },
  curve(key, guess) {
    const found = nearest(key.curves.map((one, k) => ({ ...one, k, off: offCurve(key, guess, one.ys) })));
    return found ? result(found.k === 0, found.sentence) : result(false, key.far);
  },
  words(key, guess) {
    const right = key.gaps.map((gap, k) => gap.right === guess[k]);
    const said = key.gaps.map((gap, k) => gap.sentences[guess[k]]);
    // Of a sentence with a slip, what helps is said of the slips.
    return result(right.every(Boolean), ...said.filter((_, k) => right.every(Boolean) || !right[k]));
  },
  state(key, guess) {
    if (fulfils(guess, key.when)) return result(true, key.sentence);
    const found = key.amiss.find(({ when }) => fulfils(guess, when));
    return result(false, found ? found.sentence : key.otherwise);
  },
};

/** A number in three digits, as _keys.py writes it. */
export function brief(value) {
  const [head, exponent] = value.toExponential(2).split("e").map(Number);
  if (value === 0 || (exponent >= -4 && exponent < 6)) return minus(String(Number(value.toPrecision(3))));
  return `${minus(String(head))}×${ten(exponent)}`;
}

const number = (value) => `<span translate="no">${brief(value)}</span>`;

const WORDS = {
  choice: (key, guess) => key.options[guess],
  number: ({ unit }, guess) => `<span translate="no">${minus(String(guess))}</span>${unit && ` ${unit}`}`,
  place: ({ x, y }, guess) =>
    [x, y]
      .filter(Boolean)
      .map((axis, k) => `${axis.label} ${number(guess[k])}`)
      .join(", "),
  curve: () => "the curve you drew",
  words: (key, guess) =>
    key.text.replace(/\{(\d+)\}/g, (_, k) => `<em>${key.gaps[k].options[guess[k]]}</em>`),
  state: () => "the state you left the panel in",
};

const on = (guess, axes) =>
  Array.isArray(guess) &&
  guess.length === axes.length &&
  guess.every((one, k) => one >= axes[k].low && one <= axes[k].high);
const among = (guess, options) => Number.isInteger(guess) && guess >= 0 && guess < options.length;

const FITS = {
  choice: (key, guess) => among(guess, key.options),
  number: (_key, guess) => Number.isFinite(guess),
  place: ({ x, y }, guess) => on(guess, y ? [x, y] : [x]),
  curve: ({ y, at }, guess) => on(guess, Array(at.length).fill(y)),
  words: ({ gaps }, guess) =>
    Array.isArray(guess) &&
    guess.length === gaps.length &&
    gaps.every(({ options }, k) => among(guess[k], options)),
  state: ({ when }, guess) => when.every(([name]) => Number.isFinite(guess?.[name])),
};

/** Whether a guess is one that this question takes: what was kept may be of another edition. */
export const fits = (key, guess) => FITS[key.kind](key, guess);

/** Whether a guess is right, its own words, and the sentences for it. */
export const verdict = (key, guess) => ({
  ...JUDGES[key.kind](key, guess),
  words: WORDS[key.kind](key, guess),
});
