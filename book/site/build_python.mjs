// Builds what Python on the page needs into _build/assets:
//
//   nnbook-python.js   MicroPython, its worker and the small part of NumPy, as data that the
//                      runtime takes over (late.js) when a reader first presses "Write it here"
//   nnbook-editor.js   the editor
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deflateSync } from "node:zlib";
import * as esbuild from "esbuild";

const HERE = join(import.meta.dirname, "python");
const SMALLEST = resolve(HERE, "../../../nnbook/exercises/_smallest.py"); // a kernel's: see exposing.py
const MICROPYTHON = "@micropython/micropython-webassembly-pyscript";
const MACHINE = join(import.meta.dirname, "node_modules", MICROPYTHON);

// The loader would fetch the machine code, which a page that was opened as a file may not, nor one
// whose host allows it no connections. It has a variable for code that is there already. Its last
// lines make a command of it for Node, with an await that a classic script may not hold.
const atHand = {
  name: "machine-at-hand",
  setup(build) {
    build.onLoad({ filter: /micropython\.mjs$/ }, ({ path }) => {
      let code = readFileSync(path, "utf8");
      const change = (from, to) => {
        if (code.split(from).length !== 2) throw new Error("this MicroPython is loaded otherwise");
        code = code.replace(from, () => to);
      };
      change("var wasmBinary,out=", "var wasmBinary=globalThis.nnbookWasm,out=");
      change(/if\(globalThis\.loadMicroPython=loadMicroPython,.*(?=class PyProxy\{)/s, "");
      return { contents: code };
    });
  },
};

const SETTINGS = {
  bundle: true,
  write: false,
  minify: true,
  metafile: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
};

/** The files of Python, by their paths in MicroPython. */
export function pythonFiles() {
  const paths = readdirSync(HERE, { recursive: true }).map((path) => path.replaceAll("\\", "/"));
  const sources = paths.filter((path) => path.endsWith(".py")).sort();
  const files = sources.map((path) => [path, readFileSync(join(HERE, path), "utf8")]);
  return { ...Object.fromEntries(files), "smallest.py": readFileSync(SMALLEST, "utf8") };
}

/** What programs.mjs starts a worker with. */
export async function machine() {
  const { outputFiles, metafile } = await esbuild.build({
    ...SETTINGS,
    entryPoints: [join(HERE, "worker.mjs")],
    external: ["module", "path", "url", "fs"], // asked for in Node alone
    define: { "import.meta.url": '"micropython.mjs"' }, // a classic script knows no address
    plugins: [atHand],
  });
  const wasm = readFileSync(join(MACHINE, "micropython.wasm"));
  return { worker: outputFiles[0].text, wasm, files: pythonFiles(), metafile };
}

const packed = (bytes) => deflateSync(bytes, { level: 9 }).toString("base64");

async function buildEditor(out) {
  const { metafile } = await esbuild.build({
    ...SETTINGS,
    write: true,
    loader: { ".css": "text" }, // its style comes with it
    entryPoints: { "nnbook-editor": join(HERE, "editor.mjs") },
    outdir: out,
  });
  return metafile;
}

/** Write the files; returns what went into them. */
export async function buildPython(out) {
  mkdirSync(out, { recursive: true });
  const { worker, wasm, files, metafile } = await machine();
  const parts = { worker: packed(worker), wasm: packed(wasm), files: packed(JSON.stringify(files)) };
  writeFileSync(join(out, "nnbook-python.js"), `nnbookData("nnbook-python.js",${JSON.stringify(parts)});\n`);
  return [metafile, await buildEditor(out)];
}
