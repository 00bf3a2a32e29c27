// "Write it here": what comes before the editor is there. Until it is pressed, a page has loaded
// nothing of editor and Python.
import { forget, kept } from "./kept.mjs";
import { named, told } from "./page.mjs";

let loading = null;

/** The editor, and the exercises of this page by their names. */
function load() {
  loading ??= Promise.all([editor(), told("exercises")]);
  loading.catch(() => (loading = null)); // who presses again gets another try
  return loading;
}

function editor() {
  return new Promise((resolve, reject) => {
    const script = document.importNode(named("nnbook-editor.js"), true);
    script.addEventListener("load", () => resolve(globalThis.nnbookEditor));
    script.addEventListener("error", () => reject(new Error("the editor did not come")));
    document.head.append(script);
  });
}

/** Put the editor in the place that a card has for it. */
async function begin(card, button) {
  const words = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.textContent = "The editor comes …";
  try {
    const [{ mount }, found] = await load();
    mount(card, found[card.dataset.exercise], globalThis.nnbookPython.run);
  } catch (error) {
    console.error(error);
    button.removeAttribute("aria-disabled");
    button.textContent = `${words} (it did not come: try again)`;
  }
}

for (const card of document.querySelectorAll("[data-exercise]")) {
  const button = card.querySelector("[data-act='begin']");
  if (!button) continue;
  if (kept(card.dataset.exercise) !== null) button.textContent = "Go on with what you wrote";
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") begin(card, button);
  });
}
addEventListener("nnbook-forgotten", forget); // see questions.js
