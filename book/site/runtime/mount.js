// Makes a panel out of the view that a page holds.
import { Widget } from "@lumino/widgets";
import { hasFailed, SiteManager } from "./manager.js";
import { pause } from "./turns.js";

const PATIENCE = 10_000; // milliseconds until a panel that has drawn nothing is given up

/** Read the state of a page's widgets; the function that is returned mounts one view of them. */
export async function mounter(state) {
  const manager = new SiteManager();
  await manager.set_state(JSON.parse(state.textContent));
  return (script) => mount(manager, script);
}

/** Mount the view that `script` names in place of its picture. */
async function mount(manager, script) {
  const place = document.createElement("div");
  // Out of sight, but with its width, until it is whole.
  place.className = "panel-live panel-live-mounting";
  script.after(place);
  try {
    const model = await manager.get_model(JSON.parse(script.textContent).model_id);
    const view = await manager.create_view(model);
    await pause();
    Widget.attach(view.luminoWidget, place);
    performance.measure("nnbook-sliders", "nnbook-start");
    if (await hasFailed(view)) throw new Error("a widget of the panel failed");
    const canvases = [...place.querySelectorAll(".lm-Widget")].filter((el) => !isControl(el));
    await Promise.all(canvases.map(drawn));
    script.parentElement.querySelector(".panel-place")?.remove(); // as high as what takes its place
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
