// The worker in which MicroPython runs: it gets the files of `numpy` and `outcomes` and its machine
// code once, then things to run, and tells what happens as it happens. Whoever started it ends it
// when it takes too long.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";

const HEAP = 16 * 2 ** 20;
const DEPTH = 2 ** 18; // bytes for the frames of functions: some thousand calls deep
let machine = null;

async function boot({ wasm, files }) {
  globalThis.nnbookWasm = wasm; // build_python.mjs makes the loader look here
  machine = await loadMicroPython({
    heapsize: HEAP,
    pystack: DEPTH,
    stdout: () => {},
    stderr: () => {},
  });
  // MEMFS is reached by no path that MicroPython looks in but this one.
  machine.FS.mkdir("/lib");
  machine.FS.mkdir("/lib/numpy");
  for (const [path, text] of Object.entries(files)) machine.FS.writeFile(`/lib/${path}`, text);
  machine.runPython("import outcomes");
}

function run(request) {
  const tell = (text) => globalThis.postMessage(JSON.parse(text));
  machine.pyimport("outcomes").run(JSON.stringify(request), tell);
}

globalThis.onmessage = async ({ data }) => {
  try {
    if (data.boot) {
      await boot(data.boot);
      globalThis.postMessage({ kind: "ready" });
    } else {
      run(data.run);
      globalThis.postMessage({ kind: "done" });
    }
  } catch (error) {
    globalThis.postMessage({ kind: "broken", text: String(error?.message ?? error) });
  }
};
