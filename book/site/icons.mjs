// Pictures for the icons that the pages use, in place of Font Awesome's script and fonts.
//
// The theme writes `<i class="fa-solid fa-bars">`, and for callouts `content:
// var(--pst-icon-...)` in Font Awesome's font. Here both become masks: a shape cut out of
// the colour of the text, so that light, dark and forced colours need nothing further.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SVGS = join(
  dirname(fileURLToPath(import.meta.url)),
  "node_modules/@fortawesome/fontawesome-free/svgs",
);
// Of Font Awesome's classes these say which set or how large, not which icon.
const STYLES = new Set(["fa", "fas", "far", "fab", "fa-solid", "fa-regular", "fa-brands"]);
const SIZES = { "fa-lg": "font-size: 1.25em; line-height: 0.05em; vertical-align: -0.2em" };
// A selector of nothing but Font Awesome's own classes.
const PLAIN = /^\.(?:fa[srb]?|fa-[\w-]+)(?:[.:][\w:.()-]+)?$/;
const MASK = "mask-position: center; mask-repeat: no-repeat; mask-size: contain";

// Older names, which the theme still uses.
const RENAMED = {
  "search-minus": "magnifying-glass-minus",
};

/** The picture of an icon as a data address, and its width in em; undefined if there is none. */
function picture(name, sets = ["solid", "brands", "regular"]) {
  const file = sets
    .map((set) => join(SVGS, set, `${RENAMED[name] ?? name}.svg`))
    .find((path) => existsSync(path));
  if (!file) return undefined;
  const svg = readFileSync(file, "utf8").replace(/<!--.*?-->/gs, "");
  const [, width, height] = svg.match(/viewBox="0 0 (\d+) (\d+)"/);
  const text = svg.replaceAll('"', "'").replaceAll("#", "%23").replaceAll("<", "%3C");
  return { url: `url("data:image/svg+xml,${text.replaceAll(">", "%3E")}")`, width: width / height };
}

/** What the class attributes `classes` ask of Font Awesome: a rule for each icon. */
export function iconRules(classes) {
  const icons = new Map();
  const sizes = new Set();
  for (const list of classes) {
    if (!list.some((one) => STYLES.has(one))) continue;
    const brand = list.some((one) => one === "fab" || one === "fa-brands");
    for (const one of list) {
      if (STYLES.has(one) || !one.startsWith("fa-")) continue;
      if (SIZES[one]) sizes.add(one);
      else icons.set(one, picture(one.slice(3), brand ? ["brands"] : ["solid", "regular"]));
    }
  }
  const missing = [...icons].filter(([, found]) => !found).map(([name]) => name);
  if (missing.length) throw new Error(`no picture for the icon ${missing.join(", ")}`);
  const every = [...STYLES].map((one) => `.${one}`).join(", ");
  return [
    `:is(${every}) { display: inline-block; flex: none; height: 1em; vertical-align: -0.125em; background-color: currentColor; ${MASK} }`,
    ...[...icons].map(
      ([name, { url, width }]) => `.${name} { width: ${width}em; mask-image: ${url} }`,
    ),
    ...[...sizes].map((name) => `.${name} { ${SIZES[name]} }`),
    `@media (forced-colors: active) { :is(${every}) { forced-color-adjust: none; background-color: CanvasText }`,
    `:is(a, summary) :is(${every}) { background-color: LinkText } button :is(${every}) { background-color: ButtonText } }`,
  ].join("\n");
}

/** Take Font Awesome's classes and fonts out of a style sheet, and cut its icons out as masks. */
export function withoutFonts(root) {
  // The script put an svg in the place of each icon, and the theme has rules for those.
  root.walkRules(/header-article.* svg|bd-search svg|search-button-field/, (rule) => {
    rule.selector = rule.selector
      .replaceAll(":not(svg)", ":not(svg, .fas, .fa-solid)")
      .replaceAll(" svg", " :is(svg, .fas, .fa-solid)");
  });
  const names = new Map(); // what the font shows for a character: the first name it goes by
  root.walkRules((rule) => {
    if (!rule.selectors.every((one) => PLAIN.test(one))) return;
    const name = rule.selectors[0].match(/^\.fa-([\w-]+)::?before$/)?.[1];
    rule.walkDecls("content", ({ value }) => {
      const all = rule.selectors.map((one) => one.match(/^\.fa-([\w-]+)::?before$/)?.[1]);
      const found = all.find((one) => one && picture(one));
      if (name && found && !names.has(value)) names.set(value, found);
    });
    rule.remove();
  });
  root.walkAtRules("font-face", (face) => {
    if (/Font ?Awesome/.test(face.toString().replaceAll("\\", ""))) face.remove();
  });
  root.walkComments((comment) => {
    if (comment.text.includes("Font Awesome")) comment.remove(); // see nnbook-runtime.licenses.txt
  });
  const cut = (value) => {
    const found = names.get(value.replaceAll("'", '"'));
    return found && picture(found).url;
  };
  root.walkDecls((declaration) => {
    const { prop, value, parent } = declaration;
    if (/^--fa-/.test(prop)) declaration.remove();
    // `--pst-icon-download: "\f019"`
    else if (/^--pst-(?:icon|breadcrumb)/.test(prop)) declaration.value = cut(value) ?? value;
    else if (prop === "content" && (cut(value) || /^var\(--pst-(?:icon|breadcrumb)/.test(value))) {
      declaration.replaceWith(
        { prop: "content", value: '""' },
        { prop: "mask-image", value: cut(value) ?? value },
      );
    } else if (/^font(?:-family)?$/.test(prop) && /--fa-font|Awesome/.test(value)) {
      // As high as the line, where the theme put the letter into the middle of one.
      const own = (name) => parent.nodes.find((one) => one.prop === name);
      if (own("line-height") && own("height")) own("height").value = "1lh";
      const sides = ["width", "height"].filter((side) => !own(side));
      declaration.replaceWith(
        { prop: "display", value: "inline-block" },
        ...sides.map((side) => ({ prop: side, value: "1em" })),
        { prop: "background-color", value: "currentColor" },
        { prop: "mask-position", value: "center" },
        { prop: "mask-repeat", value: "no-repeat" },
        { prop: "mask-size", value: "contain" },
        { prop: "forced-color-adjust", value: "none" },
      );
    }
  });
  root.walkRules((rule) => {
    if (!rule.nodes.length) rule.remove();
  });
}
