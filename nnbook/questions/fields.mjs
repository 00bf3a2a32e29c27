// How a guess is read off a card's form, and written back, for each kind of question.
//
// `read()` returns { guess }, or { why }: what is to be done first. Numbers are read from what a
// reader typed and from attributes, never from text that a translator may have changed.
import { html, minus } from "../panels/draw.mjs";
import { curveField, placeField } from "./chart.mjs";
import { understood } from "./numbers.mjs";

const UNKNOWN = "This is not understood as a number. Understood are digits: 0.25, 1/4, 25 % or 2.5e-1.";
const ANY = { low: -Infinity, high: Infinity, show: String };

const INFINITE = /^([-+−]?) ?(?:inf(?:inity)?|∞)$/i;

/** A number that was typed, with its unit or without: { value } or { why }. */
export function typed(text, { unit = "", infinite = false } = {}) {
  const trimmed = text.trim();
  const bare = unit && trimmed.endsWith(unit) ? trimmed.slice(0, -unit.length) : trimmed;
  const [endless, sign] = (infinite && trimmed.match(INFINITE)) || [];
  if (endless) return { value: /[-−]/.test(sign) ? -Infinity : Infinity };
  const { value, why } = understood(bare, ANY);
  if (why === "empty") return { why: "Type a number first." };
  if (why === "not a number") return { why: UNKNOWN };
  return why ? { why: `This could be ${why}`.replace(/\??$/, ". Which one?") } : { value };
}

function choice(root) {
  const inputs = [...root.querySelectorAll("input")];
  return {
    read() {
      const guess = inputs.findIndex((one) => one.checked);
      return guess < 0 ? { why: "Choose one first." } : { guess };
    },
    write(guess) {
      inputs.forEach((one, k) => (one.checked = k === guess));
    },
  };
}

function number(root) {
  const input = root.querySelector("input");
  const unit = root.querySelector(".nq-unit")?.getAttribute("data-unit");
  return {
    read() {
      const { value, why } = typed(input.value, { unit });
      return why ? { why } : { guess: value };
    },
    write: (guess) => (input.value = guess === null ? "" : minus(String(guess))),
  };
}

function words(root) {
  const options = JSON.parse(root.querySelector("[data-gaps]").dataset.gaps);
  const gaps = [...root.querySelectorAll("select")];
  gaps.forEach((gap, k) => {
    const all = options[k].map((one, n) => html("option", { value: n }, one));
    gap.replaceChildren(html("option", { value: "" }, "…"), ...all);
  });
  return {
    read() {
      const guess = gaps.map(({ value }) => (value === "" ? -1 : Number(value)));
      return guess.includes(-1) ? { why: "Fill each gap first." } : { guess };
    },
    write(guess) {
      gaps.forEach((gap, k) => (gap.value = guess === null ? "" : String(guess[k])));
    },
  };
}

const chart = (field) => (root) => {
  const holder = root.querySelector("[data-chart]");
  const { read, write } = field(
    holder,
    JSON.parse(holder.dataset.chart),
    root.querySelector("legend").textContent,
  );
  const why = field === curveField ? "Move the points first." : "Move the dot first.";
  return {
    read() {
      const guess = read();
      return guess ? { guess } : { why };
    },
    write,
    lock: (locked) => (holder.inert = locked),
  };
};

/** The panel of a name that stands last before a card. */
function panelBefore(root, name) {
  const all = [...document.querySelectorAll(`[data-panel="${name}"]`)];
  const before = all.filter((one) => one.compareDocumentPosition(root) & Node.DOCUMENT_POSITION_FOLLOWING);
  return before.at(-1) ?? all[0];
}

/** A number of a panel's state; of several one, by its place: probabilities-1. */
function quantity(state, name) {
  if (name in state) return state[name];
  const [, several, place] = name.match(/^(.*)-(\d+)$/) ?? [];
  return state[several]?.[place];
}

function state(root) {
  const { panelOf, quantities } = root.querySelector("[data-panel-of]").dataset;
  return {
    read() {
      const found = panelBefore(root, panelOf)?.nnbookState?.();
      const guess = Object.fromEntries(
        JSON.parse(quantities).map((one) => [one, quantity(found ?? {}, one)]),
      );
      return Object.values(guess).every(Number.isFinite)
        ? { guess }
        : { why: "The panel above is not there yet." };
    },
    write() {},
  };
}

const FIELDS = { choice, number, words, place: chart(placeField), curve: chart(curveField), state };

/** The form of a card. */
export const fieldsOf = (root) => FIELDS[root.dataset.kind](root);
