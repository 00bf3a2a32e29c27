// The texts that a reader has written, by exercise, in this browser alone. See runtime/storage.js:
// where a browser keeps nothing, they stay for as long as the page is open.
const NAME = "nnbook-code";

function all() {
  try {
    const found = JSON.parse(globalThis.nnLocalStorage.getItem(NAME));
    return found && typeof found === "object" ? found : {};
  } catch {
    return {}; // something else was kept there
  }
}

/** A text, or null. */
export function kept(name) {
  const text = all()[name];
  return typeof text === "string" ? text : null;
}

/** Keep a text; null forgets it. */
export function keep(name, text) {
  const texts = all();
  if (text === null) delete texts[name];
  else texts[name] = text;
  if (Object.keys(texts).length) globalThis.nnLocalStorage.setItem(NAME, JSON.stringify(texts));
  else globalThis.nnLocalStorage.removeItem(NAME);
}

export function forget() {
  globalThis.nnLocalStorage.removeItem(NAME);
}
