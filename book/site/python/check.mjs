// From a reader's text to a verdict.
import { judge } from "./judge.mjs";
import { notHere } from "./programs.mjs";
import { foreignTo, slipOf } from "./slips.mjs";
import { fitted } from "./source.mjs";

export const SECONDS = 5; // as nnbook.exercises.check
const FEWER = "MicroPython, which runs here, knows fewer forms than Python. It does not know this one.";
const MODULES =
  "Here are np and what MicroPython brings, such as math. For more, run the chapter in Binder or Jupyter.";

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
  const foreign = foreignTo(text);
  if (foreign) return refused(exercise, text, foreign);
  const done = await run({ ...asked(exercise, [text]), seconds: SECONDS, signal });
  if (done.ended === "broken") return absent(done.text);
  const [program] = done.programs;
  if (program?.stopped?.why === "syntax") return refused(exercise, text, slipIn(text, program.stopped));
  const verdict = judge(exercise, done, SECONDS, text);
  const message = program?.stopped?.text.startsWith("ModuleNotFoundError") ? MODULES : verdict.message;
  return { ...verdict, message, before: program?.stopped ? "" : (program?.printed ?? "") };
}

/** MicroPython names the line at which it gave up, the editor's grammar the one at fault, or 0. */
function slipIn(text, stopped) {
  const known = slipOf(text);
  if (known) return known;
  const { broken } = fitted(text);
  if (broken) return { number: broken, text: "SyntaxError: invalid syntax", message: "" };
  const outside = stopped.text.endsWith("outside function");
  return { ...stopped, message: outside ? "Indent it, so that it belongs to a function." : FEWER };
}

function refused(exercise, text, { message, ...slip }) {
  const line = text.split("\n")[slip.number - 1]?.trim() ?? "";
  const program = { stopped: { ...slip, why: "syntax", line }, printed: "" };
  return { ...judge(exercise, { programs: [program] }, SECONDS, text), message, before: "" };
}

function absent(text) {
  const message = notHere("run on", text);
  return { kind: "broken", block: "", case: null, misconception: null, message, see: null, note: "" };
}
