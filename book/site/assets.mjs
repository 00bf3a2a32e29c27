// Makes of the style sheets and scripts that Sphinx, the theme and the extensions bring one
// sheet and few scripts, with what the pages use and no more. Called by nnbook_site/assets.py
// when the pages are written, with JSON on standard input:
//
//   static    folder of the sheets and scripts, where the results go too
//   sheet     name of the sheet to write
//   sheets    the sheets that go into it, in their order
//   scripts   by the name of each script to write: the files it is made of, in their order
//   tags      the tags of the built pages, each once
//
// What it reads stays as it is, so that the next build starts from the same.
import { readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import * as esbuild from "esbuild";
import postcss from "postcss";
import selectorParser from "postcss-selector-parser";
import { PurgeCSS } from "purgecss";

const { static: folder, sheet, sheets, scripts, tags } = JSON.parse(readFileSync(0, "utf8"));
const ICONS = resolve(import.meta.dirname, "icons.css");

// What scripts and browsers set after a page is loaded.
const DYNAMIC = [
  "aria-disabled",
  "aria-expanded",
  "aria-invalid",
  "aria-pressed",
  "aria-selected",
  "checked",
  "data-mode",
  "data-state",
  "data-theme",
  "data-verdict",
  "disabled",
  "hidden",
  "open",
];
// Classes that the script in layout.html sets, and those of pieces that the panels' runtime makes.
const RUNTIME = [
  /^nn-(?:scripts|asks|asks-not|findable)$/,
  /^panel-/,
  /^jupyter-widgets$/,
  /^widget-/,
  /^noUi-/,
];

// In place of the theme's "once the page is read": once it is laid out too.
const LAID_OUT = "(f=>e(()=>requestAnimationFrame(()=>setTimeout(f))))(";

// What is taken out of scripts of others: text that a file holds once, and what stands for it.
const MENDED = {
  // What this finds gets a stop for the keyboard: reach.js does so in less time.
  "scripts/pydata-sphinx-theme.js": [
    [
      '"pre",".nboutput > .output_area",".cell_output > .output",".jp-RenderedHTMLCommon",".pst-scrollable-table-container"',
      '".nothing"',
    ],
    // A banner from elsewhere, of which there is none: its height was asked for all the same.
    ['document.querySelector(".pst-async-banner-revealer")', "null"],
    // The field is looked for through the whole page at each key that is pressed.
    ['"keydown",e=>{let t=g();', '"keydown",e=>{if(!/^(?:k|escape)$/i.test(e.key))return;let t=g();'],
    // These two ask where things stand, and made the page be laid out at once. See LAID_OUT.
    ...[
      'e(function(){if(!document.querySelector(".bd-docs-nav"))return;',
      'e(function(){const e=document.querySelector("#pst-page-toc-nav");',
    ].map((there) => [there, there.replace("e(", LAID_OUT)]),
  ],
};

// Addresses in a sheet are as seen from the result.
const addresses = {
  name: "addresses",
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ kind, path, resolveDir }) => {
      if (kind !== "url-token" || path.startsWith("data:")) return undefined;
      return { path: relative(folder, resolve(resolveDir, path)), external: true };
    });
  },
};

function sourceOf(file) {
  let source = readFileSync(resolve(folder, file), "utf8");
  for (const [there, instead] of MENDED[file] ?? []) {
    const parts = source.split(there);
    if (parts.length !== 2) throw new Error(`${file} holds ${there} ${parts.length - 1} times, not once`);
    source = parts.join(instead);
  }
  return source;
}

/** Parts fail alone: what one throws is in the console, and the next ones run. */
async function joinScript(files) {
  const sources = files.map((file) => {
    // Classic scripts, which find each other's names in the global scope: from within a block
    // only `var` puts them there.
    const source = sourceOf(file).replace(/^(?:const|let)\b/gm, "var");
    return `try {\n${source}\n} catch (error) { setTimeout(() => { throw error; }); }`;
  });
  const { code } = await esbuild.transform(sources.join("\n"), {
    minify: true,
    legalComments: "inline",
    define: { localStorage: "nnLocalStorage", sessionStorage: "nnSessionStorage" }, // see storage.js
  });
  return code.replace(/^\/\/# sourceMappingURL=.*$/gm, "");
}

async function joinSheets(names) {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: names.map((name) => `@import ${JSON.stringify(resolve(folder, name))};`).join("\n"),
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

/**
 * The sheet of the icons, all in one picture: of each that a page shows, the browser makes a page of
 * its own before the first paint.
 */
function iconSheet() {
  const cells = [];
  const sheet = readFileSync(ICONS, "utf8").replace(/--icon: url\((.*?)\)/g, (_, name) => {
    const picture = readFileSync(resolve(import.meta.dirname, "node_modules", name), "utf8");
    const bare = picture.replace(/<!--.*?-->/gs, ""); // see nnbook-runtime.licenses.txt
    const [, wide] = bare.match(/viewBox="0 0 (\d+) 512"/); // as high as a letter, 1em
    const place = `y="${640 * cells.length + 64}" width="640" height="512"`;
    const count = cells.push(bare.replace("<svg ", `<svg ${place} `));
    return `--icon: ${count - 1}; --wide: ${wide / 512}`;
  });
  const size = `width="640" height="${640 * cells.length}"`;
  const all = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${cells.join("")}</svg>`;
  return sheet.replace("url(icons.svg)", `url("data:image/svg+xml,${encodeURIComponent(all)}")`);
}

/** The sheets without what looks at the whole page at each change on a screen: see marks.py. */
function withoutHas(css) {
  const root = postcss.parse(css);
  root.walkRules(/:has\(/, (rule) => {
    if (rule.parent.name === "media" && rule.parent.params === "print") return;
    rule.selectors = rule.selectors.filter((one) => !one.includes(":has("));
    if (!rule.selector) rule.remove();
  });
  return root.toString();
}

/** The sheets without Font Awesome's classes, letters and fonts: icons.css takes their place. */
function withoutFonts(css) {
  const root = postcss.parse(css);
  root.walkRules(/^\.fa[srb]?\b/, (rule) => {
    if (rule.selectors.every((one) => /^\.fa[\w-]*(?:[.:][\w.:()-]+)?$/.test(one))) rule.remove();
  });
  root.walkDecls((declaration) => {
    const { prop, value } = declaration;
    const names = /^--(?:fa|pst-icon)-/.test(prop);
    if (names || /Font ?Awesome|var\(--(?:fa-font|pst-icon)|\\f[0-9a-f]{3}|[\uE000-\uF8FF]/.test(value))
      declaration.remove();
  });
  root.walkAtRules("font-face", (face) => {
    if (!face.some((one) => one.prop === "font-family")) face.remove();
  });
  root.walkComments((comment) => comment.remove());
  return root.toString();
}

/** How much the parts of a selector weigh, or null where it is more than one element's. */
function weightOf(selector) {
  const kinds = selector.nodes.map(({ type }) => type);
  if (kinds.some((kind) => !["tag", "class", "attribute"].includes(kind))) return null;
  const tags = kinds.filter((kind) => kind === "tag").length;
  return `${kinds.length - tags} ${tags}`;
}

/**
 * The rules by what a browser finds them by: the name or a class of the last element. What ends in
 * `:is(a, b)` has neither, and is tried on every element of the page; it is written out, a selector
 * for each, where all weigh the same.
 */
function writtenOut(css) {
  const parser = selectorParser();
  const each = (selector) => {
    const start = 1 + selector.nodes.findLastIndex(({ type }) => type === "combinator");
    const [one, ...more] = selector.nodes.slice(start);
    if (one?.value !== ":is" || more.some(({ type }) => type !== "pseudo")) return [String(selector)];
    const [weight, ...others] = one.nodes.map(weightOf);
    if (weight === null || others.some((other) => other !== weight)) return [String(selector)];
    const [before, after] = [selector.nodes.slice(0, start).join(""), more.join("")];
    return one.nodes.map((part) => before + String(part).trim() + after);
  };
  const root = postcss.parse(css);
  root.walkRules(/:is\(/, (rule) => {
    rule.selectors = parser.astSync(rule.selector).nodes.flatMap(each);
  });
  return root.toString();
}

const written = {};
for (const [name, files] of Object.entries(scripts)) written[name] = await joinScript(files);
// The icons first, where the theme had its own: its rules about them come after.
const css = iconSheet() + withoutHas(withoutFonts(await joinSheets(sheets)));
const [purged] = await new PurgeCSS().purge({
  content: [
    // Of the pages the words in their tags, and of the panels' code those that may be in one.
    { raw: tags.join(""), extension: "html" },
    ...Object.values(written).map((raw) => ({ raw, extension: "js" })),
  ],
  css: [{ raw: css }],
  dynamicAttributes: DYNAMIC,
  safelist: { standard: RUNTIME, greedy: [/^panel-live/, /^nnbook-/, /^np-/, /^nq/] },
  keyframes: true,
  variables: true,
});
written[sheet] = (await esbuild.transform(writtenOut(purged.css), { loader: "css", minify: true })).code;
for (const [name, text] of Object.entries(written)) writeFileSync(resolve(folder, name), text);
