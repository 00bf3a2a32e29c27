// Python on a page: what it needs comes when it is first asked for.
import { runner } from "./programs.mjs";

const text = new TextDecoder();

/** nnbook-python.js, by late.js: a script, since a page that was opened as a file may fetch nothing. */
async function load() {
  const { worker, wasm, files } = await globalThis.nnbookLoad("nnbook-python.js");
  return { worker: text.decode(worker), wasm, files: JSON.parse(text.decode(files)) };
}

globalThis.nnbookPython = { run: runner(load) };
