// Gives each panel of the built pages a place as high as the panel will be, at every width, with
// every size of letters: a copy of it without its drawings, which is never seen and gives way to
// the panel. So nothing moves when a panel comes, and a link to a section below it leads there in
// browsers too that do not hold the text in place. Called by nnbook_site/assets.py when the pages
// are written, with a JSON list of their paths on standard input.
import { readFileSync, writeFileSync } from "node:fs";
import { parseHTML } from "linkedom";

const STATE = /<script[^>]*type="application\/vnd\.jupyter\.widget-state\+json"[^>]*>([\s\S]*?)<\/script>/;
const PLACE =
  /<div class="panel-output">(?!<div[^>]*panel-place)\s*(?=<script type="application\/vnd\.jupyter\.widget-view\+json">\s*(\{[^<]*?\})\s*<\/script>)/g;
const PANELS = new URL("../../nnbook/panels/", import.meta.url);
// What makes an element neither higher nor lower, and would be twice on the page.
const UNSEEN = /^(?:data-.*|aria-.*|role|type|tabindex|id|for)$/;

// As much of a browser as a panel asks for that draws for the first time.
const { document, HTMLCanvasElement } = parseHTML("<!doctype html><html><body></body></html>");
HTMLCanvasElement.prototype.getContext = () => ({ putImageData() {} });
Object.assign(globalThis, {
  document,
  window: { addEventListener() {}, removeEventListener() {} },
  location: { hash: "", href: "" },
  requestAnimationFrame: () => 0,
  cancelAnimationFrame() {},
  ImageData: class {
    data = { set() {} };
  },
  nnbookSite: true,
});
const { html } = await import(new URL("draw.mjs", PANELS));
const { mountPanel } = await import(new URL("live.mjs", PANELS));

const named = (reference) => reference.replace("IPY_MODEL_", "");
const dashed = (name) => name.replaceAll("_", "-");

/** The elements of a widget and of what it holds, with the classes and the layout that they have. */
async function drawn(models, id) {
  const { model_name, state, buffers = [] } = models[id];
  if (state.panel_name) return drawnPanel(state, buffers);
  const { state: layout } = models[named(state.layout)];
  const style = ["width", "grid_gap", "grid_template_columns"]
    .filter((name) => layout[name])
    .map((name) => `${dashed(name)}: ${layout[name]}`)
    .join("; ");
  const own = state._dom_classes?.join(" ") ?? "";
  if (model_name.endsWith("SliderModel")) {
    const { description_width } = models[named(state.style)].state;
    return html(
      "div",
      { class: `jupyter-widgets widget-slider widget-hslider ${own}`, style },
      html("div", { class: "widget-label", style: `width: ${description_width}` }, state.description),
      html("div", { class: "slider-container" }),
      html("div", { class: "widget-readout" }, "0"),
    );
  }
  const children = await Promise.all(state.children.map((child) => drawn(models, named(child))));
  const kind = model_name.replace("Model", "").toLowerCase();
  return html("div", { class: `jupyter-widgets widget-box widget-${kind} ${own}`, style }, ...children);
}

async function drawnPanel(state, buffers) {
  for (const { path, data } of buffers) {
    const bytes = Uint8Array.from(Buffer.from(data, "base64"));
    state[path[0]][path[1]][path[2]] = new DataView(bytes.buffer);
  }
  const model = {
    get: (name) => state[name],
    set: (values) => Object.assign(state, values),
    save_changes() {},
    on() {},
    off() {},
  };
  const { panel } = await import(new URL(`${state.panel_name}.mjs`, PANELS));
  const el = html("div");
  const takeDown = mountPanel({ model, el }, panel);
  const bare = withoutDrawings(el.firstElementChild.cloneNode(true));
  takeDown();
  return html("div", {}, bare);
}

function withoutDrawings(root) {
  for (const one of root.querySelectorAll("svg > *, .np-hidden, [hidden]")) one.remove();
  for (const button of root.querySelectorAll("button"))
    button.replaceWith(html("span", { class: button.getAttribute("class") }, ...button.childNodes));
  for (const one of [root, ...root.querySelectorAll("*")])
    for (const { name } of [...one.attributes]) if (UNSEEN.test(name)) one.removeAttribute(name);
  return root;
}

for (const page of JSON.parse(readFileSync(0, "utf8"))) {
  const text = readFileSync(page, "utf8");
  const views = [...text.matchAll(PLACE)];
  if (!views.length) continue;
  const { state: models } = JSON.parse(text.match(STATE)[1]);
  const places = [];
  for (const [, view] of views) {
    const place = await drawn(models, JSON.parse(view).model_id);
    places.push(html("div", { class: "panel-live panel-place", "aria-hidden": "true" }, place).outerHTML);
  }
  writeFileSync(
    page,
    text.replace(PLACE, (opening) => opening.trimEnd() + places.shift()),
  );
}
