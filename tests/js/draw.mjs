// Draws panels without a browser, moves them, and writes down what stands where.
//
// Reads a panel and what is to be done with it from the standard input, as tests/drawn/scene.py
// gives it; writes a list of what is there after each step.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { parseHTML } = createRequire(new URL("../../book/site/", import.meta.url))("linkedom");

const { module, traits, steps } = JSON.parse(readFileSync(0, "utf8"), (_key, value) => {
  if (!value?.base64) return value;
  const { buffer, byteOffset, byteLength } = Uint8Array.from(Buffer.from(value.base64, "base64"));
  return new DataView(buffer, byteOffset, byteLength);
});

// ---- What a browser has and linkedom has not

const { document, Event, HTMLElement } = parseHTML("<!doctype html><html><body></body></html>");
const SIZE = 280; // of every element, in pixels
for (const name of ["clientWidth", "clientHeight"])
  Object.defineProperty(HTMLElement.prototype, name, { get: () => SIZE });
document.createElement("canvas").constructor.prototype.getContext = function () {
  return { putImageData: (image) => (this.painted = image) };
};
class ImageData {
  constructor(width, height) {
    Object.assign(this, { width, height, data: new Uint8ClampedArray(4 * width * height) });
  }
}
// A clock that runs only when it is asked to.
let waiting = new Map();
let count = 0;
const later = (what) => waiting.set(++count, what) && count;
const cancel = (which) => waiting.delete(which);
function settle() {
  while (waiting.size) {
    const now = [...waiting.values()];
    waiting = new Map();
    for (const one of now) one();
  }
}
Object.assign(globalThis, {
  ...{ document, ImageData, location: { hash: "", href: "" }, nnbookSite: true },
  window: { addEventListener() {}, removeEventListener() {} },
  ...{ requestAnimationFrame: later, cancelAnimationFrame: cancel },
  ...{ setTimeout: later, clearTimeout: cancel },
});

// ---- The panel, and what is done with it

const listeners = new Map();
const model = {
  get: (name) => traits[name],
  set(first, value) {
    const all = typeof first === "object" ? first : { [first]: value };
    for (const [name, one] of Object.entries(all)) {
      const same = Object.is(traits[name], one);
      traits[name] = one;
      if (!same) for (const listener of listeners.get(`change:${name}`) ?? []) listener();
    }
  },
  save_changes() {},
  on: (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
};
const el = document.createElement("div");
document.body.append(el);
(await import(module)).default.render({ model, el });
settle();

function tap({ selector, nth, at }) {
  const event = new Event("click", { bubbles: true });
  [event.offsetX, event.offsetY] = (at ?? [0.5, 0.5]).map((share) => share * SIZE);
  el.querySelectorAll(selector)[nth].dispatchEvent(event);
}

const written = (node) =>
  node.nodeType === 3
    ? node.data
    : {
        tag: node.localName,
        attributes: Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value])),
        children: [...node.childNodes].map(written),
        ...(node.painted && { painted: Buffer.from(node.painted.data).toString("base64") }),
      };

const scenes = steps.map(({ set, tap: tapped }) => {
  if (set) model.set(set);
  if (tapped) tap(tapped);
  settle();
  return written(el.firstChild);
});
process.stdout.write(JSON.stringify(scenes));
