// The editor of a coding exercise, in the place where its starter stood. Loaded when a reader first
// presses "Write it here" (begin.mjs), as nnbook-editor.js.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { html as element } from "../../../nnbook/panels/draw.mjs";
import { button } from "./button.mjs";
import { check } from "./check.mjs";
import { keep, kept } from "./kept.mjs";
import { notHere } from "./programs.mjs";
import css from "./write.css";

const AGAIN = "begun again"; // why a run is ended, if not by Stop
const WAIT = 300; // milliseconds until it is said that a program runs
const HEADS = {
  right: "Right.",
  "not written": "Not written yet.",
  stopped: "Stopped.",
  broken: "Python is not here.",
};

/** An editor for a program. `change` gets each new text, `submit` is what Ctrl-Enter does. */
function editorOf({ text, label, describedBy, change, submit }) {
  const submitKey = {
    key: "Mod-Enter",
    run() {
      submit();
      return true;
    },
  };
  return new EditorView({
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        pythonLanguage,
        indentUnit.of("    "),
        indentOnInput(),
        bracketMatching(),
        syntaxHighlighting(classHighlighter),
        Prec.highest(keymap.of([submitKey])),
        // Tab indents; after Escape it goes on to the next thing, so that no one is held here.
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.updateListener.of((update) => update.docChanged && change(update.state.doc.toString())),
        EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-describedby": describedBy,
          autocapitalize: "off",
          spellcheck: "false",
          translate: "no",
        }),
      ],
    }),
  });
}

/** Put an editor into a card; `exercise` is what nnbook_site/coding.py writes of one. */
function mount(card, exercise, run) {
  const { name, starter } = exercise;
  const aboutId = `${name}-about-python`;
  const checks = button("check", "Check", "nq-first");
  const stops = button("stop", "Stop");
  const starts = button("restart", "Start again");
  const status = element("div", { class: "nq-status", role: "status" });
  const about = element(
    "p",
    { class: "nq-how", id: aboutId },
    "This is MicroPython with a small part of NumPy (as np), in this page: nothing is sent anywhere. " +
      "Your text is kept in this browser until you start again. " +
      "Tab indents; to leave the editor by keyboard, press Escape, then Tab.",
  );
  const editor = editorOf({
    text: kept(name) ?? starter,
    label: `Your program: ${exercise.title}`,
    describedBy: aboutId,
    change: (text) => keep(name, text === starter ? null : text),
    submit: judged,
  });
  let running = null;

  const say = (...nodes) => status.replaceChildren(...nodes);
  function open() {
    card.dataset.state = "open";
    delete card.dataset.verdict;
  }

  async function judged() {
    if (running) return;
    running = new AbortController();
    const { signal } = running;
    open();
    checks.setAttribute("aria-disabled", "true");
    stops.hidden = false;
    const waiting = setTimeout(() => say(element("p", {}, "It runs …")), WAIT);
    const text = editor.state.doc.toString();
    const verdict = await check(exercise, text, run, { signal }).catch(absent);
    clearTimeout(waiting);
    const held = document.activeElement === stops;
    stops.hidden = true;
    if (held) checks.focus();
    checks.removeAttribute("aria-disabled");
    running = null;
    if (signal.reason === AGAIN) return; // what is said is of what stands there now
    card.dataset.state = "committed";
    card.dataset.verdict = verdict.kind === "right" ? "right" : "wrong";
    say(...told(exercise, verdict));
  }

  function restart() {
    running?.abort(AGAIN);
    const { state } = editor;
    editor.dispatch({ changes: { from: 0, to: state.doc.length, insert: starter } });
    open();
    say(element("p", {}, "As at the start. Undo (Ctrl-Z) brings your text back."));
  }
  checks.addEventListener("click", judged);
  stops.addEventListener("click", () => running?.abort());
  starts.addEventListener("click", () => {
    restart();
    editor.focus();
  });
  addEventListener("nnbook-forgotten", restart);
  stops.hidden = true;
  styled();
  card.querySelector(".nq-starter").hidden = true;
  const row = element("p", { class: "nq-row" }, checks, stops, starts);
  const place = card.querySelector("[data-editor]");
  place.className = "nn-write";
  place.replaceChildren(editor.dom, row, status, about);
  open();
  editor.focus();
  run.prepare().catch(() => {}); // while the reader writes; who checks is told what went wrong
}

const absent = ({ message }) => ({ kind: "broken", message: notHere("be started", message) });

function styled() {
  if (document.getElementById("nn-write-style")) return;
  document.head.append(element("style", { id: "nn-write-style" }, css));
}

/** A verdict as nodes. */
function told(exercise, verdict) {
  const { kind, block = "", message = "", note = "", see, before = "" } = verdict;
  const head = element("p", { class: "nn-write-head" }, HEADS[kind] ?? "Not yet.");
  const nodes = [head];
  if (before.trim())
    nodes.push(element("p", {}, "Your program printed:"), element("pre", { translate: "no" }, before));
  if (block) nodes.push(element("pre", { translate: "no" }, block));
  if (kind === "right") {
    head.textContent = `${message[0].toUpperCase()}${message.slice(1)}`;
    if (note) nodes.push(element("p", {}, note));
  } else if (message && kind !== "stopped") nodes.push(element("p", {}, message));
  if (see) {
    const here = see.page === exercise.chapter;
    const link = element("a", { href: here ? see.link.replace(/^[^#]*/, "") : see.link }, see.section);
    nodes.push(element("p", {}, "Explained under ", link, here ? "." : ` in another chapter.`));
  }
  return nodes;
}

globalThis.nnbookEditor = { mount };
