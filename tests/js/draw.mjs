// Draws panels without a browser, moves them, and writes down what stands where.
//
// Reads a panel and what is to be done with it from the standard input, as tests/drawn/scene.py
// gives it; writes a list of what is there after each step.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { parseHTML } = createRequire(new URL("../../book/site/", import.meta.url))("linkedom");

const { module, traits, steps, only } = JSON.parse(readFileSync(0, "utf8"), (_key, value) => {
  if (!value?.base64) return value;
  const { buffer, byteOffset, byteLength } = Uint8Array.from(Buffer.from(value.base64, "base64"));
  return new DataView(buffer, byteOffset, byteLength);
});

// ---- What a browser has and linkedom has not

const { document, Event, HTMLElement, SVGElement } = parseHTML("<!doctype html><html><body></body></html>");
const SIZE = 280; // of every element, in pixels
const ZOOM = 1.5; // of every drawing
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
for (const kind of [HTMLElement, SVGElement])
  Object.assign(kind.prototype, {
    getBoundingClientRect() {
      const [, , width, height] = (this.getAttribute("viewBox") ?? "").split(" ").map(Number);
      return { left: 30, top: -50, width: ZOOM * width || SIZE, height: ZOOM * height || SIZE };
    },
    setPointerCapture() {},
    focus() {},
  });
const el = document.createElement("div");
document.body.append(el);
(await import(module)).default.render({ model, el });
settle();

function tap({ selector, nth, at }) {
  const event = new Event("click", { bubbles: true });
  [event.offsetX, event.offsetY] = (at ?? [0.5, 0.5]).map((share) => share * SIZE);
  el.querySelectorAll(selector)[nth].dispatchEvent(event);
}

const happen = (one, kind, more) =>
  one.dispatchEvent(Object.assign(new Event(kind, { bubbles: true }), more));

/** Take hold of a handle, a little off its middle, and drag it by so many pixels. */
function drag({ hold, by }) {
  const one = el.querySelectorAll(".np-hold")[hold];
  const finger = { pointerId: 7, isPrimary: true, button: 0, buttons: 1 };
  const box = (one.closest("svg") ?? one).getBoundingClientRect();
  const number = (name) => Number(one.getAttribute(name) ?? 0);
  const percent = (side) => (SIZE * Number.parseFloat(one.style[side])) / 100;
  const middle = one.closest("svg")
    ? [
        ZOOM * (number("cx") + number("x") + number("width") / 2),
        ZOOM * (number("cy") + number("y") + number("height") / 2),
      ]
    : [percent("left"), percent("top")];
  const at = (share) => ({
    ...finger,
    clientX: box.left + middle[0] + 3 + share * by[0],
    clientY: box.top + middle[1] - 2 + share * by[1],
  });
  happen(one, "pointerdown", at(0));
  for (const share of [0.3, 0.6, 1]) {
    happen(one, "pointermove", at(share));
    settle();
  }
  happen(one, "pointerup", at(1));
}

const press = ({ hold, key, shift = false }) =>
  happen(el.querySelectorAll(".np-hold")[hold], "keydown", { key, shiftKey: shift });

const written = (node) =>
  node.nodeType === 3
    ? node.data
    : {
        tag: node.localName,
        attributes: Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value])),
        children: [...node.childNodes].map(written),
        ...(node.painted && { painted: Buffer.from(node.painted.data).toString("base64") }),
      };

const scenes = steps.map((step) => {
  if (step.set) model.set(step.set);
  if (step.tap) tap(step.tap);
  if (step.drag) drag(step.drag);
  if (step.press) press(step.press);
  settle();
  const panel = el.firstChild;
  if (!only) return written(panel);
  const children = [...panel.querySelectorAll(only)].map(written);
  return { ...written(panel.cloneNode(false)), children };
});
process.stdout.write(JSON.stringify(scenes));
