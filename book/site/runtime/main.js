// Brings the panels of a page to life, each when it comes near the screen. Loaded by panels.js
// on pages that hold one. Until then nothing of the runtime but this has run.
import "./runtime.css";
import "./late.js";
import { pause } from "./turns.js";

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

const LATE = 2000; // milliseconds until a reader sees the picture of a panel that does not come

let queue = Promise.resolve();
let mount;

/** One panel after the other, none in the task of another. */
function mountLater(script) {
  queue = queue.then(pause).then(async () => {
    const { classList } = script.parentElement;
    const late = setTimeout(() => classList.add("panel-output-failed"), LATE);
    performance.mark("nnbook-start");
    try {
      const { mounter } = await import("./mount.js"); // here the runtime itself runs, once
      await pause();
      mount ??= mounter(document.querySelector(STATE));
      await (await mount)(script);
      classList.remove("panel-output-failed");
    } catch (error) {
      console.error(error);
      classList.add("panel-output-failed"); // the picture comes back: see runtime.css
    }
    clearTimeout(late);
    performance.measure("nnbook-mount", "nnbook-start");
  });
}

function start() {
  const waiting = new Map(
    [...document.querySelectorAll(VIEW)].map((script) => [script.parentElement, script]),
  );
  // A page that was saved while it was open holds what was made then.
  for (const place of waiting.keys()) {
    place.classList.remove("panel-output-alive", "panel-output-failed");
    for (const dead of place.querySelectorAll(".panel-live:not(.panel-place)")) dead.remove();
  }

  function bring(place) {
    observer.unobserve(place);
    if (waiting.has(place)) mountLater(waiting.get(place));
    waiting.delete(place);
  }
  // A screen ahead, so that a reader who scrolls finds them alive, and sees nothing move.
  const observer = new IntersectionObserver(
    (seen) => {
      for (const one of seen) if (one.isIntersecting) bring(one.target);
    },
    { rootMargin: "100% 0px" },
  );
  for (const place of waiting.keys()) observer.observe(place);

  // A link that carries a panel's state: the panel knows whether it is the one that is meant,
  // and scrolls to itself.
  function follow() {
    if (/^#panel[=%]/.test(location.hash)) [...waiting.keys()].forEach(bring);
  }
  addEventListener("hashchange", follow);
  follow();
}

// In a saved page this stands in the head, where there is no panel yet.
if (!globalThis.nnbookSite) {
  // Panels offer what makes sense on a built page only (the link to share) if they see this.
  globalThis.nnbookSite = true;
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
}
