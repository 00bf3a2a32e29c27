// Runs programs on cases in MicroPython, in a worker, with a time limit: the page is never blocked.
//
//   const run = runner(load);
//   const done = await run({
//     programs: ["def softmax(x):\n    return np.exp(x)", …],   // one after the other
//     shown: [],                            // optional: the same line by line, to quote from
//     function: "softmax",                  // that each of them defines, and the cases call
//     names: ["my_softmax", "softmax"],     // optional: under which of these names it may stand
//     given: "",                            // functions that they may use
//     cases: ["softmax(np.array([0.0, 1.0]))", …],   // the last statement of each is judged
//     likes: [{ "": 1 }, …],                // optional: of each wanted value the parts (see below)
//     seconds: 5,                           // for all together, from when MicroPython is there
//     hear: (event) => …,                   // optional: what happens, as it happens
//     signal,                               // optional, an AbortSignal: ends it
//   });
//   done.ended                   // "done", "time", "stopped" (by the signal) or "broken"
//   done.programs[0].stopped     // why it defines no such function: { why, text, line, number }, or null
//   done.programs[0].printed     // what it printed before the first case
//   done.programs[0].outcomes[0] // { kind, parts, arguments, text, line, note, printed }
//
// An outcome is what nnbook.exercises._outcomes calls one. Its `parts` are arrays, { shape, data }
// with plain numbers, by the way to them: "" for the whole, "[0]" for the first of a tuple,
// '["W1"]' for an entry of a dict. `likes` says of each wanted value the names of its parts and how
// many dimensions each has; without it a tuple is several parts. Everything is plain data.
//
// On a page: `globalThis.nnbookPython.run`, with `runner`'s argument already given.

const LIKES_ANY = null;

/** What to tell a reader where Python could not be started, or not run on. */
export function notHere(what, why = "") {
  const reason = why ? ` (${why})` : "";
  return `Python could not ${what} in this page${reason}. Run the chapter in Binder or Jupyter.`;
}

/** Resolves to null when the signal comes; without one, never. */
export const stopping = (signal) =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve(null);
    signal?.addEventListener("abort", () => resolve(null));
  });

/** `load` gives, as a promise, { worker: its source, wasm: bytes, files: texts by path }. */
export function runner(load) {
  let spare = null; // a worker that is ready, or will be
  const next = () => {
    spare ??= start(load);
    spare.catch(() => (spare = null)); // who asks again gets another try
    return spare;
  };
  /** The spare worker, for one run alone, or null if the signal comes before it: then it stays. */
  async function taken(signal) {
    const stopped = stopping(signal);
    for (;;) {
      const coming = next();
      const made = await Promise.race([stopped, coming]);
      if (!made) return null;
      if (coming !== spare) continue; // a run that waited for it too was the first
      spare = null;
      return made;
    }
  }
  async function run({ seconds = 5, hear = () => {}, signal, ...asked }) {
    const made = await taken(signal);
    if (!made) return { ended: "stopped", programs: [], text: "" };
    // A worker serves one run: what a program changes in it is gone with it.
    try {
      return await new Promise((resolve) => {
        const done = { ended: "done", programs: [] };
        const end = (how, text = "") => {
          clearTimeout(timer);
          resolve({ ...done, ended: how, text });
        };
        const timer = setTimeout(() => {
          const program = done.programs.at(-1);
          if (program?.defined) cutShort(program);
          end("time");
        }, seconds * 1000);
        stopping(signal).then(() => end("stopped"));
        made.listen((event) => {
          if (event.kind === "done") end("done");
          else if (event.kind === "broken") end("broken", event.text);
          else take(event, done.programs);
          hear(event);
        });
        const likes = asked.likes ?? asked.cases.map(() => LIKES_ANY);
        made.post({ run: { ...asked, likes } });
      });
    } finally {
      made.end();
      next(); // while the reader reads
    }
  }
  run.prepare = next;
  return run;
}

function take(event, programs) {
  if (event.kind === "program") {
    programs.push({ stopped: null, defined: false, printed: "", outcomes: [], open: "" });
    return;
  }
  const program = programs.at(-1);
  // `open` is what was printed since the last outcome.
  if (event.kind === "printed") program.open += event.text;
  if (event.kind === "defined" || event.kind === "stopped")
    [program.printed, program.open] = [program.open, ""];
  if (event.kind === "defined") Object.assign(program, { defined: true, name: event.name });
  if (event.kind === "stopped") program.stopped = event;
  if (event.kind === "outcome") {
    program.outcomes.push(unpacked({ ...event.outcome, printed: program.open }));
    program.open = "";
  }
}

/** The case at which the time was over. */
function cutShort(program) {
  const empty = { parts: {}, arguments: [], text: "", line: "", note: "" };
  program.outcomes.push({ ...empty, kind: "time", printed: program.open });
}

const NUMBERS = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY };

/** An outcome out of JSON, which has no nan and no infinity. */
export function unpacked(outcome) {
  const array = ({ shape, data }) => ({ shape, data: data.map((v) => NUMBERS[v] ?? v) });
  const parts = Object.entries(outcome.parts).map(([name, one]) => [name, array(one)]);
  return { ...outcome, parts: Object.fromEntries(parts), arguments: outcome.arguments.map(array) };
}

async function start(load) {
  const { worker: source, wasm, files } = await load();
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url);
  const made = {
    listen(hear) {
      worker.onmessage = ({ data }) => hear(data);
      worker.onerror = (event) => {
        event.preventDefault?.();
        hear({ kind: "broken", text: event.message ?? "" });
      };
    },
    post: (message) => worker.postMessage(message),
    end() {
      worker.onmessage = null; // what it had sent before is not heard either
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
  await new Promise((resolve, reject) => {
    made.listen(({ kind, text }) => (kind === "ready" ? resolve() : reject(new Error(text))));
    made.post({ boot: { wasm, files } });
  });
  return made;
}
