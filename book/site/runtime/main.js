// Brings the panels of a page to life. Loaded, deferred, on pages that hold one.
import { Widget } from "@lumino/widgets";
import { hasFailed, SiteManager } from "./manager.js";
import "./runtime.css";

// Panels offer what makes sense on a built page only (the link to share) if they see this.
globalThis.nnbookSite = true;

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
const PATIENCE = 10_000; // milliseconds until a panel that has drawn nothing is given up

/** Mount the view that `script` names in place of its picture. */
async function mount(manager, script) {
  const place = document.createElement("div");
  // Out of sight, but with its width, until it is whole: the picture stands in meanwhile.
  place.className = "panel-live panel-live-mounting";
  script.after(place);
  try {
    const model = await manager.get_model(JSON.parse(script.textContent).model_id);
    const view = await manager.create_view(model);
    Widget.attach(view.luminoWidget, place);
    performance.measure("nnbook-sliders", "nnbook-start"); // the last of a page's counts
    if (await hasFailed(view)) throw new Error("a widget of the panel failed");
    const canvases = [...place.querySelectorAll(".lm-Widget")].filter((el) => !isControl(el));
    await Promise.all(canvases.map(drawn));
    place.classList.remove("panel-live-mounting");
    // A class and not `hidden`: the style sheet shows the picture again on paper.
    script.closest(".panel-output")?.classList.add("panel-output-alive");
  } catch (error) {
    place.remove();
    throw error;
  }
}

// Boxes and controls carry a class of their own; what is left is anywidget's.
const isControl = (element) => element.classList.contains("jupyter-widgets");

/** Resolve once `element` holds something: anywidget renders after its module is loaded. */
function drawn(element) {
  if (element.childElementCount) return true;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      observer.disconnect();
      reject(new Error("the panel drew nothing"));
    }, PATIENCE);
    const observer = new MutationObserver(() => {
      if (!element.childElementCount) return;
      observer.disconnect();
      clearTimeout(timer);
      resolve(true);
    });
    observer.observe(element, { childList: true });
  });
}

async function start() {
  const state = document.querySelector(STATE);
  const views = [...document.querySelectorAll(VIEW)];
  if (!state || !views.length) return;
  const manager = new SiteManager();
  await manager.set_state(JSON.parse(state.textContent));
  const results = await Promise.allSettled(views.map((script) => mount(manager, script)));
  performance.measure("nnbook-mount", "nnbook-start");
  for (const { reason } of results) if (reason) console.error(reason);
}

start();
