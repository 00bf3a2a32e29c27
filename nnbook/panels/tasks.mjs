// Tasks: what the numbers of a panel are to come to, as task.py declares it. Each is ticked
// when they have, and stays so.
import { html } from "./draw.mjs";

const COMPARED = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

function holdsFor(value, how, bound) {
  if (Array.isArray(value)) return value.every((one) => holdsFor(one, how, bound));
  // To JavaScript null, no finite number, is less than 1.
  if (value === null && how !== "==" && how !== "!=") return false;
  return COMPARED[how](value, bound);
}

/** Whether all of some comparisons hold, each as [of what, how, with what]. */
export const holds = (when, values) =>
  when.every(([what, how, bound]) => {
    const [, name, at] = what.match(/^(\w+)(?:\[(\d+)\])?$/);
    return holdsFor(at === undefined ? values[name] : values[name][at], how, bound);
  });

/**
 * The tasks as a list. Returns [node, judge, forget]: `judge(values)` ticks what is done and
 * returns the words of what was not before; `forget()` takes all ticks away. `done` is the set of
 * the names of what is done; `grown()` is called when it has grown.
 */
export function taskList(tasks, done, grown) {
  const rows = tasks.map(({ name, words, when }) => {
    const node = html("li", { "data-task": name }, words);
    const state = html("span", { class: "np-hidden" }, " (done)");
    const show = () => {
      node.toggleAttribute("data-done", done.has(name));
      if (done.has(name)) node.append(state);
      else state.remove();
    };
    return { name, words, when, node, show };
  });
  const show = () => {
    for (const row of rows) row.show();
  };
  show();
  const list = html("ul", {}, ...rows.map(({ node }) => node));
  return [
    html("div", { class: "np-tasks" }, html("p", {}, rows.length > 1 ? "Tasks" : "A task"), list),
    (values) => {
      const now = rows.filter(({ name, when }) => !done.has(name) && holds(when, values));
      for (const { name } of now) done.add(name);
      if (now.length) {
        show();
        grown();
      }
      return now.map(({ words }) => words);
    },
    () => {
      done.clear();
      show();
    },
  ];
}

// ---- What the site keeps for its reader, beside the guesses (runtime/questions.js)

const KEPT = "nnbook-questions";

const allKept = () => JSON.parse(globalThis.nnLocalStorage.getItem(KEPT)) ?? {};

/** The names of the tasks of a panel that were done earlier; none in a kernel. */
export function keptDone(panel) {
  try {
    return allKept().of[`${panel}-tasks`].done.map(String);
  } catch {
    return []; // no storage, or something else by that name
  }
}

/** Keep what is done, where that can be. */
export function keepDone(panel, names) {
  try {
    const all = allKept();
    const done = [...new Set([...keptDone(panel), ...names])]; // a copy of the panel may have more
    all.of = { ...all.of, [`${panel}-tasks`]: { done } };
    globalThis.nnLocalStorage.setItem(KEPT, JSON.stringify(all));
  } catch {
    // It is remembered for as long as the page is open.
  }
}
