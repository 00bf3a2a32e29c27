// From a reader's text to a verdict.
import { judge } from "./judge.mjs";
import { notHere } from "./programs.mjs";
import { fitted } from "./source.mjs";

export const SECONDS = 5; // as nnbook.exercises.check

/** What `run` of programs.mjs is to run of some readers' texts. */
export function asked(exercise, texts) {
  const { function: name, names, given, cases, likes } = exercise;
  return {
    function: name,
    names,
    given,
    cases,
    likes,
    programs: texts.map((text) => fitted(text).text),
    shown: texts,
  };
}

/** Run a reader's text on an exercise's cases, and judge it. */
export async function check(exercise, text, run, { signal } = {}) {
  const done = await run({ ...asked(exercise, [text]), seconds: SECONDS, signal });
  if (done.ended === "broken") return absent(done.text);
  const [program] = done.programs;
  const fault = program?.stopped?.why === "syntax" ? fitted(text).broken : 0;
  if (program?.stopped?.why === "syntax") placed(program, text, fault);
  const verdict = judge(exercise, done, SECONDS, text);
  const message = explained(program?.stopped, fault) ?? verdict.message;
  return { ...verdict, message, before: program?.stopped ? "" : (program?.printed ?? "") };
}

/** MicroPython names the line at which it gave up, the editor's grammar the one at fault, or 0. */
function placed({ stopped }, text, fault) {
  const number = fault || stopped.number;
  const [what] = stopped.text.split(":");
  const known = fault ? "SyntaxError: invalid syntax" : stopped.text;
  Object.assign(stopped, {
    number,
    line: text.split("\n")[number - 1]?.trim() ?? "",
    text: what === "IndentationError" ? stopped.text : known,
  });
}

function explained(stopped, fault) {
  if (stopped?.why === "syntax" && !fault)
    return "MicroPython, which runs here, knows fewer forms than Python. It does not know this one.";
  if (stopped?.text.startsWith("ModuleNotFoundError"))
    return "Here are np and what MicroPython brings, such as math. For more, run the chapter in Binder or Jupyter.";
  return undefined;
}

function absent(text) {
  const message = notHere("run on", text);
  return { kind: "broken", block: "", case: null, misconception: null, message, see: null, note: "" };
}
