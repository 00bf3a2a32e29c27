// Python on a page, and what goes with it: all of it comes when it is first asked for.
import "../runtime/late.js";
import { runner } from "./programs.mjs";

const text = new TextDecoder();

/** nnbook-python.js, by late.js: a script, since a page that was opened as a file may fetch nothing. */
async function load() {
  const { worker, wasm, files } = await globalThis.nnbookLoad("nnbook-python.js");
  return { worker: text.decode(worker), wasm, files: JSON.parse(text.decode(files)) };
}

// Exercises and the broken notebook come in bundles of their own: the first serves both.
globalThis.nnbookPython ??= { run: runner(load) };

/** The tag of a script that comes late, by a part of its name. */
export const named = (part) =>
  [...document.querySelectorAll("template.nn-late")]
    .map(({ content }) => content.querySelector("script"))
    .find((script) => script?.getAttribute("src").includes(part));

/** What nnbook_site wrote for this page under a name, and perhaps of a thing, as data. */
export async function told(name, thing = "") {
  const file = named(`${thing}_${name}-`).getAttribute("src").split("/").at(-1);
  const bytes = await globalThis.nnbookLoad(file);
  return JSON.parse(text.decode(bytes[name]));
}
