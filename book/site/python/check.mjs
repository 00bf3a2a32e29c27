// From a reader's text to a verdict.
import { judge } from "./judge.mjs";
import { fitted } from "./source.mjs";

export const SECONDS = 5; // as nnbook.exercises.check

/** What `run` of programs.mjs is to run of some readers' texts. */
export function asked(exercise, texts) {
  const { function: name, given, cases, likes } = exercise;
  return {
    function: name,
    given,
    cases,
    likes,
    programs: texts.map((text) => fitted(text).text),
    shown: texts,
  };
}

/** Run a reader's text on an exercise's cases, and judge it. */
export async function check(exercise, text, run, { hear, signal } = {}) {
  const done = await run({ ...asked(exercise, [text]), seconds: SECONDS, hear, signal });
  if (done.ended === "broken") return broken(done.text);
  const [program] = done.programs;
  if (program?.stopped?.why === "syntax") placed(program, text);
  const verdict = judge(exercise, done, SECONDS, text);
  const message = explained(program?.stopped, text) ?? verdict.message;
  return { ...verdict, message, before: program?.stopped ? "" : (program?.printed ?? "") };
}

/** MicroPython names the line at which it gave up, the editor's grammar the one that is broken. */
function placed({ stopped }, text) {
  const number = fitted(text).broken || stopped.number;
  const [what] = stopped.text.split(":");
  const known = fitted(text).broken ? "SyntaxError: invalid syntax" : stopped.text;
  Object.assign(stopped, {
    number,
    line: text.split("\n")[number - 1]?.trim() ?? "",
    text: what === "IndentationError" ? stopped.text : known,
  });
}

function explained(stopped, text) {
  if (stopped?.why === "syntax" && !fitted(text).broken)
    return "MicroPython, which runs here, knows fewer forms than Python. It does not know this one.";
  if (stopped?.text.startsWith("ModuleNotFoundError"))
    return "Here are np and what MicroPython brings, such as math. For more, run the chapter in Binder or Jupyter.";
  return undefined;
}

function broken(text) {
  const why = text ? ` (${text})` : "";
  const message = `Python could not run on in this page${why}. Run the chapter in Binder or Jupyter.`;
  return { kind: "broken", block: "", case: null, misconception: null, message, see: null, note: "" };
}
