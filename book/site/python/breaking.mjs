// Break the notebook: a form below a chapter's table, and below that a table of what becomes of the
// reader's input. Python, and the programs, come when the form is first sent.
import { html as element } from "../../../nnbook/panels/draw.mjs";
import "./breaking.css";
import { asked, called, exposure } from "./exposure.mjs";
import { formOf } from "./form.mjs";
import { told } from "./page.mjs";
import { notHere, stopping, unpacked } from "./programs.mjs";

const SECONDS = 30; // most inputs take one or two
const WAIT = 300; // milliseconds until it is said that something comes or runs

/** A table like the chapter's, with its programs, and what is known of them by and by. */
function tableLike(chapters) {
  const table = chapters.cloneNode(true);
  const lines = [...table.tBodies[0].rows];

  /** `over` if nothing more will be known. */
  function show(k, { gives, exposed, smallest }, over = false) {
    const [, beside, least] = lines[k].cells;
    const words = gives?.split("\n").flatMap((line, n) => (n ? [element("br"), line] : [line]));
    beside.replaceChildren(...(words ?? [over ? "" : "…"]));
    lines[k].toggleAttribute("data-exposed", exposed === true);
    if (k === 0 || gives === undefined) least.replaceChildren();
    else if (!exposed) least.replaceChildren("not exposed");
    else if (smallest) least.replaceChildren(element("code", { translate: "no" }, smallest));
    else least.replaceChildren(over ? "exposed" : "exposed …");
  }
  function begin(call) {
    table.caption.querySelector("code").textContent = call;
    table.setAttribute("aria-busy", "true");
    for (const k of lines.keys()) show(k, {});
  }
  return { table, begin, show };
}

/** What an input exposes, in words. The notebook's program comes after the right one. */
function summary([, notebook, ...others]) {
  const all = 1 + others.length;
  const count = others.filter(({ exposed }) => exposed).length + notebook.exposed;
  if (!count) return `This input exposes none of the ${all} wrong programs.`;
  if (count === 1 && notebook.exposed)
    return `Of ${all} wrong programs this input exposes the notebook's alone.`;
  const its = notebook.exposed ? "the notebook's among them" : "but not the notebook's";
  return `This input exposes ${count} of ${all} wrong programs, ${its}.`;
}

function mount(place) {
  const about = JSON.parse(place.dataset.form);
  const form = formOf(about, { send, stop: () => running?.abort() });
  let running = null;
  let waiting = 0; // what says that it runs, if there is nothing else to say by then
  let made = null; // the table of the reader's input

  /** Run the programs, and show in the table what comes. Says in words how it ended. */
  async function run({ choice, given }, signal) {
    const subject = { ...about, ...(await told("breaking", about.function)) };
    if (signal.aborted) return null;
    const { rows, take } = exposure(subject, given);
    let begun = false;
    function hear({ kind, outcome }) {
      if (kind === "program") {
        begun = true;
        made ??= tableLike(place.querySelector("table"));
        made.begin(called(subject, choice, given));
        place.append(made.table);
      }
      if (kind !== "outcome") return;
      const row = take(unpacked(outcome));
      made.show(rows.indexOf(row), row);
      if (row !== rows.at(-1) || row.smallest !== undefined) return;
      clearTimeout(waiting);
      form.say("running", `${summary(rows)} Now the smallest inputs come …`);
    }
    try {
      const request = { ...asked(subject, choice, given), seconds: SECONDS, hear, signal };
      const { ended, text } = await globalThis.nnbookPython.run(request);
      if (ended === "broken") throw new Error(text);
      if (ended === "done") return ["done", summary(rows)];
      return ["stopped", `Ended after ${SECONDS} seconds, before all was found.`]; // or by the signal
    } finally {
      if (begun) for (const [k, row] of rows.entries()) made.show(k, row, true);
    }
  }

  async function send() {
    const typed = running ? null : form.read();
    if (!typed) return;
    running = new AbortController();
    const { signal } = running;
    form.busy(true);
    waiting = setTimeout(() => form.say("running", "It runs …"), WAIT);
    // Who stops it waits for nothing, not even for the programs to come.
    const stopped = stopping(signal).then(() => ["stopped", "Stopped."]);
    const words = await Promise.race([run(typed, signal), stopped]).catch((error) => {
      console.error(error);
      return ["wrong", notHere("run", error.message)];
    });
    clearTimeout(waiting);
    running = null;
    made?.table.setAttribute("aria-busy", "false");
    form.busy(false);
    form.say(...words);
  }
  place.append(form.box);
}

for (const place of document.querySelectorAll("[data-break][data-form]")) mount(place);
