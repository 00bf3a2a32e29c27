// The card that asks: open, committed, or shown. It knows no page and no kernel: what becomes of
// a guess, and what can be said of it, is the host's.
import { html } from "../panels/draw.mjs";
import { compared } from "./chart.mjs";
import { fieldsOf } from "./fields.mjs";
import { fits, verdict } from "./verdict.mjs";

const AGAIN = 600; // milliseconds in which a second click still belongs to the first

/**
 * Bring a card to life. `host.key()` gives the key, if it is known; `host.change(record)` is called
 * when the reader has committed ({ guess }), asked to be shown ({ shown: true }) or taken it back
 * (null); `host.say(record)` returns what the card says then, as nodes.
 *
 * Returns the function that puts the card into the state of a record.
 */
export function liveCard(root, host) {
  const form = root.querySelector("form");
  const fieldset = root.querySelector("fieldset");
  const status = root.querySelector(".nq-status");
  const fields = fieldsOf(root);
  let since = -Infinity;
  status.tabIndex = -1;

  function show(record) {
    const state = record?.shown ? "shown" : record ? "committed" : "open";
    fieldset.disabled = state !== "open";
    fields.write(record?.guess ?? null);
    fields.lock?.(state !== "open");
    status.replaceChildren(...(record ? host.say(record) : []));
    if (host.key() && state === "committed")
      root.dataset.verdict = verdict(host.key(), record.guess).right ? "right" : "wrong";
    else delete root.dataset.verdict;
    root.dataset.state = state;
  }

  function change(record, event) {
    since = event.timeStamp;
    show(record);
    host.change(record);
    // The button that was pressed is gone.
    if (record) status.focus({ preventScroll: true });
    else fieldset.querySelector("input, select, [tabindex='0']")?.focus({ preventScroll: true });
  }

  const twice = (event) => event.timeStamp - since < AGAIN;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (root.dataset.state !== "open" || twice(event)) return;
    const { guess, why } = fields.read();
    if (why) status.textContent = why;
    else change({ guess }, event);
  });
  form.addEventListener("input", () => {
    if (root.dataset.state === "open") status.textContent = "";
  });
  for (const [act, record] of [
    ["show", { shown: true }],
    ["forget", null],
  ])
    root.querySelector(`[data-act="${act}"]`)?.addEventListener("click", (event) => {
      if (!twice(event)) change(record, event);
    });
  show(null);
  return show;
}

/** HTML that the book itself wrote, as nodes. */
export function written(text) {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: text });
  return [...content.childNodes];
}

/** Words as a sentence. */
export const ended = (words) => (/[.?!](?:<\/\w+>)?$/.test(words) ? words : `${words}.`);

/** What is said of a guess: its words, and its sentences. */
export function saidOf(key, guess) {
  const { right, words, sentences } = verdict(key, guess);
  const yours = html("p", {}, html("strong", {}, "You said:"), " ", ...written(ended(words)));
  return right ? [yours] : [yours, ...sentences.map((one) => html("p", {}, ...written(one)))];
}

/**
 * Show in a card that answers what the reader had guessed; null takes it away. `lines` stood on
 * the chart from the beginning.
 */
export function besideAnswer(root, guess, lines = []) {
  root.querySelector(".nq-yours")?.remove();
  const key = JSON.parse(root.dataset.key);
  if (guess === null || guess === undefined || !fits(key, guess)) return;
  const chart = compared(key, guess, lines);
  const yours = html("div", { class: "nq-yours" }, ...saidOf(key, guess));
  if (chart) yours.append(html("div", { class: "nq-compared" }, ...chart));
  root.prepend(yours);
}
