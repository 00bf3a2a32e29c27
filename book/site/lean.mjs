// Makes of the style sheets and scripts that Sphinx, the theme and the extensions bring one
// sheet and few scripts, with what the pages use and no more. Called by nnbook_site/lean.py
// when the pages are written, with JSON on standard input:
//
//   static    folder of the sheets and scripts, where the results go too
//   sheet     name of the sheet to write
//   sheets    the sheets that go into it, in their order
//   scripts   by the name of each script to write: the files it is made of, in their order
//   pages     the built pages
//
// What it reads stays as it is, so that the next build starts from the same.
import { readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import * as esbuild from "esbuild";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import { iconRules, withoutFonts } from "./icons.mjs";

const { static: folder, sheet, sheets, scripts, pages } = JSON.parse(readFileSync(0, "utf8"));

// What scripts and browsers set after a page is loaded.
const DYNAMIC = ["aria-expanded", "aria-selected", "checked", "data-mode", "data-theme", "disabled", "hidden", "open"];
// Classes of pieces that the panels' runtime makes; its sheet has no rule for anything else.
const RUNTIME = [/^panel-/, /^jupyter-widgets$/, /^widget-/, /^noUi-/, /^nnbook-/, /^np-/];

async function joinScript(files) {
  const sources = files.map((file) => readFileSync(resolve(folder, file), "utf8"));
  // No format: the parts are classic scripts and find each other in the global scope.
  const { code } = await esbuild.transform(sources.join("\n;\n"), { minify: true, legalComments: "inline" });
  return code.replace(/^\/\/# sourceMappingURL=.*$/gm, "");
}

/** Join the sheets; addresses in them are as seen from the result. */
async function joinSheets() {
  const addresses = {
    name: "addresses",
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ kind, path, resolveDir }) => {
        if (kind !== "url-token" || path.startsWith("data:")) return undefined;
        return { path: relative(folder, resolve(resolveDir, path)), external: true };
      });
    },
  };
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: sheets.map((name) => `@import ${JSON.stringify(`./${name}`)};`).join("\n"),
      loader: "css",
      resolveDir: folder,
    },
    bundle: true,
    minify: true,
    write: false,
    plugins: [addresses],
    logLevel: "error",
  });
  return outputFiles[0].text;
}

/** The words of a page that a selector may ask for. */
function wordsOfPage(html) {
  const classes = new Set();
  const ids = new Set();
  const tags = new Set();
  const names = new Set();
  const values = new Set();
  const undetermined = new Set();
  // Of the widgets' state, what stands in quotes: the panels' code names what it makes.
  const rest = html.replace(/<script[^>]*>(.*?)<\/script>/gs, (_, body) => {
    for (const [, text] of body.matchAll(/["'`]([\w .-]{1,200}?)\\?["'`]/g)) {
      for (const word of text.split(/[ .]+/)) undetermined.add(word);
    }
    return "";
  });
  for (const [, tag, attributes] of rest.matchAll(/<([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g)) {
    tags.add(tag.toLowerCase());
    for (const [, name, a, b] of attributes.matchAll(/([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g)) {
      const value = a ?? b ?? "";
      names.add(name);
      values.add(value);
      const words = value.split(/\s+/);
      if (name === "class") words.forEach((word) => classes.add(word));
      else if (name === "id") ids.add(value);
      for (const word of words) values.add(word); // for [class~=...]
    }
  }
  return {
    attributes: { names: [...names], values: [...values] },
    classes: [...classes],
    ids: [...ids],
    tags: [...tags, "html", "body"],
    undetermined: [...undetermined],
  };
}

const wordsOfScript = (text) => ({
  attributes: { names: [], values: [] },
  classes: [],
  ids: [],
  tags: [],
  undetermined: [...new Set(text.match(/[\w-]+/g))],
});

/** The class attributes of the pages, each as the list of its classes. */
function classLists(html) {
  return [...html.matchAll(/\sclass="([^"]*\bfa[^"]*)"/g)].map(([, text]) => text.trim().split(/\s+/));
}

const texts = pages.map((page) => readFileSync(page, "utf8"));
const written = {};
for (const [name, files] of Object.entries(scripts)) written[name] = await joinScript(files);

const root = postcss.parse(await joinSheets());
withoutFonts(root);
// First, where the theme had its icons: its own rules about them come after.
const icons = postcss.parse(iconRules(texts.flatMap(classLists)));
root.prepend(icons);
const [purged] = await new PurgeCSS().purge({
  content: [
    ...texts.map((raw) => ({ raw, extension: "html" })),
    ...Object.values(written).map((raw) => ({ raw, extension: "js" })),
  ],
  css: [{ raw: root.toString() }],
  extractors: [
    { extensions: ["html"], extractor: wordsOfPage },
    { extensions: ["js"], extractor: wordsOfScript },
  ],
  dynamicAttributes: DYNAMIC,
  safelist: { standard: RUNTIME, greedy: [/^panel-live/] },
  keyframes: true,
  variables: true,
});
written[sheet] = (await esbuild.transform(purged.css, { loader: "css", minify: true })).code;
for (const [name, text] of Object.entries(written)) writeFileSync(resolve(folder, name), text);
