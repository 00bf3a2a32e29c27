// Turns: work that is done in short tasks, so that a slow phone answers its reader meanwhile.

const SHORT = 8; // milliseconds, four or five times as many on a slow phone

/** Let the browser do what waits. */
export const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

let line = Promise.resolve();
let began = 0;

/** Resolves when it is the caller's turn: at once in a task that is young, else in the next. */
export function turn() {
  line = line.then(async () => {
    if (performance.now() - began < SHORT) return;
    await pause();
    began = performance.now();
  });
  return line;
}
